import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addTo, countBits, createBitSet, dropFrom, keepIn, toNumbers } from '../../src/library/bit-set.ts';
import { sample } from '../../src/library/pool-sample.ts';

const upTo = (count: number, step = 1): Int32Array => Int32Array.from({ length: count }, (_, at) => 1 + at * step);

describe('a sample', () => {
  test('is the same for the same seed, another for another, and never holds a number twice', () => {
    const numbers = upTo(20_000);
    const first = sample(numbers, 500, 'monday');
    expect(sample(numbers, 500, 'monday')).toEqual(first);
    expect(new Set(first).size).toBe(500);
    const other = new Set(sample(numbers, 500, 'tuesday'));
    expect(first.filter((n) => other.has(n)).length).toBeLessThan(60);
  });

  test.each([
    ['nothing', 0, 0],
    ['a negative number', -5, 0],
    ['no number at all', NaN, 0],
    ['more than there is', 1_000, 30],
    ['any number', Infinity, 30],
    ['a broken number', 7.9, 7],
  ])('of %s has as many as there are at most', (_what, most, size) => {
    expect(sample(upTo(30), most, 'x')).toHaveLength(size);
  });

  test('is mostly kept when the library grows by a few tracks, and is part of a larger one', () => {
    const before = sample(upTo(10_000), 200, 'x');
    const after = new Set(sample(upTo(10_100), 200, 'x'));
    expect(before.filter((n) => after.has(n)).length).toBeGreaterThan(190);
    expect(sample(upTo(10_000), 400, 'x').slice(0, 200)).toEqual(before);
  });

  test.each([1, 2, 11, 64, 1_000])('favours no part of the library, numbered in steps of %i', (step) => {
    const numbers = upTo(5_000, step);
    const parts = new Map<number, number>();
    const places = [0, 0];
    for (let seed = 0; seed < 100; seed += 1) {
      const chosen = sample(numbers, 100, `day ${seed}`);
      for (const n of chosen) {
        const part = Math.floor((n - 1) / step / 500);
        parts.set(part, (parts.get(part) ?? 0) + 1);
      }
      // Nor do early tracks come first.
      places[0] = (places[0] ?? 0) + chosen.slice(0, 50).filter((n) => n <= 2_500 * step).length;
      places[1] = (places[1] ?? 0) + chosen.slice(50).filter((n) => n <= 2_500 * step).length;
    }
    // Ten parts with 1,000 draws each to be expected; chi-square with 9 degrees of freedom is below 27.9 in 999 of 1,000 cases.
    const chiSquare = [...parts.values()].reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0);
    expect(parts.size).toBe(10);
    expect(chiSquare).toBeLessThan(27.9);
    for (const place of places) expect(Math.abs(place - 2_500)).toBeLessThan(200);
  });
});

test('sets of numbers hold what was put in, whatever the numbers', () => {
  const numbers = fc.uniqueArray(fc.nat(2_000));
  fc.assert(
    fc.property(numbers, numbers, (left, right) => {
      const make = (list: readonly number[]) => {
        const bits = createBitSet(2_000);
        for (const n of list) addTo(bits, n);
        return bits;
      };
      const ascending = (list: readonly number[]) => [...list].sort((a, b) => a - b);
      expect([...toNumbers(make(left))]).toEqual(ascending(left));
      expect(countBits(make(left))).toBe(left.length);
      const common = make(left);
      keepIn(common, make(right));
      expect([...toNumbers(common)]).toEqual(ascending(left.filter((n) => right.includes(n))));
      const rest = make(left);
      dropFrom(rest, make(right));
      expect([...toNumbers(rest)]).toEqual(ascending(left.filter((n) => !right.includes(n))));
    }),
  );
  const small = createBitSet(5);
  addTo(small, 2_000);
  addTo(small, -1);
  expect(countBits(small)).toBe(0);
});
