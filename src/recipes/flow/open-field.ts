import type { DropReason } from '../../core/candidate.ts';
import type { FlowMemory } from '../../core/flow/admission.ts';
import { buildLadder, type Rung } from '../../core/flow/ladder.ts';
import type { TrackFacts } from '../../core/flow/track-facts.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { TrackId } from '../../core/track.ts';
import type { PoolQuery } from '../../library/library.ts';
import type { ChooseContext } from '../recipe-kind.ts';
import { breathe } from './breathe.ts';
import { findBoosts } from './boosts.ts';
import { listBreadths, toWidenedQuery } from './breadths.ts';
import { byPlace, weighTracks, type FlowCandidate, type WeighTools } from './candidates.ts';
import { createCrowd, type Crowd } from './crowd.ts';
import { readLastLists, readMemory, type LastLists } from './flow-memory.ts';
import { findFairFamiliarity } from './fair-familiarity.ts';
import { findFairShares } from './fair-shares.ts';
import type { FlowSettings } from './flow-settings.ts';
import { learnWindow, type WindowHabits } from './learn-window.ts';
import { amongIds, toPoolQuery } from './pool-query.ts';
import type { ReadCriteria } from './criteria.ts';
import { createSongCopies, type SongCopies } from './song-copies.ts';

/** Tracks weighed for one list; of a wider pool a sample. */
const mostTracks = 10_000;
/** The same for criteria that had to give way: what is still missing is little. */
const mostWider = 4_000;
const mostFavourites = 500;

/** All that may come into the list, weighed, and all that is remembered. */
export interface FlowField {
  readonly context: ChooseContext;
  readonly settings: FlowSettings;
  readonly criteria: ReadCriteria;
  readonly memory: FlowMemory;
  readonly habits: WindowHabits;
  readonly crowd: Crowd;
  readonly copies: SongCopies;
  readonly last: LastLists;
  readonly ladder: readonly Rung[];
  /** How many tracks meet the window's criteria. */
  readonly total: number;
  /** How many of them were looked at; fewer where there are very many. */
  readonly looked: number;
  /** How many of those each rule keeps out. */
  readonly leftOut: ReadonlyMap<DropReason, number>;
  /** Tracks that the criteria let in once they have been widened so far, best place in the draw first. */
  listCandidates(breadth: number): readonly FlowCandidate[];
  /** undefined = not in the field, or a hard rule keeps it out. */
  find(id: TrackId): FlowCandidate | undefined;
}

/**
 * Each question to a large library takes a while, so others get their turn between them; what is remembered is read in one go before the first. `wanted`: ids whose
 * facts are needed even where the pool is only a sample.
 */
