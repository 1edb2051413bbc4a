import { DateTime } from 'luxon';
import type { Pick } from '../core/candidate.ts';
import { primaryArtistKeyOf } from '../core/match/keys.ts';
import { createRandom } from '../core/random.ts';
import type { Recipe } from '../core/recipe.ts';
import { spreadArtists } from '../core/sequence.ts';
import { describeError } from '../lib/errors.ts';
import type { CandidateKind } from '../recipes/recipe-kind.ts';
import type { PublishResult } from '../servers/server.ts';
import { chooseTracks, createRunMatcher, listStickyTracks, type Choice } from './choose-tracks.ts';
import type { House } from './house.ts';
import { publishPicks } from './publish-picks.ts';
import { reportMisses } from './report-misses.ts';
import { separateRefused, type OpenRun, type RunOutcome, type RunProgress } from './run-book.ts';
import { describeEmpty, describePublished } from './run-sentences.ts';

/** A run from candidates, as the design draws it. */
export const makePlaylist = async (
  house: House,
  kind: CandidateKind,
  run: OpenRun,
  progress: RunProgress,
  signal: AbortSignal,
): Promise<RunOutcome> => {
  const { recipe, dryRun } = run;
  const seed = toSeed(house, run);
  const candidates = kind.gather({ sources: house.sources, seed, logger: house.logger }, recipe, signal);
  const choice = await chooseTracks(candidates, await createRunMatcher(house, recipe, signal), recipe, signal);
  const picks = order(kind, choice.picks, seed);
  const ordered: Choice = { ...choice, picks };
  progress.choice = ordered;
  const { journal } = house.library;
  const manner = { journal, mode: recipe.updateMode, adopt: recipe.adopt, dryRun };
  const published = picks.length === 0 ? undefined : await publishPicks(house, recipe, picks, manner, signal);
  if (!dryRun) await remember(house, recipe, ordered);
  return toOutcome(recipe, ordered, published, dryRun);
};

/** New every day, the same all day. */
const toSeed = (house: House, { recipe, startedAtMs }: OpenRun): string =>
  `${recipe.id}:${DateTime.fromMillis(startedAtMs, { zone: house.config.timezone }).toISODate() ?? ''}`;

const order = (kind: CandidateKind, picks: readonly Pick[], seed: string): readonly Pick[] =>
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
  const { picks, gone } = separateRefused(choice.picks, published);
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
