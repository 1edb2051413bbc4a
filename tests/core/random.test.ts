import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createFirstNumber, createRandom, shuffleWeighted } from '../../src/core/random.ts';

const draw = (seed: string, count: number): readonly number[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

describe('createRandom', () => {
  test('gives the same numbers for the same seed, on every machine', () => {
    expect(draw('lastfm-recs:2026-11-21', 50)).toEqual(draw('lastfm-recs:2026-11-21', 50));
    expect(draw('a', 2)).not.toEqual(draw('b', 2));
  });

  test('stays within 0 and 1 and is spread evenly', () => {
    const numbers = draw('spread', 10_000);
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    const tenths = Array.from({ length: 10 }, (_, tenth) => numbers.filter((n) => Math.floor(n * 10) === tenth).length);
    expect(Math.min(...tenths)).toBeGreaterThan(850);
  });
});

describe('createFirstNumber', () => {
  test('gives what a generator of the whole text gives first', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (prefix, rest) => {
        expect(createFirstNumber(prefix)(rest)).toBe(createRandom(prefix + rest).next());
      }),
    );
  });

  test('keeps the numbers of earlier versions, so that an update does not shuffle lists anew', () => {
    expect(createFirstNumber('seed ')('track')).toBe(0.34597809007391334);
  });
});

describe('shuffleWeighted', () => {
  test('keeps every item exactly once', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 1e9, noNaN: true })), fc.string(), (weights, seed) => {
        const items = weights.map((weight, id) => ({ weight, id }));
        const shuffled = shuffleWeighted(items, (item) => item.weight, createRandom(seed));
        expect(shuffled.map((item) => item.id).sort((a, b) => a - b)).toEqual(items.map((item) => item.id));
      }),
    );
  });

  test('puts the heavy item first about as often as its share of the weight', () => {
    const first = Array.from({ length: 2_000 }, (_, day) =>
      shuffleWeighted([1, 9], (weight) => weight, createRandom(`day ${day}`)).at(0),
    );
    const share = first.filter((weight) => weight === 9).length / first.length;
    expect(share).toBeGreaterThan(0.87);
    expect(share).toBeLessThan(0.93);
  });

  test('leaves weightless items at the end in their order', () => {
    expect(shuffleWeighted([0, -3, 5], (weight) => weight, createRandom('x'))).toEqual([5, 0, -3]);
  });
});
