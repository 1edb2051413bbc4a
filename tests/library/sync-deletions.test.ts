import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SqliteLibrary } from '../../src/library/create-library.ts';
import { createFakeMusicServer, type FakeMusicServer, type FakeSection } from '../fakes/fake-music-server.ts';
import { makeSection, makeTrack } from '../fakes/fake-music.ts';
import { makeRun } from './make-run.ts';
import {
  createTestClock,
  everything,
  hourMs,
  openLibrary,
  removeTemporaryFolders,
  sync,
  temporaryFolder,
  type TestClock,
  findTagged,
} from './temporary-library.ts';

afterAll(removeTemporaryFolders);

let clock: TestClock;
let library: SqliteLibrary;
let section: FakeSection;
let server: FakeMusicServer;

beforeEach(async () => {
  clock = createTestClock();
  library = openLibrary(join(temporaryFolder(), 'harmoniq.db'), clock);
  section = makeSection(300);
  server = createFakeMusicServer([section]);
  server.pageSize = 50;
  await sync(library, server);
  passTime(1);
});
afterEach(() => library.close());

const passTime = (hours: number): void => {
  clock.nowMs += hours * hourMs;
  server.nowMs += hours * hourMs;
  server.calls.length = 0;
};
const idOf = (number: number): string => makeTrack(number).id;
const remove = (...numbers: readonly number[]): void => {
  const gone = new Set(numbers.map(idOf));
  section.tracks = section.tracks.filter((track) => !gone.has(track.id));
};
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);
/** The same file scanned anew: another id, everything else as given. */
const rescan = (number: number, newId: string, facts: Parameters<typeof makeTrack>[1] = {}): void => {
  section.tracks.push(makeTrack(number, { id: newId, addedAtMs: server.nowMs, updatedAtMs: server.nowMs, ...facts }));
};

describe('vanished tracks', () => {
  test('leave the mirror, its index and its tags', async () => {
    section.tags.set(idOf(3), { genres: [], styles: [], moods: ['Calm'] });
    await sync(library, server, { kind: 'full' });
    passTime(1);
    remove(3, 4);
    const report = await sync(library, server);
    expect(report).toMatchObject({ kind: 'incremental', removed: 2, heldBack: 0 });
    expect(report.coverage).toEqual([{ section: 'Music', mirrored: 298, onServer: 298 }]);
    expect(library.getTrack(idOf(3))).toBeUndefined();
    expect(library.index.findByArtistAndTitle('artist0', 'song3')).toEqual([]);
    expect(library.index.findByTitle('song3', 5)).toEqual([]);
    expect(findTagged(library, 'mood', ['Calm'])).toEqual([]);
  });

  test('take their artists and albums along', async () => {
    remove(...range(0, 30));
    section.artists.splice(0, 1);
    section.albums.splice(0, 3);
    await sync(library, server);
    expect(library.count()).toEqual({ tracks: 270, artists: 9, albums: 27 });
    expect(library.index.findArtistsNear('artist0', 10)).not.toContain('artist0');
  });

  test('are found once a day although counts agree', async () => {
    // One goes, one comes that no delta shows.
    remove(3);
    section.tracks.push(makeTrack(900));
    expect(await sync(library, server)).toMatchObject({ added: 0, removed: 0 });
    passTime(25);
    expect(await sync(library, server)).toMatchObject({ added: 1, removed: 1 });
  });

  test('wait while the library is being scanned', async () => {
    section.scanning = true;
    remove(3);
    expect((await sync(library, server)).removed).toBe(0);
    section.scanning = false;
    expect((await sync(library, server)).removed).toBe(1);
  });
});

