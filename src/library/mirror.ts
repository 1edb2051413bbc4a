import type { Database } from 'better-sqlite3';
import type { Track } from '../core/track.ts';
import type { ItemsByLevel, Level } from '../servers/server.ts';
import { createFirstLoad, type FirstLoad } from './first-load.ts';
import { itemColumns, toItemRow, type ItemRow } from './item-row.ts';
import type { Shape } from './shape.ts';
import type { AliasStore } from './store-aliases.ts';
import type { KeyStore, TrackKeying } from './store-keys.ts';
import type { TagStore } from './store-tags.ts';
import {
  fromTrackRow,
  namesOfRow,
  sameRow,
  sameShelf,
  trackColumnNames,
  trackColumns,
  type TrackNames,
  type TrackRow,
} from './track-row.ts';

export type Outcome = 'added' | 'changed' | 'same';

/** An item by the mirror's own number and the server's id. */
export interface MirroredItem {
  readonly n: number;
  readonly id: string;
}

/** The write side of the mirror; used by the sync alone. Reads stay consistent because every change is a small transaction. */
export interface Mirror {
  readonly write: <L extends Level>(level: L, item: ItemsByLevel[L], syncNumber: number) => Outcome;
  /** The same for an item as a row. */
  readonly writeRow: (level: Level, row: ItemRow, syncNumber: number) => Outcome;
  readonly prepareNew: FirstLoad['prepare'];
  readonly remove: (level: Level, n: number) => void;
  readonly numberOf: (level: Level, id: string) => number | undefined;
  /** The largest number given so far; later items get larger ones. */
  readonly lastNumber: (level: Level) => number;
  /** Items of a section in the order of their numbers. */
  readonly slice: (level: Level, sectionId: string, after: number, limit: number) => readonly MirroredItem[];
  readonly count: (level: Level, sectionId: string) => number;
  readonly getTrack: (n: number) => MirroredTrack | undefined;
  /** Tracks that share a guid, or, for servers that give none of lasting worth, a file. */
  readonly findCopies: (track: Track) => readonly MirroredTrack[];
  readonly rekey: (n: number) => void;
  /** All or nothing; after a failure nothing stale is remembered. */
  readonly transaction: <Result>(work: () => Result) => Result;
}

export interface MirroredTrack {
  readonly n: number;
  readonly mirroredIn: number;
  readonly track: Track;
}

export interface MirrorParts {
  readonly database: Database;
  readonly keys: KeyStore;
  readonly tags: TagStore;
  readonly aliases: AliasStore;
  readonly keying: TrackKeying;
  readonly shape: Shape;
}

export const createMirror = (parts: MirrorParts): Mirror => {
  const { database, keys, tags, shape } = parts;
  const tracks = createTrackTable(parts);
  const tables = {
    artist: createPlainTable(parts, 'artists', itemColumns.artist),
    album: createPlainTable(parts, 'albums', itemColumns.album),
    track: { ...tracks, ...createNumbering(database, 'tracks') },
  };
  const firstLoad = createFirstLoad(parts);
  const writeRow: Mirror['writeRow'] = (level, row, syncNumber) => tables[level].write(row, syncNumber);

  return {
    write: (level, item, syncNumber) => writeRow(level, toItemRow(level, item), syncNumber),
    writeRow,
    prepareNew(level, rows, syncNumber) {
      const write = firstLoad.prepare(level, rows, syncNumber);
      return () => {
        write();
        shape.touch();
      };
    },
    remove(level, n) {
      tags.remove(level, n);
      tables[level].remove(n);
      shape.touch();
    },
    numberOf: (level, id) => tables[level].numberOf(id),
    lastNumber: (level) => tables[level].lastNumber(),
    slice: (level, sectionId, after, limit) => tables[level].slice(sectionId, after, limit),
    count: (level, sectionId) => tables[level].count(sectionId),
    getTrack: tracks.get,
    findCopies: (track) => tracks.findCopies(track),
    rekey: (n) => tracks.rekey(n),
    transaction(work) {
      try {
        return database
          .transaction(() => {
            const result = work();
            shape.save();
            return result;
          })
          .immediate();
      } catch (error) {
        shape.forget();
        keys.forget();
        tags.forget();
        throw error;
      }
    },
  };
};

const createNumbering = (database: Database, table: string) => {
  const numberOf = database.prepare<[string], number>(`SELECT n FROM ${table} WHERE id = ?`).pluck();
  const lastNumber = database.prepare<[], number>(`SELECT coalesce(max(n), 0) FROM ${table}`).pluck();
  const slice = database.prepare<[string, number, number], MirroredItem>(
    `SELECT n, id FROM ${table} WHERE section_id = ? AND n > ? ORDER BY n LIMIT ?`,
  );
  const count = database.prepare<[string], number>(`SELECT count(*) FROM ${table} WHERE section_id = ?`).pluck();
  return {
    numberOf: (id: string) => numberOf.get(id),
    lastNumber: () => lastNumber.get() ?? 0,
    slice: (sectionId: string, after: number, limit: number) => slice.all(sectionId, after, limit),
    count: (sectionId: string) => count.get(sectionId) ?? 0,
  };
};

