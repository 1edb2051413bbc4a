import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { spaceArtists } from '../../src/core/sequence.ts';

const artist = (item: string): string => item[0] ?? '';
const space = (items: readonly string[]): readonly string[] => spaceArtists(items, artist);
const collisions = (items: readonly string[]): number =>
  items.filter((item, at) => at > 0 && artist(item) === artist(items[at - 1] ?? '')).length;

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

  const lists = fc
    .array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 })
    .map((artists) => artists.map((name, at) => `${name}${at}`));

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
