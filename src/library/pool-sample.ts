import { createRandom } from '../core/random.ts';

/**
 * At most so many of the numbers, in an order that the seed decides. Each number has a rank of its own under a seed and the lowest ranks are taken: every
 * number is as likely as any other, and a library that grew by a few tracks, or a wider question, gives nearly the same sample.
 */
export const sample = (numbers: Int32Array, most: number, seed: string): readonly number[] => {
  const limit = Math.min(numbers.length, Math.max(0, Math.floor(most)));
  if (!(limit > 0)) return [];
  const salts = createRandom(seed);
  const [first, second] = [toWord(salts.next()), toWord(salts.next())];
  const ranks = Uint32Array.from(numbers, (n) => mix(mix(n ^ first) + second));
  const highest = limit === numbers.length ? 0xffff : bucketOf(ranks, limit);
  const chosen: number[] = [];
  ranks.forEach((rank, at) => {
    if (rank >>> 16 <= highest) chosen.push(at);
  });
  // Ranks that are the same by chance are told apart by the number, so that the order never depends on the sorting.
  chosen.sort((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0) || a - b);
  return chosen.slice(0, limit).map((at) => numbers[at] ?? 0);
};

/** The upper half of the rank up to which at least so many ranks lie: sorting is then needed for little more than those. */
const bucketOf = (ranks: Uint32Array, limit: number): number => {
  const sizes = new Uint32Array(0x1_0000);
  for (const rank of ranks) sizes[rank >>> 16] = (sizes[rank >>> 16] ?? 0) + 1;
  let count = 0;
  return sizes.findIndex((size) => (count += size) >= limit);
};

const toWord = (share: number): number => Math.floor(share * 0x1_0000_0000);

/** Spreads 32 bits over 32 bits, one to one (the finaliser of MurmurHash3, which is in the public domain). */
const mix = (word: number): number => {
  let mixed = word | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
};
