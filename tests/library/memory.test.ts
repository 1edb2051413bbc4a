import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import SqliteDatabase from 'better-sqlite3';
import { silentLogger } from '../../src/lib/logger.ts';
import type { SqliteLibrary } from '../../src/library/create-library.ts';
import { openDatabase } from '../../src/library/database.ts';
import { createAliasStore } from '../../src/library/store-aliases.ts';
import { createSonicStore } from '../../src/library/store-sonic.ts';
import type { FlowList } from '../../src/library/library.ts';
import type { Listen } from '../../src/servers/server.ts';
import {
  countPlays,
  createTestClock,
  hourMs,
  openLibrary,
  removeTemporaryFolders,
  temporaryFolder,
  type TestClock,
} from './temporary-library.ts';

afterAll(removeTemporaryFolders);

const dayMs = 24 * hourMs;
let clock: TestClock;
let path: string;
let library: SqliteLibrary;
beforeEach(() => {
  clock = createTestClock();
  path = join(temporaryFolder(), 'harmoniq.db');
  library = openLibrary(path, clock);
});
afterEach(() => library.close());
const reopen = (): void => {
  library.close();
  library = openLibrary(path, clock);
};

describe('plays', () => {
  const listen = (trackId: string, playedAtMs: number, accountId = '1'): Listen => ({ trackId, playedAtMs, accountId });

  test('are kept once, however often they are told', () => {
    expect(library.listens.getNewestAtMs()).toBeUndefined();
    const plays = [listen('1', 10), listen('1', 20), listen('1', 20, '2'), listen('2', 20)];
    expect(library.listens.save(plays)).toBe(4);
    expect(library.listens.save([...plays, listen('2', 15)])).toBe(1);
    reopen();
    expect(countPlays(library)).toBe(5);
    expect(library.listens.getNewestAtMs()).toBe(20);
    expect(library.listens.countSince(['1', '2', '3'], 15)).toEqual(
      new Map([
        ['1', 2],
        ['2', 2],
        ['3', 0],
      ]),
    );
  });

  test('without a moment are passed over', () => {
    expect(library.listens.save([listen('1', NaN), listen('1', Infinity), listen('1', 7.4)])).toBe(1);
    expect(library.listens.getNewestAtMs()).toBe(7);
  });

  test('are counted within stretches, the start included and the end not', () => {
    library.listens.save([listen('1', 9), listen('1', 10), listen('2', 10), listen('2', 19), listen('2', 20)]);
    const counts = library.listens.countPlays([
      { fromMs: 10, toMs: 20 },
      { fromMs: 30, toMs: 40 },
    ]);
    expect(counts).toEqual([
      { trackId: '2', plays: 2 },
      { trackId: '1', plays: 1 },
    ]);
    expect(library.listens.countPlays([])).toEqual([]);
    expect(library.listens.countPlays([{ fromMs: -Infinity, toMs: Infinity }])).toMatchObject([
      { plays: 3 },
      { plays: 2 },
    ]);
  });

  test('are counted as by hand, for any plays and stretches', () => {
    const plays = fc.array(
      fc.record({
        trackId: fc.constantFrom('1', '2', '3', 'a b', 'é'),
        playedAtMs: fc.integer({ min: 0, max: 100 }),
        accountId: fc.constantFrom('1', '2'),
      }),
    );
    const stretches = fc
      .uniqueArray(fc.integer({ min: 0, max: 110 }), { maxLength: 8 })
      .map((edges) => edges.sort((a, b) => a - b))
      .map((edges) => edges.flatMap((fromMs, at) => (at % 2 === 0 ? [{ fromMs, toMs: edges[at + 1] ?? 120 }] : [])));
    fc.assert(
      fc.property(plays, stretches, (listens, within) => {
        const small = openLibrary(':memory:', clock);
        small.listens.save(listens);
        const known = new Map(listens.map((play) => [JSON.stringify(Object.values(play)), play]));
        const expected = new Map<string, number>();
        for (const { trackId, playedAtMs } of known.values())
          if (within.some(({ fromMs, toMs }) => playedAtMs >= fromMs && playedAtMs < toMs))
            expected.set(trackId, (expected.get(trackId) ?? 0) + 1);
        const counts = small.listens.countPlays(within);
        small.close();
        expect(new Map(counts.map(({ trackId, plays: count }) => [trackId, count]))).toEqual(expected);
        expect(counts.map(({ plays: count }) => count)).toEqual([...expected.values()].sort((a, b) => b - a));
      }),
      { numRuns: 40 },
    );
  });
});

