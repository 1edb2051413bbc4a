import type { Database } from 'better-sqlite3';
import { hashText } from '../core/random.ts';
import { addTo, type BitSet } from './bit-set.ts';
import { foldCase } from './fold-case.ts';
import type { PoolQuery, TagKind } from './library.ts';

/** A track without a year has its album's. */
export const yearOfTrack = 'coalesce(tracks.year, (SELECT albums.year FROM albums WHERE albums.id = tracks.album_id))';

/** A list that is given as JSON. */
const given = '(SELECT value FROM json_each(?))';

/** Every artist's name as eight bytes, for half a megabyte where names themselves would take twelve: a hash of its folded form, and a track that carries it. */
export interface ArtistNames {
  readonly hashes: Int32Array;
  readonly tracks: Uint32Array;
}

/** One SQL question each; numbers alone are read, never whole rows. */
export const createPoolReader = (database: Database) => {
  const numbersOf = <Parameters extends unknown[]>(sql: string) => database.prepare<Parameters, number>(sql).pluck();
  const all = numbersOf<[]>('SELECT n FROM tracks');
  const withoutFile = numbersOf<[]>('SELECT n FROM tracks WHERE missing_file = 1');
  const inSections = numbersOf<[string]>(`SELECT n FROM tracks WHERE section_id IN ${given}`);
  // Each album and artist once, however many of the tags it has.
  const tagged = [
    `SELECT owner FROM track_tags WHERE tag IN ${given}`,
    `SELECT tracks.n FROM albums JOIN tracks ON tracks.album_id = albums.id
       WHERE albums.n IN (SELECT owner FROM album_tags WHERE tag IN ${given})`,
    `SELECT tracks.n FROM artists JOIN tracks ON tracks.artist_id = artists.id
       WHERE artists.n IN (SELECT owner FROM artist_tags WHERE tag IN ${given})`,
  ].map((sql) => numbersOf<[string]>(sql));
  const names = database
    .prepare<[], [name: string, n: number]>(
      `SELECT album_artist, min(n) FROM tracks GROUP BY album_artist
       UNION ALL SELECT artist, min(n) FROM tracks WHERE artist IS NOT NULL GROUP BY artist`,
    )
    .raw();
  const namesOn = database
    .prepare<[string], [string, string | null]>(`SELECT album_artist, artist FROM tracks WHERE n IN ${given}`)
    .raw();
  const byArtist = numbersOf<[string]>(
    `WITH wanted AS MATERIALIZED (SELECT value FROM json_each(?))
     SELECT n FROM tracks WHERE album_artist IN wanted OR artist IN wanted`,
  );
  const byYear = numbersOf<[number, number]>(`SELECT n FROM tracks WHERE ${yearOfTrack} BETWEEN ? AND ?`);
  const tags = database.prepare<[], [n: number, kind: TagKind, name: string]>('SELECT n, kind, name FROM tags').raw();

  const addAll = (bits: BitSet, numbers: readonly number[]): void => {
    for (const n of numbers) addTo(bits, n);
  };

  return {
    all: (bits: BitSet): void => addAll(bits, all.all()),
    withoutFile: (bits: BitSet): void => addAll(bits, withoutFile.all()),
    inSections: (bits: BitSet, ids: readonly string[]): void => addAll(bits, inSections.all(JSON.stringify(ids))),
    tagged(bits: BitSet, tagNumbers: readonly number[]): void {
      for (const level of tagged) addAll(bits, level.all(JSON.stringify(tagNumbers)));
    },
    /** A library has far fewer names than tracks: only the spellings that fit are looked for. */
    byArtists(bits: BitSet, folds: ReadonlySet<string>, { hashes, tracks }: ArtistNames): void {
      const wanted = new Set([...folds].map(hashText));
      const carriers = [...tracks].filter((_n, at) => wanted.has(hashes[at] ?? 0));
      const found = namesOn.all(JSON.stringify(carriers)).flatMap((pair) => pair.filter((name) => name !== null));
      const spellings = [...new Set(found)].filter((name) => folds.has(foldCase(name)));
      if (spellings.length > 0) addAll(bits, byArtist.all(JSON.stringify(spellings)));
    },
    artistNames(): ArtistNames {
      const all = names.all();
      return {
        hashes: Int32Array.from(all, ([name]) => hashText(foldCase(name))),
        tracks: Uint32Array.from(all, ([, n]) => n),
      };
    },
    ofYears(bits: BitSet, ranges: PoolQuery['years']): void {
      for (const { from, to } of ranges) addAll(bits, byYear.all(from, to));
    },
    /** Tag numbers by kind and folded name; several spellings of one name share an entry. */
    vocabulary(): ReadonlyMap<string, readonly number[]> {
      const known = new Map<string, number[]>();
      for (const [n, kind, name] of tags.all()) {
        const key = `${kind} ${foldCase(name)}`;
        const numbers = known.get(key);
        if (numbers === undefined) known.set(key, [n]);
        else numbers.push(n);
      }
      return known;
    },
  };
};

export type PoolReader = ReturnType<typeof createPoolReader>;