describe('mass-deletion guard', () => {
  test('holds back more than a fifth until the user confirms', async () => {
    remove(...range(0, 61));
    const report = await sync(library, server);
    expect(report).toMatchObject({ removed: 0, heldBack: 61 });
    expect(report.warnings.join()).toContain('61 tracks of "Music" are gone');
    expect(library.count().tracks).toBe(300);

    passTime(1);
    const again = await sync(library, server);
    expect(again.heldBack).toBe(61);
    expect(server.calls.some((call) => call.startsWith('ids'))).toBe(false);

    const confirmed = await sync(library, server, { allowMassDeletion: true });
    expect(confirmed).toMatchObject({ removed: 61, heldBack: 0, warnings: [] });
    expect(library.count().tracks).toBe(239);
  });

  test.each([
    ['60 of 300, exactly a fifth', 60],
    ['a few', 12],
  ])('lets %s go', async (_what, lost) => {
    remove(...range(0, lost));
    expect(await sync(library, server)).toMatchObject({ removed: lost, heldBack: 0 });
  });

  test('lets 50 of 100 go but not all: an empty library looks like an unplugged disk', async () => {
    remove(...range(100, 300));
    await sync(library, server, { allowMassDeletion: true });
    expect(library.count().tracks).toBe(100);
    remove(...range(0, 50));
    expect((await sync(library, server)).removed).toBe(50);
    section.tracks = [];
    section.albums = [];
    section.artists = [];
    expect(await sync(library, server)).toMatchObject({ removed: 0, heldBack: 50 });
    expect(library.count()).toMatchObject({ tracks: 50, albums: 30 });
    expect(await sync(library, server, { allowMassDeletion: true })).toMatchObject({ removed: 50, heldBack: 0 });
    expect(library.count()).toEqual({ tracks: 0, albums: 0, artists: 0 });
  });

  test('forgets its doubt when the disk is mounted again', async () => {
    const all = section.tracks;
    section.tracks = [];
    expect((await sync(library, server)).heldBack).toBe(300);
    section.tracks = all;
    passTime(1);
    const report = await sync(library, server);
    expect(report).toMatchObject({ removed: 0, heldBack: 0, warnings: [] });
    expect(library.count().tracks).toBe(300);
  });
});

