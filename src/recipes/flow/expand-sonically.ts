import type { Random } from '../../core/random.ts';
import type { TrackId } from '../../core/track.ts';
import { createCluster, type Cluster, type ClusterRules, type Drawn } from './sonic-cluster.ts';
import type { SonicReader } from './sonic.ts';

/** A track from whose neighbourhood a part of the list may come. */
export interface SonicSeed {
  readonly id: TrackId;
  /** How large a part, compared with the others: 1 unless told otherwise; more for tracks somebody wanted more of, less for a mere hand-over. */
  readonly share?: number | undefined;
}

export interface ExpandRequest {
  /**
   * In order of preference: about one for six tracks of the list is used, no artist twice; the others step in for those that yield nothing. A seed need not be
   * allowed in the list itself.
   */
  readonly seeds: readonly SonicSeed[];
  readonly reader: Pick<SonicReader, 'readNearest' | 'countLeft'>;
  /** How much the track is wanted; 0 = must not be in the list. */
  readonly weightOf: (id: TrackId) => number;
  /** Key by which artists are told apart; undefined = not known. */
  readonly artistOf: (id: TrackId) => string | undefined;
  /** `"Title" by Artist`, for the reasons. */
  readonly nameOf: (id: TrackId) => string;
  /** Tracks the list shall have. */
  readonly size: number;
  readonly maxPerArtist: number;
  readonly random: Random;
}

export interface SonicCandidate {
  readonly id: TrackId;
  /** The seed whose cluster it belongs to; the track itself when it is a seed. */
  readonly seed: TrackId;
  /** One clause for a person: `sounds like "Title" by Artist`. */
  readonly why: string;
}

/** Tracks of the list for each seed. */
const tracksPerSeed = 6;
/** Handed out for each track of the list, so that caps and other rules have a choice. */
const surplus = 3;
/** A cluster with fewer usable tracks than this for each of its places in the list looks further. */
const comfort = 1.5;
/** Of the tracks that may be read, so many are for growing; the rest is for ordering what was chosen. */
const growingShare = 0.4;

/**
 * Tracks that sound like the seeds, best first: a few clusters, dealt in turns, so that whatever beginning is taken has all of them in it, and each with tracks
 * whose distances the server knows. Up to three times the size. Empty when nothing is known about the seeds. The same request and the same answers give the same
 * candidates, whether they come from the cache or from the server. Throws only for an abort.
 */
export const expandSonically = async (
  request: ExpandRequest,
  signal: AbortSignal,
): Promise<readonly SonicCandidate[]> => {
  const { reader, size } = request;
  const reads = Math.floor(reader.countLeft() * growingShare);
  if (reads < 1 || size < 1) return [];
  const clusters = await growClusters(request, reads, signal);
  settleBorders(clusters);
  const most = Math.ceil((2 * size * surplus) / Math.max(1, clusters.length));
  for (const cluster of clusters) fill(cluster, most, request.random);
  return deal(clusters, size * surplus).map((drawn) => describe(drawn, request));
};

interface Growth {
  readonly request: ExpandRequest;
  readonly rules: ClusterRules;
  readonly part: number;
  /** Seeds that were not used yet. */
  readonly reserve: SonicSeed[];
  readonly artists: Set<string>;
}

/** Grows clusters in rounds; a round asks about several tracks at once. */
const growClusters = async (
  request: ExpandRequest,
  reads: number,
  signal: AbortSignal,
): Promise<readonly Cluster[]> => {
  const { size, artistOf, weightOf, maxPerArtist, reader } = request;
  const count = Math.min(reads, Math.max(2, Math.round(size / tracksPerSeed)));
  const rules: ClusterRules = { weightOf, artistOf, maxPerArtist, drawnOf: new Map() };
  const growth: Growth = { request, rules, part: size / count, reserve: [...request.seeds], artists: new Set() };
  const clusters: Cluster[] = [];
  let left = reads;
  while (left > 0) {
    const sources = chooseSources(growth, clusters, count).slice(0, left);
    if (sources.length === 0) break;
    left -= sources.length;
    const answers = await reader.readNearest(
      sources.map(({ id }) => id),
      signal,
    );
    for (const { id, cluster } of sources) cluster.absorb(id, answers.get(id) ?? []);
    for (const { cluster } of sources) if (!clusters.includes(cluster) && isFertile(cluster)) clusters.push(cluster);
  }
  return clusters;
};

