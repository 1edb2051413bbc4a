import type { TrackFacts } from '../../core/flow/track-facts.ts';
import type { TrackId } from '../../core/track.ts';
import type { PoolClause, PoolQuery } from '../../library/library.ts';
import type { ChooseContext } from '../recipe-kind.ts';
import { breathe } from './breathe.ts';
import { narrow } from './pool-query.ts';
import type { ReadCriteria } from './criteria.ts';

/** Factors on a track's weight. */
const homeBoost = 4;
const seedArtistBoost = 8;
const seedTagBoost = 2.5;
/** Boosted tracks that are brought in beside the sample of a large pool. */
const mostBoosted = 3_000;
const mostSeeds = 10;

export interface Boosts {
  readonly factors: ReadonlyMap<TrackId, number>;
  /** Their facts, so that none is lost when the pool is only a sample. */
  readonly tracks: readonly TrackFacts[];
}

/** Tracks within the window's criteria for which the home speaks, or somebody who wanted more of this. */
export const findBoosts = async (
  context: ChooseContext,
  criteria: ReadCriteria,
  query: PoolQuery,
  signal: AbortSignal,
): Promise<Boosts> => {
  const factors = new Map<TrackId, number>();
  const tracks: TrackFacts[] = [];
  const boost = (clause: PoolClause, factor: number): void => {
    if (clause.tags.length === 0) return;
    const found = context.library.findPool({ ...narrow(query, clause), most: mostBoosted }).tracks;
    for (const facts of found) factors.set(facts.id, (factors.get(facts.id) ?? 1) * factor);
    tracks.push(...found);
  };
  boost({ tags: criteria.home.flatMap(({ tags }) => tags), trackIds: [] }, homeBoost);
  const seeds = context.moment.seeds.slice(0, mostSeeds);
  if (seeds.length === 0) return { factors, tracks };
  await breathe(signal);
  boost(likeSeeds(context, seeds), seedTagBoost);
  await breathe(signal);
  const ofArtists = findByArtists(context, seeds, query);
  for (const { id } of ofArtists) factors.set(id, (factors.get(id) ?? 1) * seedArtistBoost);
  return { factors, tracks: [...tracks, ...ofArtists] };
};

/** Same moods or styles; genres are too wide to say "like this". */
const likeSeeds = ({ library }: ChooseContext, seeds: readonly TrackId[]): PoolClause => {
  const tags = seeds.map((id) => library.getTags(id));
  const moods = [...new Set(tags.flatMap(({ moods: names }) => names))];
  const styles = [...new Set(tags.flatMap(({ styles: names }) => names))];
  return {
    tags: [
      ...(moods.length > 0 ? [{ kind: 'mood' as const, names: moods }] : []),
      ...(styles.length > 0 ? [{ kind: 'style' as const, names: styles }] : []),
    ],
    trackIds: [],
  };
};

const findByArtists = (
  { library }: ChooseContext,
  seeds: readonly TrackId[],
  query: PoolQuery,
): readonly TrackFacts[] => {
  const artists = [...new Set(library.getTracks(seeds).map(({ artist }) => artist))];
  // A window of its own artists: whoever is not among them cannot come in.
  const allowed = query.artists.length === 0 ? artists : artists.filter((name) => includes(query.artists, name));
  return allowed.length === 0 ? [] : library.findPool({ ...query, artists: allowed, most: mostBoosted }).tracks;
};

const includes = (names: readonly string[], name: string): boolean =>
  names.some((other) => other.toLowerCase() === name.toLowerCase());