describe('re-scanned tracks', () => {
  const remember = (): void => {
    library.saveStickyTracks(new Map([['a song', idOf(5)]]));
    library.saveCorrection({ artist: 'A', title: 'B', target: { kind: 'track', trackId: idOf(5) }, origin: 'command' });
    library.journal.saveRecord({
      recipeId: 'charts',
      machineId: 'm',
      playlistId: 'p',
      guid: undefined,
      title: 'Charts',
    });
    library.journal.saveVersion('charts', [idOf(4), idOf(5)], 1);
    library.journal.begin({
      recipeId: 'charts',
      playlistId: 'p',
      title: 'Charts',
      summary: '',
      wanted: [idOf(5)],
      startedAtMs: 1,
    });
    const runId = library.startRun('charts', 'cli', false, 1);
    library.finishRun(makeRun(runId, 'charts', [makeTrack(5)]));
    library.listens.save([{ trackId: idOf(5), playedAtMs: clock.nowMs - hourMs, accountId: '1' }]);
    library.flow.saveList({
      recipeId: 'flow',
      occurrence: 'one',
      windowId: 'morning',
      tracks: [idOf(4), idOf(5)],
      publishedAtMs: 7,
      madeFor: '',
    });
    library.flow.saveSkip({ trackId: idOf(5), skippedAtMs: 8 });
    library.flow.saveBan(idOf(5), 9);
    library.sonic.saveNearest(idOf(5), [{ trackId: idOf(4), distance: 0.5 }], 10);
    library.sonic.saveNearest(idOf(4), [{ trackId: idOf(5), distance: 0.5 }], 10);
  };
  const expectHistoryAt = (id: string): void => {
    expect(library.getStickyTrack('a song')).toBe(id);
    expect(library.listCorrections()[0]?.target).toEqual({ kind: 'track', trackId: id });
    expect(library.listPublished()[0]?.tracks.map(({ trackId }) => trackId)).toEqual([id]);
    expect(library.getRunDetail(1)?.picks.map(({ match }) => match.track.id)).toEqual([id]);
    expect(library.journal.getOpenIntents()[0]?.wanted).toEqual([id]);
    expect(library.takeVersion('charts')?.tracks).toEqual([idOf(4), id]);
    expect(library.listens.countPlays([{ fromMs: 0, toMs: clock.nowMs + hourMs }])).toEqual([
      { trackId: id, plays: 1 },
    ]);
    expect(library.listens.countSince([id, idOf(5)], 0)).toEqual(
      new Map([
        [id, 1],
        [idOf(5), 1],
      ]),
    );
    expect(library.flow.getLastList('flow')?.tracks).toEqual([idOf(4), id]);
    expect([...library.flow.listRecent(0, { recipeId: '', occurrence: '' }).keys()].sort()).toEqual([idOf(4), id]);
    expect(library.flow.listSkips(0)).toEqual([{ trackId: id, skippedAtMs: 8 }]);
    expect(library.flow.listBans(0)).toEqual(new Map([[id, 9]]));
    expect(library.sonic.getNearest([id], 0).get(id)).toEqual([{ trackId: idOf(4), distance: 0.5 }]);
    expect(library.sonic.getNearest([idOf(4)], 0).get(idOf(4))).toEqual([{ trackId: id, distance: 0.5 }]);
    expect(library.findPool({ ...everything, all: [{ tags: [], trackIds: [idOf(5)] }] }).tracks).toMatchObject([
      { id },
    ]);
  };

  test('keep their history under the new id', async () => {
    remember();
    remove(5);
    rescan(5, '900005');
    const report = await sync(library, server);
    expect(report).toMatchObject({ added: 0, removed: 0, relinked: 1 });
    expect(library.getTrack(idOf(5))).toBeUndefined();
    expectHistoryAt('900005');
  });

  test('keep it over several re-scans', async () => {
    remember();
    for (const [from, to] of [
      [5, '900005'],
      [5, '910005'],
    ] as const) {
      section.tracks = section.tracks.filter((track) => track.title !== `Song ${from}`);
      rescan(from, to);
      await sync(library, server);
      passTime(1);
    }
    expectHistoryAt('910005');
  });

  test.each([
    ['moved to another folder', { filePath: '/elsewhere/5.flac' }],
    ['renamed, in the same file', { title: 'Song Five', trackNumber: 99 }],
    ['without a lasting guid, in the same file', { guid: 'local://900005' }],
  ])('are recognised when they are %s', async (what, facts) => {
    if (what.startsWith('without')) {
      section.tracks = section.tracks.map((track) => ({ ...track, guid: `local://${track.id}` }));
      await sync(library, server, { kind: 'full' });
    }
    remember();
    remove(5);
    rescan(5, '900005', facts);
    expect(await sync(library, server)).toMatchObject({ relinked: 1, removed: 0 });
    expectHistoryAt('900005');
  });

  test.each([
    ['another recording', { guid: 'fake://track/other', filePath: '/elsewhere/5.flac' }],
    ['the same recording on another album', { album: 'Best Of', filePath: '/elsewhere/5.flac' }],
  ])('are not confused with %s', async (_what, facts) => {
    remember();
    remove(5);
    rescan(5, '900005', facts);
    expect(await sync(library, server)).toMatchObject({ added: 1, removed: 1, relinked: 0 });
    expect(library.getStickyTrack('a song')).toBe(idOf(5));
  });

  test('are not confused with a second copy that was there before', async () => {
    rescan(5, '800005', { filePath: '/copies/5.mp3' });
    await sync(library, server);
    passTime(25);
    await sync(library, server);
    remember();
    passTime(1);
    remove(5);
    expect(await sync(library, server)).toMatchObject({ removed: 1, relinked: 0 });
    expect(library.getStickyTrack('a song')).toBe(idOf(5));
  });

  test('take their own place each when two copies share a guid', async () => {
    const shared = { guid: 'fake://track/5', title: 'Song 5', trackNumber: 6 };
    section.tracks.push(makeTrack(6, { id: '700', ...shared, filePath: '/b.flac', addedAtMs: server.nowMs }));
    await sync(library, server);
    library.saveStickyTracks(
      new Map([
        ['b', '700'],
        ['a', idOf(5)],
      ]),
    );
    passTime(1);
    section.tracks = section.tracks.filter(({ id }) => id !== '700' && id !== idOf(5));
    section.tracks.push(makeTrack(6, { id: '901', ...shared, filePath: '/b.flac', addedAtMs: server.nowMs }));
    rescan(5, '902');
    expect(await sync(library, server)).toMatchObject({ relinked: 2, removed: 0 });
    expect(library.getStickyTrack('a')).toBe('902');
    expect(library.getStickyTrack('b')).toBe('901');
  });

  test('need no leave from the guard, however many they are', async () => {
    section.tracks = section.tracks.map((track) => ({ ...track, id: `9${track.id}`, addedAtMs: server.nowMs }));
    const report = await sync(library, server);
    expect(report).toMatchObject({ added: 0, removed: 0, relinked: 300, heldBack: 0 });
    expect(library.count().tracks).toBe(300);
  });

  test('are recognised late, when the old entry was listed as missing for days', async () => {
    remember();
    section.tracks = section.tracks.map((track) =>
      track.id === idOf(5) ? { ...track, missingFile: true, updatedAtMs: server.nowMs } : track,
    );
    rescan(5, '900005', { filePath: '/elsewhere/5.flac' });
    await sync(library, server);
    passTime(30);
    await sync(library, server);
    passTime(30);
    remove(5);
    expect(await sync(library, server)).toMatchObject({ relinked: 1 });
    expectHistoryAt('900005');
  });
});

