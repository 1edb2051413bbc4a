import type { Database } from 'better-sqlite3';
import type { Miss } from '../core/candidate.ts';
import type { TrackId } from '../core/track.ts';
import { fold } from './fold.ts';
import type { MissingTrack } from './library.ts';

export interface MissingStore {
  readonly save: (recipeId: string, misses: readonly Miss[], atMs: number) => void;
  readonly list: () => readonly MissingTrack[];
}

interface MissingRow {
  readonly artist: string;
  readonly title: string;
  readonly reason: Miss['reason'];
  readonly nearest: string | null;
  readonly recipes: string;
  readonly sources: string;
  readonly firstMissedAtMs: number;
  readonly lastMissedAtMs: number;
  readonly timesMissed: number;
}

/** Tracks that recipes wanted and the library lacks, each once, with everybody who wants it. */
export const createMissingStore = (database: Database, resolve: (id: TrackId) => TrackId): MissingStore => {
  const upsert = database
    .prepare<unknown[], number>(
      `INSERT INTO missing_tracks
       (artist_fold, title_fold, artist, title, reason, nearest, first_missed_at, last_missed_at, times_missed)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
     ON CONFLICT (artist_fold, title_fold) DO UPDATE SET artist = excluded.artist, title = excluded.title,
       reason = excluded.reason, nearest = excluded.nearest, last_missed_at = excluded.last_missed_at,
       times_missed = times_missed + 1
     RETURNING id`,
    )
    .pluck();
  const withdraw = database.prepare<[string]>('DELETE FROM missing_wishes WHERE recipe_id = ?');
  const wish = database.prepare('INSERT OR IGNORE INTO missing_wishes VALUES (?, ?, ?)');
  const dropUnwanted = database.prepare(
    'DELETE FROM missing_tracks WHERE id NOT IN (SELECT missing_id FROM missing_wishes)',
  );
  const list = database.prepare<[], MissingRow>(
    `SELECT artist, title, reason, nearest, first_missed_at AS firstMissedAtMs, last_missed_at AS lastMissedAtMs,
       times_missed AS timesMissed,
       (SELECT json_group_array(DISTINCT recipe_id ORDER BY recipe_id) FROM missing_wishes WHERE missing_id = id) AS recipes,
       (SELECT json_group_array(DISTINCT source ORDER BY source) FROM missing_wishes WHERE missing_id = id) AS sources
     FROM missing_tracks ORDER BY artist_fold, title_fold`,
  );

  const save = (recipeId: string, misses: readonly Miss[], atMs: number): void => {
    withdraw.run(recipeId);
    const known = new Map<string, number>();
    for (const { candidate, reason, nearest } of misses) {
      const folds = [fold(candidate.artist), fold(candidate.title)];
      const key = folds.join('\u0000');
      const id =
        known.get(key) ??
        upsert.get(
          ...folds,
          candidate.artist,
          candidate.title,
          reason,
          nearest === undefined ? null : JSON.stringify(nearest),
          atMs,
          atMs,
        );
      if (id === undefined) continue;
      known.set(key, id);
      wish.run(id, recipeId, candidate.source);
    }
    dropUnwanted.run();
  };

  const saveWhole = database.transaction(save);

  return {
    save: (recipeId, misses, atMs) => void saveWhole.immediate(recipeId, misses, atMs),
    list: () =>
      list.all().map(({ nearest, recipes, sources, ...row }) => ({
        ...row,
        recipes: JSON.parse(recipes) as string[],
        sources: JSON.parse(sources) as string[],
        ...(nearest === null ? {} : { nearest: follow(JSON.parse(nearest) as Nearest, resolve) }),
      })),
  };
};

type Nearest = NonNullable<Miss['nearest']>;
const follow = (nearest: Nearest, resolve: (id: TrackId) => TrackId): Nearest => ({
  ...nearest,
  trackId: resolve(nearest.trackId),
});
