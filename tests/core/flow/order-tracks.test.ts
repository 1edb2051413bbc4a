import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { orderTracks, type OrderItem, type OrderRequest } from '../../../src/core/flow/order-tracks.ts';
import { createRandom, shuffleWeighted } from '../../../src/core/random.ts';
import { makeWorld, mean } from './sound-world.ts';

type Changes = Partial<OrderRequest<OrderItem>>;
const order = (items: readonly OrderItem[], changes: Changes = {}): readonly OrderItem[] =>
  orderTracks({ items, after: undefined, energy: undefined, random: createRandom('seed'), ...changes });
const idsOf = (items: readonly OrderItem[]): readonly string[] => items.map(({ id }) => id);
const item = (id: string, facts: Partial<OrderItem> = {}): OrderItem => ({ id, artistKey: id, tags: [], ...facts });
const countRows = (items: readonly OrderItem[]): number =>
  items.filter(({ artistKey }, at) => at > 0 && items[at - 1]?.artistKey === artistKey).length;

const seeds = ['one', 'two', 'three'];

describe('orderTracks: distances that the server knows', () => {
  test.each(seeds)('brings neighbours to under 55 %% of a random order, two tracks an artist apart (%s)', (seed) => {
    const world = makeWorld({ tracks: 50, seed, scenes: 8, width: 0.5 });
    const ordered = order(world.items, { distanceOf: world.distance });
    expect(world.meanOfSteps(idsOf(ordered)) / world.meanOfPairs()).toBeLessThan(0.55);
    expect(countRows(ordered)).toBe(0);
  });

  test.each([
    [50, 0.66],
    [100, 0.6],
    [200, 0.55],
    [1000, 0.46],
  ])('brings %i tracks that lie anywhere to at most %d of a random order', (tracks, most) => {
    const world = makeWorld({ tracks, seed: 'anywhere' });
    const ordered = order(world.items, { distanceOf: world.distance });
    expect(world.meanOfSteps(idsOf(ordered)) / world.meanOfPairs()).toBeLessThan(most);
    expect(countRows(ordered)).toBe(0);
    expect(idsOf(ordered).toSorted()).toEqual(idsOf(world.items).toSorted());
  });

  test('finds the one best order of tracks on a line', () => {
    const items = Array.from({ length: 40 }, (_, nth) => item(`t${String(nth).padStart(2, '0')}`));
    const shuffled = shuffleWeighted(items, () => 1, createRandom('line'));
    const place = (id: string): number => Number(id.slice(1));
    const ordered = idsOf(order(shuffled, { distanceOf: (a, b) => Math.abs(place(a) - place(b)) }));
    expect([idsOf(items), idsOf(items).toReversed()]).toContainEqual(ordered);
  });

  test('keeps the tracks of one artist a few places apart where that costs little', () => {
    const world = makeWorld({ tracks: 60, seed: 'gaps', scenes: 6, width: 0.3 });
    const ordered = order(world.items, { distanceOf: world.distance });
    const gaps = new Map<string, number>();
    ordered.forEach(({ artistKey }, at) => gaps.set(artistKey, at - (gaps.get(artistKey) ?? 0)));
    const close = [...gaps.values()].filter((gap) => gap < 3).length;
    expect(close).toBeLessThanOrEqual(3);
  });

  test('keeps two tracks of one compilation apart where something else is as near', () => {
    const items = ['a', 'b', 'c', 'd', 'e', 'f'].map((id, nth) => item(id, { albumKey: nth < 3 ? 'hits' : id }));
    const ordered = order(items, { distanceOf: () => 1 });
    const together = ordered.filter(({ albumKey }, at) => at > 0 && ordered[at - 1]?.albumKey === albumKey);
    expect(together).toEqual([]);
  });
});

