import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../src/core/random.ts';
import { spaceArtists, spreadArtists } from '../../src/core/sequence.ts';

const artist = (item: string): string => item[0] ?? '';
const space = (items: readonly string[]): readonly string[] => spaceArtists(items, artist);
const collisions = (items: readonly string[]): number =>
  items.filter((item, at) => at > 0 && artist(item) === artist(items[at - 1] ?? '')).length;

const lists = fc
  .array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 })
  .map((artists) => artists.map((name, at) => `${name}${at}`));

describe('spaceArtists', () => {
  test.each([
    [
      ['a1', 'b1', 'c1'],
      ['a1', 'b1', 'c1'],
    ],
    [
      ['a1', 'a2', 'b1', 'c1'],
      ['a1', 'b1', 'a2', 'c1'],
    ],
    [
      ['b1', 'a1', 'a2', 'a3'],
      ['a1', 'b1', 'a2', 'a3'],
    ],
    [
      ['b1', 'a1', 'a2'],
      ['a1', 'b1', 'a2'],
    ],
    [
      ['a1', 'a2'],
      ['a1', 'a2'],
    ],
    [[], []],
  ])('turns %j into %j', (items, expected) => {
    expect(space(items)).toEqual(expected);
  });

  test('keeps every item once', () => {
    fc.assert(fc.property(lists, (items) => expect([...space(items)].sort()).toEqual([...items].sort())));
  });

  test('leaves no artist twice in a row unless one has more than half of all', () => {
    fc.assert(
      fc.property(lists, (items) => {
        const most = Math.max(
          0,
          ...['a', 'b', 'c', 'd'].map((name) => items.filter((item) => artist(item) === name).length),
        );
        const unavoidable = Math.max(0, most - (items.length - most) - 1);
        expect(collisions(space(items))).toBe(unavoidable);
      }),
    );
  });
});

describe('spreadArtists', () => {
  const spread = (items: readonly string[], seed: string): readonly string[] =>
    spreadArtists(items, artist, createRandom(seed));

  test('puts the three tracks of each artist into different parts of the list', () => {
    const items = [...'abcdefghij'].flatMap((name) => [`${name}1`, `${name}2`, `${name}3`]);
    for (const seed of ['monday', 'tuesday', 'wednesday']) {
      const places = Map.groupBy(
        spread(items, seed).map((item, at) => ({ item, at })),
        ({ item }) => artist(item),
      );
      for (const own of places.values()) {
        expect(own.map(({ item }) => item[1])).toEqual(['1', '2', '3']);
        expect((own[1]?.at ?? 0) - (own[0]?.at ?? 0)).toBeGreaterThan(5);
        expect((own[2]?.at ?? 0) - (own[1]?.at ?? 0)).toBeGreaterThan(5);
      }
    }
  });

  test('keeps every item once, the same way for the same seed, and no artist twice in a row without need', () => {
    fc.assert(
      fc.property(lists, fc.string(), (items, seed) => {
        expect([...spread(items, seed)].sort()).toEqual([...items].sort());
        expect(spread(items, seed)).toEqual(spread(items, seed));
        expect(collisions(spread(items, seed))).toBe(collisions(space(items)));
      }),
    );
  });
});
