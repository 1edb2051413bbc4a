import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import type { PlaylistChange } from '../../../src/demo/plex/playlist-store.ts';
import { HarmoniqError } from '../../../src/lib/errors.ts';
import type { MusicServer } from '../../../src/servers/server.ts';
import { createFileJournal } from '../../fakes/file-journal.ts';
import { connect, never, requestFor, startBench, type Bench } from './bench.ts';

/** Only where a timeout is meant: a busy machine must not cause others. */
const shortTimeoutMs = 250;
const lateMs = 500;
const kinds = ['reset before', 'reset after apply', '500', 'timeout', 'truncated', 'stopped'] as const;
type Kind = (typeof kinds)[number];

let bench: Bench;
let patient: MusicServer;
let hasty: MusicServer;
beforeAll(async () => {
  // The server's clock is an hour late: what was made since we began is judged by its own clock.
  bench = await startBench({ tracks: 400, switches: { clockOffsetMs: -3_600_000 } });
  patient = connect(bench.plex.url, bench.plex.token, { timeoutMs: 10_000, transport: 'hybrid' });
  hasty = connect(bench.plex.url, bench.plex.token, { timeoutMs: shortTimeoutMs });
});
afterAll(() => bench.plex.close());

/** Lets the nth write (from 0) meet a fault. Gives what ends it. */
const breakWrite = (index: number, kind: Kind, stop: AbortController) => {
  const { plex } = bench;
  let writes = 0;
  let metAtMs = 0;
  const end = plex.onRequest(({ phase, method }) => {
    if (phase !== 'before' || method === 'GET') return undefined;
    if (writes++ !== index) return undefined;
    metAtMs = performance.now();
    if (kind === 'reset before') return 'abort';
    if (kind === 'stopped') stop.abort();
    else if (kind === 'reset after apply') plex.faults.add({ kind: 'reset-after-apply' });
    else if (kind === '500') plex.faults.add({ kind: 'status', status: 500 });
    else if (kind === 'timeout') plex.faults.add({ kind: 'delay', delayMs: lateMs });
    else plex.faults.add({ kind: 'truncate' });
    return undefined;
  });
  /** Waits until a write that came too late for its sender has been applied. */
  const untilApplied = async (): Promise<void> => {
    if (kind === 'timeout' && writes > index) await wait(metAtMs + lateMs + 20 - performance.now());
  };
  return { end, untilApplied, reached: () => writes > index };
};

const watch = (title: string) => {
  const states: PlaylistChange[] = [];
  const end = bench.plex.onPlaylistChange((change) => {
    if (change.title === title) states.push(change);
  });
  return { states, end };
};

/** Never short, never without what old and new have in common, never a track twice. */
const expectUnblinking = (states: readonly PlaylistChange[], before: readonly string[], wanted: readonly string[]) => {
  const common = wanted.filter((id) => before.includes(id));
  for (const { trackIds } of states) {
    expect(trackIds.length).toBeGreaterThanOrEqual(Math.min(before.length, wanted.length));
    expect(common.every((id) => trackIds.includes(id))).toBe(true);
    expect(new Set(trackIds).size).toBe(trackIds.length);
  }
};

let counter = 0;

/** Publishes `before`, then `wanted` with a fault at one write, then lets the next run finish. */
const play = async (before: readonly string[], wanted: readonly string[], index: number, kind: Kind) => {
  counter += 1;
  const recipeId = `recipe-${counter}`;
  const title = `Morning ${counter}`;
  const journal = createFileJournal();
  const server = kind === 'timeout' ? hasty : patient;
  const ask = (tracks: readonly string[]) => requestFor(tracks, { recipeId, title });
  if (before.length > 0) await patient.playlists.publish(ask(before), journal, never());
  const watched = watch(title);
  const stop = new AbortController();
  const fault = breakWrite(index, kind, stop);
  const failure: unknown = await server.playlists.publish(ask(wanted), journal, stop.signal).then(
    () => undefined,
    (error: unknown) => error,
  );
  fault.end();
  bench.plex.faults.clear();
  await fault.untilApplied();
  if (failure !== undefined) {
    expect(failure instanceof HarmoniqError || (failure as Error).name === 'AbortError').toBe(true);
    expect(journal.getOpenIntents().map((intent) => intent.recipeId)).toEqual([recipeId]);
    // A new process: nothing is remembered but the journal.
    const recovered = await connect(bench.plex.url, bench.plex.token).playlists.recover(journal, never());
    expect(recovered).toEqual([recipeId]);
  }
  watched.end();
  const mine = bench.plex.playlists.filter((playlist) => playlist.title === title);
  return { reached: fault.reached(), states: watched.states, mine, journal };
};

const expectWhole = (
  played: Awaited<ReturnType<typeof play>>,
  before: readonly string[],
  wanted: readonly string[],
) => {
  expectUnblinking(played.states, before, wanted);
  expect(played.mine).toHaveLength(1);
  expect(played.mine[0]?.trackIds).toEqual(wanted);
  expect(played.mine[0]?.summary).toBe('Updated by Harmoniq on 2026-11-21 08:00');
  expect(played.journal.getOpenIntents()).toEqual([]);
  expect(Object.values(played.journal.memory().records).map((record) => record.playlistId)).toEqual([
    played.mine[0]?.id,
  ]);
};

describe('a playlist is created whole although a write goes wrong', () => {
  // Create with 100, add 20, describe.
  const table = kinds.flatMap((kind) => [0, 1, 2].map((index) => [index, kind] as const));
  test.each(table)('write %i meets: %s', async (index, kind) => {
    const wanted = bench.trackIds.slice(0, 120);
    const played = await play([], wanted, index, kind);
    expect(played.reached).toBe(true);
    expectWhole(played, [], wanted);
  });
});

describe('a playlist is updated without a blink although a write goes wrong', () => {
  // Two additions, four removals, moves, the description.
  const writes = 11;
  const before = () => bench.trackIds.slice(0, 12);
  const wanted = () => {
    const kept = bench.trackIds.slice(4, 12);
    return [
      ...kept.slice(5),
      ...bench.trackIds.slice(100, 160),
      ...kept.slice(0, 5),
      ...bench.trackIds.slice(200, 255),
    ];
  };

  test('the table below covers every write', async () => {
    const played = await play(before(), wanted(), writes - 1, '500');
    expect(played.reached).toBe(true);
    expect((await play(before(), wanted(), writes + 1, '500')).reached).toBe(false);
  });

  const table = kinds.flatMap((kind) => Array.from({ length: writes }, (_, index) => [index, kind] as const));
  test.each(table)('write %i meets: %s', async (index, kind) => {
    const played = await play(before(), wanted(), index, kind);
    expectWhole(played, before(), wanted());
  });
});
