import { afterEach, describe, expect, test } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { HarmoniqError } from '../../src/lib/errors.ts';
import { createSonicReader } from '../../src/recipes/flow/sonic.ts';
import { makeSection } from '../fakes/fake-music.ts';
import { closeSonicHouses, dayMs, never, openSonicHouse, startMs, type SonicHouse } from './sonic-house.ts';

afterEach(closeSonicHouses);

const ids = (count: number): readonly string[] => Array.from({ length: count }, (_, nth) => `t${nth}`);

/** Every track has the two after it for neighbours. */
const openCircle = (count: number): SonicHouse => {
  const house = openSonicHouse();
  ids(count).forEach((id, nth) =>
    house.server.neighbours.set(id, [
      { trackId: `t${(nth + 1) % count}`, distance: 0.123456789123 },
      { trackId: `t${(nth + 2) % count}`, distance: 0.2 },
    ]),
  );
  return house;
};
const unreachable = (): never => {
  throw new HarmoniqError('unreachable', 'Plex could not be reached.');
};

const failing = (): never => {
  throw new HarmoniqError('bad-response', 'Plex answered with status 500.');
};

describe('a sonic reader: what it asks', () => {
  test('one request a track the first time, none the next time, with the very same answers', async () => {
    const house = openCircle(10);
    const cold = await house.read().readNearest(ids(10), never);
    expect(house.countAsked()).toBe(10);
    const warm = await house.read().readNearest(ids(10), never);
    expect(house.countAsked()).toBe(10);
    expect([...warm]).toEqual([...cold]);
    expect(cold.get('t3')?.map(({ trackId }) => trackId)).toEqual(['t4', 't5']);
  });

  test('a track once, however often it is wanted', async () => {
    const house = openCircle(4);
    const reader = house.read();
    await reader.readNearest(['t1', 't1', 't2'], never);
    const again = await reader.readNearest(['t1', 't2', 't3'], never);
    expect([...again.keys()]).toEqual(['t1', 't2', 't3']);
    expect(house.countAsked()).toBe(3);
    expect([...reader.listKnown().keys()].toSorted()).toEqual(['t1', 't2', 't3']);
  });

  test('no more than its budget, and the same tracks whether they come from the cache or not', async () => {
    const house = openCircle(80);
    const cold = await house.read().readNearest(ids(80), never);
    expect(house.countAsked()).toBeLessThan(50);
    const asked = house.countAsked();
    const warm = await house.read().readNearest(ids(80), never);
    expect([...warm.keys()]).toEqual([...cold.keys()]);
    expect(house.countAsked()).toBe(asked);
    const small = house.read({ budget: 3 });
    expect([...(await small.readNearest(ids(80), never)).keys()]).toEqual(['t0', 't1', 't2']);
    expect(small.countLeft()).toBe(0);
    expect([...(await small.readNearest(['t9', 't1'], never)).keys()]).toEqual(['t1']);
  });

  test('at most four at a time', async () => {
    const house = openCircle(20);
    let [running, most] = [0, 0];
    house.server.before = async () => {
      running += 1;
      most = Math.max(most, running);
      await wait(1);
      running -= 1;
    };
    await house.read().readNearest(ids(20), never);
    expect(most).toBe(4);
  });

  test('answers are asked for again after a month, empty ones after a few days', async () => {
    const house = openCircle(3);
    await house.read().readNearest(['t1', 'unanalysed'], never);
    const count = async (days: number): Promise<number> => {
      const before = house.countAsked();
      await house.read({ nowMs: startMs + days * dayMs }).readNearest(['t1', 'unanalysed'], never);
      return house.countAsked() - before;
    };
    expect(await count(1)).toBe(0);
    expect(await count(3)).toBe(1);
    expect(await count(31)).toBe(2);
  });
});

