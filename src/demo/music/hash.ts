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

/** The same for a text. */
export function hashText(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = mix(hash, text.charCodeAt(at), at);
  return hash;
}

/** One element of a list that is not empty. */
export function pick<T>(list: readonly T[], hash: number): T {
  return list[hash % list.length] as T;
}

/** True for so many of a thousand hashes; asked of `hash` and of `hash >>> 2` the answers have nothing to do with each other. */
export function happens(hash: number, perMille: number): boolean {
  return (Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> 7) % 1000 < perMille;
}

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Eight hexadecimal digits; from a table, as every row of a listing needs many. */
function hex(value: number): string {
  return (
    (hexOfByte[value >>> 24] as string) +
    (hexOfByte[(value >>> 16) & 255] as string) +
    (hexOfByte[(value >>> 8) & 255] as string) +
    (hexOfByte[value & 255] as string)
  );
}

/** 24 hexadecimal digits, as Plex writes its own ids. */
export function hexId(seed: number, a: number, b: number): string {
  return hex(mix(seed, a, b, 77)) + hex(mix(seed, a, b, 78)) + hex(mix(seed, a, b, 79));
}

export function uuid(seed: number, a: number, b: number): string {
  const middle = hex(mix(seed, a, b, 81));
  const later = hex(mix(seed, a, b, 82));
  return `${hex(mix(seed, a, b, 80))}-${middle.slice(0, 4)}-4${middle.slice(5)}-a${later.slice(1, 4)}-${later.slice(4)}${hex(mix(seed, a, b, 83))}`;
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
