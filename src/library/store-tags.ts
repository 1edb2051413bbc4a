import type { Database } from 'better-sqlite3';
import { noTags, type Tags, type TrackId } from '../core/track.ts';
import type { Level } from '../servers/server.ts';
import { createBulkInsert } from './bulk-insert.ts';
import type { TagKind } from './library.ts';
import type { Shape } from './shape.ts';

export interface TagStore {
  /** A track's own tags first, then what it inherits from album and artist, each once. */
  readonly getTags: (id: TrackId) => Tags;
  /** Brings an item's own tags to these; true = something changed. Labels that the server does not tell of stay as they are. */
  readonly write: (level: Level, owner: number, tags: Tags) => boolean;
  readonly remove: (level: Level, owner: number) => boolean;
  /** The same for many items, given in the order of their numbers. */
  readonly writeMany: (level: Level, items: readonly OwnedTags[]) => void;
  /** Does the item carry a tag of its own? */
  readonly has: (level: Level, owner: number) => boolean;
  /** Forgets remembered tag numbers, after a rolled-back write or when another process may have written. */
  readonly forget: () => void;
}

/** An item's own tags, the item by the mirror's number. */
export interface OwnedTags extends Tags {
  readonly owner: number;
}

interface TagRow {
  readonly kind: TagKind;
  readonly name: string;
}

export const createTagStore = (database: Database, shape: Shape): TagStore => {
  const ofTrack = database.prepare<[string], TagRow>(
    `SELECT kind, name FROM (
       SELECT 0 AS distance, track_tags.tag AS tag FROM tracks JOIN track_tags ON track_tags.owner = tracks.n
         WHERE tracks.id = :id
       UNION ALL SELECT 1, album_tags.tag FROM tracks JOIN albums ON albums.id = tracks.album_id
         JOIN album_tags ON album_tags.owner = albums.n WHERE tracks.id = :id
       UNION ALL SELECT 2, artist_tags.tag FROM tracks JOIN artists ON artists.id = tracks.artist_id
         JOIN artist_tags ON artist_tags.owner = artists.n WHERE tracks.id = :id
     ) JOIN tags ON tags.n = tag GROUP BY tag ORDER BY min(distance), tag`,
  ) as unknown as { all(parameters: { id: string }): TagRow[] };
  const tagNumbers = createTagNumbers(database);
  const levels = {
    artist: createLevel(database, 'artist_tags'),
    album: createLevel(database, 'album_tags'),
    track: createLevel(database, 'track_tags'),
  };
  const replace = (level: Level, owner: number, tags: Tags): boolean => {
    const changed = levels[level].replace(owner, tagNumbers.of(tags), tags.labels === undefined);
    if (changed) shape.touch();
    return changed;
  };

  return {
    getTags: (id) => group(ofTrack.all({ id })),
    write: replace,
    writeMany(level, items) {
      const { isBare, addAll } = levels[level];
      if (!isBare(items[0]?.owner ?? 0, items.at(-1)?.owner ?? 0)) {
        for (const item of items) replace(level, item.owner, item);
        return;
      }
      const cells: number[] = [];
      for (const item of items) for (const tag of tagNumbers.of(item)) cells.push(item.owner, tag);
      addAll(cells);
      if (cells.length > 0) shape.touch();
    },
    remove: (level, owner) => replace(level, owner, { ...noTags, labels: [] }),
    has: (level, owner) => levels[level].has(owner),
    forget: () => tagNumbers.forget(),
  };
};

const group = (rows: readonly TagRow[]): Tags => {
  const named = (kind: TagKind): readonly string[] => rows.filter((row) => row.kind === kind).map(({ name }) => name);
  return { genres: named('genre'), styles: named('style'), moods: named('mood'), labels: named('label') };
};

const createLevel = (database: Database, table: string) => {
  const read = database.prepare<[number], number>(`SELECT tag FROM ${table} WHERE owner = ?`).pluck();
  const readUnlabelled = database
    .prepare<[number], number>(
      `SELECT tag FROM ${table} JOIN tags ON tags.n = tag WHERE owner = ? AND kind IS NOT 'label'`,
    )
    .pluck();
  const add = database.prepare<[number, number]>(`INSERT INTO ${table} (owner, tag) VALUES (?, ?)`);
  const remove = database.prepare<[number, number]>(`DELETE FROM ${table} WHERE owner = ? AND tag = ?`);
  const any = database
    .prepare<[number, number], number>(`SELECT EXISTS (SELECT 1 FROM ${table} WHERE owner BETWEEN ? AND ?)`)
    .pluck();
  return {
    /** Does no item from the one to the other carry a tag? */
    isBare: (first: number, last: number): boolean => any.get(first, last) === 0,
    addAll: createBulkInsert(database, 'INSERT OR IGNORE', table, ['owner', 'tag']),
    has: (owner: number): boolean => read.get(owner) !== undefined,
    replace: (owner: number, wanted: ReadonlySet<number>, keepsLabels: boolean): boolean => {
      const present = new Set(keepsLabels ? readUnlabelled.all(owner) : read.all(owner));
      let changed = false;
      for (const tag of wanted) {
        if (present.delete(tag)) continue;
        add.run(owner, tag);
        changed = true;
      }
      for (const tag of present) remove.run(owner, tag);
      return changed || present.size > 0;
    },
  };
};

/** Numbers of tag names; a vocabulary has hundreds of entries, so it is remembered as it is met. */
const createTagNumbers = (database: Database) => {
  const find = database.prepare<[string, string], number>('SELECT n FROM tags WHERE kind = ? AND name = ?').pluck();
  const add = database.prepare<[string, string]>('INSERT INTO tags (kind, name) VALUES (?, ?)');
  const known = new Map<string, number>();
  const numberOf = (kind: TagKind, name: string): number => {
    const key = `${kind} ${name}`;
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const n = find.get(kind, name) ?? Number(add.run(kind, name).lastInsertRowid);
    if (known.size > 10_000) known.clear();
    known.set(key, n);
    return n;
  };
  const of = (tags: Tags): ReadonlySet<number> => {
    const numbers = new Set<number>();
    for (const name of tags.genres) numbers.add(numberOf('genre', name.toWellFormed()));
    for (const name of tags.styles) numbers.add(numberOf('style', name.toWellFormed()));
    for (const name of tags.moods) numbers.add(numberOf('mood', name.toWellFormed()));
    for (const name of tags.labels ?? []) numbers.add(numberOf('label', name.toWellFormed()));
    return numbers;
  };
  return { of, forget: () => known.clear() };
};