describe('a sonic reader: what goes wrong', () => {
  test('a track that fails leaves a gap', async () => {
    const house = openCircle(10);
    house.server.before = (call) => (call === 'nearest t4' ? unreachable() : undefined);
    const answers = await house.read().readNearest(ids(10), never);
    expect([...answers.keys()]).toEqual(ids(10).filter((id) => id !== 't4'));
    expect(house.lines).toEqual([]);
  });

  test('a server that keeps failing is left alone, and the log says so once', async () => {
    const house = openCircle(40);
    house.server.before = failing;
    const reader = house.read();
    expect((await reader.readNearest(ids(40), never)).size).toBe(0);
    await reader.readNearest(['t41', 't42'], never);
    expect(house.countAsked()).toBeLessThan(8);
    expect(house.lines).toHaveLength(1);
    expect(house.lines[0]).toContain('Plex answered with status 500.');
  });

  test('a server that was away is told from one that fails', async () => {
    const house = openCircle(40);
    const cutOff = async (before: () => void): Promise<unknown> => {
      house.server.before = before;
      const reader = house.read();
      await reader.readNearest(ids(10), never);
      return reader.cutOff();
    };
    expect(await cutOff(failing)).toBeUndefined();
    const told = house.lines.length;
    expect(await cutOff(unreachable)).toMatchObject({ code: 'unreachable' });
    expect(house.lines).toHaveLength(told);
    let calls = 0;
    expect(await cutOff(() => ((calls += 1) === 2 ? unreachable() : undefined))).toBeUndefined();
  });

  test('a server that is away when it is asked for an analysis has not said no', async () => {
    const house = openCircle(10);
    house.server.before = unreachable;
    const reader = house.read();
    expect(await reader.isAvailable(undefined, never)).toBe(false);
    expect(reader.cutOff()).toMatchObject({ code: 'unreachable' });
    house.server.before = undefined;
    expect(await house.read().isAvailable(undefined, never)).toBe(true);
  });

  test('what was stored before still counts when the server fails', async () => {
    const house = openCircle(10);
    await house.read().readNearest(ids(5), never);
    house.server.before = unreachable;
    expect([...(await house.read().readNearest(ids(10), never)).keys()]).toEqual(ids(5));
  });

  test('a cache that cannot be written is no fault of the server', async () => {
    const house = openCircle(20);
    const broken: SonicHouse['library']['sonic'] = {
      getNearest: () => new Map(),
      saveNearest() {
        throw new HarmoniqError('internal', 'The disk is full.');
      },
    };
    const options = { server: house.server, library: { sonic: broken }, nowMs: startMs, logger: house.logger };
    await expect(createSonicReader(options).readNearest(ids(20), never)).rejects.toThrow('The disk is full.');
    const asked = house.countAsked();
    await wait(5);
    expect(house.countAsked()).toBe(asked);
    expect(asked).toBeLessThan(10);
  });

  test('a stop goes through at once', async () => {
    const house = openCircle(20);
    const stop = new AbortController();
    house.server.before = () => stop.abort();
    await expect(house.read().readNearest(ids(20), stop.signal)).rejects.toThrow(/abort/i);
    expect(house.countAsked()).toBeLessThan(6);
  });
});

describe('a sonic reader: is there any analysis?', () => {
  const probes = (house: SonicHouse): number => house.server.calls.filter((call) => call === 'sonic').length;

  test('is asked once per server, however many refreshes there are', async () => {
    const house = openSonicHouse();
    for (let refresh = 0; refresh < 3; refresh += 1) expect(await house.read().isAvailable(['1'], never)).toBe(true);
    expect(house.server.calls).toEqual(['sonic']);
  });

  test('looks at all libraries where none is named', async () => {
    const house = openSonicHouse();
    expect(await house.read().isAvailable(undefined, never)).toBe(true);
    expect(await house.read().isAvailable(undefined, never)).toBe(true);
    expect(house.server.calls).toEqual(['sections', 'sonic']);
  });

  test('"no" is asked again the day after, when an analysis may have been finished', async () => {
    const house = openSonicHouse(false);
    expect(await house.read().isAvailable(['1'], never)).toBe(false);
    expect(await house.read({ nowMs: startMs + dayMs / 2 }).isAvailable(['1'], never)).toBe(false);
    expect(probes(house)).toBe(1);
    const [section] = house.server.sections;
    if (section !== undefined) section.tracks = section.tracks.map((track) => ({ ...track, sonicallyAnalysed: true }));
    expect(await house.read({ nowMs: startMs + dayMs }).isAvailable(['1'], never)).toBe(true);
  });

  test('a library that came later is seen the day after', async () => {
    const house = openSonicHouse(false);
    expect(await house.read().isAvailable(undefined, never)).toBe(false);
    const [first] = house.server.sections;
    const tracks = first?.tracks.map((track) => ({ ...track, sonicallyAnalysed: true })) ?? [];
    house.server.sections.push({ ...makeSection(20), id: '2', title: 'Later', tracks });
    expect(await house.read({ nowMs: startMs + dayMs / 2 }).isAvailable(undefined, never)).toBe(false);
    expect(await house.read({ nowMs: startMs + dayMs }).isAvailable(undefined, never)).toBe(true);
  });

  test('a server that is away is no "no"', async () => {
    const house = openSonicHouse();
    house.server.before = unreachable;
    expect(await house.read().isAvailable(['1'], never)).toBe(false);
    house.server.before = undefined;
    expect(await house.read().isAvailable(['1'], never)).toBe(true);
  });

  test('an account without the right switches it off for the day, with one line in the log', async () => {
    const house = openCircle(10);
    house.server.refusesSonic = true;
    const reader = house.read();
    expect((await reader.readNearest(ids(10), never)).size).toBe(0);
    expect(house.countAsked()).toBeLessThan(5);
    const before = house.server.calls.length;
    expect(await house.read({ nowMs: startMs + 1000 }).isAvailable(['1'], never)).toBe(false);
    expect(await house.read({ nowMs: startMs + dayMs - 1 }).isAvailable(undefined, never)).toBe(false);
    expect(house.server.calls).toHaveLength(before);
    house.server.refusesSonic = false;
    expect(await house.read({ nowMs: startMs + dayMs }).isAvailable(['1'], never)).toBe(true);
    expect(house.lines.filter((line) => line.includes('Plex Pass'))).toHaveLength(1);
    expect(house.lines).toHaveLength(1);
  });
});
