import type { Drop, Miss, Pick as TrackPick } from '../core/candidate.ts';
import type { Recipe } from '../core/recipe.ts';
import type { RunDetail, RunReport, RunResult, RunTrigger } from '../core/run.ts';
import { describeError, isAbort, toHarmoniqError } from '../lib/errors.ts';
import type { PublishResult } from '../servers/server.ts';
import type { House } from './house.ts';

/** A run that has its number and not yet its end. */
export interface OpenRun {
  readonly id: number;
  readonly recipe: Recipe;
  readonly trigger: RunTrigger;
  readonly dryRun: boolean;
  readonly startedAtMs: number;
}

/** What became of it. */
export interface RunOutcome {
  readonly result: RunResult;
  readonly message: string;
  readonly error?: RunReport['error'];
  readonly notes?: RunReport['notes'];
  readonly ownTracks?: RunReport['ownTracks'];
  readonly published?: PublishResult | undefined;
  readonly picks: readonly TrackPick[];
  readonly drops: readonly Drop[];
  readonly misses: readonly Miss[];
  readonly holds?: RunDetail['holds'];
}

/** What a run has chosen so far, for a run that fails on the way. */
export interface RunProgress {
  choice?: Partial<Pick<RunOutcome, 'picks' | 'drops' | 'misses'>>;
}

/** The server refused what vanished from it since the last sync; those picks become drops. */
export const separateRefused = (
  picks: readonly TrackPick[],
  { refused }: PublishResult,
): { readonly picks: readonly TrackPick[]; readonly gone: readonly Drop[] } => {
  const vanished = new Set(refused);
  const isGone = ({ match }: TrackPick): boolean => vanished.has(match.track.id);
  return {
    picks: picks.filter((pick) => !isGone(pick)),
    gone: picks
      .filter(isGone)
      .map(({ match }) => ({ match, reason: 'file-missing', detail: 'the server no longer has this track' })),
  };
};

/** A preview leaves no other trace than its row: the doors are not told of it. */
export const openRun = (house: House, recipe: Recipe, trigger: RunTrigger, dryRun: boolean): OpenRun => {
  const startedAtMs = house.clock.now();
  const id = house.library.startRun(recipe.id, trigger, dryRun, startedAtMs);
  if (!dryRun) house.events.emit('run-started', { recipeId: recipe.id, runId: id });
  return { id, recipe, trigger, dryRun, startedAtMs };
};

/** Stores the outcome, tells the doors and writes the log's line. */
export const closeRun = (house: House, run: OpenRun, outcome: RunOutcome): RunDetail => {
  const report = toReport(house, run, outcome);
  const { picks, drops, misses } = outcome;
  const detail: RunDetail = { report, picks, drops, misses, holds: outcome.holds };
  try {
    house.library.finishRun(detail);
  } finally {
    if (!run.dryRun) tellDoors(house, report);
  }
  logRun(house, report, run.recipe);
  return detail;
};

/** The doors show what the playlist holds now, whatever became of this run. */
const tellDoors = (house: House, report: RunReport): void => {
  const playlist = house.library.listPublished().find(({ recipeId }) => recipeId === report.recipeId);
  house.events.emit('run-finished', { report, tracks: playlist?.tracks ?? [] });
};

const toReport = (house: House, run: OpenRun, outcome: RunOutcome): RunReport => {
  const { picks, drops, misses, published } = outcome;
  const matched = picks.length + drops.length;
  const candidates = matched + misses.length;
  return {
    id: run.id,
    recipeId: run.recipe.id,
    trigger: run.trigger,
    dryRun: run.dryRun,
    startedAtMs: run.startedAtMs,
    endedAtMs: house.clock.now(),
    result: outcome.result,
    message: outcome.message,
    error: outcome.error,
    notes: outcome.notes,
    ownTracks: outcome.ownTracks,
    playlist: published?.playlist,
    counts: {
      candidates,
      matched,
      missed: misses.length,
      dropped: drops.length,
      tracks: outcome.holds?.length ?? picks.length,
      added: published?.added.length ?? 0,
      removed: published?.removed.length ?? 0,
      moved: published?.moved ?? 0,
    },
    matchRate: candidates === 0 ? 0 : matched / candidates,
  };
};

/** `error` where a person must act, `warn` where the next run may cope by itself. */
const logRun = (house: House, report: RunReport, recipe: Recipe): void => {
  const facts = {
    recipe: recipe.id,
    playlist: recipe.playlistName,
    result: report.result,
    ...(report.dryRun ? { dryRun: true } : {}),
    ...report.counts,
    matchRate: Math.round(report.matchRate * 100) / 100,
    ms: report.endedAtMs - report.startedAtMs,
    message: report.message,
  };
  if (report.result === 'failed') {
    const mustAct = ['unauthorized', 'config-invalid', 'internal'].includes(report.error?.code ?? '');
    house.logger[mustAct ? 'error' : 'warn'](facts, 'Run failed');
    return;
  }
  house.logger[report.result === 'skipped' ? 'warn' : 'info'](facts, 'Run finished');
};

/** How a run ends that threw. */
export const toFailure = (
  house: House,
  recipeId: string,
  error: unknown,
): Omit<RunOutcome, 'picks' | 'drops' | 'misses'> => {
  // Not to be mistaken for a playlist that was left alone.
  const open = house.library.journal.getOpenIntents().some((intent) => intent.recipeId === recipeId);
  const state = open ? 'What was half written will be completed by the next run.' : 'The playlist is as it was.';
  if (isAbort(error)) return { result: 'cancelled', message: `The run was stopped. ${state}` };
  const message = describeError(error);
  return {
    result: 'failed',
    message: `${message} ${state}`,
    error: { code: toHarmoniqError(error).code, message },
  };
};

/** A run that failed before it began. */
export const recordFailedRun = (house: House, recipe: Recipe, error: unknown, trigger: RunTrigger): RunReport => {
  const run = openRun(house, recipe, trigger, false);
  return closeRun(house, run, { ...toFailure(house, recipe.id, error), picks: [], drops: [], misses: [] }).report;
};
