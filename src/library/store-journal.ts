import type { Database } from 'better-sqlite3';
import type { TrackId } from '../core/track.ts';
import type { PlaylistRecord, PublishIntent, PublishJournal } from '../servers/server.ts';
import type { Library } from './library.ts';
import { createVersionStore } from './store-versions.ts';

export interface JournalStore extends PublishJournal {
  readonly takeVersion: Library['takeVersion'];
  readonly putVersionBack: Library['putVersionBack'];
}

/** What publishing must find again after a crash, so every write reaches the disk itself before the call returns. */
export const createJournalStore = (
  database: Database,
  now: () => number,
  resolve: (id: TrackId) => TrackId,
): JournalStore => {
  const durably = createDurably(database);
  const records = createRecords(database, now);
  const intents = createIntents(database, resolve);
  const versions = createVersionStore(database, resolve);

  return {
    getRecord: (recipeId) => records.get(recipeId),
    saveRecord: (record) => durably(() => records.save(record)),
    deleteRecord: (recipeId) => durably(() => records.remove(recipeId)),
    begin: (intent) => durably(() => intents.save(intent)),
    getOpenIntents: intents.list,
    finish: (recipeId) => durably(() => intents.remove(recipeId)),
    saveVersion: (recipeId, tracks, savedAtMs) => durably(() => versions.save(recipeId, tracks, savedAtMs)),
    takeVersion: (recipeId) => durably(() => versions.take(recipeId)),
    putVersionBack: (recipeId, version) => durably(() => versions.putBack(recipeId, version)),
  };
};

/** WAL with synchronous NORMAL survives a killed process but not a power cut; the journal must survive both. */
const createDurably =
  (database: Database) =>
  <Result>(write: () => Result): Result => {
    database.pragma('synchronous = FULL');
    try {
      return database.transaction(write).immediate();
    } finally {
      database.pragma('synchronous = NORMAL');
    }
  };

const createRecords = (database: Database, now: () => number) => {
  const find = database.prepare<[string], Omit<PlaylistRecord, 'guid'> & { guid: string | null }>(
    `SELECT recipe_id AS recipeId, machine_id AS machineId, playlist_id AS playlistId, guid, title
     FROM playlists WHERE recipe_id = ?`,
  );
  const save = database.prepare(
    `INSERT INTO playlists (recipe_id, machine_id, playlist_id, guid, title, saved_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (recipe_id) DO UPDATE SET machine_id = excluded.machine_id, playlist_id = excluded.playlist_id,
       guid = excluded.guid, title = excluded.title, saved_at = excluded.saved_at`,
  );
  const remove = database.prepare<[string]>('DELETE FROM playlists WHERE recipe_id = ?');
  const removeLines = database.prepare<[string]>('DELETE FROM playlist_lines WHERE recipe_id = ?');
  return {
    get(recipeId: string): PlaylistRecord | undefined {
      const row = find.get(recipeId);
      return row === undefined ? undefined : { ...row, guid: row.guid ?? undefined };
    },
    save(record: PlaylistRecord): void {
      save.run(record.recipeId, record.machineId, record.playlistId, record.guid ?? null, record.title, now());
    },
    remove(recipeId: string): void {
      remove.run(recipeId);
      removeLines.run(recipeId);
    },
  };
};

interface IntentRow {
  readonly recipeId: string;
  readonly playlistId: string | null;
  readonly title: string;
  readonly summary: string;
  readonly wanted: string;
  readonly startedAtMs: number;
}

const createIntents = (database: Database, resolve: (id: TrackId) => TrackId) => {
  const save = database.prepare('INSERT OR REPLACE INTO publish_intents VALUES (?, ?, ?, ?, ?, ?)');
  const list = database.prepare<[], IntentRow>(
    `SELECT recipe_id AS recipeId, playlist_id AS playlistId, title, summary, wanted, started_at AS startedAtMs
     FROM publish_intents ORDER BY started_at, recipe_id`,
  );
  const remove = database.prepare<[string]>('DELETE FROM publish_intents WHERE recipe_id = ?');
  return {
    save(intent: PublishIntent): void {
      const { recipeId, playlistId, title, summary, wanted, startedAtMs } = intent;
      save.run(recipeId, playlistId ?? null, title, summary, JSON.stringify(wanted), startedAtMs);
    },
    list: (): readonly PublishIntent[] =>
      list.all().map((row) => ({
        ...row,
        playlistId: row.playlistId ?? undefined,
        wanted: (JSON.parse(row.wanted) as TrackId[]).map(resolve),
      })),
    remove: (recipeId: string): void => void remove.run(recipeId),
  };
};
