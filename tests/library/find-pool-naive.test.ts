import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createTrack, type Tags, type Track } from '../../src/core/track.ts';
import type { PoolClause, PoolQuery, TagKind } from '../../src/library/library.ts';
import { createFakeMusicServer, type FakeSection } from '../fakes/fake-music-server.ts';
import { openLibrary, removeTemporaryFolders, sync } from './temporary-library.ts';

afterAll(removeTemporaryFolders);

const names = ['Calm', 'calm', 'Électro', 'Straße', 'Кино', 'Calm/Peaceful', 'X'];
const artistNames = ['Ann', 'ANN', 'Björk', 'Various Artists', 'Кино'];
const kinds: readonly TagKind[] = ['genre', 'style', 'mood', 'label'];
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const ownTags: fc.Arbitrary<Tags> = fc.record({
  genres: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 }),
  styles: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 1 }),
  moods: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 }),
  labels: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 1 }),
});
const places = ['0', '1', '2'];
const shelfOf = (level: string, sectionId: string, place: string | undefined): string | undefined =>
  place === undefined ? undefined : `${level}${sectionId}${place}`;

/** A section with a handful of artists, albums and tracks, any of them without an album, an artist, a year or a file. */
const anySection = (id: string): fc.Arbitrary<FakeSection> =>
  fc
    .record({
      albumYears: fc.tuple(...places.map(() => maybe(fc.integer({ min: 1990, max: 1994 })))),
      tracks: fc.array(
        fc.record({
          artist: fc.constantFrom(...artistNames),
          albumArtist: fc.constantFrom(...artistNames),
          artistPlace: maybe(fc.constantFrom(...places, 'unknown')),
          albumPlace: maybe(fc.constantFrom(...places, 'unknown')),
          year: maybe(fc.integer({ min: 1990, max: 1994 })),
          missingFile: fc.boolean(),
          tags: maybe(ownTags),
        }),
        { maxLength: 14 },
      ),
      shelfTags: fc.tuple(...[...places, ...places].map(() => maybe(ownTags))),
    })
    .map(({ albumYears, tracks, shelfTags }) => {
      const tags = new Map<string, Tags>();
      const section: FakeSection = {
        id,
        title: `Music ${id}`,
        contentChangedAtMs: 1,
        scanning: false,
        tags,
        artists: places.map((place) => ({
          id: shelfOf('artist', id, place) ?? '',
          sectionId: id,
          name: place,
          guid: undefined,
          updatedAtMs: 1,
        })),
        albums: places.map((place, at) => ({
          id: shelfOf('album', id, place) ?? '',
          sectionId: id,
          title: place,
          artistId: undefined,
          artistName: '',
          year: albumYears[at],
          guid: undefined,
          updatedAtMs: 1,
        })),
        tracks: tracks.map(({ artistPlace, albumPlace, tags: own, ...facts }, at) => {
          const track = createTrack({
            ...facts,
            id: `${id}-${at}`,
            title: `Song ${at}`,
            sectionId: id,
            artistId: shelfOf('artist', id, artistPlace),
            albumId: shelfOf('album', id, albumPlace),
            updatedAtMs: 1,
          });
          if (own !== undefined) tags.set(track.id, own);
          return track;
        }),
      };
      [...section.artists, ...section.albums].forEach((shelf, at) => {
        const own = shelfTags[at];
        if (own !== undefined) tags.set(shelf.id, own);
      });
      return section;
    });

const asked = (known: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...known, 'unknown'), fc.constantFrom('as is', 'upper', 'lower'))
    .map(([name, how]) => (how === 'upper' ? name.toUpperCase() : how === 'lower' ? name.toLowerCase() : name));
const anyClause: fc.Arbitrary<PoolClause> = fc.record({
  tags: fc.array(fc.record({ kind: fc.constantFrom(...kinds), names: fc.array(asked(names), { maxLength: 2 }) }), {
    maxLength: 2,
  }),
  trackIds: fc.array(fc.constantFrom('1-0', '1-1', '2-0', '2-3', 'gone'), { maxLength: 2 }),
});
const anyYears = fc.array(
  fc.record({ from: fc.integer({ min: 1989, max: 1994 }), to: fc.integer({ min: 1990, max: 1995 }) }),
  { maxLength: 2 },
);
const rarely = <Value>(list: fc.Arbitrary<readonly Value[]>) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant<readonly Value[]>([]) }, { weight: 1, arbitrary: list });
const anyQuery: fc.Arbitrary<PoolQuery> = fc.record({
  all: fc.array(anyClause, { maxLength: 2 }),
  none: rarely(fc.array(anyClause, { maxLength: 2 })),
  artists: rarely(fc.array(asked(artistNames), { maxLength: 2 })),
  notArtists: rarely(fc.array(asked(artistNames), { maxLength: 1 })),
  years: rarely(anyYears),
  notYears: rarely(anyYears),
  sectionIds: maybe(fc.subarray(['1', '2', '3'])),
  most: fc.constantFrom(0, 1, 3, 1_000),
  seed: fc.string(),
});

