import type { Database } from 'better-sqlite3';
import { noTags, type Tags } from '../core/track.ts';
import type { Level } from '../servers/server.ts';
import { createBulkInsert } from './bulk-insert.ts';
import type { TagKind } from './library.ts';
import type { Shape } from './shape.ts';

export interface TagStore {
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

export const createTagStore = (database: Database, shape: Shape): TagStore => {
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
