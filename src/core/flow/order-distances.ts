import type { TrackId } from '../track.ts';
import type { SonicDistances } from './distances.ts';
import { compareGroups } from './order-groups.ts';
import { compareTraits, type Traits } from './order-likeness.ts';

export interface Placed extends Traits {
  readonly id: TrackId;
}

/** Above this, ways through more than one other track are not looked for: they would cost the cube of the size. */
const mostForPaths = 160;

/**
 * One distance for every pair, as a square table by place, scaled so that the mean is 1. What the server says stands; what it does not say is guessed from shared
 * neighbours and from ways through tracks whose distances are known; where no way leads, from what is written about the two and about those around them.
 */
export const fillDistances = (tracks: readonly Placed[], sound: Partial<SonicDistances>): Float64Array => {
  const size = tracks.length;
  const unlike = compareTraits(tracks);
  const measured = measure(tracks, sound);
  const farthest = findFarthest(measured);
  const strange = farthest > 0 ? compareGroups(measured, unlike, size) : unlike;
  const table = new Float64Array(size * size);
  for (let a = 0; a < size; a += 1)
    for (let b = a + 1; b < size; b += 1) {
      const at = a * size + b;
      const value = measured[at] as number;
      const guessed = farthest > 0 ? 0.6 + 0.8 * (strange[at] as number) : 0.1 + (strange[at] as number);
      const far = Number.isFinite(value) ? value / (farthest > 0 ? farthest : 1) : guessed;
      // Equal distances are told apart by what is written, so that ties do not fall by chance.
      table[at] = table[b * size + a] = far + 0.01 * (unlike[at] as number);
    }
  return toMeanOne(table, size);
};

const findFarthest = (measured: Float64Array): number => {
  let farthest = 0;
  for (const value of measured) if (value > farthest && value < Number.POSITIVE_INFINITY) farthest = value;
  return farthest;
};

const toMeanOne = (table: Float64Array, size: number): Float64Array => {
  let sum = 0;
  for (const value of table) sum += value;
  const mean = sum / Math.max(1, size * (size - 1));
  if (mean > 0) for (let at = 0; at < table.length; at += 1) table[at] = (table[at] as number) / mean;
  return table;
};

/** Known and guessed distances; infinite where no way leads. */
const measure = (tracks: readonly Placed[], sound: Partial<SonicDistances>): Float64Array => {
  const size = tracks.length;
  const known = readKnown(tracks, sound);
  const guessed = guessUnknown(known, tracks, (one, other) => sound.guessOf?.(one, other), sound);
  if (size > mostForPaths) return guessed;
  // Ways lead through guesses too: so clusters that only touch are told from those that lie far apart.
  const squares = walkPaths(guessed, size);
  return guessUnknown(known, tracks, (_, __, at) => Math.sqrt(squares[at] as number), sound);
};

/** A copy of the table with guesses where it is infinite, none below what is known of the two. */
const guessUnknown = (
  known: Float64Array,
  tracks: readonly Placed[],
  guess: (one: TrackId, other: TrackId, at: number) => number | undefined,
  { floorOf }: Partial<SonicDistances>,
): Float64Array => {
  const size = tracks.length;
  const table = Float64Array.from(known);
  for (let a = 0; a < size; a += 1)
    for (let b = a + 1; b < size; b += 1) {
      const at = a * size + b;
      if (Number.isFinite(known[at])) continue;
      const [one, other] = [(tracks[a] as Placed).id, (tracks[b] as Placed).id];
      const value = Math.max(floorOf?.(one, other) ?? 0, guess(one, other, at) ?? Number.POSITIVE_INFINITY);
      table[at] = table[b * size + a] = value;
    }
  return table;
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
