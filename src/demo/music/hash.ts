/** An evenly spread unsigned 32-bit number from small integers: the same numbers always give the same answer. */
export function mix(a: number, b: number, c = 0, d = 0): number {
  let hash = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15) ^ Math.imul(b, 0x9e3779b1), 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 13) ^ Math.imul(c, 0x85ebca77), 0x27d4eb2f);
  hash = Math.imul(hash ^ (hash >>> 16) ^ Math.imul(d, 0xc2b2ae3d), 0x165667b1);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 12)) >>> 0;
}

/** One element of a list that is not empty. */
export function pick<T>(list: readonly T[], hash: number): T {
  return list[hash % list.length] as T;
}

/** True for so many of a thousand hashes. */
export function happens(hash: number, perMille: number): boolean {
  return (hash >>> 4) % 1000 < perMille;
}

/** So many hexadecimal digits. */
export function hexDigits(seed: number, a: number, b: number, digits: number): string {
  let text = '';
  for (let part = 0; text.length < digits; part++)
    text += mix(seed, a, b, part + 77)
      .toString(16)
      .padStart(8, '0');
  return text.slice(0, digits);
}

export function uuid(seed: number, a: number, b: number): string {
  const hex = hexDigits(seed, a, b, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** `count` different numbers below `size`, spread over it. */
export function spread(size: number, count: number, hash: number): readonly number[] {
  const step = coprimeStep(size, hash);
  const start = hash % Math.max(1, size);
  return Array.from({ length: Math.min(size, count) }, (_, nth) => (start + nth * step) % size);
}

function coprimeStep(size: number, hash: number): number {
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
  let step = 1 + ((hash >>> 7) % Math.max(1, size - 1));
  while (gcd(size, step) !== 1) step++;
  return step;
}
