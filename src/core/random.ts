/** A seeded generator: the same seed gives the same numbers on every machine. Not for secrets. */
export interface Random {
  /** 0 ≤ n < 1. */
  next(): number;
}

/** Any text seeds it; similar texts give unrelated sequences. */
export const createRandom = (seed: string): Random => {
  let state = hashText(seed);
  return {
    next() {
      state = step(state);
      return toShare(state);
    },
  };
};

/** The first number of `createRandom(prefix + rest)` for many endings of one beginning, without building text or generator for each. */
export const createFirstNumber = (prefix: string): ((rest: string) => number) => {
  const begun = absorb(fnvBasis, prefix);
  return (rest) => toShare(step(avalanche(absorb(begun, rest))));
};

/** FNV-1a with a final avalanche, 32 bits with a sign. */
export const hashText = (text: string): number => avalanche(absorb(fnvBasis, text));

const fnvBasis = 0x811c9dc5 | 0;

const absorb = (hash: number, text: string): number => {
  let absorbed = hash;
  for (let at = 0; at < text.length; at += 1) absorbed = Math.imul(absorbed ^ text.charCodeAt(at), 0x01000193);
  return absorbed;
};

const avalanche = (hash: number): number => {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
};

// mulberry32: small, fast, good enough to shuffle playlists.
const step = (state: number): number => (state + 0x6d2b79f5) | 0;

const toShare = (state: number): number => {
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};

/**
 * All items in random order, heavier ones likely earlier (weighted sampling without replacement, Efraimidis and Spirakis 2006). Items of weight
 * zero or less come last, in their old order.
 */
export const shuffleWeighted = <Item>(
  items: readonly Item[],
  weightOf: (item: Item) => number,
  random: Random,
): readonly Item[] =>
  items
    .map((item) => {
      const weight = weightOf(item);
      const draw = 1 - random.next();
      return { item, rank: weight > 0 ? -Math.log(draw) / weight : Number.POSITIVE_INFINITY };
    })
    .sort((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank))
    .map(({ item }) => item);
