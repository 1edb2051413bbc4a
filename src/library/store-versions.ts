import type { Database } from 'better-sqlite3';
import type { TrackId } from '../core/track.ts';
import type { KeptVersion } from './library.ts';

export interface VersionStore {
  /** Keeps what the playlist held, with what is known of it at this moment. */
  readonly save: (recipeId: string, tracks: readonly TrackId[], savedAtMs: number) => void;
  /** Keeps a version that was taken, as it was. */
  readonly putBack: (recipeId: string, version: KeptVersion) => void;
  /** Hands out the newest and forgets it. */
  readonly take: (recipeId: string) => KeptVersion | undefined;
}

const keptVersions = 10;

interface Row {
  readonly id: number;
  readonly tracks: string;
  readonly savedAtMs: number;
  readonly reasons: string | null;
  readonly windowId: string | null;
}

/** What playlists held before their last changes. `resolve` gives the id that a track has now. */
export const createVersionStore = (database: Database, resolve: (id: TrackId) => TrackId): VersionStore => {
  const add = database.prepare(
    'INSERT INTO playlist_versions (recipe_id, tracks, saved_at, reasons, window_id) VALUES (?, ?, ?, ?, ?)',
  );
  const prune = database.prepare(
    `DELETE FROM playlist_versions WHERE recipe_id = :recipe AND id <=
       (SELECT id FROM playlist_versions WHERE recipe_id = :recipe ORDER BY id DESC LIMIT 1 OFFSET :kept)`,
  );
  const newest = database.prepare<[string], Row>(
    `SELECT id, tracks, saved_at AS savedAtMs, reasons, window_id AS windowId FROM playlist_versions
     WHERE recipe_id = ? ORDER BY id DESC LIMIT 1`,
  );
  const remove = database.prepare<[number]>('DELETE FROM playlist_versions WHERE id = ?');
  const lines = database
    .prepare<[string], [TrackId, string]>('SELECT track_id, why FROM playlist_lines WHERE recipe_id = ?')
    .raw();
  const lastList = database.prepare<[string], { readonly tracks: string; readonly windowId: string }>(
    'SELECT tracks, window_id AS windowId FROM flow_lists WHERE recipe_id = ? ORDER BY turn DESC LIMIT 1',
  );

  /** The flow's last list is what the playlist held, unless somebody changed most of it. */
  const findWindow = (recipeId: string, tracks: readonly TrackId[]): string | undefined => {
    const last = lastList.get(recipeId);
    if (last === undefined || last.windowId === '') return undefined;
    const listed = new Set(readIds(last.tracks, resolve));
    return tracks.filter((id) => listed.has(id)).length * 2 > tracks.length ? last.windowId : undefined;
  };
  const putBack = (recipeId: string, { tracks, savedAtMs, reasons, windowId }: KeptVersion): void => {
    const told = JSON.stringify(tracks.map((id) => reasons.get(id) ?? null));
    add.run(recipeId, JSON.stringify(tracks), savedAtMs, told, windowId ?? null);
    prune.run({ recipe: recipeId, kept: keptVersions });
  };

  return {
    putBack,
    save: (recipeId, tracks, savedAtMs) =>
      putBack(recipeId, {
        tracks,
        savedAtMs,
        reasons: new Map(lines.all(recipeId)),
        windowId: findWindow(recipeId, tracks),
      }),
    take(recipeId) {
      const row = newest.get(recipeId);
      if (row === undefined) return undefined;
      remove.run(row.id);
      const tracks = readIds(row.tracks, resolve);
      const told = row.reasons === null ? [] : (JSON.parse(row.reasons) as readonly (string | null)[]);
      const reasons = new Map(tracks.flatMap((id, at) => (typeof told[at] === 'string' ? [[id, told[at]]] : [])));
      return { tracks, savedAtMs: row.savedAtMs, reasons, windowId: row.windowId ?? undefined };
    },
  };
};

const readIds = (json: string, resolve: (id: TrackId) => TrackId): readonly TrackId[] =>
  (JSON.parse(json) as TrackId[]).map(resolve);
