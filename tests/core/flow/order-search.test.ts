import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rankShares, targetAt } from '../../../src/core/flow/arc.ts';
import { costOf, createPlaceCost, type OrderProblem } from '../../../src/core/flow/order-cost.ts';
import { createSearch } from '../../../src/core/flow/order-search.ts';
import { listNear } from '../../../src/core/flow/order-starts.ts';
import { orderTracks } from '../../../src/core/flow/order-tracks.ts';
import { createRandom } from '../../../src/core/random.ts';

/** A small list with everything in it: distances, artists, albums, a fixed beginning, places that matter. */
const problems = fc
  .record({
    size: fc.integer({ min: 4, max: 14 }),
    seed: fc.string(),
    fixed: fc.constantFrom(0, 1),
    artists: fc.integer({ min: 1, max: 14 }),
    energy: fc.constantFrom(undefined, 'rising' as const, 'arc' as const),
  })
  .map(({ size, seed, fixed, artists, energy }): OrderProblem => {
    const random = createRandom(seed);
    const distances = new Float64Array(size * size);
    for (let a = 0; a < size; a += 1)
      for (let b = a + 1; b < size; b += 1) distances[a * size + b] = distances[b * size + a] = random.next() * 2;
    const numbers = (most: number): Int32Array =>
      Int32Array.from({ length: size }, () => Math.floor(random.next() * most));
    const levels = Array.from({ length: size }, () => (random.next() < 0.2 ? undefined : random.next()));
    return {
      size,
      distances,
      artists: numbers(artists),
      albums: numbers(size),
      fixed,
      places: createPlaceCost(energy, levels, fixed),
    };
  });

describe('createSearch', () => {
  test('keeps count of what it gains, to the last kick and back', () => {
    fc.assert(
      fc.property(problems, fc.string(), (problem, seed) => {
        const start = Int32Array.from({ length: problem.size }, (_, node) => node);
        const before = costOf(problem, start);
        const search = createSearch(problem, start, listNear(problem, 6));
        const check = (): void => expect(before + search.change()).toBeCloseTo(costOf(problem, search.tour), 6);
        search.improve(1000);
        check();
        expect(search.change()).toBeLessThanOrEqual(1e-9);
        const best = Int32Array.from(search.tour);
        const change = search.change();
        search.kick(createRandom(seed));
        check();
        search.improve(1000);
        check();
        search.restore(best, change);
        check();
        expect([...search.tour].toSorted((a, b) => a - b)).toEqual([...start]);
        if (problem.fixed === 1) expect(search.tour[0]).toBe(0);
      }),
    );
  });

  test.each(Array.from({ length: 20 }, (_, nth) => `seed ${nth}`))(
    'finds the best of all 5,040 orders of seven tracks (%s)',
    (seed) => {
      const random = createRandom(seed);
      const points = Array.from({ length: 7 }, () => [random.next(), random.next(), random.next()]);
      const items = points.map((_, nth) => ({ id: `t${nth}`, artistKey: `a${nth}`, tags: [] }));
      const distanceOf = (a: string, b: string): number =>
        Math.hypot(...(points[Number(a[1])] ?? []).map((value, axis) => value - (points[Number(b[1])]?.[axis] ?? 0)));
      const lengthOf = (ids: readonly string[]): number =>
        ids.slice(1).reduce((sum, id, nth) => sum + distanceOf(ids[nth] ?? '', id), 0);
      const found = orderTracks({
        items,
        distanceOf,
        after: undefined,
        energy: undefined,
        random: createRandom('any'),
      });
      const best = Math.min(...permute(items.map(({ id }) => id)).map(lengthOf));
      expect(lengthOf(found.map(({ id }) => id)) / best).toBeLessThan(1.000001);
    },
  );
});

const permute = (ids: readonly string[]): readonly (readonly string[])[] =>
  ids.length < 2 ? [ids] : ids.flatMap((id, nth) => permute(ids.toSpliced(nth, 1)).map((rest) => [id, ...rest]));

describe('targetAt', () => {
  test.each([
    ['rising', [0, 0.5, 1]],
    ['falling', [1, 0.5, 0]],
    ['arc', [0, 1, 0]],
  ] as const)('%s goes through %j', (energy, targets) => {
    expect([0, 0.5, 1].map((share) => targetAt(energy, share))).toEqual(targets);
  });
});

describe('rankShares', () => {
  test.each([
    [
      [10, 30, 20],
      [0, 1, 0.5],
    ],
    [
      [5, 5, 5],
      [0.5, 0.5, 0.5],
    ],
    [
      [1, undefined, 2],
      [0, undefined, 1],
    ],
    [[7], [0.5]],
    [[undefined], [undefined]],
    [[], []],
  ])('%j stand at %j', (values, shares) => {
    expect(rankShares(values)).toEqual(shares);
  });
});
