import type { Neighbour } from '../../core/flow/distances.ts';
import type { Random } from '../../core/random.ts';
import type { TrackId } from '../../core/track.ts';
import { createWalk, type Fit } from './sonic-walk.ts';

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
 * A neighbourhood that grows from one seed, track by track, as a walk: each track comes in where it lengthens the walk least, so each has another one close by, and
 * the whole wanders through the sound instead of sitting in one spot.
 */
export interface Cluster {
  readonly seed: TrackId;
  /** How large a part of the list it shall bring, compared with the others. */
  readonly share: number;
  /** In the order in which they were drawn; the seed first, if it is allowed in the list. */
  readonly drawn: readonly Drawn[];
  /** Takes in what is near a track of the cluster, which becomes part of the walk. */
  absorb(source: TrackId, neighbours: readonly Neighbour[]): void;
  /** The next track, by closeness, weight and whether its artist is new; undefined = there is none. */
  draw(random: Random): Drawn | undefined;
}

/** Where all artists were drawn already, each further time makes a track so much less wanted: they may not stand side by side. */
const repeatFactor = 0.001;
/** Further ones make no difference: where there is one artist alone, closeness still decides. */
const mostRepeats = 3;
/** Weights count by this power: a track twice as much wanted does not come from far away. */
const weightPower = 0.5;
/** How quickly closeness fades: a way longer by this share of how far answers reach, and a candidate is wanted a third as much. */
const fadeAfter = 0.015;
/** Candidates beyond the nearest ones are not looked at: closeness has faded to nothing. */
const mostLookedAt = 40;

export const createCluster = (id: TrackId, share: number, rules: ClusterRules): Cluster => {
  const { weightOf, artistOf, drawnOf, taken, mix } = rules;
  const isListed = weightOf(id) > 0 && !taken.has(id);
  const walk = createWalk(isListed);
  const waiting = new Map<TrackId, Waiting>();
  /** Nearest first; may hold tracks that were taken meanwhile. */
  let byDistance: readonly Waiting[] = [];
  /** As the walk is now. */
  const fits = new Map<TrackId, Fit>();
  const drawn: Drawn[] = [];
  const take = (track: Drawn): Drawn => {
    taken.add(track.id);
    drawn.push(track);
    const artist = artistOf(track.id);
    drawnOf.set(artist, (drawnOf.get(artist) ?? 0) + 1);
    return track;
  };
  const detourOf = (track: Waiting): number => {
    const fit = fits.get(track.id) ?? walk.fit(track.id) ?? { place: 0, detour: track.distance };
    fits.set(track.id, fit);
    return fit.detour;
  };
  const listWants = (open: readonly Waiting[]): readonly number[] => {
    const detours = open.map(detourOf);
    const least = Math.min(...detours);
    const unit = fadeAfter * walk.meanReach();
    return open.map((track, at) => {
      const repeated = repeatFactor ** Math.min(mostRepeats, drawnOf.get(artistOf(track.id)) ?? 0);
      const farther = (detours[at] as number) - least;
      return weightOf(track.id) ** weightPower * repeated * (farther > 0 ? Math.exp(-farther / unit) : 1);
    });
  };
  /** All of them where nobody is new. */
  const listOfNewArtists = (open: readonly Waiting[]): readonly Waiting[] => {
    const fresh = open.filter((track) => !drawnOf.has(artistOf(track.id)));
    return fresh.length > 0 ? fresh : open;
  };
  /** Of the sort that is due; all of them where that has nobody. */
  const listDue = (open: readonly Waiting[]): readonly Waiting[] => {
    if (mix === undefined) return open;
    const wanted = isFirstDue(drawn, mix);
    const due = open.filter((track) => mix.isFirstSort(track.id) === wanted);
    return due.length > 0 ? due : open;
  };
  if (isListed) take({ id, like: id });

  return {
    seed: id,
    share,
    drawn,
    absorb(source, neighbours) {
      walk.join(source, neighbours);
      fits.clear();
      for (const { trackId, distance } of neighbours) {
        const before = waiting.get(trackId);
        if (before === undefined ? !taken.has(trackId) && weightOf(trackId) > 0 : distance < before.distance)
          waiting.set(trackId, { id: trackId, like: source, distance });
      }
      byDistance = [...waiting.values()].sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1));
    },
    draw(random) {
      byDistance = byDistance.filter((track) => !taken.has(track.id));
      const open = listDue(listOfNewArtists(byDistance)).slice(0, mostLookedAt);
      const chosen = open[pickPlace(listWants(open), random)];
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