describe('orderTracks: the track before', () => {
  test.each(seeds)('begins with one of the nearest to it (%s)', (seed) => {
    const world = makeWorld({ tracks: 51, seed, perArtist: 1 });
    const [after, ...items] = world.items;
    const ordered = idsOf(order(items, { distanceOf: world.distance, after }));
    const byDistance = idsOf(items).toSorted(
      (a, b) => world.distance(after?.id ?? '', a) - world.distance(after?.id ?? '', b),
    );
    expect(byDistance.slice(0, 10)).toContain(ordered[0]);
    expect(ordered).toHaveLength(50);
  });

  test('does not begin with its artist', () => {
    const items = [item('a1', { artistKey: 'a' }), item('b'), item('c'), item('d')];
    const near = (a: string, b: string): number => (a.startsWith('a') && b.startsWith('a') ? 0.1 : 1);
    const ordered = order(items, { distanceOf: near, after: item('a0', { artistKey: 'a' }) });
    expect(ordered[0]?.artistKey).not.toBe('a');
  });

  test('may stand in the list too', () => {
    const items = [item('a'), item('b'), item('c')];
    expect(idsOf(order(items, { after: item('a') })).toSorted()).toEqual(['a', 'b', 'c']);
  });
});

describe('orderTracks: energy', () => {
  const rankAt = (ordered: readonly OrderItem[], at: number): number =>
    ordered.filter(({ energy = 0 }) => energy < (ordered[at]?.energy ?? 0)).length / (ordered.length - 1);
  const meanRank = (ordered: readonly OrderItem[], from: number, to: number): number =>
    mean(ordered.map((_, at) => rankAt(ordered, at)).slice(ordered.length * from, ordered.length * to));

  test.each(seeds)('rises, falls, or goes up and down again, and the sound still flows (%s)', (seed) => {
    const world = makeWorld({ tracks: 50, seed, scenes: 8, width: 0.5 });
    const by = (energy: 'rising' | 'falling' | 'arc'): readonly OrderItem[] => {
      const ordered = order(world.items, { distanceOf: world.distance, energy });
      expect(world.meanOfSteps(idsOf(ordered)) / world.meanOfPairs()).toBeLessThan(0.6);
      expect(countRows(ordered)).toBe(0);
      return ordered;
    };
    const rising = by('rising');
    expect(meanRank(rising, 0.7, 1) - meanRank(rising, 0, 0.3)).toBeGreaterThan(0.35);
    const falling = by('falling');
    expect(meanRank(falling, 0, 0.3) - meanRank(falling, 0.7, 1)).toBeGreaterThan(0.35);
    const arc = by('arc');
    expect(meanRank(arc, 0.4, 0.6) - meanRank(arc, 0, 0.2)).toBeGreaterThan(0.3);
    expect(meanRank(arc, 0.4, 0.6) - meanRank(arc, 0.8, 1)).toBeGreaterThan(0.3);
  });

  test('moves through a long list as well', () => {
    const world = makeWorld({ tracks: 500, seed: 'long', scenes: 10, width: 0.6 });
    const rising = order(world.items, { distanceOf: world.distance, energy: 'rising' });
    expect(world.meanOfSteps(idsOf(rising)) / world.meanOfPairs()).toBeLessThan(0.5);
    expect(countRows(rising)).toBe(0);
    expect(meanRank(rising, 0.7, 1) - meanRank(rising, 0, 0.3)).toBeGreaterThan(0.5);
  });

  test('held, leaps are smaller than without', () => {
    const world = makeWorld({ tracks: 50, seed: 'held' });
    const leaps = (energy: 'medium' | undefined): number => {
      const levels = order(world.items, { distanceOf: world.distance, energy }).map((each) => each.energy ?? 0);
      return mean(levels.slice(1).map((level, at) => Math.abs(level - (levels[at] ?? 0))));
    };
    expect(leaps('medium')).toBeLessThan(leaps(undefined) * 0.9);
  });

  test('tracks whose energy is not known go wherever they sound right', () => {
    const items = ['a', 'b', 'c', 'd'].map((id, nth) => item(id, nth === 2 ? {} : { energy: nth / 4 }));
    const near = (a: string, b: string): number => (a + b === 'ac' || a + b === 'ca' ? 0.1 : 1);
    const ordered = idsOf(order(items, { distanceOf: near, energy: 'rising' }));
    expect(Math.abs(ordered.indexOf('a') - ordered.indexOf('c'))).toBe(1);
    expect(ordered.filter((id) => id !== 'c')).toEqual(['a', 'b', 'd']);
  });
});

