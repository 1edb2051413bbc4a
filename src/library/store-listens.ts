import type { Database } from 'better-sqlite3';
import type { TrackId } from '../core/track.ts';
import type { Listen } from '../servers/server.ts';
import type { ListenStore } from './library.ts';

export interface ListenMemory extends ListenStore {
  /** Takes away about so many of the plays that are older than a moment, the oldest first; fewer than asked for: no such play is left. */
  readonly prune: (beforeMs: number, limit: number) => number;
}

/** Plays as the server logs them. `resolve` gives the id a track has now. */
export const createListenStore = (database: Database, resolve: (id: TrackId) => TrackId): ListenMemory => {
  const add = database.prepare<[number, string, string]>(
    'INSERT OR IGNORE INTO listens (played_at, track_id, account_id) VALUES (?, ?, ?)',
  );
  const newest = database.prepare<[], number | null>('SELECT max(played_at) FROM listens').pluck();
  const plays = database.prepare<[string], { trackId: TrackId; plays: number }>(
    `SELECT track_id AS trackId, count(*) AS plays FROM json_each(?) AS stretch
       CROSS JOIN listens ON played_at >= stretch.value ->> 0 AND played_at < stretch.value ->> 1
     GROUP BY track_id ORDER BY plays DESC, track_id`,
  );
  const since = database
    .prepare<[string, number], number>('SELECT count(*) FROM listens WHERE track_id = ? AND played_at >= ?')
    .pluck();
  const lastOfSlice = database
    .prepare<[number, number], number>(
      'SELECT played_at FROM listens WHERE played_at < ? ORDER BY played_at LIMIT 1 OFFSET ?',
    )
    .pluck();
  const removeUpTo = database.prepare<[number]>('DELETE FROM listens WHERE played_at <= ?');
  const save = database.transaction((listens: readonly Listen[]): number => {
    let added = 0;
    for (const { trackId, playedAtMs, accountId } of listens) {
      const atMs = Math.round(playedAtMs);
      if (Number.isSafeInteger(atMs)) added += add.run(atMs, resolve(trackId), accountId).changes;
    }
    return added;
  });

  return {
    save: (listens) => save.immediate(listens),
    getNewestAtMs: () => newest.get() ?? undefined,
    countPlays: (stretches) =>
      plays.all(JSON.stringify(stretches.map(({ fromMs, toMs }) => [toMoment(fromMs), toMoment(toMs)]))),
    countSince: (ids, sinceMs) => new Map(ids.map((id) => [id, since.get(resolve(id), sinceMs) ?? 0])),
    prune: (beforeMs, limit) => removeUpTo.run(lastOfSlice.get(beforeMs, limit - 1) ?? beforeMs - 1).changes,
  };
};

/** JSON knows no infinity, which says "ever" at either end. */
const toMoment = (ms: number): number => Math.min(Number.MAX_SAFE_INTEGER, Math.max(Number.MIN_SAFE_INTEGER, ms));
