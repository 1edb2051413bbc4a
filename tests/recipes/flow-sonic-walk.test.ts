import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../src/core/random.ts';
import { createCluster, type ClusterRules } from '../../src/recipes/flow/sonic-cluster.ts';
import { createWalk } from '../../src/recipes/flow/sonic-walk.ts';

/** Tracks on a line, and what an answer of so many lines says about one of them. */
const answerOn = (points: ReadonlyMap<string, number>, id: string, lines = 200) =>
  [...points]
    .filter(([other]) => other !== id)
    .map(([trackId, at]) => ({ trackId, distance: Math.abs(at - (points.get(id) ?? Number.NaN)) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, lines);

describe('createWalk', () => {
  const points = new Map([
    ['a', 0],
    ['b', 10],
    ['c', 20],
    ['between', 14],
    ['behind', 23],
    ['before', -2],
  ]);
  const walkThrough = (ids: readonly string[], isOpenAtStart = true, lines = 200) => {
    const walk = createWalk(isOpenAtStart);
    for (const id of ids) walk.join(id, answerOn(points, id, lines));
    return walk;
  };

  test.each([
    ['between', 2, 0],
    ['behind', 3, 3],
    ['before', 0, 2],
  ])('%s stands where it makes the walk no longer than it must', (id, place, detour) => {
    expect(walkThrough(['a', 'b', 'c']).fit(id)).toEqual({ place, detour });
  });

  test('what comes in late stands where it belongs', () => {
    const walk = walkThrough(['a', 'c', 'b']);
    expect(walk.fit('between')).toEqual({ place: 2, detour: 0 });
  });

  test('nothing goes before a track that is heard before the list', () => {
    expect(walkThrough(['a', 'b'], false).fit('before')?.place).toBe(1);
  });

  test('a neighbour that does not know the track is taken to be beyond the reach of its answer', () => {
    // Each answer has three lines: c knows b not, nor anything below 14.
    const walk = walkThrough(['a', 'b'], true, 3);
    expect(walk.fit('behind')).toBeUndefined();
    const fit = walk.fit('before');
    expect(fit).toEqual({ place: 0, detour: 2 });
    expect(walkThrough(['b', 'c'], true, 3).fit('behind')).toEqual({ place: 2, detour: 3 });
  });

  test('nothing is known before the first track has joined, or by a track that knows nobody', () => {
    const walk = createWalk(true);
    expect(walk.fit('a')).toBeUndefined();
    walk.join('a', []);
    expect(walk.fit('b')).toBeUndefined();
    expect(walk.meanReach()).toBe(0);
  });

  test('no other place is cheaper, whatever the sound is like', () => {
    const worlds = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 3, maxLength: 9 });
    fc.assert(
      fc.property(worlds, (at) => {
        const line = new Map(at.map((value, nth) => [`t${nth}`, value]));
        const walk = createWalk(true);
        for (const id of [...line.keys()].slice(0, -1)) walk.join(id, answerOn(line, id));
        // On a line a walk that takes in each track where it costs least goes from one end to the other.
        const [low, high] = [Math.min(...at.slice(0, -1)), Math.max(...at.slice(0, -1))];
        const last = at.at(-1) ?? 0;
        expect(walk.fit(`t${at.length - 1}`)?.detour).toBe(Math.max(0, low - last, last - high));
      }),
    );
  });
});

describe('createCluster', () => {
  const points = new Map(Array.from({ length: 60 }, (_, nth) => [`t${nth}`, nth]));
  const openCluster = (artistOf: ClusterRules['artistOf'], weightOf: ClusterRules['weightOf'] = () => 1) => {
    const rules = { weightOf, artistOf, drawnOf: new Map(), taken: new Set<string>(), mix: undefined };
    const cluster = createCluster('t0', 1, rules);
    cluster.absorb('t0', answerOn(points, 't0'));
    return cluster;
  };
  const drawn = (cluster: ReturnType<typeof openCluster>, count: number): readonly number[] => {
    const random = createRandom('cluster');
    return Array.from({ length: count }, () => {
      const next = cluster.draw(random);
      if (next !== undefined) cluster.absorb(next.id, answerOn(points, next.id));
      return points.get(next?.id ?? '') ?? Number.NaN;
    });
  };

  test('goes on in short steps', () => {
    expect(
      Math.max(
        ...drawn(
          openCluster((id) => id),
          6,
        ),
      ),
    ).toBeLessThan(20);
  });

  test('takes artists that it has not had, as long as there are some', () => {
    const artists = drawn(
      openCluster((id) => String(Number(id.slice(1)) % 10)),
      9,
    ).map((at) => at % 10);
    expect(new Set(artists).size).toBe(9);
  });

  test('goes by closeness where all are by one artist, however often', () => {
    const cluster = openCluster(() => 'one');
    const steps = drawn(cluster, 50);
    expect(steps.slice(0, 10).every((at) => at < 30)).toBe(true);
    expect(new Set(steps).size).toBe(50);
  });

  test('what is wanted more comes sooner', () => {
    const cluster = openCluster(
      (id) => id,
      (id) => (Number(id.slice(1)) % 2 === 0 ? 1 : 0.0001),
    );
    expect(drawn(cluster, 8).filter((at) => at % 2 === 0).length).toBeGreaterThan(6);
  });

  test('a track of no weight never comes', () => {
    const cluster = openCluster(
      (id) => id,
      (id) => (id === 't1' ? 0 : 1),
    );
    expect(drawn(cluster, 58)).not.toContain(1);
    expect(cluster.draw(createRandom('end'))).toBeUndefined();
  });
});
