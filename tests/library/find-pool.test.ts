import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import type { Tags, Track } from '../../src/core/track.ts';
import type { SqliteLibrary } from '../../src/library/create-library.ts';
import type { PoolQuery, TagKind } from '../../src/library/library.ts';
import { createFakeMusicServer, type FakeMusicServer } from '../fakes/fake-music-server.ts';
import { makeSection, makeTrack } from '../fakes/fake-music.ts';
import {
  createTestClock,
  everything,
  findTagged,
  hourMs,
  openLibrary,
  removeTemporaryFolders,
  sync,
  temporaryFolder,
} from './temporary-library.ts';

afterAll(removeTemporaryFolders);

const clock = createTestClock();
let library: SqliteLibrary;
let path: string;
let server: FakeMusicServer;
beforeEach(() => {
  path = join(temporaryFolder(), 'harmoniq.db');
  library = openLibrary(path, clock);
});
afterEach(() => library.close());

const mirror = async (tracks: readonly Track[], tags: Readonly<Record<string, Partial<Tags>>> = {}): Promise<void> => {
  const section = makeSection(0, { tracks: [...tracks] });
  const albums = makeSection(60).albums.map((album) => ({ ...album, year: 1969 }));
  const filled = { ...section, artists: makeSection(60).artists, albums };
  for (const [id, own] of Object.entries(tags)) filled.tags.set(id, { genres: [], styles: [], moods: [], ...own });
  server = createFakeMusicServer([filled]);
  await sync(library, server);
};
const idOf = (number: number): string => makeTrack(number).id;
const ask = (query: Partial<PoolQuery>): readonly string[] =>
  library
    .findPool({ ...everything, ...query })
    .tracks.map(({ id }) => id)
    .sort();
const tagged = (kind: TagKind, ...names: readonly string[]) => ({ tags: [{ kind, names }], trackIds: [] });
const [first, second, third, fourth] = [idOf(0), idOf(10), idOf(30), idOf(31)];
/** Two albums of one artist, and two tracks on an album of another. */
const four = [makeTrack(0), makeTrack(10), makeTrack(30), makeTrack(31)];
const artistOf = (number: number): string => makeTrack(number).artistId ?? '';
const albumOf = (number: number): string => makeTrack(number).albumId ?? '';

describe('a pool', () => {
  test('holds tracks by tags of their own, of their album and of their artist', async () => {
    await mirror(four, {
      [artistOf(0)]: { genres: ['Jazz'] },
      [albumOf(0)]: { styles: ['Bop'], moods: ['Calm'] },
      [third]: { moods: ['Calm'] },
    });
    expect(ask({ all: [tagged('genre', 'Jazz')] })).toEqual([first, second]);
    expect(ask({ all: [tagged('style', 'Bop')] })).toEqual([first]);
    expect(ask({ all: [tagged('mood', 'Calm')] })).toEqual([first, third]);
    expect(ask({ all: [tagged('genre', 'Calm')] })).toEqual([]);
    expect(ask({ all: [tagged('genre', 'Jazz'), tagged('mood', 'Calm')] })).toEqual([first]);
    expect(
      ask({ all: [{ tags: [...tagged('genre', 'Jazz').tags, ...tagged('mood', 'Calm').tags], trackIds: [fourth] }] }),
    ).toEqual([first, second, third, fourth]);
    expect(ask({ none: [tagged('genre', 'Jazz'), tagged('mood', 'Calm')] })).toEqual([fourth]);
    expect(ask({ none: [{ tags: [], trackIds: [fourth, 'no such track'] }] })).toEqual([first, second, third]);
  });

  test('a clause that names nothing is met by nothing', async () => {
    await mirror(four);
    for (const clause of [{ tags: [], trackIds: [] }, tagged('genre'), tagged('genre', 'Unheard Of')]) {
      expect(ask({ all: [clause] })).toEqual([]);
      expect(ask({ none: [clause] })).toHaveLength(4);
    }
    expect(library.findPool({ ...everything, all: [tagged('label', '')] })).toEqual({ tracks: [], total: 0 });
  });

  test.each([
    ['Électro', 'ÉLECTRO'],
    ['Электроника', 'эЛЕКТРОНИКА'],
    ['Straßenmusik', 'STRASSENMUSIK'],
    ['Σίσυφος', 'σίσυφος'.toUpperCase()],
    ['ΡΕΜΠΈΤΙΚΟΣ', 'ρεμπέτικος'],
    ["Drum 'n' Bass", "  drum 'N'  bass "],
    ['Bjo\u0308rk', 'BJÖRK'],
  ])('finds %s by %s, as a tag and as an artist', async (spelt, asked) => {
    await mirror([makeTrack(0, { artist: spelt }), makeTrack(30, { albumArtist: spelt }), makeTrack(31)], {
      [first]: { moods: [spelt] },
    });
    expect(ask({ all: [tagged('mood', asked)] })).toEqual([first]);
    expect(ask({ artists: [asked] })).toEqual([first, third]);
    expect(ask({ notArtists: [asked, 'nobody'] })).toEqual([fourth]);
  });

  test('takes spellings that differ by case for one tag', async () => {
    await mirror(four, { [first]: { moods: ['calm'] }, [second]: { moods: ['CALM'] } });
    expect(findTagged(library, 'mood', ['Calm'])).toEqual([first, second]);
  });

  test('holds tracks by year, the album’s where the track has none', async () => {
    await mirror([
      makeTrack(0, { year: 1984 }),
      makeTrack(10, { year: undefined }),
      makeTrack(30, { year: undefined, albumId: undefined }),
    ]);
    expect(ask({ years: [{ from: 1980, to: 1984 }] })).toEqual([first]);
    expect(
      ask({
        years: [
          { from: 1900, to: 1901 },
          { from: 1969, to: 1984 },
        ],
      }),
    ).toEqual([first, second]);
    expect(ask({ years: [{ from: -Infinity, to: Infinity }] })).toEqual([first, second]);
    expect(ask({ years: [{ from: NaN, to: NaN }] })).toEqual([]);
    expect(ask({ notYears: [{ from: 1960, to: 1970 }] })).toEqual([first, third]);
    expect(library.findPool({ ...everything, years: [{ from: 1969, to: 1969 }] }).tracks).toMatchObject([
      { year: 1969 },
    ]);
  });

  test('holds no track whose file is gone, and those of the libraries asked for', async () => {
    await mirror([makeTrack(0), makeTrack(10, { missingFile: true })], { [second]: { moods: ['Calm'] } });
    expect(ask({})).toEqual([first]);
    expect(ask({ all: [tagged('mood', 'Calm')] })).toEqual([]);
    expect(ask({ sectionIds: ['1', '2'] })).toEqual([first]);
    expect(ask({ sectionIds: ['2'] })).toEqual([]);
    expect(ask({ sectionIds: [] })).toEqual([]);
  });

  test('tells the facts of a track, and how many there are', async () => {
    const facts = {
      durationMs: 200_000,
      rating: 7.5,
      playCount: 3,
      skipCount: 2,
      lastPlayedAtMs: 5,
      lastSkippedAtMs: 6,
      addedAtMs: 7,
      popularity: 8,
      year: 1990,
    };
    await mirror([makeTrack(0, facts), makeTrack(1), makeTrack(2)]);
    const { tracks, total } = library.findPool({ ...everything, all: [{ tags: [], trackIds: [first] }] });
    expect(total).toBe(1);
    expect(tracks).toEqual([{ id: first, artistId: artistOf(0), albumId: albumOf(0), ...facts }]);
    expect(library.findPool({ ...everything, most: 2 })).toMatchObject({ total: 3 });
    expect(library.findPool({ ...everything, most: 2 }).tracks).toHaveLength(2);
  });

  test('does not care what names and ids contain', async () => {
    await mirror(four, { [first]: { moods: ['a\'b"c%_\\'] } });
    expect(ask({ all: [tagged('mood', 'A\'B"C%_\\')] })).toEqual([first]);
    expect(ask({ all: [tagged('mood', '%', "' OR 1=1 --", '\u0000', '\ud800')] })).toEqual([]);
    expect(ask({ artists: ["' OR 1=1 --"] })).toEqual([]);
  });
});

