import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { defineOperation, type Operation } from '../../../src/operations/operation.ts';
import { fakeNowMs, fakeReport } from '../../fakes/fake-door-house.ts';
import { type } from '../../fakes/fake-terminal.ts';

const report = {
  kind: 'full',
  startedAtMs: fakeNowMs,
  endedAtMs: fakeNowMs + 65_000,
  added: 50_312,
  changed: 0,
  removed: 0,
  relinked: 2,
  heldBack: 900,
  coverage: [{ section: 'Music', mirrored: 50_312, onServer: 50_312 }],
  warnings: ['900 tracks would vanish at once.'],
};

const syncing: Operation = defineOperation({
  name: 'sync-library',
  summary: 'Syncs',
  input: z.looseObject({}),
  mutates: true,
  run: async ({ events }) => {
    events.emit('sync-started', {});
    const at = (phase: 'artists' | 'tracks', done: number): void =>
      events.emit('sync-progress', { section: 'Music', phase, done, total: 50_312, etaMs: 12_000 });
    at('artists', 10);
    at('tracks', 0);
    at('tracks', 25_156);
    await new Promise((resolve) => setTimeout(resolve, 200));
    at('tracks', 50_312);
    events.emit('sync-finished', { report: report as never });
    events.emit('run-started', { recipeId: 'lastfm-charts', runId: 1 });
    events.emit('run-finished', { report: fakeReport(), tracks: [] });
    return report;
  },
});

describe('progress', () => {
  test('is a line per phase for a log, and the result stands alone on stdout', async () => {
    const { code, out, err } = await type(['sync'], { verbs: [syncing] });
    expect(code).toBe(0);
    expect(err).toBe(
      'Syncing Music artists: 10 of 50,312, 12 s left\nSyncing Music tracks: 0 of 50,312, 12 s left\nMaking Last.fm Charts\n',
    );
    expect(out).toContain(
      'Full sync in 1 min 05 s  +50,312 ~0 −0 · 2 tracks came back under a new id · 900 removals held back',
    );
    expect(out).toContain('Music: 50,312 of 50,312 tracks');
    expect(out).toContain('harmoniq sync --allow-mass-deletion');
  });

  test('is a bar with the time left for a person, on stderr, and is gone at the end', async () => {
    const { out, err } = await type(['sync'], { verbs: [syncing], isTTY: true, columns: 100 });
    expect(err).toContain('50 % · 25,156 of 50,312 · 12 s left');
    expect(err).toContain('Making Last.fm Charts');
    expect(err.endsWith('\r\u001B[K')).toBe(true);
    expect(out).not.toContain('left');
  });

  test('is silent under --json', async () => {
    const { out, err } = await type(['sync', '--json'], { verbs: [syncing], isTTY: true, columns: 100 });
    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject({ added: 50_312 });
  });
});
