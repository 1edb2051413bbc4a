import { z } from 'zod';
import type { Recipe } from '../core/recipe.ts';
import type { RunDetail } from '../core/run.ts';
import { HarmoniqError, isAbort } from '../lib/errors.ts';
import { findRecipeKind } from '../recipes/recipe-kinds.ts';
import { findRecipe } from './find-recipe.ts';
import { makeFlow } from './flow/make-flow.ts';
import type { House } from './house.ts';
import { recipeId, yesOrNo } from './inputs.ts';
import { withLease } from './lease.ts';
import { defineOperation, type OperationContext } from './operation.ts';
import { makePlaylist } from './make-playlist.ts';
import { closeRun, openRun, toFailure, type OpenRun, type RunOutcome, type RunProgress } from './run-book.ts';
import { noteServerFailure } from './server-state.ts';

export const runRecipe = defineOperation({
  name: 'run-recipe',
  summary: 'Makes one playlist anew: gathers, matches, selects, orders, publishes and reports',
  input: z.strictObject({ recipe: recipeId, dryRun: yesOrNo.default(false) }),
  mutates: true,
  run: async (house, { recipe: wanted, dryRun }, context): Promise<RunDetail> => {
    const recipe = findRecipe(house.recipes, wanted);
    refuseUnready(house, recipe);
    // A preview writes nothing, so it disturbs nobody.
    if (dryRun) return runOnce(house, recipe, true, context);
    return withLease(
      house,
      `recipe:${recipe.id}`,
      `The recipe ${recipe.id} is already running.`,
      context.signal,
      (signal) => runOnce(house, recipe, false, { ...context, signal }),
    );
  },
});

/** What would make every run fail is said before one begins. */
export const refuseUnready = (house: House, recipe: Recipe): void => {
  if (recipe.disabledReason !== undefined)
    throw new HarmoniqError('invalid-input', `The recipe ${recipe.id} is off: ${recipe.disabledReason}`, {
      hint: 'Set that option and restart.',
    });
  if (house.library.getLastSync() !== undefined) return;
  if (house.activity.snapshot().syncing)
    throw new HarmoniqError('conflict', 'The library is being read for the first time.', {
      hint: 'Try again when that sync has finished.',
    });
  if (house.library.count().tracks === 0)
    throw new HarmoniqError('not-found', 'The library has not been read yet.', { hint: 'Run "harmoniq sync" first.' });
};

/** From number to report. A foreign failure is an outcome, not an exception; only a stop is thrown, after it has been recorded. */
const runOnce = async (
  house: House,
  recipe: Recipe,
  dryRun: boolean,
  context: OperationContext,
): Promise<RunDetail> => {
  const run = openRun(house, recipe, context.trigger, dryRun);
  const progress: RunProgress = {};
  let failure: unknown;
  const outcome = await make(house, run, progress, context.signal).catch((error: unknown): RunOutcome => {
    failure = error;
    noteServerFailure(house, error);
    const { picks = [], drops = [], misses = [] } = progress.choice ?? {};
    return { ...toFailure(house, recipe.id, error), picks, drops, misses };
  });
  const detail = closeRun(house, run, outcome);
  if (isAbort(failure)) throw failure;
  return detail;
};

/** By the kind's own way; a kind that does not exist fails the run like anything else. */
const make = async (house: House, run: OpenRun, progress: RunProgress, signal: AbortSignal): Promise<RunOutcome> => {
  const kind = findRecipeKind(run.recipe.kind);
  return 'choose' in kind
    ? makeFlow(house, kind, run, progress, signal)
    : makePlaylist(house, kind, run, progress, signal);
};
