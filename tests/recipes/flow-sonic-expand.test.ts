import { afterEach, describe, expect, test } from '@jest/globals';
import { createRandom, shuffleWeighted } from '../../src/core/random.ts';
import { expandSonically, type ExpandRequest, type SonicCandidate } from '../../src/recipes/flow/expand-sonically.ts';
import { orderList } from '../../src/recipes/flow/order-list.ts';
import { makeWorld, type SoundWorld } from '../core/flow/sound-world.ts';
import { closeSonicHouses, never, openSonicHouse, type SonicHouse } from './sonic-house.ts';

afterEach(closeSonicHouses);

interface Scene extends SonicHouse {
  readonly world: SoundWorld;
  /** What the window allows, with weights. */
  readonly pool: ReadonlyMap<string, number>;
  readonly artistOf: (id: string) => string;
  expand(changes?: Partial<ExpandRequest>): Promise<readonly SonicCandidate[]>;
}

/** A library of which one track in `oneIn` is in the window, whatever it sounds like. */
const openScene = (seed: string, oneIn = 6, tracks = 3_000): Scene => {
  const house = openSonicHouse();
  const world = makeWorld({ tracks, seed, perArtist: 12, scenes: 40, width: 0.6 });
  const random = createRandom(`pool ${seed}`);
  const inside = world.items.filter(() => random.next() < 1 / oneIn);
  const pool = new Map(inside.map(({ id }) => [id, 0.3 + random.next()]));
  const artists = new Map(world.items.map(({ id, artistKey }) => [id, artistKey]));
  const artistOf = (id: string): string => artists.get(id) ?? '';
  const listNearest = house.server.listNearest.bind(house.server);
  house.server.listNearest = (id, limit, signal) => {
    if (!house.server.neighbours.has(id) && artists.has(id)) house.server.neighbours.set(id, world.nearest(id, limit));
    return listNearest(id, limit, signal);
  };
  const drawn = shuffleWeighted([...pool.keys()], (id) => pool.get(id) ?? 0, createRandom(seed));
  return {
    ...house,
    world,
    pool,
    artistOf,
    expand: (changes = {}) =>
      expandSonically(
        {
          seeds: drawn.slice(0, 27).map((id) => ({ id })),
          reader: house.read(),
          weightOf: (id) => pool.get(id) ?? 0,
          artistOf,
          nameOf: (id) => `"${id}" by ${artistOf(id)}`,
          size: 50,
          random: createRandom(seed),
          ...changes,
        },
        never,
      ),
  };
};

/** As a flow would: at most two of an artist. */
const pick = ({ artistOf }: Scene, candidates: readonly SonicCandidate[], size = 50): readonly string[] => {
  const counts = new Map<string, number>();
  return candidates
    .map(({ id }) => id)
    .filter((id) => {
      const count = (counts.get(artistOf(id)) ?? 0) + 1;
      counts.set(artistOf(id), count);
      return count <= 2;
    })
    .slice(0, size);
};