describe('lists of flows', () => {
  const list = (facts: Partial<FlowList>): FlowList => ({
    recipeId: 'flow',
    occurrence: 'monday morning',
    windowId: 'morning',
    tracks: ['1', '2'],
    publishedAtMs: clock.nowMs,
    madeFor: 'r0 abc',
    ...facts,
  });
  const nowhere = { recipeId: '', occurrence: '' };

  test('are found again, the last of each recipe', () => {
    const [first, second] = [list({}), list({ occurrence: 'monday noon', tracks: ['3'] })];
    library.flow.saveList(first);
    library.flow.saveList(second);
    library.flow.saveList(list({ recipeId: 'kids', tracks: ['9'] }));
    reopen();
    expect(library.flow.getLastList('flow')).toEqual(second);
    expect(library.flow.getLastList('other')).toBeUndefined();
    library.flow.saveList(first);
    expect(library.flow.getLastList('flow')).toEqual(first);
  });

  test('the last one is the one saved last, even if the clock was set back', () => {
    library.flow.saveList(list({ occurrence: 'a' }));
    library.flow.saveList(list({ occurrence: 'b', publishedAtMs: clock.nowMs - dayMs }));
    expect(library.flow.getLastList('flow')?.occurrence).toBe('b');
  });

  test('what a replaced list held still counts as listed', () => {
    const then = clock.nowMs;
    library.flow.saveList(list({ tracks: ['1', '2'] }));
    library.flow.saveList(list({ tracks: ['2', '3'], publishedAtMs: then + 5 }));
    expect(library.flow.getLastList('flow')?.tracks).toEqual(['2', '3']);
    expect(library.flow.listRecent(then, nowhere)).toEqual(
      new Map([
        ['1', then],
        ['2', then + 5],
        ['3', then + 5],
      ]),
    );
    expect([...library.flow.listRecent(then + 1, nowhere).keys()].sort()).toEqual(['2', '3']);
  });

  test('tracks of the occurrence asked for do not count, unless another list had them', () => {
    library.flow.saveList(list({ tracks: ['1', '2'] }));
    library.flow.saveList(list({ recipeId: 'kids', tracks: ['2'], publishedAtMs: clock.nowMs - 5 }));
    const except = { recipeId: 'flow', occurrence: 'monday morning' };
    expect(library.flow.listRecent(0, except)).toEqual(new Map([['2', clock.nowMs - 5]]));
    expect(library.flow.listRecent(0, { ...except, recipeId: 'kids' }).size).toBe(2);
  });

  test('are forgotten after a year as what was listed, but for the last list of each recipe', () => {
    const start = clock.nowMs;
    library.flow.saveList(list({ recipeId: 'rare', tracks: ['7'] }));
    library.flow.saveList(list({ occurrence: 'old', tracks: ['8'] }));
    library.flow.saveList(list({ occurrence: 'new', tracks: ['9'], publishedAtMs: start + 367 * dayMs }));
    expect([...library.flow.listRecent(0, nowhere).keys()]).toEqual(['9']);
    expect(library.flow.getLastList('rare')?.tracks).toEqual(['7']);
  });

  test('are kept whole for a few turns of each recipe; what they held counts as listed for longer', () => {
    library.flow.saveList(list({ recipeId: 'rare', tracks: ['7'] }));
    for (let turn = 0; turn < 50; turn += 1)
      library.flow.saveList(
        list({ occurrence: `turn ${turn}`, tracks: [`t${turn}`], publishedAtMs: clock.nowMs + turn }),
      );
    const file = new SqliteDatabase(path, { readonly: true });
    expect(file.prepare('SELECT recipe_id, count(*) FROM flow_lists GROUP BY recipe_id').raw().all()).toEqual([
      ['flow', 20],
      ['rare', 1],
    ]);
    file.close();
    expect(library.flow.getLastList('flow')?.occurrence).toBe('turn 49');
    expect(library.flow.listRecent(0, nowhere).size).toBe(51);
    expect(library.flow.listRecent(0, { recipeId: 'flow', occurrence: 'turn 49' }).size).toBe(50);
  });
});

