import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HarmoniqError } from '../../src/lib/errors.ts';
import type { SqliteLibrary } from '../../src/library/create-library.ts';
import type { Listen } from '../../src/servers/server.ts';
import { createFakeMusicServer, type FakeMusicServer } from '../fakes/fake-music-server.ts';
import { makeSection, makeTrack } from '../fakes/fake-music.ts';
import {
  countPlays,
  createTestClock,
  hourMs,
  openLibrary,
  removeTemporaryFolders,
  sync,
  temporaryFolder,
  type TestClock,
} from './temporary-library.ts';

afterAll(removeTemporaryFolders);

const dayMs = 24 * hourMs;
let clock: TestClock;
let library: SqliteLibrary;
let server: FakeMusicServer;
beforeEach(() => {
  clock = createTestClock();
  library = openLibrary(join(temporaryFolder(), 'harmoniq.db'), clock);
  server = createFakeMusicServer([makeSection(30)]);
});
afterEach(() => library.close());

const play = (number: number, playedAtMs: number, accountId = '1'): Listen => ({
  trackId: makeTrack(number).id,
  playedAtMs,
  accountId,
});
const passTime = (hours: number): void => {
  clock.nowMs += hours * hourMs;
  server.nowMs += hours * hourMs;
  server.calls.length = 0;
};
const asked = (): readonly string[] => server.calls.filter((call) => call.startsWith('listens'));

