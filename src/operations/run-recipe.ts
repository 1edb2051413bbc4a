import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Pick } from '../core/candidate.ts';
import { primaryArtistKeyOf } from '../core/match/keys.ts';
import type { Recipe } from '../core/recipe.ts';
import type { RunDetail } from '../core/run.ts';
import { createRandom } from '../core/random.ts';
import { spreadArtists } from '../core/sequence.ts';
import { HarmoniqError, describeError, isAbort } from '../lib/errors.ts';
import type { RecipeKind } from '../recipes/recipe-kind.ts';
import { findRecipeKind } from '../recipes/recipe-kinds.ts';
import type { PublishResult } from '../servers/server.ts';
import { chooseTracks, createRunMatcher, listStickyTracks, type Choice } from './choose-tracks.ts';
import { findRecipe } from './find-recipe.ts';
import type { House } from './house.ts';
import { recipeId, yesOrNo } from './inputs.ts';
import { withLease } from './lease.ts';
import { defineOperation, type OperationContext } from './operation.ts';
import { publishPicks } from './publish-picks.ts';
import { reportMisses } from './report-misses.ts';
import { closeRun, openRun, toFailure, type OpenRun, type RunOutcome } from './run-book.ts';
import { describeEmpty, describePublished } from './run-sentences.ts';
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
const refuseUnready = (house: House, recipe: Recipe): void => {
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
  const progress: { choice?: Choice } = {};
  let failure: unknown;
  const outcome = await makePlaylist(house, run, progress, context.signal).catch((error: unknown): RunOutcome => {
    failure = error;
    noteServerFailure(house, error);
    const { picks = [], drops = [], misses = [] } = progress.choice ?? {};
    return { ...toFailure(house, recipe.id, error), picks, drops, misses };
  });
  const detail = closeRun(house, run, outcome);
  if (isAbort(failure)) throw failure;
  return detail;
};

/** The run itself, as the design draws it. */
const makePlaylist = async (
  house: House,
  run: OpenRun,
  progress: { choice?: Choice },
  signal: AbortSignal,
): Promise<RunOutcome> => {
  const { recipe, dryRun } = run;
  const kind = findRecipeKind(recipe.kind);
  const seed = toSeed(house, run);
  const candidates = kind.gather({ sources: house.sources, seed, logger: house.logger }, recipe, signal);
  const choice = await chooseTracks(candidates, await createRunMatcher(house, recipe, signal), recipe, signal);
  const picks = order(kind, choice.picks, seed);
  progress.choice = { ...choice, picks };
  const { journal } = house.library;
  const manner = { journal, mode: recipe.updateMode, adopt: recipe.adopt, dryRun };
  const published = picks.length === 0 ? undefined : await publishPicks(house, recipe, picks, manner, signal);
  if (!dryRun) await remember(house, recipe, progress.choice);
  return toOutcome(recipe, progress.choice, published, dryRun);
};

/** New every day, the same all day. */
const toSeed = (house: House, { recipe, startedAtMs }: OpenRun): string =>
  `${recipe.id}:${DateTime.fromMillis(startedAtMs, { zone: house.config.timezone }).toISODate() ?? ''}`;

const order = (kind: RecipeKind, picks: readonly Pick[], seed: string): readonly Pick[] =>
  kind.order === 'ranked'
    ? picks
    : spreadArtists(picks, ({ match }) => primaryArtistKeyOf(match.track), createRandom(`${seed}:order`));

/** The playlist stands; from here on only our own memory can fail. */
const remember = async (house: House, recipe: Recipe, { picks, misses }: Choice): Promise<void> => {
  try {
    house.library.saveStickyTracks(listStickyTracks(picks));
    await reportMisses(house, recipe.id, misses);
  } catch (error) {
    house.logger.error({ recipe: recipe.id, reason: describeError(error) }, 'The missing tracks could not be kept');
  }
};

const toOutcome = (
  recipe: Recipe,
  choice: Choice,
  published: PublishResult | undefined,
  dryRun: boolean,
): RunOutcome => {
  const { drops, misses } = choice;
  if (published === undefined) return { result: 'skipped', message: describeEmpty(choice), picks: [], drops, misses };
  // The server refused what vanished from it since the last sync.
  const refused = new Set(published.refused);
  const picks = choice.picks.filter(({ match }) => !refused.has(match.track.id));
  const gone = choice.picks
    .filter(({ match }) => refused.has(match.track.id))
    .map(({ match }) => ({ match, reason: 'file-missing' as const, detail: 'the server no longer has this track' }));
  return {
    result: published.tracks.length < recipe.size ? 'partial' : 'succeeded',
    message: describePublished(recipe, { ...choice, picks }, published, dryRun),
    published,
    holds: recipe.updateMode === 'append' ? published.tracks : undefined,
    picks,
    drops: [...drops, ...gone],
    misses,
  };
};
