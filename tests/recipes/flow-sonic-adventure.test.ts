import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HarmoniqError } from '../../src/lib/errors.ts';
import { mergeLeg, splitLegs } from '../../src/recipes/flow/adventure-legs.ts';
import {
  mostPaths,
  planAdventure,
  type AdventureRequest,
  type AdventureStep,
} from '../../src/recipes/flow/adventure.ts';
import { closeSonicHouses, never, openSonicHouse, type SonicHouse } from './sonic-house.ts';

afterEach(closeSonicHouses);

const list = Array.from({ length: 50 }, (_, nth) => `t${nth}`);

/** Between any two tracks of the list the server knows a way of these. */
const openWays = (between: (from: string, to: string) => readonly string[]): SonicHouse => {
  const house = openSonicHouse();
  for (const { from, to } of splitLegs(list, mostPaths))
    house.server.paths.set(`${from}>${to}`, [from, ...between(from, to), to]);
  return house;
};
const plan = (
  house: SonicHouse,
  changes: Partial<AdventureRequest> = {},
): Promise<readonly AdventureStep[] | undefined> =>
  planAdventure(
    {
      ids: list,
      server: house.server,
      cache: house.library.sourceCache,
      sectionOf: () => '1',
      artistOf: (id) => id,
      beginWith: () => () => true,
      stays: new Set(),
      nameOf: (id) => `"${id}"`,
      logger: house.logger,
      ...changes,
    },
    never,
  );
const ways = (from: string): readonly string[] => Array.from({ length: 30 }, (_, nth) => `${from}-${nth}`);
const countPaths = (house: SonicHouse): number => house.server.calls.filter((call) => call.startsWith('path')).length;

describe('planAdventure', () => {
  test('keeps the anchors and the length, and fills the ways between them as the server goes', async () => {
    const steps = (await plan(openWays(ways))) ?? [];
    const ids = steps.map(({ id }) => id);
    expect(ids).toHaveLength(50);
    expect(new Set(ids).size).toBe(50);
    const anchors = [...splitLegs(list, mostPaths).map(({ from }) => from), 't49'];
    expect(ids.filter((id) => !id.includes('-'))).toEqual(anchors);
    const first = ids.slice(1, ids.indexOf(anchors[1] ?? '')).map((id) => Number(id.split('-')[1]));
    expect(first).toEqual(first.toSorted((a, b) => a - b));
    expect(steps[1]?.why).toBe(`on the way from "t0" to "${anchors[1] ?? ''}"`);
    expect(steps[0]?.why).toBeUndefined();
  });

  test('takes only what may join; what stood there before fills the rest', async () => {
    const house = openWays(ways);
    const beginWith = () => (id: string) => !id.includes('-') || id.endsWith('-15');
    const ids = ((await plan(house, { beginWith })) ?? []).map(({ id }) => id);
    expect(ids).toHaveLength(50);
    expect(ids.filter((id) => id.includes('-'))).toHaveLength(mostPaths);
    expect(ids.filter((id) => id.includes('-')).every((id) => id.endsWith('-15'))).toBe(true);
  });

  test('what must stay in the list stays', async () => {
    const stays = new Set(['t3', 't20', 't21', 't22']);
    const ids = ((await plan(openWays(ways), { stays })) ?? []).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([...stays]));
    expect(ids).toHaveLength(50);
  });

  test('begins with the anchors and what must stay, once; who has joined is not asked again', async () => {
    const stays = new Set(['t3', 'gone']);
    const begun: (readonly string[])[] = [];
    const asked: string[] = [];
    const beginWith = (ids: readonly string[]) => {
      begun.push(ids);
      return (id: string): boolean => asked.push(id) > 0;
    };
    await plan(openWays(ways), { stays, beginWith });
    const anchors = splitLegs(list, mostPaths).flatMap(({ from, to }) => [from, to]);
    expect(begun).toEqual([[...new Set([...anchors, 't3'])]]);
    expect(new Set(asked).size).toBe(asked.length);
  });

  test('asks a handful of times, and not at all the next time', async () => {
    const house = openWays(ways);
    const cold = await plan(house);
    expect(countPaths(house)).toBe(mostPaths);
    expect(await plan(house)).toEqual(cold);
    expect(countPaths(house)).toBe(mostPaths);
  });

  test.each([
    ['knows no way', (house: SonicHouse) => house.server.paths.clear()],
    [
      'fails',
      (house: SonicHouse) =>
        (house.server.before = () => {
          throw new HarmoniqError('timeout', 'Plex took too long.');
        }),
    ],
    ['refuses', (house: SonicHouse) => (house.server.refusesSonic = true)],
  ])('leaves the list as it is where the server %s', async (_, spoil) => {
    const house = openWays(ways);
    spoil(house);
    expect(await plan(house)).toBeUndefined();
  });

  test('stops asking a server that keeps failing', async () => {
    const house = openWays(ways);
    house.server.refusesSonic = true;
    await plan(house);
    expect(countPaths(house)).toBe(2);
  });

  test('one way that fails leaves that leg as it was', async () => {
    const house = openWays(ways);
    house.server.paths.delete('t8>t16');
    const ids = ((await plan(house)) ?? []).map(({ id }) => id);
    expect(ids.slice(ids.indexOf('t8'), ids.indexOf('t16') + 1)).toEqual(list.slice(8, 17));
  });

  test('leaves the list as it is where the ways would make it shorter', async () => {
    // Every track of a way shuts out two of the list.
    const beginWith = (inside: readonly string[]) => {
      let room = 30 - inside.length;
      return (id: string): boolean => (room -= id.includes('-') ? 4 : 1) > 0 || id.includes('-');
    };
    expect(
      await plan(
        openWays((from) => ways(from).slice(0, 2)),
        { beginWith },
      ),
    ).toBeUndefined();
  });

  test('does not ask for ways between libraries, nor for a list too short for one', async () => {
    const house = openWays(ways);
    expect(await plan(house, { sectionOf: (id) => id })).toBeUndefined();
    expect(await plan(house, { ids: list.slice(0, 5) })).toBeUndefined();
    expect(await plan(house, { ids: [] })).toBeUndefined();
    expect(countPaths(house)).toBe(0);
  });

  test('a stop goes through', async () => {
    const house = openWays(ways);
    const stop = new AbortController();
    house.server.before = () => stop.abort();
    const asked = planAdventure(
      {
        ids: list,
        server: house.server,
        cache: house.library.sourceCache,
        sectionOf: () => '1',
        artistOf: (id) => id,
        beginWith: () => () => true,
        stays: new Set(),
        nameOf: (id) => id,
        logger: house.logger,
      },
      stop.signal,
    );
    await expect(asked).rejects.toThrow(/abort/i);
  });
});

describe('the legs of an adventure', () => {
  test('cover the whole list, end to end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), (length) => {
        const ids = Array.from({ length }, (_, nth) => `t${nth}`);
        const legs = splitLegs(ids, 6);
        expect(legs.length).toBeLessThanOrEqual(6);
        if (legs.length === 0) return;
        expect([ids[0], ...legs.flatMap(({ between, to }) => [...between, to])]).toEqual(ids);
        for (const { between } of legs) expect(between.length).toBeGreaterThanOrEqual(4);
      }),
    );
  });

  test('few tracks of a long way are spread over the whole of it', () => {
    const leg = { from: 'a', to: 'b', between: ['x', 'y', 'z'] };
    const path = Array.from({ length: 63 }, (_, nth) => `p${nth}`);
    expect(mergeLeg(leg, path, new Set(), () => true)).toEqual(['p15', 'p31', 'p47']);
  });
});