describe('skips and bans', () => {
  test('skips come newest first, each once', () => {
    for (const [trackId, skippedAtMs] of [
      ['1', 10],
      ['2', 30],
      ['1', 20],
      ['1', 20],
    ] as const)
      library.flow.saveSkip({ trackId, skippedAtMs });
    reopen();
    expect(library.flow.listSkips(11)).toEqual([
      { trackId: '2', skippedAtMs: 30 },
      { trackId: '1', skippedAtMs: 20 },
    ]);
    library.flow.saveSkip({ trackId: '3', skippedAtMs: 366 * dayMs });
    expect(library.flow.listSkips(0)).toEqual([{ trackId: '3', skippedAtMs: 366 * dayMs }]);
  });

  test('a ban holds until its end, and the last word counts', () => {
    const { nowMs } = clock;
    library.flow.saveBan('1', nowMs + 100);
    library.flow.saveBan('2', nowMs + 50);
    library.flow.saveBan('1', nowMs + 80);
    expect(library.flow.listBans(nowMs + 49)).toEqual(
      new Map([
        ['1', nowMs + 80],
        ['2', nowMs + 50],
      ]),
    );
    expect(library.flow.listBans(nowMs + 50)).toEqual(new Map([['1', nowMs + 80]]));
  });

  test('a ban that has ended is not kept', () => {
    library.flow.saveBan('1', clock.nowMs + 50);
    clock.nowMs += 50;
    library.flow.saveBan('2', clock.nowMs + 50);
    expect([...library.flow.listBans(0).keys()]).toEqual(['2']);
  });
});

describe('sonic neighbours', () => {
  test('are found again until they are too old; none is an answer too', () => {
    const neighbours = [
      { trackId: '2', distance: 0.125 },
      { trackId: '3', distance: 0.25 },
    ];
    library.sonic.saveNearest('1', neighbours, 100);
    library.sonic.saveNearest('4', [], 100);
    reopen();
    expect(library.sonic.getNearest(['1', '4', '5'], 100)).toEqual(
      new Map([
        ['1', neighbours],
        ['4', []],
      ]),
    );
    expect(library.sonic.getNearest(['1', '4'], 101).size).toBe(0);
    library.sonic.saveNearest('1', [], 200);
    expect(library.sonic.getNearest(['1'], 101).get('1')).toEqual([]);
  });

  test('stay below their limit by forgetting those asked for the longest ago', () => {
    const database = openDatabase({ path: ':memory:', logger: silentLogger() });
    const store = createSonicStore(database, createAliasStore(database), { mostTracks: 30, checkEvery: 10 });
    const ids = Array.from({ length: 100 }, (_, at) => `t${at}`);
    ids.forEach((id, at) => store.saveNearest(id, [{ trackId: 'n', distance: 1 }], at));
    expect([...store.getNearest(ids, 0).keys()]).toEqual(ids.slice(70));
    database.close();
  });

  test('are kept of three thousand tracks, at most eight kilobytes each', () => {
    const neighbours = Array.from({ length: 400 }, (_, at) => ({ trackId: `track-${at}`, distance: at / 1_000 }));
    const ids = Array.from({ length: 4_000 }, (_, at) => `t${at}`);
    const database = openDatabase({ path: ':memory:', logger: silentLogger() });
    const store = createSonicStore(database, createAliasStore(database));
    ids.forEach((id, at) => store.saveNearest(id, neighbours.slice(0, 1), at));
    expect([...store.getNearest(ids, 0).keys()]).toEqual(ids.slice(1_000));
    store.saveNearest('t0', neighbours, 0);
    const size = database.prepare("SELECT length(neighbours) FROM sonic_neighbours WHERE track_id = 't0'").pluck();
    expect(size.get()).toBeLessThan(8_192);
    database.close();
  });
});

test('plays, flows and neighbours are in a copy of the database, and two processes see each other', async () => {
  library.listens.save([{ trackId: '1', playedAtMs: 5, accountId: '1' }]);
  const other = openLibrary(path, clock);
  const untilMs = clock.nowMs + 100;
  other.flow.saveBan('1', untilMs);
  other.sonic.saveNearest('1', [{ trackId: '2', distance: 0.5 }], 5);
  expect(countPlays(other)).toBe(1);
  expect(library.flow.listBans(0).size).toBe(1);
  other.close();
  const copied = join(temporaryFolder(), 'copy.db');
  await library.copyTo(copied);
  const copy = openLibrary(copied, clock);
  expect(copy.listens.countSince(['1'], 0).get('1')).toBe(1);
  expect(copy.flow.listBans(0)).toEqual(new Map([['1', untilMs]]));
  expect(copy.sonic.getNearest(['1'], 0).get('1')).toEqual([{ trackId: '2', distance: 0.5 }]);
  copy.close();
});