describe('orderTracks: without sonic analysis', () => {
  const styles = [
    ['Calm', 'Ambient'],
    ['Jazz', 'Cool'],
    ['Rock', 'Loud'],
  ];
  const items = Array.from({ length: 48 }, (_, nth) =>
    item(`t${nth}`, { tags: styles[nth % 3] ?? [], year: 1960 + (nth % 4) * 20 }),
  );

  test('tracks of one kind stay together', () => {
    const ordered = order(items);
    const changes = ordered.filter(({ tags }, at) => at > 0 && ordered[at - 1]?.tags[0] !== tags[0]);
    expect(changes).toHaveLength(2);
  });

  test('within a kind, years do not jump to and fro', () => {
    const ordered = order(items);
    const jumps = ordered.filter(({ year }, at) => at > 0 && ordered[at - 1]?.year !== year);
    expect(jumps.length).toBeLessThan(14);
  });

  test('nothing known of any track is no reason to fail', () => {
    const bare = Array.from({ length: 20 }, (_, nth) => item(`t${nth}`));
    expect(idsOf(order(bare)).toSorted()).toEqual(idsOf(bare).toSorted());
  });
});

describe('orderTracks: what always holds', () => {
  const lists = fc
    .array(
      fc.record({ artist: fc.nat(6), album: fc.nat(3), energy: fc.option(fc.double({ min: 0, max: 1, noNaN: true })) }),
      {
        maxLength: 30,
      },
    )
    .map((facts) =>
      facts.map(({ artist, album, energy }, nth) =>
        item(`t${nth}`, { artistKey: `a${artist}`, albumKey: `b${album}`, energy: energy ?? undefined }),
      ),
    );
  const energies = fc.constantFrom(undefined, 'low', 'rising', 'falling', 'arc') as fc.Arbitrary<
    OrderRequest<OrderItem>['energy']
  >;
  /** Hostile distances: gaps, zeros, nonsense. */
  const distances = fc.func(fc.oneof(fc.constant(undefined), fc.double(), fc.constant(0)));

  test('every item once, and as few artists in a row as can be', () => {
    fc.assert(
      fc.property(lists, energies, distances, fc.boolean(), (items, energy, distanceOf, anchored) => {
        const after = anchored ? item('before', { artistKey: 'somebody else' }) : undefined;
        const ordered = order(items, { energy, distanceOf, after });
        expect(idsOf(ordered).toSorted()).toEqual(idsOf(items).toSorted());
        const most = Math.max(
          0,
          ...Map.groupBy(items, (each) => each.artistKey)
            .values()
            .map((own) => own.length),
        );
        expect(countRows(ordered)).toBe(Math.max(0, 2 * most - items.length - 1));
      }),
      { numRuns: 60 },
    );
  });

  test('the same seed gives the same order, whatever order the items came in', () => {
    const world = makeWorld({ tracks: 60, seed: 'same' });
    const mixed = shuffleWeighted(world.items, () => 1, createRandom('mixed'));
    const first = idsOf(order(world.items, { distanceOf: world.distance, energy: 'arc' }));
    expect(idsOf(order(mixed, { distanceOf: world.distance, energy: 'arc' }))).toEqual(first);
  });

  test('an artist with most of the list is spread, and the list still comes', () => {
    const items = Array.from({ length: 150 }, (_, nth) =>
      item(`t${nth}`, { artistKey: nth < 100 ? 'one' : `a${nth}` }),
    );
    expect(countRows(order(items))).toBe(49);
  });
});