/** Beside the seed itself there is something. */
const isFertile = (cluster: Cluster): boolean => cluster.listWaiting().length > 0;

/** What to ask about next: new seeds until there are enough clusters, then tracks of clusters that are too small. */
const chooseSources = (growth: Growth, clusters: readonly Cluster[], count: number): readonly Source[] => {
  const missing = count - clusters.length;
  const seeds = Array.from({ length: missing }, () => takeSeed(growth)).filter((seed) => seed !== undefined);
  if (seeds.length > 0) return seeds.map((seed) => ({ id: seed.id, cluster: plant(growth, seed) }));
  const shares = clusters.reduce((sum, { share }) => sum + share, 0);
  return clusters.flatMap((cluster) => {
    const wanted = (growth.request.size * cluster.share * comfort) / shares;
    if (cluster.share < 1 || cluster.countUsable() >= wanted) return [];
    const next = cluster.draw(growth.request.random);
    return next === undefined ? [] : [{ id: next.id, cluster }];
  });
};

interface Source {
  readonly id: TrackId;
  readonly cluster: Cluster;
}

const plant = (growth: Growth, { id, share = 1 }: SonicSeed): Cluster =>
  createCluster({ id, share }, growth.part, growth.rules);

/** The next seed of an artist that has none yet. */
const takeSeed = ({ reserve, artists, request }: Growth): SonicSeed | undefined => {
  for (let seed = reserve.shift(); seed !== undefined; seed = reserve.shift()) {
    const artist = request.artistOf(seed.id) ?? `\u0000${seed.id}`;
    if (artists.has(artist)) continue;
    artists.add(artist);
    return seed;
  }
  return undefined;
};

/** A track that more than one cluster found goes to the one whose seed is nearest. */
const settleBorders = (clusters: readonly Cluster[]): void => {
  const drawn = new Set(clusters.flatMap((cluster) => cluster.drawn.map(({ id }) => id)));
  const nearest = new Map<TrackId, { readonly cluster: Cluster; readonly distance: number }>();
  for (const cluster of clusters) {
    for (const id of cluster.listWaiting()) {
      const distance = cluster.distanceOf(id) ?? Number.POSITIVE_INFINITY;
      const rival = nearest.get(id);
      if (drawn.has(id) || (rival !== undefined && rival.distance <= distance)) cluster.release(id);
      else {
        rival?.cluster.release(id);
        nearest.set(id, { cluster, distance });
      }
    }
  }
};

const fill = (cluster: Cluster, most: number, random: Random): void => {
  while (cluster.drawn.length < most && cluster.draw(random) !== undefined) continue;
};

interface Dealt extends Drawn {
  readonly seed: TrackId;
}

/** Always from the cluster that is furthest behind its share. */
const deal = (clusters: readonly Cluster[], most: number): readonly Dealt[] => {
  const dealt = new Map<TrackId, Dealt>();
  const hands = clusters.map((cluster) => ({ cluster, next: 0 }));
  while (dealt.size < most) {
    const open = hands.filter(({ cluster, next }) => next < cluster.drawn.length);
    if (open.length === 0) break;
    const hand = open.reduce((behind, other) =>
      (other.next + 1) / other.cluster.share < (behind.next + 1) / behind.cluster.share ? other : behind,
    );
    const drawn = hand.cluster.drawn[hand.next] as Drawn;
    hand.next += 1;
    if (!dealt.has(drawn.id)) dealt.set(drawn.id, { ...drawn, seed: hand.cluster.seed });
  }
  return [...dealt.values()];
};

const describe = ({ id, seed, like }: Dealt, { nameOf }: ExpandRequest): SonicCandidate => ({
  id,
  seed,
  why: id === seed ? 'others were chosen to sound like it' : `sounds like ${nameOf(like)}`,
});
