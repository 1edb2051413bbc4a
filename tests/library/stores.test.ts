import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import SqliteDatabase from 'better-sqlite3';
import type { Miss } from '../../src/core/candidate.ts';
import { toTrackLine } from '../../src/core/run.ts';
import type { Track } from '../../src/core/track.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { openDatabase } from '../../src/library/database.ts';
import type { SqliteLibrary } from '../../src/library/create-library.ts';
import { createCacheStore } from '../../src/library/store-cache.ts';
import { fromTrackRow, toTrackRow } from '../../src/library/track-row.ts';
import { makeTrack } from '../fakes/fake-music.ts';
import { makeMatch, makeRun } from './make-run.ts';
import {
  createTestClock,
  hourMs,
  openLibrary,
  removeTemporaryFolders,
  temporaryFolder,
  type TestClock,
} from './temporary-library.ts';

afterAll(removeTemporaryFolders);

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

describe('runs', () => {
  test('are numbered, listed newest first and keep every detail', () => {
    const first = library.startRun('charts', 'schedule', false, 5);
    const second = library.startRun('recs', 'cli', true, 6);
    expect(second).toBeGreaterThan(first);
    expect(library.listRuns({ limit: 10 })).toEqual([]);
    const detail = {
      ...makeRun(first, 'charts', [makeTrack(1), makeTrack(2)]),
      drops: [{ match: makeMatch(makeTrack(3)), reason: 'artist-cap' as const, detail: 'has 3' }],
      misses: [miss('A', 'B')],
    };
    library.finishRun(detail);
    library.finishRun(makeRun(second, 'recs', [], { result: 'skipped' }));
    reopen();
    expect(library.listRuns({ limit: 10 }).map(({ id }) => id)).toEqual([second, first]);
    expect(library.listRuns({ limit: 1 }).map(({ id }) => id)).toEqual([second]);
    expect(library.listRuns({ recipeId: 'charts', limit: 10 })).toEqual([detail.report]);
    expect(library.getRunDetail(first)).toEqual(JSON.parse(JSON.stringify(detail)));
    expect(library.getRunDetail(999)).toBeUndefined();
  });

  test('keep their details for the newest twenty of each recipe', () => {
    const ids = Array.from({ length: 25 }, () => {
      const id = library.startRun('charts', 'schedule', false, 1);
      library.finishRun(makeRun(id, 'charts', [makeTrack(1)]));
      return id;
    });
    const other = library.startRun('recs', 'schedule', false, 1);
    library.finishRun(makeRun(other, 'recs', [makeTrack(1)]));
    expect(ids.map((id) => library.getRunDetail(id) !== undefined)).toEqual(ids.map((_id, at) => at >= 5));
    expect(library.getRunDetail(other)).toBeDefined();
    expect(library.listRuns({ recipeId: 'charts', limit: 100 })).toHaveLength(25);
  });

  test.each([
    ['a dry run', { dryRun: true }],
    ['a failed run', { result: 'failed' as const }],
    ['a run that found nothing', { result: 'skipped' as const, playlist: undefined }],
    ['a cancelled run', { result: 'cancelled' as const }],
  ])('%s leaves the lines of the playlist as they were', (_what, facts) => {
    const record = { recipeId: 'charts', machineId: 'm', playlistId: 'p', guid: 'g', title: 'Charts' };
    library.journal.saveRecord(record);
    const good = makeRun(library.startRun('charts', 'cli', false, 1), 'charts', [makeTrack(2), makeTrack(1)]);
    library.finishRun(good);
    library.finishRun(makeRun(library.startRun('charts', 'cli', false, 3), 'charts', [makeTrack(9)], facts));
    const lines = good.picks.map((pick) => toTrackLine(pick.match, pick.reason));
    expect(library.listPublished()).toEqual([{ ...record, tracks: lines, publishedAtMs: 2 }]);
  });
});

