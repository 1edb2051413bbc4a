import type { Database } from 'better-sqlite3';
import type { Level } from '../servers/server.ts';
import { createBulkInsert, type Cell } from './bulk-insert.ts';
import { itemColumns, itemTables, type ItemRow } from './item-row.ts';
import type { AliasStore } from './store-aliases.ts';
import type { KeyStore, TrackKeying } from './store-keys.ts';
import { namesOfRow } from './track-row.ts';

export interface FirstLoad {
  /**
   * Makes ready the adding of rows that the mirror does not hold, and gives what then writes them; call that in a transaction. It throws SQLite's constraint
   * error when one of them is there after all. Keys are worked out before the database is locked.
   */
  readonly prepare: (level: Level, rows: readonly ItemRow[], syncNumber: number) => () => void;
}

export interface FirstLoadParts {
  readonly database: Database;
  readonly keys: KeyStore;
  readonly keying: TrackKeying;
  readonly aliases: AliasStore;
}

/** The quick way in for new items: no look-up of what was there, many rows to a statement. */
export const createFirstLoad = ({ database, keys, keying, aliases }: FirstLoadParts): FirstLoad => {
  const createLevel = (level: Level, own: readonly string[]) => ({
    insert: createBulkInsert(database, 'INSERT', itemTables[level], ['n', ...itemColumns[level], ...own]),
    lastNumber: database.prepare<[], number>(`SELECT coalesce(max(n), 0) FROM ${itemTables[level]}`).pluck(),
  });
  const levels = {
    artist: createLevel('artist', []),
    album: createLevel('album', []),
    track: createLevel('track', ['song_key', 'mirrored_in']),
  };

  const write = (level: Level, rows: readonly ItemRow[], own: (index: number) => readonly Cell[]): number => {
    const { insert, lastNumber } = levels[level];
    const last = lastNumber.get() ?? 0;
    const cells: Cell[] = [];
    rows.forEach((row, index) => cells.push(last + 1 + index, ...row, ...own(index)));
    insert(cells);
    return last + 1;
  };

  return {
    prepare(level, rows, syncNumber) {
      if (level !== 'track') return () => void write(level, rows, () => []);
      const names = rows.map(namesOfRow);
      const songKeys = names.map((name) => keying.songKeyOf(name));
      const entries = names.map((name) => keying.keysOf(name));
      return () => {
        const first = write('track', rows, (index) => [songKeys[index] ?? null, syncNumber]);
        keys.addNew(first, entries);
        if (aliases.isEmpty()) return;
        for (const row of rows) aliases.forget(String(row[0]));
      };
    },
  };
};

/** Was a row refused because it is there already? */
export const isConstraintError = (error: unknown): boolean =>
  String((error as { readonly code?: unknown } | null)?.code).startsWith('SQLITE_CONSTRAINT');
