import { createRandom } from '../core/random.ts';

/**
 * At most so many of the numbers, in an order that the seed decides. Each number has a rank of its own under a seed and the lowest ranks are taken: every
 * number is as likely as any other, and a library that grew by a few tracks, or a wider question, gives nearly the same sample.
 */
export const sample = (numbers: Int32Array, most: number, seed: string): readonly number[] => {
  const limit = Math.min(numbers.length, Math.max(0, Math.floor(most)));
  if (!(limit > 0)) return [];
  const ranks = rank(numbers, seed);
  const highest = limit === numbers.length ? lastBucket : bucketOf(ranks, limit);
  const chosen: number[] = [];
  for (let at = 0; at < ranks.length; at += 1) if ((ranks[at] ?? 0) >>> 16 <= highest) chosen.push(at);
  // Ranks that are the same by chance are told apart by the number, so that the order never depends on the sorting.
  chosen.sort((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0) || a - b);
  return chosen.slice(0, limit).map((at) => numbers[at] ?? 0);
};

const rank = (numbers: Int32Array, seed: string): Uint32Array => {
  const salts = createRandom(seed);
  const [first, second] = [toWord(salts.next()), toWord(salts.next())];
  const ranks = new Uint32Array(numbers.length);
  for (let at = 0; at < ranks.length; at += 1) ranks[at] = mix(mix((numbers[at] ?? 0) ^ first) + second);
  return ranks;
};

/** A bucket holds the ranks that have their upper half in common. */
const lastBucket = 0xffff;

/** The bucket up to which at least so many ranks lie: sorting is then needed for little more than those. */
const bucketOf = (ranks: Uint32Array, limit: number): number => {
  const sizes = new Uint32Array(lastBucket + 1);
  for (let at = 0; at < ranks.length; at += 1) {
    const bucket = (ranks[at] ?? 0) >>> 16;
    sizes[bucket] = (sizes[bucket] ?? 0) + 1;
  }
  let count = 0;
  for (let bucket = 0; bucket < lastBucket; bucket += 1) {
    count += sizes[bucket] ?? 0;
    if (count >= limit) return bucket;
  }
  return lastBucket;
};

const toWord = (share: number): number => Math.floor(share * 0x1_0000_0000);

/** Spreads 32 bits over 32 bits, one to one (the finaliser of MurmurHash3, which is in the public domain). */
const mix = (word: number): number => {
  let mixed = word | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
};
