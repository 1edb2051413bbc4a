import type { Database } from 'better-sqlite3';
import { distance } from 'fastest-levenshtein';
import { countWord } from './bit-set.ts';

/** 256 bits of a key's letter pairs: comparing two takes eight ANDs, whatever the length of the keys. */
const words = 8;
/** Keys below this share of common letter pairs are not spelt alike. */
const leastOverlap = 0.45;
const leastLikeness = 0.5;
/** How many of the nearest by letter pairs are compared exactly. */
const shortlist = 96;

interface Signatures {
  readonly keys: readonly string[];
  readonly bits: Uint32Array;
  readonly sizes: Uint8Array;
}

/**
 * Finds artist keys spelt nearly like a given one by scanning compact signatures: 20,000 artists take well under a millisecond and 36 bytes each
 * beside their names. Read from SQLite at the first question and again when the keys changed, here or in another process.
 */
export const createArtistNeighbours = (database: Database, generation: () => number) => {
  const readKeys = database.prepare<[], string>('SELECT artist_key FROM artist_keys').pluck();
  let signatures: Signatures | undefined;
  let readAt = '';

  const current = (): Signatures => {
    const version = `${generation()}/${String(database.pragma('data_version', { simple: true }))}`;
    if (signatures === undefined || version !== readAt) {
      signatures = sign(readKeys.all());
      readAt = version;
    }
    return signatures;
  };

  return (artistKey: string, limit: number): readonly string[] =>
    limit <= 0 || artistKey === ''
      ? []
      : nearest(current(), artistKey)
          .map((key) => ({ key, likeness: likeness(artistKey, key) }))
          .filter((entry) => entry.likeness >= leastLikeness)
          .sort((a, b) => b.likeness - a.likeness || (a.key < b.key ? -1 : 1))
          .slice(0, limit)
          .map((entry) => entry.key);
};

const sign = (keys: readonly string[]): Signatures => {
  const bits = new Uint32Array(keys.length * words);
  const sizes = new Uint8Array(keys.length);
  keys.forEach((key, index) => {
    sizes[index] = signInto(key, bits.subarray(index * words, (index + 1) * words));
  });
  return { keys, bits, sizes };
};

/** Sets a bit for each pair of neighbouring letters, spaces left out, the ends included; returns how many bits are set. */
const signInto = (key: string, target: Uint32Array): number => {
  const letters = ` ${key.replaceAll(' ', '')} `;
  for (let at = 1; at < letters.length; at += 1) {
    const pair = Math.imul(letters.charCodeAt(at - 1), 0x9e3779b1) ^ Math.imul(letters.charCodeAt(at), 0x85ebca6b);
    const bit = (pair ^ (pair >>> 15)) & (words * 32 - 1);
    target[bit >>> 5] = (target[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }
  return target.reduce((sum, word) => sum + countWord(word), 0);
};

/** The shortlist by overlap of letter pairs (Dice), in no particular order. */
const nearest = ({ keys, bits, sizes }: Signatures, artistKey: string): readonly string[] => {
  const wanted = new Uint32Array(words);
  const size = signInto(artistKey, wanted);
  const found: { readonly index: number; readonly overlap: number }[] = [];
  for (let index = 0; index < keys.length; index += 1) {
    const other = sizes[index] ?? 0;
    if (2 * Math.min(size, other) < leastOverlap * (size + other)) continue;
    let common = 0;
    const start = index * words;
    for (let word = 0; word < words; word += 1) {
      common += countWord((wanted[word] ?? 0) & (bits[start + word] ?? 0));
    }
    const overlap = (2 * common) / (size + other);
    if (overlap >= leastOverlap) found.push({ index, overlap });
  }
  if (found.length > shortlist) found.sort((a, b) => b.overlap - a.overlap).length = shortlist;
  return found.map(({ index }) => keys[index] ?? '');
};

/** 1 = the same letters. */
const likeness = (left: string, right: string): number => {
  const a = left.replaceAll(' ', '');
  const b = right.replaceAll(' ', '');
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 0 : 1 - distance(a, b) / longest;
};
