import type { Neighbour } from '../../core/flow/distances.ts';
import type { Random } from '../../core/random.ts';
import type { TrackId } from '../../core/track.ts';

/** What clusters need to know of tracks, and what they share. */
export interface ClusterRules {
  /** 0 = must not be in the list. */
  readonly weightOf: (id: TrackId) => number;
  /** Key by which artists are told apart. */
  readonly artistOf: (id: TrackId) => string;
  /** How often each artist was drawn so far, by any cluster. */
  readonly drawnOf: Map<string, number>;
  /** Tracks that any cluster has drawn. */
  readonly taken: Set<TrackId>;
  /** Two sorts of tracks of which the list shall have so much each; undefined = all alike. */
  readonly mix: TrackMix | undefined;
}

/** Known and new tracks, say, and how many of both. */
export interface TrackMix {
  readonly isFirstSort: (id: TrackId) => boolean;
  /** Of the first sort, 0–1. */
  readonly share: number;
}

export interface Drawn {
  readonly id: TrackId;
  /** The track of the cluster that it is nearest to; itself when it is the seed. */
  readonly like: TrackId;
}

/**
 * A neighbourhood that grows from one seed, track by track, always on from what it has: so each of its tracks has another one close by, and the whole wanders
 * through the sound instead of sitting in one spot.
 */
export interface Cluster {
  readonly seed: TrackId;
  /** How large a part of the list it shall bring, compared with the others. */
  readonly share: number;
  /** In the order in which they were drawn; the seed first, if it is allowed in the list. */
  readonly drawn: readonly Drawn[];
  /** Takes in what is near a track of the cluster. */
  absorb(source: TrackId, neighbours: readonly Neighbour[]): void;
  /** The next track, by weight and closeness; undefined = there is none. */
  draw(random: Random): Drawn | undefined;
}

/** Another track of an artist who was drawn already is wanted so much less. */
const repeatFactor = 0.25;
/** How quickly closeness fades: a candidate with so many nearer ones is wanted a third as much as the nearest. */
const fadeAfter = 3;
/** Candidates beyond are not looked at: closeness has faded to nothing. */
const mostLookedAt = 40;

export const createCluster = (id: TrackId, share: number, rules: ClusterRules): Cluster => {
  const { weightOf, artistOf, drawnOf, taken, mix } = rules;
  const waiting = new Map<TrackId, Waiting>();
  /** Nearest first; may hold tracks that were taken meanwhile. */
  let byDistance: readonly Waiting[] = [];
  const drawn: Drawn[] = [];
  const take = (track: Drawn): Drawn => {
    taken.add(track.id);
    drawn.push(track);
    const artist = artistOf(track.id);
    drawnOf.set(artist, (drawnOf.get(artist) ?? 0) + 1);
    return track;
  };
  if (weightOf(id) > 0 && !taken.has(id)) take({ id, like: id });

  return {
    seed: id,
    share,
    drawn,
    absorb(source, neighbours) {
      for (const { trackId, distance } of neighbours) {
        const before = waiting.get(trackId);
        if (before === undefined ? !taken.has(trackId) && weightOf(trackId) > 0 : distance < before.distance)
          waiting.set(trackId, { id: trackId, like: source, distance });
      }
      byDistance = [...waiting.values()].sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1));
    },
    draw(random) {
      byDistance = byDistance.filter((track) => !taken.has(track.id));
      const due =
        mix === undefined ? [] : byDistance.filter((track) => mix.isFirstSort(track.id) === isFirstDue(drawn, mix));
      const open = (due.length > 0 ? due : byDistance).slice(0, mostLookedAt);
      const wants = open.map((track, rank) => {
        const repeated = repeatFactor ** (drawnOf.get(artistOf(track.id)) ?? 0);
        return weightOf(track.id) * repeated * Math.exp(-rank / fadeAfter);
      });
      const chosen = open[pickPlace(wants, random)];
      return chosen === undefined ? undefined : take({ id: chosen.id, like: chosen.like });
    },
  };
};

/** Is a track of the first sort due, so that each beginning of the cluster has its share of both? */
const isFirstDue = (drawn: readonly Drawn[], { isFirstSort, share }: TrackMix): boolean =>
  drawn.filter(({ id }) => isFirstSort(id)).length < Math.round(share * (drawn.length + 1));

interface Waiting extends Drawn {
  readonly distance: number;
}

/** A place by weight; −1 when there is none. */
const pickPlace = (weights: readonly number[], random: Random): number => {
  let rest = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [place, weight] of weights.entries()) {
    rest -= weight;
    if (rest < 0) return place;
  }
  return weights.length - 1;
};
