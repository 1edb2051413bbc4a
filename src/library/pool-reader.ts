import type { Database } from 'better-sqlite3';
import { addTo, type BitSet } from './bit-set.ts';
import { foldCase } from './fold-case.ts';
import type { PoolQuery, TagKind } from './library.ts';

/** One SQL question each; numbers alone are read, never whole rows. */
export const createPoolReader = (database: Database) => {
  const present = database.prepare<[], number>('SELECT n FROM tracks WHERE missing_file = 0').pluck();
  // The plus keeps SQLite from walking the index of sections, which would cost a look-up per track.
  const presentIn = database
    .prepare<[string], number>(
      'SELECT n FROM tracks WHERE missing_file = 0 AND +section_id IN (SELECT value FROM json_each(?))',
    )
    .pluck();
  const byTag = [
    'SELECT owner FROM track_tags WHERE tag = ?',
    `SELECT tracks.n FROM album_tags JOIN albums ON albums.n = owner JOIN tracks ON tracks.album_id = albums.id WHERE tag = ?`,
    `SELECT tracks.n FROM artist_tags JOIN artists ON artists.n = owner JOIN tracks ON tracks.artist_id = artists.id WHERE tag = ?`,
  ].map((sql) => database.prepare<[number], number>(sql).pluck());
  const credits = database
    .prepare<[], [n: number, artist: string | null, albumArtist: string]>('SELECT n, artist, album_artist FROM tracks')
    .raw();
  const byYear = database
    .prepare<[number, number], number>(
      'SELECT n FROM tracks WHERE coalesce(year, (SELECT albums.year FROM albums WHERE albums.id = album_id)) BETWEEN ? AND ?',
    )
    .pluck();
  const tags = database.prepare<[], [n: number, kind: TagKind, name: string]>('SELECT n, kind, name FROM tags').raw();

  const addAll = (bits: BitSet, numbers: readonly number[]): void => {
    for (const n of numbers) addTo(bits, n);
  };

  return {
    present(bits: BitSet, sectionIds: readonly string[] | undefined): void {
      addAll(bits, sectionIds === undefined ? present.all() : presentIn.all(JSON.stringify(sectionIds)));
    },
    tagged(bits: BitSet, tagNumbers: readonly number[]): void {
      for (const tag of tagNumbers) for (const level of byTag) addAll(bits, level.all(tag));
    },
    byArtists(bits: BitSet, folds: ReadonlySet<string>): void {
      // A library has far fewer names than tracks, so each is folded once.
      const verdicts = new Map<string, boolean>();
      const isWanted = (name: string): boolean => {
        const known = verdicts.get(name);
        if (known !== undefined) return known;
        const verdict = folds.has(foldCase(name));
        verdicts.set(name, verdict);
        return verdict;
      };
      for (const [n, artist, albumArtist] of credits.iterate())
        if (isWanted(albumArtist) || (artist !== null && isWanted(artist))) addTo(bits, n);
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