describe('the play log', () => {
  test('comes with the first sync, two years of it, in any number of pages', async () => {
    server.pageSize = 7;
    server.listens = [
      ...Array.from({ length: 50 }, (_, at) => play(at % 30, clock.nowMs - at * hourMs)),
      play(1, clock.nowMs - 731 * dayMs),
    ];
    expect(await sync(library, server)).toMatchObject({ warnings: [] });
    expect(countPlays(library)).toBe(50);
  });

  test('is asked on from an hour before the newest known play', async () => {
    const start = clock.nowMs;
    server.listens = [play(1, start - dayMs), play(2, start)];
    await sync(library, server);
    passTime(5);
    const late = play(3, start - hourMs + 1);
    server.listens = [...server.listens, late, play(4, start - hourMs - 1), play(5, start + hourMs)];
    await sync(library, server);
    expect(countPlays(library)).toBe(4);
    expect(library.listens.countSince([late.trackId], 0).get(late.trackId)).toBe(1);
    expect(asked()).toEqual(['listens 0']);
  });

  test('is not asked for again soon where nothing changed, and at once where something did', async () => {
    await sync(library, server);
    passTime(1);
    await sync(library, server);
    expect(asked()).toEqual([]);
    passTime(1);
    const section = server.sections[0];
    if (section !== undefined)
      section.tracks = [{ ...makeTrack(0), playCount: 1, lastPlayedAtMs: clock.nowMs }, ...section.tracks.slice(1)];
    server.listens = [play(0, clock.nowMs)];
    await sync(library, server);
    expect(countPlays(library)).toBe(1);
    passTime(3);
    await sync(library, server);
    expect(asked()).toEqual(['listens 0']);
  });

  test.each([
    ['is refused', new HarmoniqError('unauthorized', 'Only the owner may see this.'), 'Only the owner may see this)'],
    ['cannot be read', new TypeError('x is not a function'), 'x is not a function'],
  ])('that %s is one warning, and the sync succeeds', async (_what, error, text) => {
    server.before = (call) => {
      if (call.startsWith('listens')) throw error;
    };
    const report = await sync(library, server);
    expect(report).toMatchObject({ added: 30 });
    expect(report.warnings).toHaveLength(1);
    expect(report.warnings[0]).toContain(text);
    expect(library.getLastSync()?.warnings).toHaveLength(1);
    server.before = undefined;
    server.listens = [play(1, clock.nowMs)];
    passTime(1);
    expect((await sync(library, server)).warnings).toEqual([]);
    expect(countPlays(library)).toBe(1);
  });

  test('keeps what came before it broke off, and goes on there', async () => {
    server.listens = Array.from({ length: 25 }, (_, at) => play(at, clock.nowMs - (25 - at) * dayMs));
    server.before = (call) => {
      if (call === 'listens 20') throw new HarmoniqError('timeout', 'Plex took too long.');
    };
    expect((await sync(library, server)).warnings).toHaveLength(1);
    expect(countPlays(library)).toBe(20);
    server.before = undefined;
    passTime(1);
    await sync(library, server);
    expect(countPlays(library)).toBe(25);
    expect(asked()).toEqual(['listens 0']);
  });

  test('stops at once when it shall, and that is no warning', async () => {
    server.listens = Array.from({ length: 25 }, (_, at) => play(at, clock.nowMs - at));
    const stopping = new AbortController();
    server.before = (call) => {
      if (call === 'listens 10') stopping.abort();
    };
    await expect(sync(library, server, {}, stopping.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(library.count().tracks).toBe(30);
  });

  test('loses what is older than two years, whatever the clock says', async () => {
    server.listens = [play(1, clock.nowMs - 700 * dayMs), play(2, clock.nowMs)];
    await sync(library, server);
    clock.nowMs += 40 * 365 * dayMs;
    await sync(library, server);
    expect(countPlays(library)).toBe(2);
    clock.nowMs -= 40 * 365 * dayMs;
    passTime(24 * 60);
    server.listens.push(play(3, clock.nowMs));
    await sync(library, server);
    expect(countPlays(library)).toBe(2);
    expect(library.listens.countSince([makeTrack(1).id], 0).get(makeTrack(1).id)).toBe(0);
  });

  test('loses any number of old plays, of which many may share a moment', async () => {
    const old = clock.nowMs - 729 * dayMs;
    server.pageSize = 500;
    server.listens = Array.from({ length: 900 }, (_, at) => play(at % 30, at < 600 ? old : old + at, String(at)));
    await sync(library, server);
    expect(countPlays(library)).toBe(900);
    passTime(24 * 5);
    server.listens = [play(1, clock.nowMs)];
    await sync(library, server);
    expect(countPlays(library)).toBe(1);
  });

  test('with a play from the future still follows what is played now', async () => {
    server.listens = [play(1, clock.nowMs + 3_000 * dayMs)];
    await sync(library, server);
    passTime(5);
    server.listens.push(play(2, clock.nowMs));
    await sync(library, server);
    expect(countPlays(library)).toBe(2);
  });
});

test('another server brings its own plays, lists and neighbours: ids mean nothing there', async () => {
  server.listens = [play(1, clock.nowMs)];
  await sync(library, server);
  library.flow.saveList({
    recipeId: 'flow',
    occurrence: 'a',
    windowId: 'w',
    tracks: ['1'],
    publishedAtMs: 1,
    madeFor: '',
  });
  library.flow.saveBan('1', clock.nowMs + hourMs);
  library.sonic.saveNearest(makeTrack(1).id, [], 1);
  server.machineId = 'another';
  server.listens = [play(2, clock.nowMs), play(2, clock.nowMs - 1)];
  await sync(library, server, { allowMassDeletion: true });
  expect(library.listens.countPlays([{ fromMs: 0, toMs: clock.nowMs + 1 }])).toEqual([
    { trackId: makeTrack(2).id, plays: 2 },
  ]);
  expect(library.flow.getLastList('flow')).toBeUndefined();
  expect(library.flow.listBans(0).size).toBe(0);
  expect(library.sonic.getNearest([makeTrack(1).id], 0).size).toBe(0);
});

test('neighbours of a track that vanished are forgotten', async () => {
  await sync(library, server);
  const [kept, gone] = [makeTrack(1).id, makeTrack(29).id];
  for (const id of [kept, gone]) library.sonic.saveNearest(id, [], 1);
  server.sections[0]?.tracks.pop();
  passTime(1);
  expect(await sync(library, server)).toMatchObject({ removed: 1 });
  expect([...library.sonic.getNearest([kept, gone], 0).keys()]).toEqual([kept]);
});
