import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { trackKeys } from '../../src/core/match/keys.ts';
import type { SqliteLibrary } from '../../src/library/create-library.ts';
import type { SyncProgress } from '../../src/library/library.ts';
import { createFakeMusicServer, type FakeMusicServer, type FakeSection } from '../fakes/fake-music-server.ts';
import { makeSection, makeTrack, shelves } from '../fakes/fake-music.ts';
import {
  createTestClock,
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

beforeEach(() => {
  clock = createTestClock();
  library = openLibrary(join(temporaryFolder(), 'harmoniq.db'), clock);
  section = makeSection(95);
  server = createFakeMusicServer([section]);
});
afterEach(() => library.close());

const passTime = (hours: number): void => {
  clock.nowMs += hours * hourMs;
  server.nowMs += hours * hourMs;
  server.calls.length = 0;
};
const change = (number: number, facts: Partial<FakeSection['tracks'][number]>): void => {
  const at = section.tracks.findIndex((track) => track.id === makeTrack(number).id);
  section.tracks[at] = { ...(section.tracks[at] ?? makeTrack(number)), ...facts };
};
const keysOf = (title: string, artist = 'Artist 0') => {
  const { artistKeys, titleKeys } = trackKeys({ title, artist, albumArtist: artist });
  return [artistKeys[0] ?? '', titleKeys[0] ?? ''] as const;
};
const holds = (title: string): boolean => {
  const [artistKey, titleKey] = keysOf(title);
  return library.index.listTitles(artistKey).some((entry) => entry.titleKey === titleKey);
};

describe('first sync', () => {
  test('mirrors every artist, album and track and proves it', async () => {
    const report = await sync(library, server);
    expect(report).toMatchObject({ kind: 'full', added: 95, changed: 0, removed: 0, relinked: 0, warnings: [] });
    expect(report.coverage).toEqual([{ section: 'Music', mirrored: 95, onServer: 95 }]);
    expect(library.count()).toEqual({ tracks: 95, artists: 4, albums: 10 });
    for (const track of section.tracks) expect(library.getTrack(track.id)).toEqual(track);
    expect(library.getLastSync()).toEqual(report);
    expect(library.getCoverage()).toEqual(report.coverage);
  });

  test('tells its progress in every phase, up to the whole', async () => {
    const events: SyncProgress[] = [];
    await sync(library, server, { onProgress: (event) => events.push(event) });
    const last = (phase: SyncProgress['phase']) => events.findLast((event) => event.phase === phase);
    expect(last('artists')).toMatchObject({ section: 'Music', done: 4, total: 4 });
    expect(last('albums')).toMatchObject({ done: 10, total: 10 });
    expect(last('tracks')).toMatchObject({ done: 95, total: 95 });
    expect(last('indexing')).toBeDefined();
    expect(events.every(({ done, total }) => done <= total)).toBe(true);
  });

  test('keeps tags on their own levels and hands them down', async () => {
    const [track, other] = [section.tracks[0], section.tracks[31]];
    section.tags.set(track?.artistId ?? '', { genres: ['Rock'], styles: [], moods: ['Brooding'] });
    section.tags.set(track?.albumId ?? '', { genres: ['Art Rock', 'Rock'], styles: ['Shoegaze'], moods: [] });
    section.tags.set(track?.id ?? '', { genres: [], styles: [], moods: ['Calm'] });
    await sync(library, server);
    expect(library.getTags(track?.id ?? '')).toEqual({
      genres: ['Rock', 'Art Rock'],
      styles: ['Shoegaze'],
      moods: ['Calm', 'Brooding'],
      labels: [],
    });
    expect(library.getOwnTags(track?.id ?? '')).toEqual({ genres: [], styles: [], moods: ['Calm'], labels: [] });
    expect(library.getTags(other?.id ?? '')).toEqual({ genres: [], styles: [], moods: [], labels: [] });
    expect(library.getOwnTags('no-such-track')).toEqual({ genres: [], styles: [], moods: [], labels: [] });
    expect(library.getTags('no such track')).toEqual({ genres: [], styles: [], moods: [], labels: [] });
    expect(findTagged(library, 'mood', ['calm'])).toEqual([track?.id]);
    expect(findTagged(library, 'genre', ['Rock'])).toHaveLength(30);
    expect(findTagged(library, 'style', ['Shoegaze', 'Nothing'])).toHaveLength(10);
    expect(library.listTags('genre')).toEqual([
      { name: 'Rock', tracks: 30 },
      { name: 'Art Rock', tracks: 10 },
    ]);
  });

  test('answers an unknown library name with the names that exist', async () => {
    await expect(sync(library, server, { libraryNames: ['Musik'] })).rejects.toMatchObject({
      code: 'not-found',
      hint: expect.stringContaining('"Music"') as unknown,
    });
    await expect(sync(library, server, { libraryNames: [' music'] })).resolves.toMatchObject({ added: 95 });
  });

  test('takes rows that stand on two pages once', async () => {
    section.tracks.splice(12, 0, makeTrack(3), makeTrack(4));
    const report = await sync(library, server);
    expect(report.added).toBe(95);
    expect(report.coverage).toEqual([{ section: 'Music', mirrored: 95, onServer: 97 }]);
    expect(library.count().tracks).toBe(95);
  });

  test('reports rows it could not read and does not look for them again and again', async () => {
    server.unreadable = 3;
    const report = await sync(library, server);
    expect(report.warnings.join()).toContain('3 tracks of "Music" could not be read');
    expect(report.coverage).toEqual([{ section: 'Music', mirrored: 95, onServer: 98 }]);
    passTime(1);
    await sync(library, server);
    expect(server.calls.filter((call) => call.startsWith('ids') || call.includes('track all'))).toEqual([]);
  });

  test('stops when asked to and goes on where it stopped', async () => {
    const stop = new AbortController();
    server.before = (call) => {
      if (call === 'page track all 60') stop.abort();
    };
    await expect(sync(library, server, {}, stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(library.count().tracks).toBe(60);
    server.before = undefined;
    server.calls.length = 0;
    const report = await sync(library, server);
    expect(report).toMatchObject({ kind: 'full', added: 95 });
    expect(server.calls.filter((call) => call.startsWith('page'))[0]).toBe('page track all 60');
  });

  test('begins the listing anew when it changed while the sync was stopped', async () => {
    server.before = (call) => {
      if (call === 'page track all 60') throw new Error('gone');
    };
    await expect(sync(library, server)).rejects.toThrow('gone');
    server.before = undefined;
    section.tracks.splice(5, 1);
    const report = await sync(library, server);
    expect(report.coverage).toEqual([{ section: 'Music', mirrored: 94, onServer: 94 }]);
    expect(library.getTrack(makeTrack(5).id)).toBeUndefined();
  });

  test('goes on with the tags when it was cut off there', async () => {
    section.tags.set(makeTrack(94).id, { genres: [], styles: [], moods: ['Late'] });
    server.before = (call) => {
      if (call.startsWith('tags track')) throw new Error('gone');
    };
    await expect(sync(library, server)).rejects.toThrow('gone');
    server.before = undefined;
    server.calls.length = 0;
    await sync(library, server);
    expect(server.calls.filter((call) => call.startsWith('page'))).toEqual([]);
    expect(library.getTags(makeTrack(94).id).moods).toEqual(['Late']);
  });

  test('heals a listing that shifted while it was read, and deletes nothing by it', async () => {
    await sync(library, server);
    passTime(24 * 8);
    server.before = (call) => {
      if (call !== 'page track all 50') return;
      // A track before the current page goes: everything moves up by one, and one row is never shown.
      section.tracks.splice(0, 1);
    };
    const report = await sync(library, server);
    expect(report).toMatchObject({ kind: 'full', removed: 1 });
    expect(library.count().tracks).toBe(94);
    expect(library.getTrack(makeTrack(50).id)).toBeDefined();
  });

  test('leaves deletions alone while the key list shifts under it', async () => {
    await sync(library, server);
    section.tracks.splice(90, 2);
    passTime(1);
    server.before = (call) => {
      if (call === 'ids track 20') section.tracks.splice(0, 1);
    };
    const report = await sync(library, server);
    expect(report.removed).toBe(0);
    expect(report.warnings.join()).toContain('deletions wait');
    server.before = undefined;
    passTime(1);
    expect((await sync(library, server)).removed).toBe(3);
  });

  test('refuses to run twice at a time', async () => {
    const first = sync(library, server);
    await expect(sync(library, server)).rejects.toMatchObject({ code: 'conflict' });
    await first;
    await expect(sync(library, server)).resolves.toBeDefined();
  });
});

describe('incremental sync', () => {
  test('costs at most ten requests when nothing changed, even if the server gives no hint', async () => {
    section.contentChangedAtMs = undefined;
    await sync(library, server);
    passTime(1);
    const report = await sync(library, server);
    expect(report).toMatchObject({ kind: 'incremental', added: 0, changed: 0, removed: 0, warnings: [] });
    expect(server.calls.length).toBeLessThanOrEqual(10);
  });

  test('finds new tracks with their artist, album and tags', async () => {
    await sync(library, server);
    passTime(1);
    const track = makeTrack(500, { addedAtMs: server.nowMs, updatedAtMs: server.nowMs });
    const shelf = shelves([track]);
    section.tracks.push(track);
    section.albums.push(...shelf.albums.map((album) => ({ ...album, updatedAtMs: server.nowMs })));
    section.artists.push(...shelf.artists.map((artist) => ({ ...artist, updatedAtMs: server.nowMs })));
    section.tags.set(track.albumId ?? '', { genres: ['Folk'], styles: [], moods: [] });
    const report = await sync(library, server);
    expect(report).toMatchObject({ kind: 'incremental', added: 1, changed: 0 });
    expect(library.getTrack(track.id)).toEqual(track);
    expect(library.getTags(track.id).genres).toEqual(['Folk']);
    expect(library.count()).toEqual({ tracks: 96, artists: 5, albums: 11 });
  });

  test('follows a changed title into the index and the tags', async () => {
    await sync(library, server);
    passTime(1);
    change(7, { title: 'Quite Another', updatedAtMs: server.nowMs });
    section.tags.set(makeTrack(7).id, { genres: [], styles: [], moods: ['New'] });
    expect(holds('Quite Another')).toBe(false);
    const report = await sync(library, server);
    expect(report).toMatchObject({ added: 0, changed: 1 });
    expect(holds('Quite Another')).toBe(true);
    expect(holds('Song 7')).toBe(false);
    expect(holds('Song 8')).toBe(true);
    expect(library.getTags(makeTrack(7).id).moods).toEqual(['New']);
  });

  test.each([
    ['played', { playCount: 4, lastPlayedAtMs: 0 }],
    ['rated', { rating: 9, lastRatedAtMs: 0 }],
    ['skipped', { skipCount: 2, lastSkippedAtMs: 0 }],
  ])('finds a track that was %s', async (_what, facts) => {
    await sync(library, server);
    passTime(1);
    const moment = Object.fromEntries(
      Object.entries(facts).map(([name, value]) => [name, value === 0 ? server.nowMs : value]),
    );
    change(11, moment);
    const report = await sync(library, server);
    expect(report).toMatchObject({ kind: 'incremental', changed: 1 });
    expect(library.getTrack(makeTrack(11).id)).toMatchObject(moment);
    expect(server.calls.length).toBeLessThanOrEqual(10);
  });

  test('reaches back far enough for changes that show late', async () => {
    await sync(library, server);
    passTime(1);
    change(3, { rating: 2, lastRatedAtMs: Date.parse('2026-01-01T00:00:00Z') - 10 * 60_000 });
    expect((await sync(library, server)).changed).toBe(1);
  });

  test('finds what no delta tells by a whole pass once a week', async () => {
    change(3, { rating: 8 });
    await sync(library, server);
    passTime(24 * 6);
    change(3, { rating: undefined });
    expect((await sync(library, server)).changed).toBe(0);
    passTime(24 * 2);
    expect(await sync(library, server)).toMatchObject({ kind: 'full', changed: 1 });
    expect(library.getTrack(makeTrack(3).id)?.rating).toBeUndefined();
  });

  test('finds a track that deltas do not show, by the count', async () => {
    await sync(library, server);
    passTime(1);
    section.tracks.push(makeTrack(700));
    const report = await sync(library, server);
    expect(report).toMatchObject({ kind: 'incremental', added: 1 });
    expect(report.coverage).toEqual([{ section: 'Music', mirrored: 96, onServer: 96 }]);
  });

  test('copes with a server that ignores the question what changed', async () => {
    await sync(library, server);
    passTime(1);
    server.ignoresFilters = true;
    change(40, { playCount: 1, lastPlayedAtMs: server.nowMs });
    const report = await sync(library, server);
    expect(report).toMatchObject({ added: 0, changed: 1, removed: 0 });
    expect(report.warnings.join()).toContain('ignored the question');
    // The whole list once, not once for each question.
    expect(server.calls.filter((call) => call.startsWith('page track')).length).toBeLessThan(20);
  });

  test('keeps tags when a server suddenly tells none at all', async () => {
    for (const track of section.tracks) section.tags.set(track.id, { genres: [], styles: [], moods: ['Calm'] });
    await sync(library, server);
    section.tags.clear();
    passTime(1);
    const report = await sync(library, server, { kind: 'full' });
    expect(library.getTags(makeTrack(1).id).moods).toEqual(['Calm']);
    expect(report.warnings.join()).toContain('no tags at all');
  });

  test('removes a tag that was taken off', async () => {
    section.tags.set(makeTrack(1).id, { genres: [], styles: [], moods: ['Calm', 'Sad'] });
    section.tags.set(makeTrack(2).id, { genres: [], styles: [], moods: ['Calm'] });
    await sync(library, server);
    section.tags.set(makeTrack(1).id, { genres: [], styles: [], moods: ['Sad'] });
    section.tags.delete(makeTrack(2).id);
    change(1, { updatedAtMs: server.nowMs + hourMs });
    change(2, { updatedAtMs: server.nowMs + hourMs });
    passTime(1);
    await sync(library, server);
    expect(library.getTags(makeTrack(1).id).moods).toEqual(['Sad']);
    expect(library.getTags(makeTrack(2).id).moods).toEqual([]);
  });

  test('keeps the old mirror readable and whole while a new pass runs', async () => {
    await sync(library, server);
    passTime(1);
    const seen: number[] = [];
    server.before = (call) => {
      if (!call.startsWith('page track')) return;
      seen.push(library.count().tracks);
      expect(library.index.findByArtistAndTitle(...keysOf('Song 1'))).toHaveLength(1);
    };
    await sync(library, server, { kind: 'full' });
    expect(new Set(seen)).toEqual(new Set([95]));
  });
});
