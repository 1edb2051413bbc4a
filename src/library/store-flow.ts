import type { Database } from 'better-sqlite3';
import type { TrackId } from '../core/track.ts';
import type { FlowList, FlowSkip, FlowStore } from './library.ts';

const dayMs = 24 * 3_600_000;
/** As long as TIME_PLAYLIST_MEMORY_DAYS may reach back. */
const listedKeptMs = 366 * dayMs;
/** Whole lists of one recipe: only the last one and that of the present occurrence are read. */
const listsKept = 20;
const skipsKeptMs = 365 * dayMs;

/** What flows remember. `resolve` gives the id a track has now; ids in columns were moved when it changed. */
export const createFlowStore = (
  database: Database,
  resolve: (id: TrackId) => TrackId,
  now: () => number,
): FlowStore => {
  const addSkip = database.prepare('INSERT OR IGNORE INTO flow_skips (track_id, skipped_at) VALUES (?, ?)');
  const pruneSkips = database.prepare<[number]>('DELETE FROM flow_skips WHERE skipped_at < ?');
  const skips = database.prepare<[number], FlowSkip>(
    `SELECT track_id AS trackId, skipped_at AS skippedAtMs FROM flow_skips WHERE skipped_at >= ?
     ORDER BY skipped_at DESC, track_id`,
  );
  const setBan = database.prepare('INSERT OR REPLACE INTO flow_bans (track_id, until) VALUES (?, ?)');
  const bans = database
    .prepare<[number], [TrackId, number]>('SELECT track_id, until FROM flow_bans WHERE until > ?')
    .raw();
  const dropBans = database.prepare<[number]>('DELETE FROM flow_bans WHERE until <= ?');
  const saveBan = database.transaction((trackId: TrackId, untilMs: number) => {
    dropBans.run(now());
    setBan.run(resolve(trackId), untilMs);
  });
  const saveSkip = database.transaction(({ trackId, skippedAtMs }: FlowSkip) => {
    addSkip.run(resolve(trackId), skippedAtMs);
    pruneSkips.run(skippedAtMs - skipsKeptMs);
  });

  return {
    ...createLists(database, resolve),
    saveSkip: (skip) => void saveSkip.immediate(skip),
    listSkips: (sinceMs) => skips.all(sinceMs),
    saveBan: (trackId, untilMs) => void saveBan.immediate(trackId, untilMs),
    listBans: (nowMs) => new Map(bans.all(nowMs)),
  };
};

type ListRow = Omit<FlowList, 'tracks'> & { readonly tracks: string };

const createLists = (
  database: Database,
  resolve: (id: TrackId) => TrackId,
): Pick<FlowStore, 'saveList' | 'getLastList' | 'listRecent'> => {
  const put = database
    .prepare<[string, string, string, string, number, string, string], number>(
      `INSERT INTO flow_lists (recipe_id, occurrence, window_id, tracks, published_at, made_for, turn)
       VALUES (?, ?, ?, ?, ?, ?, 1 + coalesce((SELECT max(turn) FROM flow_lists WHERE recipe_id = ?), 0))
       ON CONFLICT (recipe_id, occurrence) DO UPDATE SET window_id = excluded.window_id, tracks = excluded.tracks,
         published_at = excluded.published_at, made_for = excluded.made_for, turn = excluded.turn
       RETURNING n`,
    )
    .pluck();
  const mark = database.prepare<[string, number, number]>(
    `INSERT INTO flow_listed (track_id, list, listed_at) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET listed_at = max(listed_at, excluded.listed_at)`,
  );
  const pruneMarks = database.prepare<[number]>('DELETE FROM flow_listed WHERE listed_at < ?');
  const pruneLists = database.prepare<[string, string, number]>(
    `DELETE FROM flow_lists WHERE recipe_id = ? AND turn <=
       (SELECT max(turn) FROM flow_lists WHERE recipe_id = ?) - ?`,
  );
  const last = database.prepare<[string], ListRow>(
    `SELECT recipe_id AS recipeId, occurrence, window_id AS windowId, tracks, published_at AS publishedAtMs,
       made_for AS madeFor
     FROM flow_lists WHERE recipe_id = ? ORDER BY turn DESC LIMIT 1`,
  );
  const recent = database
    .prepare<[number, string, string], [TrackId, number]>(
      `SELECT track_id, max(listed_at) FROM flow_listed WHERE listed_at >= ? AND list IS NOT
         (SELECT n FROM flow_lists WHERE recipe_id = ? AND occurrence = ?) GROUP BY track_id`,
    )
    .raw();

  const saveList = database.transaction((list: FlowList) => {
    const { recipeId, occurrence, windowId, publishedAtMs, madeFor } = list;
    const tracks = list.tracks.map(resolve);
    const n = put.get(recipeId, occurrence, windowId, JSON.stringify(tracks), publishedAtMs, madeFor, recipeId) ?? 0;
    for (const trackId of tracks) mark.run(trackId, n, publishedAtMs);
    pruneMarks.run(publishedAtMs - listedKeptMs);
    pruneLists.run(recipeId, recipeId, listsKept);
  });

  return {
    saveList: (list) => void saveList.immediate(list),
    getLastList(recipeId) {
      const row = last.get(recipeId);
      return row && { ...row, tracks: (JSON.parse(row.tracks) as TrackId[]).map(resolve) };
    },
    listRecent: (sinceMs, { recipeId, occurrence }) => new Map(recent.all(sinceMs, recipeId, occurrence)),
  };
};