describe('what is remembered between questions', () => {
  const calm = { all: [tagged('mood', 'Calm')] };

  test('follows the library: new tags, moved and vanished tracks, on this and on another connection', async () => {
    await mirror(four, { [first]: { moods: ['Calm'] } });
    const other = openLibrary(path, clock);
    const both = (): readonly (readonly string[])[] => [
      ask(calm),
      other
        .findPool({ ...everything, ...calm })
        .tracks.map(({ id }) => id)
        .sort(),
    ];
    expect(both()).toEqual([[first], [first]]);
    expect(other.listTags('mood')).toEqual([{ name: 'Calm', tracks: 1 }]);
    const section = server.sections[0];
    if (section === undefined) throw new Error('No section.');
    section.tags.set(albumOf(30), { genres: [], styles: [], moods: ['Calm'] });
    await sync(library, server, { kind: 'full' });
    expect(both()).toEqual([
      [first, third, fourth],
      [first, third, fourth],
    ]);
    expect(other.listTags('mood')).toEqual([{ name: 'Calm', tracks: 3 }]);
    section.tracks = [makeTrack(0), makeTrack(10), makeTrack(31, { albumId: albumOf(0), updatedAtMs: server.nowMs })];
    clock.nowMs += hourMs;
    await sync(library, server, { kind: 'full' });
    expect(both()).toEqual([[first], [first]]);
    other.close();
  });

  test('stays when only plays and ratings change, and the facts are still the newest', async () => {
    await mirror(four, { [first]: { moods: ['Calm'] } });
    ask(calm);
    const before = library.generation();
    const section = server.sections[0];
    if (section === undefined) throw new Error('No section.');
    section.tracks = section.tracks.map((track) => ({ ...track, playCount: 9, rating: 10 }));
    expect(await sync(library, server, { kind: 'full' })).toMatchObject({ changed: 4 });
    expect(library.generation()).toBe(before);
    expect(library.findPool({ ...everything, ...calm }).tracks).toMatchObject([
      { id: first, playCount: 9, rating: 10 },
    ]);
    section.tracks = section.tracks.map((track) => ({ ...track, year: 1901 }));
    await sync(library, server, { kind: 'full' });
    expect(library.generation()).toBeGreaterThan(before);
  });

  test('is not spoilt by a caller that changes what it was given', async () => {
    await mirror(four, { [first]: { moods: ['Calm'] } });
    const given = library.findPool({ ...everything, ...calm }).tracks as unknown[];
    given.length = 0;
    expect(ask(calm)).toEqual([first]);
    expect(ask({ ...calm, none: [tagged('mood', 'Calm')] })).toEqual([]);
    expect(ask(calm)).toEqual([first]);
  });
});