export const openField = async (
  context: ChooseContext,
  recipe: Recipe,
  settings: FlowSettings,
  criteria: ReadCriteria,
  signal: AbortSignal,
  wanted: readonly TrackId[] = [],
): Promise<FlowField> => {
  const { library, sectionIds } = context;
  const last = readLastLists(context, recipe);
  const memory = readMemory(context, recipe, settings);
  const habits = learnWindow(context, settings);
  await breathe(signal);
  const scope = { sectionIds, seed: settings.seed };
  const query = toPoolQuery(criteria, { ...scope, most: mostTracks });
  const named = [...new Set([...wanted, ...(last.own?.tracks ?? [])])];
  const boosts = await findBoosts(context, criteria, query, signal);
  await breathe(signal);
  const { tracks, total } = readPool(context, query, [...named, ...listFavourites(habits)], boosts.tracks);
  await breathe(signal);
  const crowd = createCrowd(tracks, library);
  const shares = await findFairShares(library, criteria, query, { total, tracks: tracks.length }, signal);
  const weighing = {
    nowMs: context.nowMs,
    skips: memory.skips,
    windowPlays: habits.plays,
    boosts: multiply(boosts.factors, shares),
  };
  const tools: WeighTools = { settings, memory, weighing, crowd };
  const base = weighTracks(tracks, tools, { widened: false, breadth: 0 });
  const fair = { ...settings, familiarity: findFairFamiliarity(settings, base.candidates) };
  const breadths = listBreadths(criteria, habits.taste);
  const layers: (readonly FlowCandidate[])[] = [];
  const byId = new Map<TrackId, FlowCandidate>();
  for (const candidate of base.candidates) byId.set(candidate.facts.id, candidate);
  const seen = new Set<TrackId>();
  for (const { id } of tracks) seen.add(id);

  /** Weighs what a further question brings to light. */
  const addMore = (more: readonly TrackFacts[], kind: Pick<FlowCandidate, 'widened' | 'breadth'>) => {
    const fresh = more.filter(({ id }) => !seen.has(id));
    for (const { id } of fresh) seen.add(id);
    const { candidates } = weighTracks(fresh, tools, kind);
    for (const candidate of candidates) byId.set(candidate.facts.id, candidate);
    return candidates;
  };
  const readAlso = (wider: PoolQuery, ids: readonly TrackId[]): readonly TrackFacts[] => {
    const missing = ids.filter((id) => !seen.has(id));
    return missing.length === 0 ? [] : library.findPool(amongIds(wider, missing)).tracks;
  };

  await breathe(signal);
  const widenedQuery = toWidenedQuery(criteria, habits.taste, scope);
  const habitual =
    widenedQuery === undefined
      ? []
      : addMore([...readAlso(widenedQuery, named), ...library.findPool(widenedQuery).tracks], {
          widened: true,
          breadth: 0,
        });
  layers.push([...base.candidates, ...habitual].sort(byPlace));
  await breathe(signal);
  const widerQueries = breadths.map(({ lists }) => toPoolQuery(criteria, { ...scope, most: mostWider }, lists));
  // Tracks of the last list may have come in when the criteria had given way.
  widerQueries.forEach((wider, at) => void addMore(readAlso(wider, named), { widened: false, breadth: at + 1 }));

  return {
    context,
    settings: fair,
    criteria,
    memory,
    habits,
    crowd,
    copies: createSongCopies(library, settings.rules, memory),
    last,
    ladder: buildLadder({ ...settings.rules, breadths: breadths.map(({ said }) => said) }),
    total,
    looked: tracks.length,
    leftOut: base.leftOut,
    listCandidates(breadth) {
      const known = layers[breadth];
      if (known !== undefined) return known;
      const wider = widerQueries[breadth - 1];
      if (wider === undefined) return [];
      const early = [...byId.values()].filter((candidate) => candidate.breadth === breadth);
      const layer = [...early, ...addMore(library.findPool(wider).tracks, { widened: false, breadth })].sort(byPlace);
      layers[breadth] = layer;
      return layer;
    },
    find: (id) => byId.get(id),
  };
};

const multiply = (
  one: ReadonlyMap<TrackId, number>,
  other: ReadonlyMap<TrackId, number>,
): ReadonlyMap<TrackId, number> => {
  if (one.size === 0) return other;
  const product = new Map(one);
  other.forEach((factor, id) => {
    product.set(id, (product.get(id) ?? 1) * factor);
  });
  return product;
};

/** What was played most in this window is looked at in any case. */
const listFavourites = ({ plays }: WindowHabits): readonly TrackId[] =>
  [...plays]
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
    .slice(0, mostFavourites)
    .map(([id]) => id);

const readPool = (
  { library }: ChooseContext,
  query: PoolQuery,
  named: readonly TrackId[],
  boosted: readonly TrackFacts[],
): { readonly tracks: readonly TrackFacts[]; readonly total: number } => {
  const { tracks, total } = library.findPool(query);
  if (tracks.length === total) return { tracks, total };
  const also = named.length === 0 ? [] : library.findPool(amongIds(query, named)).tracks;
  const all = new Map<TrackId, TrackFacts>();
  for (const facts of [...tracks, ...boosted, ...also]) all.set(facts.id, facts);
  return { tracks: [...all.values()], total };
};
