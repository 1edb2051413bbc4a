import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Candidate, Drop, Match, Miss, Pick } from '../core/candidate.ts';
import type { LibraryIndex } from '../core/match/library-index.ts';
import { primaryArtistKeyOf, songKeyOf } from '../core/match/keys.ts';
import { createMatcher, type Matcher } from '../core/match/match.ts';
import type { CandidateStream, Recipe } from '../core/recipe.ts';
import { createSelector } from '../core/select.ts';
import { throwIfAborted } from '../lib/errors.ts';
import { collectCorrections } from './corrections.ts';
import type { House } from './house.ts';
import { scopeIndex } from './scoped-index.ts';

/** Every candidate that came in, in exactly one of the lists. */
export interface Choice {
  readonly picks: readonly Pick[];
  readonly drops: readonly Drop[];
  readonly misses: readonly Miss[];
  /** `full`: the size was reached. `source-ended`: there was no more to ask for. `enough-tried`: we stopped asking. */
  readonly ended: 'full' | 'source-ended' | 'enough-tried';
}

/** Beyond this a source is asked no deeper: what is missing so far will not be found. */
const mostBatches = 60;
const mostCandidates = 5_000;

/** Draws batch after batch from the source, matches and selects, until the list has its size or there is no more. */
export const chooseTracks = async (
  stream: CandidateStream,
  matcher: Matcher,
  recipe: Recipe,
  signal: AbortSignal,
): Promise<Choice> => {
  const { size, maxPerArtist } = recipe;
  const selector = createSelector({ size, maxPerArtist, songKeyOf, artistKeyOf: primaryArtistKeyOf });
  const misses: Miss[] = [];
  let batches = 0;
  let candidates = 0;
  const finish = (ended: Choice['ended']): Choice => {
    const { picks, drops } = selector.result();
    return { picks, drops, misses, ended };
  };
  for await (const batch of stream) {
    throwIfAborted(signal);
    const { full } = selector.add(await matchBatch(batch, matcher, misses, signal));
    if (full) return finish('full');
    batches += 1;
    candidates += batch.length;
    if (batches >= mostBatches || candidates >= mostCandidates) return finish('enough-tried');
  }
  return finish('source-ended');
};

/** Candidates between two breaths: other parts of the house must get their turn during a long list. */
const breathEvery = 10;

/** Returns the matches; what was not found goes to `misses`. */
const matchBatch = async (
  batch: readonly Candidate[],
  matcher: Matcher,
  misses: Miss[],
  signal: AbortSignal,
): Promise<readonly Match[]> => {
  const matches: Match[] = [];
  for (const [at, candidate] of batch.entries()) {
    if (at % breathEvery === breathEvery - 1) {
      await nextTurn();
      throwIfAborted(signal);
    }
    const { match, miss } = matcher.match(candidate);
    if (match !== undefined) matches.push(match);
    else misses.push(miss);
  }
  return matches;
};

/** The matcher of one run: the recipe's libraries, the user's corrections, the copies chosen before. */
export const createRunMatcher = async (house: House, recipe: Recipe, signal: AbortSignal): Promise<Matcher> =>
  createMatcher({
    index: await chooseIndex(house, recipe, signal),
    corrections: collectCorrections(house),
    getSticky: (songKey) => house.library.getStickyTrack(songKey),
  });

/** What the recipe may draw from. */
export const chooseIndex = async (house: House, recipe: Recipe, signal: AbortSignal): Promise<LibraryIndex> => {
  const sectionIds = await findSectionIds(house, recipe, signal);
  return sectionIds === undefined ? house.library.index : scopeIndex(house.library.index, new Set(sectionIds));
};

/** The libraries that the recipe draws from, as the server knows them; undefined = all. */
export const findSectionIds = async (
  house: House,
  recipe: Recipe,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> => {
  if (recipe.libraries.length === 0) return undefined;
  const sections = await house.server.listMusicSections(signal);
  return sections.filter(({ title }) => recipe.libraries.includes(title)).map(({ id }) => id);
};

/** The copies taken this time, so that the next run takes the same. */
export const listStickyTracks = (picks: readonly Pick[]): ReadonlyMap<string, string> =>
  new Map(picks.map(({ match }) => [songKeyOf(match.track), match.track.id]));
