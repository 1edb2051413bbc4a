import { gunzipSync, gzipSync } from 'node:zlib';
import type { Database } from 'better-sqlite3';
import type { RunDetail, RunReport } from '../core/run.ts';
import type { Track, TrackId } from '../core/track.ts';

export interface RunStore {
  readonly start: (recipeId: string, trigger: RunReport['trigger'], dryRun: boolean, startedAtMs: number) => number;
  readonly finish: (detail: RunDetail) => void;
  readonly list: (filter: { readonly recipeId?: string | undefined; readonly limit: number }) => readonly RunReport[];
  readonly getDetail: (runId: number) => RunDetail | undefined;
}

/** A run's details are 20–50 KB packed; reports are small and stay longer. */
const keptDetails = 20;
const keptRuns = 500;

/** Runs and what became of every candidate. Ids in stored details follow re-scanned tracks by `resolve`. */
export const createRunStore = (database: Database, resolve: (id: TrackId) => TrackId): RunStore => {
  const start = database.prepare('INSERT INTO runs (recipe_id, trigger, dry_run, started_at) VALUES (?, ?, ?, ?)');
  const finish = database.prepare('UPDATE runs SET ended_at = ?, report = ? WHERE id = ?');
  const saveDetail = database.prepare(
    `INSERT INTO run_details (run_id, recipe_id, detail) VALUES (?, ?, ?)
     ON CONFLICT (run_id) DO UPDATE SET detail = excluded.detail`,
  );
  const pruneDetails = database.prepare(
    `DELETE FROM run_details WHERE recipe_id = :recipe AND run_id <=
       (SELECT run_id FROM run_details WHERE recipe_id = :recipe ORDER BY run_id DESC LIMIT 1 OFFSET :kept)`,
  );
  const pruneRuns = database.prepare(
    `DELETE FROM runs WHERE recipe_id = :recipe AND id <=
       (SELECT id FROM runs WHERE recipe_id = :recipe ORDER BY id DESC LIMIT 1 OFFSET :kept)`,
  );
  const listAll = database
    .prepare<[number], string>('SELECT report FROM runs WHERE report IS NOT NULL ORDER BY id DESC LIMIT ?')
    .pluck();
  const listOne = database
    .prepare<[string, number], string>(
      'SELECT report FROM runs WHERE recipe_id = ? AND report IS NOT NULL ORDER BY id DESC LIMIT ?',
    )
    .pluck();
  const readDetail = database.prepare<[number], Buffer>('SELECT detail FROM run_details WHERE run_id = ?').pluck();

  return {
    start: (recipeId, trigger, dryRun, startedAtMs) =>
      Number(start.run(recipeId, trigger, dryRun ? 1 : 0, startedAtMs).lastInsertRowid),
    finish(detail) {
      const { report } = detail;
      if (finish.run(report.endedAtMs, JSON.stringify(report), report.id).changes === 0) return;
      saveDetail.run(report.id, report.recipeId, gzipSync(JSON.stringify(detail), { level: 4 }));
      pruneDetails.run({ recipe: report.recipeId, kept: keptDetails });
      pruneRuns.run({ recipe: report.recipeId, kept: keptRuns });
    },
    list({ recipeId, limit }) {
      const rows = recipeId === undefined ? listAll.all(limit) : listOne.all(recipeId, limit);
      return rows.map((row) => JSON.parse(row) as RunReport);
    },
    getDetail(runId) {
      const packed = readDetail.get(runId);
      if (packed === undefined) return undefined;
      return follow(JSON.parse(gunzipSync(packed).toString('utf8')) as RunDetail, resolve);
    },
  };
};

const follow = (detail: RunDetail, resolve: (id: TrackId) => TrackId): RunDetail => {
  const renamed = (track: Track): Track => ({ ...track, id: resolve(track.id) });
  return {
    report: detail.report,
    picks: detail.picks.map((pick) => ({ ...pick, match: { ...pick.match, track: renamed(pick.match.track) } })),
    drops: detail.drops.map((drop) => ({ ...drop, match: { ...drop.match, track: renamed(drop.match.track) } })),
    misses: detail.misses.map((miss) =>
      miss.nearest === undefined
        ? miss
        : { ...miss, nearest: { ...miss.nearest, trackId: resolve(miss.nearest.trackId) } },
    ),
  };
};
