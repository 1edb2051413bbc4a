/** A seeded generator: the same seed gives the same numbers on every machine. Not for secrets. */
export interface Random {
  /** 0 ≤ n < 1. */
  next(): number;
}

/** Any text seeds it; similar texts give unrelated sequences. */
export const createRandom = (seed: string): Random => {
  let state = hashText(seed);
  return {
    // mulberry32: small, fast, good enough to shuffle playlists.
    next() {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    },
  };
};

/** FNV-1a with a final avalanche, 32 bits with a sign. */
export const hashText = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
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