describe('expandSonically', () => {
  test('hands out tracks of the window alone, each once, more than the list needs', async () => {
    const scene = openScene('plenty');
    const ids = (await scene.expand()).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(100);
    expect(ids.length).toBeLessThanOrEqual(150);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => scene.pool.has(id))).toBe(true);
  });

  test('says what each sounds like, by its nearest companion', async () => {
    const scene = openScene('why');
    const candidates = await scene.expand();
    const [follower] = candidates.filter(({ id, seed }) => id !== seed);
    expect(follower?.why).toMatch(/^sounds like "t\d+" by a\d+$/);
    const [seed] = candidates.filter((candidate) => candidate.id === candidate.seed);
    expect(seed?.why).toBe('others were chosen to sound like it');
  });

  test.each(['one', 'two', 'three'])('is no single cluster and no single artist (%s)', async (seed) => {
    const scene = openScene(seed);
    const candidates = await scene.expand();
    const list = pick(scene, candidates);
    expect(list).toHaveLength(50);
    const clusters = Map.groupBy(list, (id) => candidates.find((candidate) => candidate.id === id)?.seed);
    expect(clusters.size).toBeGreaterThanOrEqual(7);
    expect(Math.max(...[...clusters.values()].map((own) => own.length))).toBeLessThanOrEqual(10);
    expect(new Set(list.map(scene.artistOf)).size).toBeGreaterThan(40);
  });

  test('somebody new comes before an artist who was there already, even where the sort that is due is of few artists', async () => {
    const scene = openScene('few');
    const isFirstSort = (id: string): boolean => Number(scene.artistOf(id).slice(1)) % 12 === 0;
    const list = pick(scene, await scene.expand({ mix: { isFirstSort, share: 0.6 } }));
    expect(new Set(list.map(scene.artistOf)).size).toBeGreaterThan(44);
  });

  test('another draw gives another list', async () => {
    const scene = openScene('draws');
    const seeds = [...scene.pool.keys()].slice(100, 127).map((id) => ({ id }));
    const one = pick(scene, await scene.expand());
    const other = pick(scene, await scene.expand({ seeds, random: createRandom('other') }));
    expect(one.filter((id) => other.includes(id)).length).toBeLessThan(25);
  });

  test('the cache does not alter the choice', async () => {
    const scene = openScene('same');
    const cold = await scene.expand();
    const asked = scene.countAsked();
    expect(asked).toBeGreaterThan(0);
    expect(await scene.expand()).toEqual(cold);
    expect(scene.countAsked()).toBe(asked);
  });

  test('a seed somebody asked for brings more, and need not be in the window itself', async () => {
    const scene = openScene('wanted');
    const outside = scene.world.items.find(({ id }) => !scene.pool.has(id))?.id ?? '';
    const seeds = [{ id: outside, share: 2 }, ...[...scene.pool.keys()].slice(0, 20).map((id) => ({ id }))];
    const candidates = await scene.expand({ seeds });
    expect(candidates.map(({ id }) => id)).not.toContain(outside);
    const count = (seed: string): number =>
      candidates.slice(0, 50).filter((candidate) => candidate.seed === seed).length;
    expect(count(outside)).toBeGreaterThan(8);
    expect(count(outside)).toBeGreaterThan(1.5 * count(seeds[1]?.id ?? ''));
  });

  test('a track before the list brings a few, no more', async () => {
    const scene = openScene('before');
    const outside = scene.world.items.find(({ id }) => !scene.pool.has(id))?.id ?? '';
    const seeds = [{ id: outside, share: 0.3 }, ...[...scene.pool.keys()].slice(0, 20).map((id) => ({ id }))];
    const first = (await scene.expand({ seeds })).slice(0, 50).filter(({ seed }) => seed === outside);
    expect(first.length).toBeGreaterThan(0);
    expect(first.length).toBeLessThan(5);
  });

  test.each([0, 0.3, 0.5, 0.8])('brings known and new tracks as they are wanted: %d known', async (share) => {
    const scene = openScene('mix');
    // One in five is known.
    const isFirstSort = (id: string): boolean => Number(id.slice(1)) % 5 === 0;
    const list = pick(scene, await scene.expand({ mix: { isFirstSort, share } }));
    const known = list.filter(isFirstSort).length / list.length;
    expect(Math.abs(known - share)).toBeLessThan(0.15);
  });

  test('seeds that nobody sounds like are left out and replaced', async () => {
    const scene = openScene('barren');
    const lonely = ['x1', 'x2', 'x3'];
    const seeds = [...lonely, ...[...scene.pool.keys()].slice(0, 20)].map((id) => ({ id }));
    const candidates = await scene.expand({
      seeds,
      weightOf: (id) => (lonely.includes(id) ? 1 : (scene.pool.get(id) ?? 0)),
    });
    expect(candidates.map(({ id }) => id)).not.toEqual(expect.arrayContaining(['x1']));
    expect(new Set(candidates.map(({ seed }) => seed)).size).toBeGreaterThanOrEqual(7);
  });

  test('a window of very few tracks is exhausted, not invented', async () => {
    const scene = openScene('few', 150);
    const candidates = await scene.expand({ seeds: [...scene.pool.keys()].map((id) => ({ id })) });
    expect(candidates.length).toBeLessThanOrEqual(scene.pool.size);
    expect(candidates.every(({ id }) => scene.pool.has(id))).toBe(true);
  });

  test.each([
    ['no seeds', { seeds: [] }],
    ['no place in the list', { size: 0 }],
    ['nothing allowed', { weightOf: () => 0 }],
  ])('%s gives nothing', async (_, changes) => {
    expect(await openScene('nothing').expand(changes)).toEqual([]);
  });

  test('without a budget nothing is asked', async () => {
    const scene = openScene('poor');
    expect(await scene.expand({ reader: scene.read({ budget: 0 }) })).toEqual([]);
    expect(scene.countAsked()).toBe(0);
  });

  test('a server that knows nothing gives nothing, and it is not asked for ever', async () => {
    const scene = openScene('silent');
    scene.server.listNearest = async (id) => {
      scene.server.calls.push(`nearest ${id}`);
      return [];
    };
    expect(await scene.expand()).toEqual([]);
    expect(scene.countAsked()).toBeLessThan(30);
  });
});

describe('expanding and ordering together', () => {
  test.each([
    ['one in six', 'a', 6],
    ['one in six', 'b', 6],
    ['one in fifteen', 'c', 15],
    ['one in three', 'd', 3],
  ])(
    'flows at no more than 60 %% of a random order, for fewer than 50 requests, then none (window: %s, %s)',
    async (_, seed, oneIn) => {
      const scene = openScene(seed, oneIn, 5_000);
      const make = async (): Promise<readonly string[]> => {
        const reader = scene.read();
        const list = pick(scene, await scene.expand({ reader }));
        const items = scene.world.items.filter(({ id }) => list.includes(id));
        const random = createRandom('order');
        return (await orderList({ items, after: undefined, energy: undefined, reader, random }, never)).map(
          ({ id }) => id,
        );
      };
      const cold = await make();
      const asked = scene.countAsked();
      expect(asked).toBeLessThan(50);
      expect(await make()).toEqual(cold);
      expect(scene.countAsked()).toBe(asked);
      expect(cold).toHaveLength(50);
      expect(scene.world.meanOfSteps(cold) / scene.world.meanOfPairs(cold)).toBeLessThan(0.6);
      const artists = cold.map(scene.artistOf);
      expect(artists.filter((artist, at) => artist === artists[at - 1])).toEqual([]);
    },
  );
});
