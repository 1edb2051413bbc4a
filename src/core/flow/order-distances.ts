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
 * neighbours and from ways through tracks whose distances are known; where no way leads, from what is written about the two and about those around them.
 */
export const fillDistances = (tracks: readonly Placed[], sound: Partial<SonicDistances>): Float64Array => {
  const size = tracks.length;
  const unlike = compareTraits(tracks);
  const measured = measure(tracks, sound);
  const farthest = measured.reduce((most, value) => (Number.isFinite(value) && value > most ? value : most), 0);
  const strange = farthest > 0 ? compareGroups(measured, unlike, size) : unlike;
  const table = measured.map((value, at) => {
    // Equal distances are told apart by what is written, so that ties do not fall by chance.
    const tie = 0.01 * (unlike[at] as number);
    if (Number.isFinite(value)) return value / (farthest > 0 ? farthest : 1) + tie;
    return (farthest > 0 ? 0.6 + 0.8 * (strange[at] as number) : 0.1 + (strange[at] as number)) + tie;
  });
  for (let place = 0; place < size; place += 1) table[place * size + place] = 0;
  const mean = table.reduce((sum, value) => sum + value, 0) / Math.max(1, size * (size - 1));
  return mean > 0 ? table.map((value) => value / mean) : table;
};

/** Known and guessed distances; infinite where no way leads. */
const measure = (tracks: readonly Placed[], sound: Partial<SonicDistances>): Float64Array => {
  const size = tracks.length;
  const known = readKnown(tracks, sound);
  const paths = size <= mostForPaths ? walkPaths(known, size) : undefined;
  return known.map((value, at) => {
    const [a, b] = [Math.floor(at / size), at % size];
    return a === b || Number.isFinite(value) ? value : guess(tracks, Math.min(a, b), Math.max(a, b), paths, sound);
  });
};

/**
 * How unlike tracks are between which no way leads: mostly how unlike their groups are on the whole (tracks that ways connect), since what is written about one
 * track says little; stretched to 0–1.
 */
const compareGroups = (measured: Float64Array, unlike: Float64Array, size: number): Float64Array => {
  const groups = findGroups(measured, size);
  const count = Math.max(-1, ...groups) + 1;
  const sums = new Float64Array(count * count);
  const pairs = new Float64Array(count * count);
  unlike.forEach((value, at) => {
    const pair = (groups[Math.floor(at / size)] as number) * count + (groups[at % size] as number);
    sums[pair] = (sums[pair] as number) + value;
    pairs[pair] = (pairs[pair] as number) + 1;
  });
  const mixed = unlike.map((value, at) => {
    const pair = (groups[Math.floor(at / size)] as number) * count + (groups[at % size] as number);
    return 0.75 * ((sums[pair] as number) / (pairs[pair] as number)) + 0.25 * value;
  });
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  mixed.forEach((value, at) => {
    if (Number.isFinite(measured[at])) return;
    least = Math.min(least, value);
    most = Math.max(most, value);
  });
  return mixed.map((value) => (most > least ? (value - least) / (most - least) : 0.5));
};

/** Numbers of groups by place: tracks with a finite distance between them are in one. */
const findGroups = (measured: Float64Array, size: number): Int32Array => {
  const groups = new Int32Array(size).fill(-1);
  let count = 0;
  for (let start = 0; start < size; start += 1) {
    if (groups[start] !== -1) continue;
    groups[start] = count;
    for (const open = [start]; open.length > 0;) {
      const place = open.pop() as number;
      for (let other = 0; other < size; other += 1) {
        if (groups[other] !== -1 || !Number.isFinite(measured[place * size + other])) continue;
        groups[other] = count;
        open.push(other);
      }
    }
    count += 1;
  }
  return groups;
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