describe('publish journal', () => {
  const record = { recipeId: 'charts', machineId: 'm', playlistId: 'p', guid: undefined, title: 'Charts' };

  test('finds records, intents and versions again after a restart', () => {
    const intent = {
      recipeId: 'charts',
      playlistId: undefined,
      title: 'Charts',
      summary: 'Updated',
      wanted: ['3', '1', '2'],
      startedAtMs: 7,
    };
    library.journal.saveRecord(record);
    library.journal.begin(intent);
    library.journal.saveVersion('charts', ['1'], 1);
    library.journal.saveVersion('charts', ['2', '1'], 2);
    reopen();
    expect(library.journal.getRecord('charts')).toEqual(record);
    expect(library.journal.getOpenIntents()).toEqual([intent]);
    library.journal.finish('charts');
    expect(library.journal.getOpenIntents()).toEqual([]);
    const plain = { reasons: new Map(), windowId: undefined };
    expect(library.takeVersion('charts')).toEqual({ ...plain, tracks: ['2', '1'], savedAtMs: 2 });
    expect(library.takeVersion('charts')).toEqual({ ...plain, tracks: ['1'], savedAtMs: 1 });
    expect(library.takeVersion('charts')).toBeUndefined();
  });

  test('keeps with a version why its tracks were in it and which window it was made for', () => {
    library.journal.saveRecord(record);
    library.finishRun(makeRun(library.startRun('charts', 'cli', false, 1), 'charts', [makeTrack(1), makeTrack(2)]));
    const told = library.listPublished()[0]?.tracks.map(({ trackId, why }) => [trackId, why] as const);
    const ids = [makeTrack(1).id, makeTrack(2).id];
    const list = { recipeId: 'charts', occurrence: 'a', windowId: 'morning', publishedAtMs: 1, madeFor: '' };
    library.flow.saveList({ ...list, tracks: ids });
    library.journal.saveVersion('charts', [...ids, 'by hand'], 2);
    library.finishRun(makeRun(library.startRun('charts', 'cli', false, 1), 'charts', [makeTrack(3)]));
    library.flow.saveList({ ...list, occurrence: 'b', windowId: 'evening', tracks: [makeTrack(3).id] });
    reopen();
    const version = library.takeVersion('charts');
    expect(version).toEqual({
      tracks: [...ids, 'by hand'],
      savedAtMs: 2,
      reasons: new Map(told),
      windowId: 'morning',
    });
    expect(library.takeVersion('charts')).toBeUndefined();
    if (version !== undefined) library.putVersionBack('charts', version);
    expect(library.takeVersion('charts')).toEqual(version);
  });

  test('knows of no window where others have changed most of the list', () => {
    const ids = ['1', '2', '3', '4'];
    library.flow.saveList({
      recipeId: 'charts',
      occurrence: 'a',
      windowId: 'morning',
      tracks: ids,
      publishedAtMs: 1,
      madeFor: '',
    });
    library.journal.saveVersion('charts', ['3', '4', '5', '6'], 2);
    expect(library.takeVersion('charts')?.windowId).toBeUndefined();
  });

  test('forgets a playlist with its lines', () => {
    library.journal.saveRecord(record);
    library.finishRun(makeRun(library.startRun('charts', 'cli', false, 1), 'charts', [makeTrack(1)]));
    library.journal.deleteRecord('charts');
    expect(library.journal.getRecord('charts')).toBeUndefined();
    library.journal.saveRecord(record);
    expect(library.listPublished()[0]?.tracks).toEqual([]);
  });

  test('keeps ten versions of each playlist', () => {
    for (let at = 0; at < 15; at += 1) library.journal.saveVersion('charts', [String(at)], at);
    const taken = Array.from({ length: 12 }, () => library.takeVersion('charts')?.tracks[0]);
    expect(taken).toEqual(['14', '13', '12', '11', '10', '9', '8', '7', '6', '5', undefined, undefined]);
  });
});

