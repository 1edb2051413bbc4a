import { z } from 'zod';
import type { Recipe } from '../core/recipe.ts';
import type { RunReport } from '../core/run.ts';
import type { SyncReport } from '../library/library.ts';
import { HarmoniqError, describeError, isAbort, throwIfAborted, toHarmoniqError } from '../lib/errors.ts';
import { findRecipe } from './find-recipe.ts';
import { isFlow } from '../core/flow/flow-recipe.ts';
import { viewFlow } from './flow/flow-moment.ts';
import { holdsUndone } from './flow/keep-undone.ts';
import type { House } from './house.ts';
import { recipeId, yesOrNo } from './inputs.ts';
import { joinSync } from './join-sync.ts';
import { defineOperation, type OperationContext } from './operation.ts';
import { recordFailedRun } from './run-book.ts';
import { runRecipe } from './run-recipe.ts';
import { isServerAway } from './server-state.ts';
import { syncLibrary } from './sync-library.ts';

export interface CycleReport {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** undefined = not asked for, or failed. */
  readonly sync: SyncReport | undefined;
  readonly syncError: { readonly code: string; readonly message: string } | undefined;
  readonly reports: readonly RunReport[];
  /** Recipes passed over because they were running already. */
  readonly busy: readonly string[];
}

export const runCycle = defineOperation({
  name: 'run-cycle',
  summary: 'Syncs the library, then runs every enabled recipe, one after another',
  input: z.strictObject({ sync: yesOrNo.default(true), recipes: z.array(recipeId).optional() }),
  mutates: true,
  run: async (house, { sync, recipes }, context): Promise<CycleReport> => {
    refuseSecondCycle(house);
    const chosen = chooseRecipes(house, recipes, context);
    const startedAtMs = house.clock.now();
    const reports: RunReport[] = [];
    house.events.emit('cycle-started', { trigger: context.trigger });
    try {
      const synced = sync ? await trySync(house, context) : {};
      const busy = await runAll(house, chosen, synced.error, context, reports);
      const { report, error } = synced;
      const syncError = error === undefined ? undefined : { code: error.code, message: describeError(error) };
      return { startedAtMs, endedAtMs: house.clock.now(), sync: report, syncError, reports, busy };
    } finally {
      house.events.emit('cycle-finished', { trigger: context.trigger, reports });
    }
  },
});

const refuseSecondCycle = (house: House): void => {
  if (house.activity.snapshot().cycle === undefined) return;
  throw new HarmoniqError('conflict', 'A refresh of all playlists is already under way.', {
    hint: 'Wait until it has finished.',
  });
};

/**
 * Asked for by name: just those. By the schedule: what has no schedule of its own. At the start: those, and whatever has no playlist yet. By a
 * person: all that are switched on.
 */
const chooseRecipes = (
  house: House,
  wanted: readonly string[] | undefined,
  { trigger }: OperationContext,
): readonly Recipe[] => {
  if (wanted !== undefined) return wanted.map((id) => findRecipe(house.recipes, id));
  const byItself = trigger === 'schedule' || trigger === 'start';
  const enabled = flowsFirst(house.recipes).filter(
    (recipe) => recipe.enabled && !(isFlow(recipe) && isResting(house, recipe, byItself)),
  );
  if (trigger === 'schedule') return enabled.filter((recipe) => recipe.cron === undefined);
  if (trigger !== 'start') return enabled;
  const published = new Set(house.library.listPublished().map((playlist) => playlist.recipeId));
  return enabled.filter((recipe) => recipe.cron === undefined || !published.has(recipe.id));
};

/** What asks nobody outside need not wait for what does. */
const flowsFirst = (recipes: readonly Recipe[]): readonly Recipe[] => [
  ...recipes.filter(isFlow),
  ...recipes.filter((recipe) => !isFlow(recipe)),
];

/**
 * A flow between two windows, one that the home has paused, one whose home is about to be heard, since it would be made twice; and one whose earlier list
 * somebody brought back.
 */
const isResting = (house: House, recipe: Recipe, byItself: boolean): boolean => {
  const view = viewFlow(house, recipe);
  const { decision, followsHome } = view;
  if (decision.window === undefined) return true;
  if (!byItself) return false;
  return holdsUndone(view) || (house.home.awaited && followsHome && decision.by !== 'manual');
};

const trySync = async (
  house: House,
  context: OperationContext,
): Promise<{ readonly report?: SyncReport; readonly error?: HarmoniqError }> => {
  try {
    // One that a flow began for itself a moment ago is as good.
    const joined = await joinSync(house, context.signal);
    return { report: joined ?? (await syncLibrary.run(house, { full: false, allowMassDeletion: false }, context)) };
  } catch (error) {
    if (isAbort(error)) throw error;
    house.logger.warn({ reason: describeError(error) }, 'The library could not be synced');
    return { error: toHarmoniqError(error) };
  }
};

/** Fills `reports` as it goes, so that a stopped cycle still tells what was done; returns the recipes that were busy. */
const runAll = async (
  house: House,
  recipes: readonly Recipe[],
  syncError: HarmoniqError | undefined,
  context: OperationContext,
  reports: RunReport[],
): Promise<readonly string[]> => {
  const busy: string[] = [];
  for (const recipe of recipes) {
    throwIfAborted(context.signal);
    // Asking sources would be in vain: nothing can be published, or nothing is there to match.
    if (syncError !== undefined && (isServerAway(house, syncError) || house.library.getLastSync() === undefined)) {
      reports.push(recordFailedRun(house, recipe, syncError, context.trigger));
      continue;
    }
    try {
      const { report } = await runRecipe.run(house, { recipe: recipe.id, dryRun: false }, context);
      reports.push(report);
    } catch (error) {
      if (isAbort(error)) throw error;
      if (toHarmoniqError(error).code === 'conflict') busy.push(recipe.id);
      else reports.push(recordFailedRun(house, recipe, error, context.trigger));
    }
  }
  return busy;
};