const placeholders = (columns: readonly string[]): string => columns.map(() => '?').join(', ');
const assignments = (columns: readonly string[]): string => columns.map((column) => `${column} = ?`).join(', ');

const createPlainTable = ({ database, shape }: MirrorParts, table: string, columns: readonly string[]) => {
  const find = database
    .prepare<[unknown], (string | number | null)[]>(`SELECT ${columns.join(', ')}, n FROM ${table} WHERE id = ?`)
    .raw();
  const insert = database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${placeholders(columns)})`);
  const update = database.prepare(`UPDATE ${table} SET ${assignments(columns)} WHERE n = ?`);
  const remove = database.prepare<[number]>(`DELETE FROM ${table} WHERE n = ?`);
  return {
    write(row: ItemRow, _syncNumber: number): Outcome {
      const present = find.get(row[0]);
      if (present !== undefined && sameRow(row, present)) return 'same';
      shape.touch();
      if (present === undefined) {
        insert.run(...row);
        return 'added';
      }
      update.run(...row, present.at(-1));
      return 'changed';
    },
    remove: (n: number): void => void remove.run(n),
    ...createNumbering(database, table),
  };
};

const createTrackTable = ({ database, keys, aliases, keying, shape }: MirrorParts) => {
  const extended = `${trackColumns}, n, mirrored_in`;
  const find = database.prepare<[string], TrackRow>(`SELECT ${extended} FROM tracks WHERE id = ?`).raw();
  const findByNumber = database.prepare<[number], TrackRow>(`SELECT ${extended} FROM tracks WHERE n = ?`).raw();
  const findByGuid = database.prepare<[string], TrackRow>(`SELECT ${extended} FROM tracks WHERE guid = ?`).raw();
  const findByFile = database
    .prepare<[string, string], TrackRow>(
      `SELECT ${extended} FROM tracks WHERE n IN
         (SELECT track FROM track_keys WHERE title_key = ?) AND file_path = ?`,
    )
    .raw();
  const insert = database.prepare(
    `INSERT INTO tracks (${trackColumns}, song_key, mirrored_in) VALUES (${placeholders(trackColumnNames)}, ?, ?)`,
  );
  const update = database.prepare(`UPDATE tracks SET ${assignments(trackColumnNames)}, song_key = ? WHERE n = ?`);
  const setSongKey = database.prepare<[string, number]>('UPDATE tracks SET song_key = ? WHERE n = ?');
  const remove = database.prepare<[number]>('DELETE FROM tracks WHERE n = ?');
  const numberColumn = trackColumnNames.length;

  const toMirrored = (row: TrackRow): MirroredTrack => ({
    n: Number(row[numberColumn]),
    mirroredIn: Number(row[numberColumn + 1]),
    track: fromTrackRow(row),
  });
  const get = (n: number): MirroredTrack | undefined => {
    const row = findByNumber.get(n);
    return row === undefined ? undefined : toMirrored(row);
  };

  return {
    get,
    write(row: ItemRow, syncNumber: number): Outcome {
      const id = String(row[0]);
      const present = find.get(id);
      const track = namesOfRow(row);
      if (present === undefined) {
        const { lastInsertRowid } = insert.run(...row, keying.songKeyOf(track), syncNumber);
        keys.add(Number(lastInsertRowid), track);
        aliases.forget(id);
        shape.touch();
        return 'added';
      }
      if (sameRow(row, present)) return 'same';
      if (!sameShelf(row, present)) shape.touch();
      const { n, track: before } = toMirrored(present);
      update.run(...row, keying.songKeyOf(track), n);
      if (renamed(before, track)) {
        keys.remove(n, before);
        keys.add(n, track);
      }
      return 'changed';
    },
    remove(n: number): void {
      const present = get(n);
      if (present === undefined) return;
      keys.remove(n, present.track);
      remove.run(n);
    },
    rekey(n: number): void {
      const present = get(n);
      if (present === undefined) return;
      keys.add(n, present.track);
      setSongKey.run(keying.songKeyOf(present.track), n);
    },
    findCopies(track: Track): readonly MirroredTrack[] {
      const sharing = track.guid === undefined ? [] : findByGuid.all(track.guid);
      const sameFile =
        lasting(track.guid) || track.filePath === undefined
          ? []
          : keying.keysOf(track).titleKeys.flatMap((key) => findByFile.all(key, track.filePath ?? ''));
      return [...sharing, ...sameFile].map(toMirrored);
    },
  };
};

/** Does this guid name the recording itself? `local://` ones only repeat the server's own id, which a re-scan changes. */
const lasting = (guid: string | undefined): boolean => guid !== undefined && !guid.startsWith('local://');

const renamed = (before: TrackNames, after: TrackNames): boolean =>
  before.title !== after.title ||
  before.artist !== after.artist ||
  before.albumArtist !== after.albumArtist ||
  before.album !== after.album;