const miss = (artist: string, title: string, source = 'lastfm-charts'): Miss => ({
  candidate: { artist, title, source, why: 'no. 1', weight: 1 },
  reason: 'no-such-artist',
  nearest: { trackId: '1', artist: 'Near', title: 'By' },
});

describe('missing tracks', () => {
  test('stand once, with every recipe and source that wants them', () => {
    library.saveMisses('charts', [miss('Björk', 'Jóga'), miss('Abba', 'One')], 10);
    library.saveMisses('recs', [miss(' BJÖRK', 'jóga', 'lastfm-recs'), miss('Bjo\u0308rk', 'Jóga', 'station')], 20);
    expect(library.listMissing()).toEqual([
      {
        artist: 'Abba',
        title: 'One',
        reason: 'no-such-artist',
        recipes: ['charts'],
        sources: ['lastfm-charts'],
        firstMissedAtMs: 10,
        lastMissedAtMs: 10,
        timesMissed: 1,
        nearest: { trackId: '1', artist: 'Near', title: 'By' },
      },
      expect.objectContaining({
        title: 'jóga',
        recipes: ['charts', 'recs'],
        sources: ['lastfm-charts', 'lastfm-recs', 'station'],
        firstMissedAtMs: 10,
        lastMissedAtMs: 20,
        timesMissed: 2,
      }),
    ]);
  });

  test('leave the list when nobody misses them any more', () => {
    library.saveMisses('charts', [miss('A', 'One'), miss('A', 'Two')], 10);
    library.saveMisses('recs', [miss('A', 'Two')], 10);
    library.saveMisses('charts', [], 20);
    expect(library.listMissing().map(({ title, recipes }) => [title, recipes])).toEqual([['Two', ['recs']]]);
    library.saveMisses('recs', [], 30);
    expect(library.listMissing()).toEqual([]);
  });
});

describe('corrections', () => {
  test.each([
    [{ kind: 'track', trackId: '7' }],
    [{ kind: 'names', artist: 'C', title: 'D' }],
    [{ kind: 'names', artist: 'C', title: 'D', album: 'E' }],
    [{ kind: 'none' }],
  ] as const)('to %j come back as they were, the last word counts, and can be taken back', (target) => {
    library.saveCorrection({ artist: 'A', title: 'B', target: { kind: 'none' }, origin: 'configuration' });
    library.saveCorrection({ artist: 'a', title: ' B ', target, origin: 'command' });
    reopen();
    expect(library.listCorrections()).toEqual([{ artist: 'a', title: ' B ', target, origin: 'command' }]);
    expect(library.deleteCorrection('A', 'b')).toBe(true);
    expect(library.deleteCorrection('A', 'b')).toBe(false);
    expect(library.listCorrections()).toEqual([]);
  });

  test('sticky choices stay until chosen anew', () => {
    library.saveStickyTracks(
      new Map([
        ['s', '1'],
        ['t', '2'],
      ]),
    );
    library.saveStickyTracks(new Map([['s', '3']]));
    reopen();
    expect([library.getStickyTrack('s'), library.getStickyTrack('t'), library.getStickyTrack('u')]).toEqual([
      '3',
      '2',
      undefined,
    ]);
  });
});

