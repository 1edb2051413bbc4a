import type { Random } from '../../core/random.ts';
import type { TrackId } from '../../core/track.ts';
import { createCluster, type Cluster, type ClusterRules, type Drawn, type TrackMix } from './sonic-cluster.ts';
import type { SonicReader } from './sonic.ts';

/** A track from whose neighbourhood a part of the list may come. */
export interface SonicSeed {
  readonly id: TrackId;
  /** How large a part, compared with the others: 1 unless told otherwise; more for tracks somebody wanted more of, less for a mere hand-over. */
  readonly share?: number | undefined;
}

export interface ExpandRequest {
  /**
   * In order of preference: about one for eight tracks of the list is used, no artist twice; the others step in for those that yield nothing. A seed need not be
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
  /** Two sorts (known and new, say) of which the list wants so much each: every cluster brings both, as far as it has them. Left out: all alike. */
  readonly mix?: TrackMix | undefined;
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
export const tracksPerSeed = 8;
/** Handed out for each track of the list, so that caps and other rules have a choice. */
const surplus = 3;
/** Of the tracks that may be read, so many are for growing; the rest is for ordering whatever is chosen in the end. */
const growingShare = 0.95;

/**
 * Tracks that sound like the seeds, best first: a few clusters, dealt in turns, so that whatever beginning is taken has all of them in it, each with tracks whose
 * distances the server knows. Up to three times the size. Empty when nothing is known about the seeds. The same request and the same answers give the same
 * candidates, whether they come from the cache or from the server. Throws only for an abort.
 */
export const expandSonically = async (
  request: ExpandRequest,
  signal: AbortSignal,
): Promise<readonly SonicCandidate[]> => {
  if (request.size < 1) return [];
  const asked = rememberAnswers(request);
  const clusters = await growClusters(asked, signal);
  fillUp(clusters, request);
  return deal(clusters.filter(hasCompany), request.size * surplus).map((dealt) => describe(dealt, request));
};

/** They are asked for the same few tracks again and again, and an answer may come from a database. */
const rememberAnswers = (request: ExpandRequest): ExpandRequest => {
  const { weightOf, artistOf, mix } = request;
  return {
    ...request,
    weightOf: remember(weightOf),
    artistOf: remember(artistOf),
    mix: mix && { ...mix, isFirstSort: remember(mix.isFirstSort) },
  };
};

const remember = <Answer>(ask: (id: TrackId) => Answer): ((id: TrackId) => Answer) => {
  const known = new Map<TrackId, Answer>();
  return (id) => {
    if (!known.has(id)) known.set(id, ask(id));
    return known.get(id) as Answer;
  };
};

/** Grows all clusters at once, a track each in every round, until they have their part of the list or enough was read. */
const growClusters = async (request: ExpandRequest, signal: AbortSignal): Promise<readonly Cluster[]> => {
  const plant = createPlanter(request);
  const growing = new Set<Cluster>();
  const all: Cluster[] = [];
  const most = Math.floor(request.reader.countLeft() * growingShare);
  let read = 0;
  for (;;) {
    const left = most - read;
    if (left < 1) break;
    const grown = [...growing].flatMap((cluster) => goOn(cluster, growing, request.random));
    const missing = request.size - all.reduce((sum, cluster) => sum + promise(cluster, growing), 0);
    const sources = [...grown, ...plant(missing)].slice(0, left);
    if (sources.length === 0) break;
    read += sources.length;
    const answers = await request.reader.readNearest(
      sources.map(({ id }) => id),
      signal,
    );
    for (const { id, cluster } of sources) {
      cluster.absorb(id, answers.get(id) ?? []);
      if (id !== cluster.seed) continue;
      all.push(cluster);
      growing.add(cluster);
    }
  }
  return all;
};

/** A seed without company would stand in the list like a stranger. */
const hasCompany = ({ seed, drawn }: Cluster): boolean => drawn.some(({ id }) => id !== seed);

/** A track to be asked about, for a cluster that begins with it or goes on from it. */
interface Source {
  readonly id: TrackId;
  readonly cluster: Cluster;
}

/** Tracks of the list that the cluster shall bring. */
const partOf = ({ share }: Cluster): number => Math.max(1, Math.round(tracksPerSeed * share));
/** What can be expected of it: its part while it still grows, or what it has. */
const promise = (cluster: Cluster, growing: ReadonlySet<Cluster>): number =>
  growing.has(cluster) ? partOf(cluster) : hasCompany(cluster) ? Math.min(partOf(cluster), cluster.drawn.length) : 0;

/** The next track of the cluster, to be asked about in its turn; none when it has its part or knows nobody more. */
const goOn = (cluster: Cluster, growing: Set<Cluster>, random: Random): readonly Source[] => {
  const next = cluster.drawn.length < partOf(cluster) ? cluster.draw(random) : undefined;
  if (next !== undefined) return [{ id: next.id, cluster }];
  growing.delete(cluster);
  return [];
};

/** Begins clusters for so many tracks of the list with the next seeds, no artist twice and no track that stands in a cluster already. */
const createPlanter = ({ seeds, weightOf, artistOf, mix }: ExpandRequest) => {
  const keyOf = (id: TrackId): string => artistOf(id) ?? `\u0000${id}`;
  const rules: ClusterRules = { weightOf, artistOf: keyOf, drawnOf: new Map(), taken: new Set(), mix };
  const artists = new Set<string>();
  let next = 0;
  return (tracks: number): readonly Source[] => {
    const planted: Source[] = [];
    for (let missing = tracks; missing > 0 && next < seeds.length; next += 1) {
      const { id, share = 1 } = seeds[next] as SonicSeed;
      if (artists.has(keyOf(id)) || rules.taken.has(id)) continue;
      artists.add(keyOf(id));
      const cluster = createCluster(id, share, rules);
      planted.push({ id, cluster });
      missing -= partOf(cluster);
    }
    return planted;
  };
};

/** Draws more from what the clusters know, in turns: a choice for rules that will refuse some. */
const fillUp = (clusters: readonly Cluster[], { size, random }: ExpandRequest): void => {
  let open = clusters;
  let total = clusters.reduce((sum, { drawn }) => sum + drawn.length, 0);
  while (open.length > 0 && total < size * surplus) {
    open = open.filter((cluster) => cluster.draw(random) !== undefined);
    total += open.length;
  }
};

interface Dealt extends Drawn {
  readonly seed: TrackId;
}

/** Always from the cluster that is furthest behind its share. */
const deal = (clusters: readonly Cluster[], most: number): readonly Dealt[] => {
  const dealt: Dealt[] = [];
  const hands = clusters.map((cluster) => ({ cluster, next: 0 }));
  while (dealt.length < most) {
    const open = hands.filter(({ cluster, next }) => next < cluster.drawn.length);
    if (open.length === 0) break;
    const hand = open.reduce((behind, other) =>
      (other.next + 1) / other.cluster.share < (behind.next + 1) / behind.cluster.share ? other : behind,
    );
    dealt.push({ ...(hand.cluster.drawn[hand.next] as Drawn), seed: hand.cluster.seed });
    hand.next += 1;
  }
  return dealt;
};

const describe = ({ id, seed, like }: Dealt, { nameOf }: ExpandRequest): SonicCandidate => ({
  id,
  seed,
  why: id === like ? 'others were chosen to sound like it' : `sounds like ${nameOf(like)}`,
});
