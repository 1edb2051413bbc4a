import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { measureSound } from '../../../src/core/flow/distances.ts';
import { fillDistances } from '../../../src/core/flow/order-distances.ts';
import { compareTraits } from '../../../src/core/flow/order-likeness.ts';
import { orderTracks } from '../../../src/core/flow/order-tracks.ts';
import { createRandom } from '../../../src/core/random.ts';
import { makeWorld } from './sound-world.ts';

const track = (id: string, tags: readonly string[] = [], year?: number) => ({ id, artistKey: id, tags, year });

describe('measureSound', () => {
  const sound = measureSound(
    new Map([
      [
        'a',
        [
          { trackId: 'b', distance: 0.3 },
          { trackId: 'x', distance: 0.4 },
        ],
      ],
      ['c', [{ trackId: 'x', distance: 0.3 }]],
      [
        'seed',
        [
          { trackId: 'b', distance: 0.05 },
          { trackId: 'd', distance: 0.12 },
        ],
      ],
      ['empty', []],
    ]),
    ['a', 'b', 'c', 'd', 'empty'],
  );

  test('knows a distance whichever of the two was asked about', () => {
    expect(sound.distanceOf('a', 'b')).toBe(0.3);
    expect(sound.distanceOf('b', 'a')).toBe(0.3);
  });

  test('guesses by a neighbour of both, and by an answer that holds both', () => {
    expect(sound.guessOf('a', 'c')).toBeCloseTo(0.5);
    expect(sound.guessOf('d', 'b')).toBeCloseTo(0.13);
  });

  test('knows nothing of tracks that share nothing', () => {
    expect(sound.distanceOf('a', 'empty')).toBeUndefined();
    expect(sound.guessOf('a', 'd')).toBeUndefined();
    expect(sound.distanceOf('a', 'somebody else')).toBeUndefined();
    expect(sound.guessOf('somebody else', 'a')).toBeUndefined();
  });

  test('takes two tracks for at least as far apart as the answers reach', () => {
    expect(sound.floorOf('a', 'c')).toBe(0.4);
    expect(sound.floorOf('b', 'd')).toBe(0);
  });

  test('passes over lines that make no sense', () => {
    const odd = measureSound(
      new Map([
        [
          'a',
          [
            { trackId: 'b', distance: Number.NaN },
            { trackId: 'a', distance: 0 },
            { trackId: 'c', distance: -1 },
          ],
        ],
      ]),
      ['a', 'b', 'c'],
    );
    expect(odd.distanceOf('a', 'b')).toBeUndefined();
    expect(odd.distanceOf('a', 'c')).toBeUndefined();
  });

  test('guesses of unknown distances are near the truth where sound has eight dimensions', () => {
    const world = makeWorld({ tracks: 3000, seed: 'guesses', scenes: 60, width: 0.4 });
    const ids = world.items.filter((_, nth) => nth % 120 < 10).map(({ id }) => id);
    const measured = measureSound(new Map(ids.map((id) => [id, world.nearest(id, 60)])), ids);
    const errors = ids.flatMap((a) =>
      ids.flatMap((b) => {
        const guess = measured.distanceOf(a, b) === undefined ? measured.guessOf(a, b) : undefined;
        if (guess === undefined || a === b) return [];
        return [Math.abs(Math.max(guess, measured.floorOf(a, b)) / world.distance(a, b) - 1)];
      }),
    );
    expect(errors.length).toBeGreaterThan(100);
    expect(errors.toSorted((a, b) => a - b)[Math.floor(errors.length / 2)]).toBeLessThan(0.25);
  });
});

describe('compareTraits', () => {
  const likeness = (...tracks: Parameters<typeof compareTraits>[0]): number => compareTraits(tracks)[1] ?? Number.NaN;

  test('tracks with the same tags are more alike than tracks with others', () => {
    expect(likeness(track('a', ['Calm']), track('b', ['Calm']))).toBeLessThan(
      likeness(track('a', ['Calm']), track('b', ['Loud'])),
    );
  });

  test('a rare tag that is shared says more than one that all have', () => {
    const crowd = Array.from({ length: 8 }, (_, nth) => track(`c${nth}`, ['Rock']));
    const rare = likeness(track('a', ['Rock', 'Zeuhl']), track('b', ['Zeuhl']), ...crowd);
    const common = likeness(track('a', ['Rock', 'Zeuhl']), track('b', ['Rock']), ...crowd);
    expect(rare).toBeLessThan(common);
  });

  test('years, energy and the artist count too', () => {
    expect(likeness(track('a', [], 1970), track('b', [], 1971))).toBeLessThan(
      likeness(track('a', [], 1970), track('b', [], 1990)),
    );
    const lively = { ...track('a'), energy: 0.9 };
    expect(likeness(lively, { ...track('b'), energy: 0.8 })).toBeLessThan(
      likeness(lively, { ...track('b'), energy: 0.1 }),
    );
    expect(likeness(track('a'), { ...track('b'), artistKey: 'a' })).toBeLessThan(likeness(track('a'), track('b')));
  });
});

