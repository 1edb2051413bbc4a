/** Tracks by the mirror's number, one bit each: half a megabit for half a million, and a thousand times quicker to intersect than lists. */
export type BitSet = Uint32Array;

/** Room for the numbers 0 to `last`. */
export const createBitSet = (last: number): BitSet => new Uint32Array((last >>> 5) + 1);

/** Numbers beyond its room are passed over. */
export const addTo = (bits: BitSet, n: number): void => {
  const word = n >>> 5;
  if (word < bits.length) bits[word] = (bits[word] ?? 0) | (1 << (n & 31));
};

export const addAllTo = (bits: BitSet, others: BitSet): void => {
  for (let word = 0; word < bits.length; word += 1) bits[word] = (bits[word] ?? 0) | (others[word] ?? 0);
};

export const keepIn = (bits: BitSet, others: BitSet): void => {
  for (let word = 0; word < bits.length; word += 1) bits[word] = (bits[word] ?? 0) & (others[word] ?? 0);
};

export const dropFrom = (bits: BitSet, others: BitSet): void => {
  for (let word = 0; word < bits.length; word += 1) bits[word] = (bits[word] ?? 0) & ~(others[word] ?? 0);
};

export const countBits = (bits: BitSet): number => {
  let count = 0;
  for (const word of bits) count += countWord(word);
  return count;
};

/** How many bits of a 32-bit word are set. */
export const countWord = (word: number): number => {
  let rest = word - ((word >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

/** The numbers in it, ascending. */
export const toNumbers = (bits: BitSet): Int32Array => {
  const numbers = new Int32Array(countBits(bits));
  let at = 0;
  for (let word = 0; word < bits.length; word += 1) {
    for (let rest = bits[word] ?? 0; rest !== 0; rest &= rest - 1) {
      numbers[at] = (word << 5) | (31 - Math.clz32(rest & -rest));
      at += 1;
    }
  }
  return numbers;
};