/** Enough for the names above. */
const simplified = (name: string): string => name.toLowerCase().replaceAll('ß', 'ss');
const isOneOf = (name: string, list: readonly string[]): boolean =>
  list.some((other) => simplified(name) === simplified(other));

/** The contract, written down once more without a database. */
const meets = (sections: readonly FakeSection[], query: PoolQuery) => {
  const tags = new Map(sections.flatMap((section) => [...section.tags]));
  const years = new Map(sections.flatMap((section) => section.albums.map(({ id, year }) => [id, year])));
  const listOf = { genre: 'genres', style: 'styles', mood: 'moods', label: 'labels' } as const;
  const carried = (track: Track, kind: TagKind): readonly string[] =>
    [track.id, track.albumId, track.artistId].flatMap((id) => tags.get(id ?? '')?.[listOf[kind]] ?? []);
  const meetsClause = (track: Track, clause: PoolClause): boolean =>
    clause.trackIds.includes(track.id) ||
    clause.tags.some(({ kind, names: wanted }) => carried(track, kind).some((name) => isOneOf(name, wanted)));
  const isBy = (track: Track, artists: readonly string[]): boolean =>
    isOneOf(track.artist, artists) || isOneOf(track.albumArtist, artists);
  const isWithin = (track: Track, ranges: PoolQuery['years']): boolean => {
    const year = track.year ?? years.get(track.albumId ?? '');
    return year !== undefined && ranges.some(({ from, to }) => year >= from && year <= to);
  };
  return (track: Track): boolean =>
    !track.missingFile &&
    (query.sectionIds?.includes(track.sectionId) ?? true) &&
    query.all.every((clause) => meetsClause(track, clause)) &&
    !query.none.some((clause) => meetsClause(track, clause)) &&
    (query.artists.length === 0 || isBy(track, query.artists)) &&
    !isBy(track, query.notArtists) &&
    (query.years.length === 0 || isWithin(track, query.years)) &&
    !isWithin(track, query.notYears);
};

describe('pools and tag counts of any small library', () => {
  test('are what going through all tracks one by one gives', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySection('1'),
        anySection('2'),
        fc.array(anyQuery, { minLength: 6, maxLength: 12 }),
        async (one, two, queries) => {
          const sections = [one, two];
          const library = openLibrary(':memory:');
          await sync(library, createFakeMusicServer(sections), { libraryNames: ['Music 1', 'Music 2'] });
          const tracks = sections.flatMap((section) => section.tracks);
          for (const query of queries) {
            const expected = tracks.filter(meets(sections, query)).map(({ id }) => id);
            const pool = library.findPool(query);
            const found = pool.tracks.map(({ id }) => id);
            expect(pool.total).toBe(expected.length);
            expect(found).toHaveLength(Math.min(query.most, expected.length));
            expect(new Set(found).size).toBe(found.length);
            expect(found.filter((id) => !expected.includes(id))).toEqual([]);
            expect(library.findPool(query)).toEqual(pool);
          }
          for (const kind of kinds) {
            const list = { genre: 'genres', style: 'styles', mood: 'moods', label: 'labels' } as const;
            const carriers = new Map<string, number>();
            for (const track of tracks) {
              const own = [track.id, track.albumId, track.artistId].flatMap((id) =>
                sections.flatMap(({ tags }) => tags.get(id ?? '')?.[list[kind]] ?? []),
              );
              for (const name of new Set(own)) carriers.set(name, (carriers.get(name) ?? 0) + 1);
            }
            expect(new Map(library.listTags(kind).map(({ name, tracks: count }) => [name, count]))).toEqual(carriers);
          }
          library.close();
        },
      ),
      { numRuns: 40 },
    );
  });
});
