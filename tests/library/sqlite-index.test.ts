import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { join } from 'node:path';
import { trackKeys } from '../../src/core/match/keys.ts';
import type { Track } from '../../src/core/track.ts';
import { createArtistNeighbours } from '../../src/library/artist-neighbours.ts';
import type { SqliteLibrary } from '../../src/library/create-library.ts';
import { openDatabase } from '../../src/library/database.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { createFakeMusicServer } from '../fakes/fake-music-server.ts';
import { makeSection, makeTrack } from '../fakes/fake-music.ts';
import { openLibrary, removeTemporaryFolders, sync, temporaryFolder } from './temporary-library.ts';

afterAll(removeTemporaryFolders);

let library: SqliteLibrary;
let path: string;
beforeEach(() => {
  path = join(temporaryFolder(), 'harmoniq.db');
  library = openLibrary(path);
});
afterEach(() => library.close());

const mirror = (tracks: readonly Track[]) =>
  sync(library, createFakeMusicServer([makeSection(0, { tracks: [...tracks] })]));

describe('library index in SQLite', () => {
  test('files a track under every pair of its keys', async () => {
    const track = makeTrack(1, { title: 'Home (feat. Joe Doe)', artist: 'Ann & Bob', albumArtist: 'The Crew' });
    await mirror([track, makeTrack(2)]);
    const { artistKeys, titleKeys } = trackKeys(track);
    expect(artistKeys.length).toBeGreaterThan(2);
    for (const artistKey of artistKeys) {
      for (const titleKey of titleKeys) {
        expect(library.index.findByArtistAndTitle(artistKey, titleKey)).toEqual([track]);
        expect(library.index.listTitles(artistKey)).toContainEqual({ id: track.id, titleKey });
      }
    }
    expect(library.index.findByTitle(titleKeys[0] ?? '', 5)).toEqual([track]);
    expect(library.getSongKey(track.id)).toEqual(expect.any(String));
  });

  test('answers what is not there with nothing', async () => {
    await mirror([makeTrack(1)]);
    expect(library.index.findByArtistAndTitle('nobody', 'song1')).toEqual([]);
    expect(library.index.findByArtistAndTitle('artist0', 'nothing')).toEqual([]);
    expect(library.index.listTitles('nobody')).toEqual([]);
    expect(library.index.findByTitle('nothing', 5)).toEqual([]);
    expect(library.index.findByMbTrackId('nothing')).toEqual([]);
    expect(library.index.getTracks(['nothing', makeTrack(1).id]).map(({ id }) => id)).toEqual([makeTrack(1).id]);
    expect(library.index.findArtistsNear('qqqqqqqqqq', 5)).toEqual([]);
    expect(library.index.findArtistsNear('', 5)).toEqual([]);
    expect(library.index.findArtistsNear('artist0', 0)).toEqual([]);
    expect(library.getTrack('nothing')).toBeUndefined();
    expect(library.getSongKey('nothing')).toBeUndefined();
  });

  test('finds by MusicBrainz track id, and no more by title than asked for', async () => {
    const tracks = Array.from({ length: 30 }, (_, at) => makeTrack(at, { title: 'Intro', mbTrackId: `mb-${at % 3}` }));
    await mirror(tracks);
    expect(library.index.findByMbTrackId('mb-1')).toHaveLength(10);
    expect(library.index.findByTitle('intro', 7)).toHaveLength(7);
  });

  test('bounds the titles of one artist', async () => {
    const tracks = Array.from({ length: 2_500 }, (_, at) =>
      makeTrack(at, { artist: 'Prolific', albumArtist: 'Prolific' }),
    );
    await mirror(tracks);
    expect(library.index.listTitles('prolific')).toHaveLength(2_000);
  });

  test('makes its keys anew when another version made them otherwise', async () => {
    await mirror([makeTrack(1), makeTrack(31)]);
    library.setSetting('library.keying', 'an older version');
    const server = createFakeMusicServer([makeSection(0, { tracks: [makeTrack(1), makeTrack(31)] })]);
    library.close();
    const database = openDatabase({ path, logger: silentLogger() });
    database.exec("DELETE FROM track_keys; UPDATE artist_keys SET artist_key = 'old' || artist_key;");
    database.close();
    library = openLibrary(path);
    expect(library.index.findByArtistAndTitle('artist0', 'song1')).toEqual([]);
    await sync(library, server);
    expect(library.index.findByArtistAndTitle('artist0', 'song1')).toEqual([makeTrack(1)]);
    expect(library.index.findByArtistAndTitle('artist1', 'song31')).toEqual([makeTrack(31)]);
    expect(library.index.findArtistsNear('oldartist0', 5)).not.toContain('oldartist0');
  });
});

describe('artists spelt nearly alike', () => {
  const near = (keys: readonly string[]) => {
    const database = openDatabase({ path: ':memory:', logger: silentLogger() });
    const insert = database.prepare('INSERT INTO artist_keys (artist_key) VALUES (?)');
    for (const key of new Set(keys)) insert.run(key);
    return createArtistNeighbours(database, () => 1);
  };
  const names = [
    'radiohead',
    'radiodept',
    'portishead',
    'beyonce',
    'sigurros',
    'абба',
    'группакрови',
    '宇多田ヒカル',
    'u2',
    'mø',
  ];

  test.each([
    ['radiohaed', 'radiohead'],
    ['radioheads', 'radiohead'],
    ['beyonc', 'beyonce'],
    ['sigurrosband', 'sigurros'],
    ['групакрови', 'группакрови'],
    ['宇多田ひヒカル', '宇多田ヒカル'],
  ])('"%s" is nearest to "%s"', (asked, expected) => {
    expect(near(names)(asked, 3)[0]).toBe(expected);
  });

  test('the same spelling comes first, and never more than the limit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 40 }),
        fc.nat(),
        (keys, at) => {
          const asked = keys[at % keys.length] ?? '';
          const found = near(keys)(asked, 5);
          expect(found.length).toBeLessThanOrEqual(5);
          if (asked.trim() !== '') expect(found[0]?.replaceAll(' ', '')).toBe(asked.replaceAll(' ', ''));
        },
      ),
      { numRuns: 50 },
    );
  });

  test('names that came in by a sync are found at once', async () => {
    await mirror([makeTrack(1)]);
    expect(library.index.findArtistsNear('artsit0', 1)).toEqual(['artist0']);
    const tracks = [makeTrack(1), makeTrack(2, { artist: 'Zanzibar Quartet', albumArtist: 'Zanzibar Quartet' })];
    await sync(library, createFakeMusicServer([makeSection(0, { tracks })]), { kind: 'full' });
    expect(library.index.findArtistsNear('zanzibarquartett', 1)).toEqual(['zanzibarquartet']);
  });

  test('names that another process synced are found as well', async () => {
    await mirror([makeTrack(1)]);
    expect(library.index.findArtistsNear('zanzibarquartett', 1)).toEqual([]);
    const other = openLibrary(path);
    const tracks = [makeTrack(1), makeTrack(2, { artist: 'Zanzibar Quartet', albumArtist: 'Zanzibar Quartet' })];
    await sync(other, createFakeMusicServer([makeSection(0, { tracks })]), { kind: 'full' });
    other.close();
    expect(library.index.findArtistsNear('zanzibarquartett', 1)).toEqual(['zanzibarquartet']);
  });
});
