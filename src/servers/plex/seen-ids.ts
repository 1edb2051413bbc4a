/** Numbers up to this are kept as bits: 4 MB at most, whatever the size of the library. */
const largestBit = 32 * 1024 * 1024;

/** Remembers which ids a pass has met. Plex ids are small numbers, so one bit each does; anything else goes into a set. */
export const createSeenIds = () => {
  let bits = new Uint8Array(16 * 1024);
  const others = new Set<string>();

  const addBit = (id: number): boolean => {
    const index = id >>> 3;
    if (index >= bits.length) {
      const larger = new Uint8Array(Math.max(bits.length * 2, index + 1));
      larger.set(bits);
      bits = larger;
    }
    const mask = 1 << (id & 7);
    const before = bits[index] ?? 0;
    bits[index] = before | mask;
    return (before & mask) === 0;
  };

  /** true when the id is new. */
  const add = (id: string): boolean => {
    const number = Number(id);
    if (Number.isInteger(number) && number >= 0 && number < largestBit && String(number) === id) return addBit(number);
    if (others.has(id)) return false;
    others.add(id);
    return true;
  };
  return { add };
};
