import type { TrackId } from '../track.ts';
import type { SonicDistances } from './distances.ts';
import { compareTraits, type Traits } from './order-likeness.ts';

export interface Placed extends Traits {
  readonly id: TrackId;
}

/** Above this, ways through more than one other track are not looked for: they would cost the cube of the size. */
const mostForPaths = 160;

/**
 * One distance for every pair, as a square table by place, scaled so that the mean is 1. What the server says stands; what it does not say is guessed from shared
 * neighbours and from ways through tracks whose distances are known; where no way leads, from what is written about the two.
 */
export const fillDistances = (tracks: readonly Placed[], sound: Partial<SonicDistances>): Float64Array => {
  const size = tracks.length;
  const unlike = compareTraits(tracks);
  const known = readKnown(tracks, sound);
  const far = size <= mostForPaths ? walkPaths(known, size) : undefined;
  const table = new Float64Array(size * size);
  let farthest = 0;
  for (let a = 0; a < size; a += 1) {
    for (let b = a + 1; b < size; b += 1) {
      const at = a * size + b;
      const value = Number.isFinite(known[at]) ? (known[at] as number) : guess(tracks, a, b, far, sound);
      table[at] = value;
      if (Number.isFinite(value) && value > farthest) farthest = value;
    }
  }
  const unit = farthest > 0 ? farthest : 1;
  const base = farthest > 0 ? 0.7 : 0.1;
  let sum = 0;
  for (let a = 0; a < size; a += 1) {
    for (let b = a + 1; b < size; b += 1) {
      const at = a * size + b;
      const difference = unlike[at] as number;
      const value = Number.isFinite(table[at]) ? (table[at] as number) / unit : base + (1.3 - base) * difference;
      // Equal distances are told apart by what is written, so that ties do not fall by chance.
      table[at] = value + 0.01 * difference;
      sum += table[at];
    }
  }
  return spreadEvenly(table, size, sum);
};

const readKnown = (tracks: readonly Placed[], { distanceOf }: Partial<SonicDistances>): Float64Array => {
  const size = tracks.length;
  const known = new Float64Array(size * size).fill(Number.POSITIVE_INFINITY);
  if (distanceOf === undefined) return known;
  for (let a = 0; a < size; a += 1) {
    for (let b = a + 1; b < size; b += 1) {
      const value = distanceOf((tracks[a] as Placed).id, (tracks[b] as Placed).id);
      if (value !== undefined && Number.isFinite(value) && value >= 0)
        known[a * size + b] = known[b * size + a] = value;
    }
  }
  return known;
};

/** Squares of the shortest ways (Floyd–Warshall), each turn taken for a right angle. */
const walkPaths = (known: Float64Array, size: number): Float64Array => {
  const squares = known.map((value) => value * value);
  for (let via = 0; via < size; via += 1) {
    for (let a = 0; a < size; a += 1) {
      const first = squares[a * size + via] as number;
      if (first === Number.POSITIVE_INFINITY) continue;
      for (let b = 0; b < size; b += 1) {
        const way = first + (squares[via * size + b] as number);
        if (way < (squares[a * size + b] as number)) squares[a * size + b] = way;
      }
    }
  }
  return squares;
};

const guess = (
  tracks: readonly Placed[],
  a: number,
  b: number,
  paths: Float64Array | undefined,
  sound: Partial<SonicDistances>,
): number => {
  const [one, other] = [(tracks[a] as Placed).id, (tracks[b] as Placed).id];
  const way = Math.sqrt(paths?.[a * tracks.length + b] ?? Number.POSITIVE_INFINITY);
  return Math.max(sound.floorOf?.(one, other) ?? 0, Math.min(way, sound.guessOf?.(one, other) ?? way));
};

/** Both halves of the table, divided by the mean. */
const spreadEvenly = (table: Float64Array, size: number, sum: number): Float64Array => {
  const pairs = (size * (size - 1)) / 2;
  const mean = sum > 0 ? sum / pairs : 1;
  for (let a = 0; a < size; a += 1) {
    for (let b = a + 1; b < size; b += 1) {
      const at = a * size + b;
      table[at] = table[b * size + a] = (table[at] as number) / mean;
    }
  }
  return table;
};
