import type { Database } from 'better-sqlite3';
import { createBulkInsert, type Cell } from './bulk-insert.ts';
import type { TrackNames } from './track-row.ts';

/** How tracks are keyed for matching. Given from outside, so that the mirror stores keys as they come and derives none of its own. */
export interface TrackKeying {
  readonly keysOf: (track: TrackNames) => TrackKeys;
  readonly songKeyOf: (track: TrackNames) => string;
}

export interface TrackKeys {
  readonly artistKeys: readonly string[];
  readonly titleKeys: readonly string[];
}

export interface KeyStore {
  /** Files a new track under its keys. */
  readonly add: (n: number, track: TrackNames) => void;
  /** Files tracks that were never filed, numbered from `first` on. */
  readonly addNew: (first: number, tracks: readonly TrackKeys[]) => void;
  /** Takes a track's entries away; `track` as it was when they were made. */
  readonly remove: (n: number, track: TrackNames) => void;
  /** Forgets all keys, for a rebuild under another keying. */
  readonly clearAll: () => void;
  /** Forgets what was remembered of the tables, after a rolled-back write or when another process may have written. */
  readonly forget: () => void;
  /** Grows with each new artist key; tells caches that they are old. */
  readonly generation: () => number;
  /** Artist keys nobody carries any more, at most `limit` rows looked at from `after`; returns where to go on, undefined = done. */
  readonly pruneArtists: (after: number, limit: number) => number | undefined;
}

/** Artist numbers remembered between rows: a library's pages mostly repeat the same few artists. */
const rememberedArtists = 20_000;

export const createKeyStore = (database: Database, keying: TrackKeying): KeyStore => {
  const findArtist = database.prepare<[string], number>('SELECT n FROM artist_keys WHERE artist_key = ?').pluck();
  const addArtist = database.prepare<[string]>('INSERT INTO artist_keys (artist_key) VALUES (?)');
  const addKey = database.prepare<[number, string, number]>('INSERT OR IGNORE INTO track_keys VALUES (?, ?, ?)');
  const addKeys = createBulkInsert(database, 'INSERT OR IGNORE', 'track_keys', ['artist', 'title_key', 'track']);
  const removeKey = database.prepare<[number, string, number]>(
    'DELETE FROM track_keys WHERE artist = ? AND title_key = ? AND track = ?',
  );
  const unusedArtists = database.prepare<[number, number], { n: number; used: number }>(
    `SELECT n, EXISTS (SELECT 1 FROM track_keys WHERE artist = artist_keys.n) AS used
     FROM artist_keys WHERE n > ? ORDER BY n LIMIT ?`,
  );
  const removeArtist = database.prepare<[number]>('DELETE FROM artist_keys WHERE n = ?');
  const numbers = new Map<string, number>();
  let generation = 0;

  const numberOf = (artistKey: string, create: boolean): number | undefined => {
    const remembered = numbers.get(artistKey);
    if (remembered !== undefined) return remembered;
    let n = findArtist.get(artistKey);
    if (n === undefined && create) {
      n = Number(addArtist.run(artistKey).lastInsertRowid);
      generation += 1;
    }
    if (n === undefined) return undefined;
    if (numbers.size >= rememberedArtists) numbers.clear();
    numbers.set(artistKey, n);
    return n;
  };

  return {
    add(n, track) {
      const { artistKeys, titleKeys } = keying.keysOf(track);
      for (const artistKey of artistKeys) {
        const artist = numberOf(artistKey, true);
        if (artist === undefined) continue;
        for (const titleKey of titleKeys) addKey.run(artist, titleKey, n);
      }
    },
    addNew(first, tracks) {
      const cells: Cell[] = [];
      tracks.forEach(({ artistKeys, titleKeys }, index) => {
        for (const artistKey of artistKeys) {
          const artist = numberOf(artistKey, true);
          if (artist === undefined) continue;
          for (const titleKey of titleKeys) cells.push(artist, titleKey, first + index);
        }
      });
      addKeys(cells);
    },
    remove(n, track) {
      const { artistKeys, titleKeys } = keying.keysOf(track);
      for (const artistKey of artistKeys) {
        const artist = numberOf(artistKey, false);
        if (artist === undefined) continue;
        for (const titleKey of titleKeys) removeKey.run(artist, titleKey, n);
      }
    },
    clearAll() {
      database.exec('DELETE FROM track_keys; DELETE FROM artist_keys;');
      numbers.clear();
      generation += 1;
    },
    forget() {
      numbers.clear();
      generation += 1;
    },
    generation: () => generation,
    pruneArtists(after, limit) {
      const rows = unusedArtists.all(after, limit);
      for (const { n, used } of rows) if (used === 0) removeArtist.run(n);
      if (rows.some(({ used }) => used === 0)) {
        numbers.clear();
        generation += 1;
      }
      return rows.length < limit ? undefined : rows.at(-1)?.n;
    },
  };
};
