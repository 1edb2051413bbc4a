import type { Database } from 'better-sqlite3';
import type { TrackLine } from '../core/run.ts';
import type { PublishedPlaylist } from './library.ts';

export interface PublishedStore {
  /** Replaces the lines of the recipe's playlist. */
  readonly save: (recipeId: string, lines: readonly TrackLine[], publishedAtMs: number) => void;
  readonly list: () => readonly PublishedPlaylist[];
}

type RecordRow = Omit<PublishedPlaylist, 'tracks' | 'guid'> & { readonly guid: string | null };

/** What each playlist of ours held when it was last published. */
export const createPublishedStore = (database: Database): PublishedStore => {
  const clear = database.prepare<[string]>('DELETE FROM playlist_lines WHERE recipe_id = ?');
  const add = database.prepare('INSERT INTO playlist_lines VALUES (?, ?, ?, ?, ?, ?, ?)');
  const stamp = database.prepare('UPDATE playlists SET published_at = ? WHERE recipe_id = ?');
  const records = database.prepare<[], RecordRow>(
    `SELECT recipe_id AS recipeId, machine_id AS machineId, playlist_id AS playlistId, guid, title,
       coalesce(published_at, saved_at) AS publishedAtMs FROM playlists ORDER BY recipe_id`,
  );
  const lines = database.prepare<[string], TrackLine>(
    `SELECT track_id AS trackId, artist, title, album, why FROM playlist_lines WHERE recipe_id = ? ORDER BY position`,
  );

  return {
    save(recipeId, tracks, publishedAtMs) {
      clear.run(recipeId);
      tracks.forEach((line, position) =>
        add.run(recipeId, position, line.trackId, line.artist, line.title, line.album, line.why),
      );
      stamp.run(publishedAtMs, recipeId);
    },
    list: () => records.all().map((row) => ({ ...row, guid: row.guid ?? undefined, tracks: lines.all(row.recipeId) })),
  };
};
