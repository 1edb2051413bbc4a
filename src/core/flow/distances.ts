import type { TrackId } from '../track.ts';

/** A track that sounds like another: one line of a sonic answer. */
export interface Neighbour {
  readonly trackId: TrackId;
  /** The server's own measure, 0 = the same; only the order and ratios count. */
  readonly distance: number;
}

/** What answers about some tracks tell of how far those tracks are from each other; all on the server's own scale. */
export interface SonicDistances {
  /** As the server says; undefined = neither of the two stands in the other's answer. */
  distanceOf(a: TrackId, b: TrackId): number | undefined;
  /** By the nearest track that stands in the answers of both, or whose answer holds both; undefined = none. */
  guessOf(a: TrackId, b: TrackId): number | undefined;
  /** They are at least so far from each other: an answer holds everything that is nearer than its last line. */
  floorOf(a: TrackId, b: TrackId): number;
}

export const noDistances: SonicDistances = {
  distanceOf: () => undefined,
  guessOf: () => undefined,
  floorOf: () => 0,
};

/** Lines of each answer that count for guesses: with hundreds of tracks that all know each other, the nearest ones say enough. */
const mostLines = (tracks: number): number => (tracks <= 150 ? Number.POSITIVE_INFINITY : 60);

/**
 * Distances among `ids` from whatever was answered, also about other tracks. Two tracks that share a near neighbour but do not know each other are guessed as if
 * they lay at a right angle from it, which holds well where a sound has many dimensions.
 */
export const measureSound = (
  nearest: ReadonlyMap<TrackId, readonly Neighbour[]>,
  ids: readonly TrackId[],
): SonicDistances => {
  const places = new Map(ids.map((id, place) => [id, place]));
  const size = ids.length;
  const known = new Float64Array(size * size).fill(Number.POSITIVE_INFINITY);
  const squares = new Float64Array(size * size).fill(Number.POSITIVE_INFINITY);
  const reaches = new Float64Array(size);
  const lower = (table: Float64Array, a: number, b: number, value: number): void => {
    if (value < (table[a * size + b] as number)) table[a * size + b] = table[b * size + a] = value;
  };
  const sightings = new Map<TrackId, Sighting[]>();
  for (const [id, answer] of nearest) {
    const place = places.get(id);
    const lines = answer.filter(({ distance }) => Number.isFinite(distance) && distance >= 0);
    if (place === undefined) {
      guessAmong(placesOf(lines, places), (a, b, value) => lower(squares, a, b, value));
      continue;
    }
    reaches[place] = lines.reduce((reach, { distance }) => Math.max(reach, distance), 0);
    for (const [nth, { trackId, distance }] of lines.entries()) {
      const other = places.get(trackId);
      if (other !== undefined && other !== place) lower(known, place, other, distance);
      if (nth >= mostLines(size)) continue;
      const list = sightings.get(trackId);
      if (list === undefined) sightings.set(trackId, [{ place, distance }]);
      else list.push({ place, distance });
    }
  }
  for (const seen of sightings.values()) guessAmong(seen, (a, b, value) => lower(squares, a, b, value));

  const read = (table: Float64Array, a: TrackId, b: TrackId): number | undefined => {
    const value = table[(places.get(a) ?? -1) * size + (places.get(b) ?? Number.NaN)];
    return value === undefined || value === Number.POSITIVE_INFINITY ? undefined : value;
  };
  return {
    distanceOf: (a, b) => read(known, a, b),
    guessOf(a, b) {
      const square = read(squares, a, b);
      return square === undefined ? undefined : Math.sqrt(square);
    },
    floorOf: (a, b) => Math.max(reaches[places.get(a) ?? -1] ?? 0, reaches[places.get(b) ?? -1] ?? 0),
  };
};

interface Sighting {
  readonly place: number;
  readonly distance: number;
}

const placesOf = (lines: readonly Neighbour[], places: ReadonlyMap<TrackId, number>): readonly Sighting[] =>
  lines.flatMap(({ trackId, distance }) => {
    const place = places.get(trackId);
    return place === undefined ? [] : [{ place, distance }];
  });

/** Tells the square of the guess for each pair that was seen from the same point. */
const guessAmong = (seen: readonly Sighting[], tell: (a: number, b: number, square: number) => void): void => {
  for (let i = 1; i < seen.length; i += 1) {
    const { place, distance } = seen[i] as Sighting;
    for (let j = 0; j < i; j += 1) {
      const other = seen[j] as Sighting;
      if (other.place !== place) tell(place, other.place, distance ** 2 + other.distance ** 2);
    }
  }
};
