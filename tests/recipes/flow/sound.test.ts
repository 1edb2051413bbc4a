import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { HarmoniqError } from '../../../src/lib/errors.ts';
import { closeScenes, idsOf, makeSong, makeWindow, openScene, type Ask, type FlowScene } from './flow-scene.ts';

afterAll(closeScenes);

const numberOf = (id: string): number => Number(id) - 1_000;
/** Sound is a ring: tracks with near numbers (in steps of the artists) sound alike. */
const places = 300;
const songs = Array.from({ length: places }, (_, number) => makeSong(number, { sonicallyAnalysed: true }));
const placeOf = (id: string): number => (numberOf(id) * 47) % places;
const distanceOf = (one: string, other: string): number => {
  const apart = Math.abs(placeOf(one) - placeOf(other));
  return Math.min(apart, places - apart) / places;
};
const neighbours = songs.map(({ id }) => {
  const near = songs
    .map((other) => ({ trackId: other.id, distance: distanceOf(id, other.id) }))
    .filter(({ trackId }) => trackId !== id)
    .sort((a, b) => a.distance - b.distance);
  return [id, near.slice(0, 40)] as const;
});
const window = makeWindow({});
const ask: Ask = { window, size: 24, rules: { sound: 'smooth', familiarity: 0 } };

let scene: FlowScene;
beforeEach(async () => {
  scene = await openScene({ tracks: songs });
  for (const [id, near] of neighbours) scene.server.neighbours.set(id, near);
  scene.server.calls.length = 0;
});
const roughness = (ids: readonly string[]): number =>
  ids.slice(1).reduce((sum, id, at) => sum + distanceOf(ids[at] ?? id, id), 0) / (ids.length - 1);

describe('with sonic analysis', () => {
  test('neighbours sound alike, for at most fifty questions, and the second time for none', async () => {
    const ids = idsOf(await scene.choose(ask));
    expect(roughness(ids)).toBeLessThan(0.1);
    const asked = scene.server.calls.filter((call) => call.startsWith('nearest')).length;
    expect(asked).toBeLessThanOrEqual(50);
    scene.server.calls.length = 0;
    expect(idsOf(await scene.choose(ask))).toEqual(ids);
    expect(scene.server.calls.filter((call) => call.startsWith('nearest'))).toEqual([]);
  });

  test('says what a track sounds like', async () => {
    const { picks } = await scene.choose(ask);
    const names = picks.map(({ match: { track } }) => `"${track.title}" by ${track.artist}`);
    const told = picks.flatMap(({ reason }, at) => {
      const like = /sounds like (?<name>".*?" by [^;]+)/.exec(reason)?.groups?.name;
      return like === undefined ? [] : [{ at, like }];
    });
    expect(told.length).toBeGreaterThan(8);
    expect(told.every(({ at, like }) => names.includes(like) && names[at] !== like)).toBe(true);
  });

  test('goes on from where the list before ended', async () => {
    await scene.run({ ...ask, occurrence: 'before' });
    const before = scene.library.flow.getLastList('daily-flow')?.tracks.at(-1) ?? '';
    const next = idsOf(await scene.choose({ ...ask, rules: { ...ask.rules, memoryDays: 3 } }));
    expect(distanceOf(before, next[0] ?? '')).toBeLessThan(0.15);
  });

  test('takes more that sounds like a track somebody wanted more of', async () => {
    const seed = songs[100]?.id ?? '';
    const near = (ids: readonly string[]): number => ids.filter((id) => distanceOf(id, seed) < 0.07).length;
    const plain = near(idsOf(await scene.choose(ask)));
    const more = near(idsOf(await scene.choose({ ...ask, moment: { seeds: [seed] } })));
    expect(more).toBeGreaterThan(plain);
    expect(more).toBeGreaterThanOrEqual(5);
  });

  test.each([
    ['the account may not use it', () => new HarmoniqError('unauthorized', 'No Plex Pass.')],
    ['the server is gone', () => new HarmoniqError('unreachable', 'The server does not answer.')],
  ])('does without when %s', async (_what, fail) => {
    scene.server.before = () => {
      throw fail();
    };
    expect(await scene.choose(ask)).toMatchObject({ short: false, notes: [] });
  });

  test('asks nothing when sound is off', async () => {
    await scene.choose({ ...ask, rules: { ...ask.rules, sound: 'off' } });
    expect(scene.server.calls).toEqual([]);
  });
});

describe('an adventure', () => {
  const adventure: Ask = { ...ask, rules: { ...ask.rules, sound: 'adventure' } };

  test('goes the server’s own ways, within every rule', async () => {
    const smooth = idsOf(await scene.choose(ask));
    const way = songs.map(({ id }) => id).filter((id) => !smooth.includes(id));
    scene.server.before = (call) => {
      const [what, from = '', to = ''] = call.split(' ');
      if (what === 'path') scene.server.paths.set(`${from}>${to}`, [from, ...way.slice(0, 40), to]);
    };
    const { picks } = await scene.choose(adventure);
    expect(picks).toHaveLength(24);
    expect(picks.some(({ reason }) => reason.includes('on the way from "Song '))).toBe(true);
    const artists = Map.groupBy(picks, ({ match }) => match.track.artist);
    expect([...artists.values()].every((own) => own.length <= 2)).toBe(true);
    const albums = Map.groupBy(picks, ({ match }) => match.track.album);
    expect([...albums.values()].every((own) => own.length <= 2)).toBe(true);
  });

  test('is a smooth list where the server knows no way', async () => {
    expect(idsOf(await scene.choose(adventure))).toEqual(idsOf(await scene.choose(ask)));
  });

  test('is the same list when it is asked for again', async () => {
    const first = idsOf(await scene.run(adventure));
    expect(idsOf(await scene.run(adventure))).toEqual(first);
  });
});