describe('source cache', () => {
  test('gives fresh and stale answers, told apart', () => {
    library.sourceCache.set('k', { list: [1, null] }, hourMs);
    clock.nowMs += hourMs - 1;
    expect(library.sourceCache.get('k')).toEqual({ value: { list: [1, null] }, fresh: true });
    clock.nowMs += 1;
    expect(library.sourceCache.get('k')).toEqual({ value: { list: [1, null] }, fresh: false });
    expect(library.sourceCache.get('other')).toBeUndefined();
    clock.nowMs -= 48 * hourMs;
    expect(library.sourceCache.get('k')?.fresh).toBe(false);
  });

  test('stays below its size by dropping the oldest', () => {
    const database = openDatabase({ path: ':memory:', logger: silentLogger() });
    const cache = createCacheStore(database, { now: () => clock.nowMs, limitBytes: 10_000 });
    for (let at = 0; at < 30; at += 1) {
      clock.nowMs += 1;
      cache.set(`key ${at}`, 'x'.repeat(990), hourMs);
    }
    const kept = Array.from({ length: 30 }, (_, at) => cache.get(`key ${at}`) !== undefined);
    expect(kept.filter(Boolean).length).toBe(10);
    expect(kept.slice(20)).toEqual(Array.from({ length: 10 }, () => true));
    cache.set('huge', 'x'.repeat(9_000), hourMs);
    expect(cache.get('huge')).toBeUndefined();
    database.close();
  });
});

describe('leases', () => {
  test('belong to one owner until released or expired', () => {
    const other = openLibrary(path, clock);
    expect(library.acquireLease('cycle', 'a', 1_000)).toBe(true);
    expect(library.acquireLease('cycle', 'a', 1_000)).toBe(true);
    expect(other.acquireLease('cycle', 'b', 1_000)).toBe(false);
    other.releaseLease('cycle', 'b');
    expect(other.acquireLease('cycle', 'b', 1_000)).toBe(false);
    clock.nowMs += 1_001;
    expect(other.acquireLease('cycle', 'b', 1_000)).toBe(true);
    other.releaseLease('cycle', 'b');
    expect(library.acquireLease('cycle', 'a', 1_000)).toBe(true);
    other.close();
  });

  test.each([
    ['a process that is dead', { process_id: 2 ** 22 + 7 }, true],
    ['a former life of this process id', { process_token: 'another' }, true],
    ['another host', { process_id: 2 ** 22 + 7, host: 'another host' }, false],
    ['a living process', { process_id: process.ppid }, false],
  ])('of %s is free at once: %j → %s', (_what, facts, free) => {
    library.acquireLease('cycle', 'a', 60_000);
    const database = new SqliteDatabase(path);
    for (const [column, value] of Object.entries(facts)) database.prepare(`UPDATE leases SET ${column} = ?`).run(value);
    database.close();
    expect(library.acquireLease('cycle', 'b', 60_000)).toBe(free);
  });
});

test('settings are kept', () => {
  library.setSetting('schedule', 'off');
  library.setSetting('schedule', 'on');
  reopen();
  expect(library.getSetting('schedule')).toBe('on');
  expect(library.getSetting('nothing')).toBeUndefined();
});

test('a track row holds every fact of a track', () => {
  const text = fc.string({ minLength: 1, unit: 'grapheme' });
  const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
  const count = fc.nat();
  const arbitraryTrack: fc.Arbitrary<Track> = fc.record({
    id: text,
    sectionId: text,
    title: text,
    artist: text,
    albumArtist: text,
    album: fc.string(),
    artistId: optional(text),
    albumId: optional(text),
    guid: optional(text),
    mbTrackId: optional(text),
    discNumber: optional(count),
    trackNumber: optional(count),
    year: optional(count),
    durationMs: optional(count),
    rating: optional(fc.double({ min: 0, max: 10, noNaN: true }).filter((value) => !Object.is(value, -0))),
    playCount: count,
    skipCount: count,
    lastPlayedAtMs: optional(count),
    lastRatedAtMs: optional(count),
    lastSkippedAtMs: optional(count),
    addedAtMs: optional(count),
    updatedAtMs: optional(count),
    popularity: optional(count),
    bitrateKbps: optional(count),
    filePath: optional(text),
    missingFile: fc.boolean(),
    sonicallyAnalysed: fc.boolean(),
  });
  fc.assert(fc.property(arbitraryTrack, (track) => expect(fromTrackRow(toTrackRow(track))).toEqual(track)));
});
