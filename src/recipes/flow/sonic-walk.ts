import type { Neighbour } from '../../core/flow/distances.ts';
import type { TrackId } from '../../core/track.ts';

/** Where a track would stand in a walk. */
export interface Fit {
  /** How many tracks of the walk come before it. */
  readonly place: number;
  /** How much longer the walk becomes, on the server's own scale. */
  readonly detour: number;
}

/** A way through tracks that were asked about, on which each stands beside those that sound like it. */
export interface SonicWalk {
  /** The cheapest place; undefined = no track of the walk knows this one. */
  fit(id: TrackId): Fit | undefined;
  /** Takes the track in at its cheapest place, with what is near to it. */
  join(id: TrackId, neighbours: readonly Neighbour[]): void;
  /** How far the answers reach, in the mean; 0 = nothing was answered. */
  meanReach(): number;
}

interface Station {
  readonly id: TrackId;
  readonly lines: ReadonlyMap<TrackId, number>;
  readonly reach: number;
}

/** What an answer does not hold lies beyond its last line: taken for so many times as far. */
const beyond = 1.05;

/** `isOpenAtStart` false: nothing goes before the first track, which is heard before this list and stands in another. */
export const createWalk = (isOpenAtStart: boolean): SonicWalk => {
  const stations: Station[] = [];

  /** Both may be ends of the walk's gaps: one of them alone is an end of the walk. */
  const detourBetween = (id: TrackId, left: Station | undefined, right: Station | undefined): number | undefined => {
    const fromLeft = left?.lines.get(id);
    const fromRight = right?.lines.get(id);
    if (fromLeft === undefined && fromRight === undefined) return undefined;
    if (left === undefined || right === undefined) return fromLeft ?? fromRight;
    return farFrom(left, fromLeft, fromRight) + farFrom(right, fromRight, fromLeft) - stepOf(left, right);
  };

  const fit = (id: TrackId): Fit | undefined => {
    let best: Fit | undefined;
    for (let place = isOpenAtStart ? 0 : 1; place <= stations.length; place += 1) {
      const detour = detourBetween(id, stations[place - 1], stations[place]);
      if (detour !== undefined && (best === undefined || detour <= best.detour)) best = { place, detour };
    }
    return best;
  };

  return {
    fit,
    join(id, neighbours) {
      const place = fit(id)?.place ?? stations.length;
      const lines = new Map(neighbours.map(({ trackId, distance }) => [trackId, distance]));
      stations.splice(place, 0, { id, lines, reach: Math.max(0, ...lines.values()) });
    },
    meanReach: () => stations.reduce((sum, { reach }) => sum + reach, 0) / Math.max(1, stations.length),
  };
};

/** Not known: beyond what was answered, and no nearer than from the neighbour that knows it. */
const farFrom = ({ reach }: Station, known: number | undefined, fromOther: number | undefined): number =>
  known ?? Math.max(reach, fromOther ?? 0) * beyond;

const stepOf = (a: Station, b: Station): number =>
  a.lines.get(b.id) ?? b.lines.get(a.id) ?? Math.max(a.reach, b.reach) * beyond;
