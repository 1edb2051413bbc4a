import type { Random } from '../../core/random.ts';
import type { TrackId } from '../../core/track.ts';
import type { Neighbour } from '../../servers/server.ts';

/** What a cluster needs to know of tracks and of what was taken before, by any cluster. */
export interface ClusterRules {
  readonly weightOf: (id: TrackId) => number;
  readonly artistOf: (id: TrackId) => string | undefined;
  readonly maxPerArtist: number;
  /** How often each artist was drawn so far; shared by all clusters and kept by them. */
  readonly drawnOf: Map<string, number>;
}

interface Member {
  readonly id: TrackId;
  /** From the seed, as near as can be told. */
  readonly distance: number;
  /** Through which track it was found. */
  readonly like: TrackId;
}

/** A neighbourhood that grows from one seed. */
export interface Cluster {
  readonly seed: TrackId;
  /** Tracks of the list it shall bring, as a share; compared with the other clusters'. */
  readonly share: number;
  /** Takes in what is near a track of the cluster: the seed or a drawn one. */
  absorb(source: TrackId, neighbours: readonly Neighbour[]): void;
  /** Known distance from the seed; undefined = not a member that waits. */
  distanceOf(id: TrackId): number | undefined;
  /** Leaves the track to another cluster. */
  release(id: TrackId): void;
  /** Tracks that wait and would pass an artist cap, with those drawn already. */
  countUsable(): number;
  listWaiting(): readonly TrackId[];
  /** The next track, by weight and closeness; undefined = none is left. */
  draw(random: Random): Drawn | undefined;
  readonly drawn: readonly Drawn[];
}

export interface Drawn {
  readonly id: TrackId;
  readonly like: TrackId;
  readonly distance: number;
}

/** Another track of an artist who was drawn already is wanted so much less. */
const repeatFactor = 0.25;

/** `part`: about how many tracks of the list it shall bring; decides how quickly closeness fades. */
export const createCluster = (
  seed: { readonly id: TrackId; readonly share: number },
  part: number,
  rules: ClusterRules,
): Cluster => {
  const { weightOf, artistOf, drawnOf, maxPerArtist } = rules;
  const waiting = new Map<TrackId, Member>();
  const drawn: Drawn[] = [];
  const reached = new Map<TrackId, number>([[seed.id, 0]]);
  const keyOf = (id: TrackId): string => artistOf(id) ?? `\u0000${id}`;

  const take = (member: Member): Drawn => {
    waiting.delete(member.id);
    drawn.push(member);
    drawnOf.set(keyOf(member.id), (drawnOf.get(keyOf(member.id)) ?? 0) + 1);
    return member;
  };
  if (weightOf(seed.id) > 0) take({ id: seed.id, distance: 0, like: seed.id });

  return {
    seed: seed.id,
    share: seed.share,
    drawn,
    absorb(source, neighbours) {
      const start = reached.get(source) ?? 0;
      for (const { trackId, distance } of neighbours) {
        // Steps in different directions: as the hypotenuse, not as the sum.
        const away = Math.hypot(start, distance);
        const before = reached.get(trackId);
        if (before !== undefined && before <= away) continue;
        reached.set(trackId, away);
        if (drawn.some(({ id }) => id === trackId) || !(weightOf(trackId) > 0)) continue;
        waiting.set(trackId, { id: trackId, distance: away, like: source });
      }
    },
    distanceOf: (id) => waiting.get(id)?.distance,
    release: (id) => void waiting.delete(id),
    countUsable() {
      const counts = new Map<string, number>();
      for (const { id } of [...drawn, ...waiting.values()]) counts.set(keyOf(id), (counts.get(keyOf(id)) ?? 0) + 1);
      return [...counts.values()].reduce((sum, count) => sum + Math.min(count, maxPerArtist), 0);
    },
    listWaiting: () => [...waiting.keys()],
    draw(random) {
      const byDistance = [...waiting.values()].sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1));
      const wants = byDistance.map(({ id }, rank) => {
        const closeness = Math.exp(-rank / Math.max(1, part));
        return weightOf(id) * closeness * repeatFactor ** (drawnOf.get(keyOf(id)) ?? 0);
      });
      const place = pickPlace(wants, random);
      const member = byDistance[place];
      return member === undefined ? undefined : take(member);
    },
  };
};

/** A place by weight; −1 when there is none. */
const pickPlace = (weights: readonly number[], random: Random): number => {
  let rest = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [place, weight] of weights.entries()) {
    rest -= weight;
    if (rest < 0) return place;
  }
  return weights.length - 1;
};
