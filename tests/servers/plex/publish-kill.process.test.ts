import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileJournal } from '../../fakes/file-journal.ts';
import { connect, never, requestFor, startBench, type Bench } from './bench.ts';

const child = join(import.meta.dirname, 'publish-child.ts');
let bench: Bench;
let folder: string;
beforeAll(async () => {
  bench = await startBench({ tracks: 400 });
  folder = mkdtempSync(join(tmpdir(), 'publish-kill-'));
});
afterAll(async () => {
  await bench.plex.close();
  rmSync(folder, { recursive: true });
});

interface Moment {
  readonly method: string;
  readonly path: RegExp;
  /** How many such requests pass first. */
  readonly after: number;
}
const creation: Moment = { method: 'POST', path: /^\/playlists\?/, after: 0 };
const firstAddition: Moment = { method: 'PUT', path: /\/items\?uri/, after: 0 };
const secondAddition: Moment = { method: 'PUT', path: /\/items\?uri/, after: 1 };
const removal: Moment = { method: 'DELETE', path: /\/items\//, after: 1 };
const move: Moment = { method: 'PUT', path: /\/move/, after: 1 };
const description: Moment = { method: 'PUT', path: /summary=/, after: 0 };

const cases: readonly (readonly [string, 'new' | 'old', 'before' | 'answer', Moment])[] = [
  ['before the creation arrives', 'new', 'before', creation],
  ['after the creation, before its answer', 'new', 'answer', creation],
  ['after the second chunk of a new list, before its answer', 'new', 'answer', firstAddition],
  ['before the second chunk of additions arrives', 'old', 'before', secondAddition],
  ['after the second chunk of additions, before its answer', 'old', 'answer', secondAddition],
  ['in the middle of the removals', 'old', 'answer', removal],
  ['in the middle of the moves', 'old', 'answer', move],
  ['before the description', 'old', 'before', description],
];

/** Runs the child and kills it at the given moment, as `kill -9` would. */
const runAndKill = async (file: string, request: string, phase: 'before' | 'answer', moment: Moment): Promise<void> => {
  const started = spawn(process.execPath, [child, bench.plex.url, bench.plex.token, file, request], {
    stdio: 'ignore',
  });
  const ended = once(started, 'exit');
  let passed = 0;
  const end = bench.plex.onRequest(async (seen) => {
    const meant = seen.phase === phase && seen.method === moment.method && moment.path.test(seen.path);
    if (!meant || passed++ < moment.after) return undefined;
    started.kill('SIGKILL');
    await ended;
    return 'abort';
  });
  const [, signal] = (await ended) as [number | null, string | null];
  end();
  expect(signal).toBe('SIGKILL');
};

describe('a process killed while it publishes', () => {
  test.each(cases)('%s: the next one completes the list', async (name, kind, phase, moment) => {
    const { plex, trackIds } = bench;
    const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.json`);
    const before = kind === 'new' ? [] : trackIds.slice(0, 12);
    const wanted =
      kind === 'new'
        ? trackIds.slice(0, 150)
        : [...trackIds.slice(8, 12), ...trackIds.slice(100, 210), ...trackIds.slice(4, 8).reverse()];
    const title = `List ${name}`;
    const summaryLine = 'Updated by Harmoniq on 2026-11-23 21:00';
    if (before.length > 0)
      await connect(plex.url, plex.token).playlists.publish(
        requestFor(before, { title }),
        createFileJournal(file),
        never(),
      );
    const states: (readonly string[])[] = [];
    const stopWatching = plex.onPlaylistChange((change) => {
      if (change.title === title) states.push(change.trackIds);
    });

    await runAndKill(file, JSON.stringify(requestFor(wanted, { title, summaryLine })), phase, moment);
    const journal = createFileJournal(file);
    expect(journal.getOpenIntents()).toHaveLength(1);
    expect(await connect(plex.url, plex.token).playlists.recover(journal, never())).toEqual(['recipe']);
    stopWatching();

    const lists = plex.playlists.filter((playlist) => playlist.title === title);
    expect(lists.map((list) => list.trackIds)).toEqual([wanted]);
    expect(lists[0]?.summary).toBe(summaryLine);
    expect(journal.getRecord('recipe')?.playlistId).toBe(lists[0]?.id);
    expect(journal.getOpenIntents()).toEqual([]);
    for (const state of states) {
      expect(state.length).toBeGreaterThanOrEqual(before.length);
      expect(new Set(state).size).toBe(state.length);
    }
    expect(journal.memory().versions.map((version) => version.tracks)).toEqual(before.length > 0 ? [before] : []);
  });

  test('the next run with another wish needs no recovery first, and makes no second list', async () => {
    const { plex, trackIds } = bench;
    const file = join(folder, 'another-wish.json');
    const title = 'List another wish';
    await runAndKill(file, JSON.stringify(requestFor(trackIds.slice(0, 150), { title })), 'answer', creation);
    const journal = createFileJournal(file);
    await connect(plex.url, plex.token).playlists.publish(
      requestFor(trackIds.slice(50, 90), { title }),
      journal,
      never(),
    );
    expect(plex.playlists.filter((list) => list.title === title).map((list) => list.trackIds)).toEqual([
      trackIds.slice(50, 90),
    ]);
    expect(journal.getOpenIntents()).toEqual([]);
  });
});
