import type { Database } from 'better-sqlite3';
import type { TrackId } from '../core/track.ts';

export interface AliasStore {
  /** The id a track has now; ids that were never replaced come back as they are. */
  readonly resolve: (id: TrackId) => TrackId;
  /** From now on everything remembered of `oldId` belongs to `newId`. */
  readonly relink: (oldId: TrackId, newId: TrackId) => void;
  /** The server uses this id (again): it stands for itself. */
  readonly forget: (id: TrackId) => void;
  readonly isEmpty: () => boolean;
}

/** New ids of re-scanned tracks. Columns are moved at once; ids inside stored JSON are resolved when read. */
export const createAliasStore = (database: Database): AliasStore => {
  const find = database.prepare<[string], string>('SELECT new_id FROM track_aliases WHERE old_id = ?').pluck();
  const forget = database.prepare<[string]>('DELETE FROM track_aliases WHERE old_id = ?');
  const any = database.prepare<[], number>('SELECT EXISTS (SELECT 1 FROM track_aliases)').pluck();
  const moves = [
    'UPDATE track_aliases SET new_id = :newId WHERE new_id = :oldId',
    'INSERT INTO track_aliases (old_id, new_id) VALUES (:oldId, :newId) ON CONFLICT DO UPDATE SET new_id = excluded.new_id',
    'UPDATE sticky_tracks SET track_id = :newId WHERE track_id = :oldId',
    'UPDATE playlist_lines SET track_id = :newId WHERE track_id = :oldId',
    "UPDATE corrections SET track_id = :newId WHERE kind = 'track' AND track_id = :oldId",
    ...['listens', 'flow_listed', 'flow_skips', 'flow_bans', 'sonic_neighbours'].flatMap((table) => [
      // What the new id has already is the newer word.
      `UPDATE OR IGNORE ${table} SET track_id = :newId WHERE track_id = :oldId`,
      `DELETE FROM ${table} WHERE track_id = :oldId`,
    ]),
  ].map((sql) => database.prepare<{ oldId: string; newId: string }>(sql));

  return {
    resolve: (id) => find.get(id) ?? id,
    relink(oldId, newId) {
      forget.run(newId);
      for (const move of moves) move.run({ oldId, newId });
    },
    forget: (id) => void forget.run(id),
    isEmpty: () => any.get() === 0,
  };
};