describe('fillDistances', () => {
  const distance = (table: Float64Array, size: number, a: number, b: number): number =>
    table[a * size + b] ?? Number.NaN;

  test('goes by the shortest way where the server does not know the pair', () => {
    const tracks = ['a', 'b', 'c', 'd'].map((id) => track(id));
    const known = new Map([
      ['ab', 3],
      ['bc', 4],
      ['cd', 12],
    ]);
    const table = fillDistances(tracks, { distanceOf: (a, b) => known.get(a + b) });
    expect(distance(table, 4, 0, 2) / distance(table, 4, 0, 1)).toBeCloseTo(5 / 3, 1);
    expect(distance(table, 4, 0, 3) / distance(table, 4, 0, 1)).toBeCloseTo(13 / 3, 0);
  });

  test('ways lead through guesses too', () => {
    // a–b and c–d share a neighbour each that is not in the list; b knows c.
    const sound = measureSound(
      new Map([
        ['a', [{ trackId: 'x', distance: 0.1 }]],
        [
          'b',
          [
            { trackId: 'x', distance: 0.1 },
            { trackId: 'c', distance: 0.2 },
          ],
        ],
        ['c', [{ trackId: 'y', distance: 0.1 }]],
        ['d', [{ trackId: 'y', distance: 0.1 }]],
      ]),
      ['a', 'b', 'c', 'd', 'e'],
    );
    const table = fillDistances(
      ['a', 'b', 'c', 'd', 'e'].map((id) => track(id)),
      sound,
    );
    // a–b is taken for 0.2, as far as the answer about b reaches; each turn is a right angle.
    expect(distance(table, 4, 0, 2) / distance(table, 4, 0, 1)).toBeCloseTo(Math.sqrt(0.08) / 0.2, 1);
    expect(distance(table, 4, 0, 3) / distance(table, 4, 0, 1)).toBeCloseTo(Math.sqrt(0.1) / 0.2, 1);
  });

  test('where no way leads, the groups whose tags are alike are nearer', () => {
    const tracks = [
      track('a1'),
      track('a2', ['Calm']),
      track('b1', ['Calm']),
      track('b2', ['Calm']),
      track('c1', ['Loud']),
      track('c2', ['Loud']),
    ];
    const table = fillDistances(tracks, { distanceOf: (a, b) => (a[0] === b[0] ? 0.1 : undefined) });
    expect(distance(table, 6, 0, 2)).toBeLessThan(distance(table, 6, 0, 4));
    expect(distance(table, 6, 0, 1)).toBeLessThan(distance(table, 6, 0, 2));
  });

  test('is the same both ways, finite, never below zero, with a mean of 1', () => {
    const facts = fc.array(
      fc.record({
        year: fc.option(fc.integer({ min: 1900, max: 2030 })),
        tags: fc.array(fc.constantFrom('x', 'y', 'z')),
      }),
      { minLength: 2, maxLength: 12 },
    );
    const odd = fc.func(fc.oneof(fc.constant(undefined), fc.double()));
    fc.assert(
      fc.property(facts, odd, odd, (list, distanceOf, guessOf) => {
        const tracks = list.map(({ year, tags }, nth) => track(`t${nth}`, tags, year ?? undefined));
        const table = fillDistances(tracks, { distanceOf, guessOf });
        const size = tracks.length;
        let sum = 0;
        tracks.forEach((_, a) =>
          tracks.forEach((__, b) => {
            const value = distance(table, size, a, b);
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeLessThan(Number.POSITIVE_INFINITY);
            expect(distance(table, size, b, a)).toBeCloseTo(value, 9);
            sum += value;
          }),
        );
        if (sum > 0) expect(sum / (size * (size - 1))).toBeCloseTo(1, 6);
      }),
    );
  });
});

test('a list orders well from what fifty answers of a large library tell', () => {
  const world = makeWorld({ tracks: 8000, seed: 'partial', scenes: 160, width: 0.5 });
  const items = world.items.filter((_, nth) => nth % 320 < 12 && nth % 2 === 0 && nth < 3000).slice(0, 50);
  const ids = items.map(({ id }) => id);
  const nearest = new Map(ids.map((id) => [id, world.nearest(id, 200)]));
  const order = (known: object): number =>
    world.meanOfSteps(
      orderTracks({ items, after: undefined, energy: undefined, random: createRandom('p'), ...known }).map(
        ({ id }) => id,
      ),
    );
  const ratio = order(measureSound(nearest, ids)) / world.meanOfPairs(ids);
  expect(ratio).toBeLessThan(0.6);
  expect(ratio).toBeLessThan((order({ distanceOf: world.distance }) / world.meanOfPairs(ids)) * 1.15);
});