describe('several libraries', () => {
  const second = (): FakeSection => {
    const tracks = range(1000, 1100).map((number) => makeTrack(number, { sectionId: '2' }));
    return makeSection(0, { id: '2', title: 'Jazz', tracks });
  };

  test('are mirrored side by side; one that is no longer configured leaves without asking', async () => {
    server.sections.push(second());
    const both = await sync(library, server, { libraryNames: ['Music', 'Jazz'] });
    expect(both.coverage).toEqual([
      { section: 'Jazz', mirrored: 100, onServer: 100 },
      { section: 'Music', mirrored: 300, onServer: 300 },
    ]);
    const one = await sync(library, server, { libraryNames: ['Jazz'] });
    expect(one).toMatchObject({ removed: 300, heldBack: 0 });
    expect(library.count().tracks).toBe(100);
    expect(one.coverage).toEqual([{ section: 'Jazz', mirrored: 100, onServer: 100 }]);
    expect(library.index.findByArtistAndTitle('artist0', 'song3')).toEqual([]);
  });

  test('hand a track over with its history when its file moves from one to the other', async () => {
    const jazz = second();
    server.sections.push(jazz);
    const names = { libraryNames: ['Music', 'Jazz'] };
    await sync(library, server, names);
    library.saveStickyTracks(new Map([['a', idOf(5)]]));
    passTime(1);
    remove(5);
    jazz.tracks.push(makeTrack(5, { id: '905', sectionId: '2', addedAtMs: server.nowMs }));
    expect(await sync(library, server, names)).toMatchObject({ relinked: 1, removed: 0 });
    expect(library.getStickyTrack('a')).toBe('905');
  });

  test('made anew under the same name keep the history of what came back', async () => {
    library.saveStickyTracks(new Map([['a', idOf(5)]]));
    const again = makeSection(295, { id: '7' });
    again.tracks = again.tracks.map((track) => ({ ...track, id: `8${track.id}` }));
    server.sections = [again];
    const report = await sync(library, server);
    expect(report).toMatchObject({ relinked: 295, removed: 5, heldBack: 0 });
    expect(library.getStickyTrack('a')).toBe(`8${idOf(5)}`);
    expect(report.coverage).toEqual([{ section: 'Music', mirrored: 295, onServer: 295 }]);
  });
});

describe('another server at the same address', () => {
  test('is refused until the user confirms, then mirrored from scratch', async () => {
    server.machineId = 'another machine';
    await expect(sync(library, server)).rejects.toMatchObject({ code: 'conflict' });
    expect(library.count().tracks).toBe(300);
    const report = await sync(library, server, { allowMassDeletion: true });
    expect(report).toMatchObject({ kind: 'full', added: 300, removed: 300 });
  });
});
