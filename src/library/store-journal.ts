import type { Database } from 'better-sqlite3';
import type { TrackId } from '../core/track.ts';
import type { PlaylistRecord, PublishIntent, PublishJournal } from '../servers/server.ts';

export interface JournalStore extends PublishJournal {
  /** Hands out the newest kept version and forgets it. */
  readonly takeVersion: (
    recipeId: string,
  ) => { readonly tracks: readonly TrackId[]; readonly savedAtMs: number } | undefined;
}

const keptVersions = 10;

/** What publishing must find again after a crash, so every write reaches the disk itself before the call returns. */
export const createJournalStore = (
  database: Database,
  now: () => number,
  resolve: (id: TrackId) => TrackId,
): JournalStore => {
  const durably = createDurably(database);
  const records = createRecords(database, now);
  const intents = createIntents(database, resolve);
  const versions = createVersions(database, resolve);

  return {
    getRecord: (recipeId) => records.get(recipeId),
    saveRecord: (record) => durably(() => records.save(record)),
    deleteRecord: (recipeId) => durably(() => records.remove(recipeId)),
    begin: (intent) => durably(() => intents.save(intent)),
    getOpenIntents: intents.list,
    finish: (recipeId) => durably(() => intents.remove(recipeId)),
    saveVersion: (recipeId, tracks, savedAtMs) => durably(() => versions.save(recipeId, tracks, savedAtMs)),
    takeVersion: (recipeId) => durably(() => versions.take(recipeId)),
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

const createVersions = (database: Database, resolve: (id: TrackId) => TrackId) => {
  const save = database.prepare('INSERT INTO playlist_versions (recipe_id, tracks, saved_at) VALUES (?, ?, ?)');
  const prune = database.prepare(
    `DELETE FROM playlist_versions WHERE recipe_id = :recipe AND id <=
       (SELECT id FROM playlist_versions WHERE recipe_id = :recipe ORDER BY id DESC LIMIT 1 OFFSET :kept)`,
  );
  const newest = database.prepare<[string], { id: number; tracks: string; savedAtMs: number }>(
    `SELECT id, tracks, saved_at AS savedAtMs FROM playlist_versions WHERE recipe_id = ? ORDER BY id DESC LIMIT 1`,
  );
  const remove = database.prepare<[number]>('DELETE FROM playlist_versions WHERE id = ?');
  return {
    save(recipeId: string, tracks: readonly TrackId[], savedAtMs: number): void {
      save.run(recipeId, JSON.stringify(tracks), savedAtMs);
      prune.run({ recipe: recipeId, kept: keptVersions });
    },
    take(recipeId: string) {
      const row = newest.get(recipeId);
      if (row === undefined) return undefined;
      remove.run(row.id);
      return { tracks: (JSON.parse(row.tracks) as TrackId[]).map(resolve), savedAtMs: row.savedAtMs };
    },
  };
};
