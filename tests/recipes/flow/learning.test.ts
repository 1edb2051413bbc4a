import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Window } from '../../../src/core/flow/window.ts';
import type { Tags } from '../../../src/core/track.ts';
import { judgeTrack } from '../../../src/recipes/flow/judge-track.ts';
import {
  closeScenes,
  dayMs,
  idsOf,
  makeSong,
  makeWindow,
  now,
  openScene,
  tagEach,
  type FlowScene,
} from './flow-scene.ts';

afterAll(closeScenes);

const numberOf = (id: string): number => Number(id) - 1_000;
const songs = Array.from({ length: 500 }, (_, number) => makeSong(number));
/** Nocturnal is near to Warm; what is Energetic or Provocative besides is not. */
const moodsOf = (number: number): readonly string[] => [
  ...(number % 2 === 0 ? ['Warm'] : isGentle(number) ? ['Lazy'] : ['Energetic', 'Provocative']),
  ...(number % 10 < 2 ? ['Nocturnal'] : []),
];
const isGentle = (number: number): boolean => number % 20 === 1;
const tags: ReadonlyMap<string, Tags> = tagEach(songs, (number) => ({
  moods: moodsOf(number),
  genres: [number < 250 ? 'Jazz' : 'Folk'],
}));
/** Nocturnal tracks, which are few. */
const habit = songs.filter((_, number) => number % 10 < 2).slice(0, 20);

let scene: FlowScene;
beforeAll(async () => {
  scene = await openScene({ tracks: songs, tags });
  const mornings = Array.from({ length: 30 }, (_, day) => now - (day + 1) * dayMs);
  scene.library.listens.save(
    mornings.flatMap((morning, day) =>
      habit
        .slice(0, 12)
        .map(({ id }, at) => ({ trackId: id, playedAtMs: morning + (day + at) * 60_000, accountId: '1' })),
    ),
  );
});

describe('learning from past turns of the window', () => {
  const window = makeWindow({ moods: ['warm'] });
  const nocturnal = (ids: readonly string[]): number => ids.filter((id) => numberOf(id) % 10 < 2).length;

  test('makes what is usually heard then likelier', async () => {
    const without = nocturnal(idsOf(await scene.choose({ window, rules: { learn: false } })));
    const withHabit = nocturnal(idsOf(await scene.choose({ window, rules: { learn: true } })));
    expect(withHabit).toBeGreaterThan(without);
  });

  test('knows what is often played then', async () => {
    const { picks } = await scene.choose({ window, rules: { learn: true, maxPerArtist: 9, maxPerAlbum: 9 } });
    const often = picks.filter(({ reason }) => reason.includes('often played in Morning'));
    expect(often.length).toBeGreaterThan(0);
    expect(often.every(({ match }) => habit.slice(0, 12).some(({ id }) => id === match.track.id))).toBe(true);
  });

  test('brings in at most a twentieth that only the habit speaks for, and says so', async () => {
    const { picks } = await scene.choose({ window, size: 60, rules: { learn: true } });
    const beyond = picks.filter(({ match }) => numberOf(match.track.id) % 2 === 1);
    expect(beyond.length).toBeGreaterThan(0);
    expect(beyond.length).toBeLessThanOrEqual(3);
    expect(beyond.every(({ reason }) => /^you like (?:Nocturnal|Lazy) at this hour/.test(reason))).toBe(true);
  });

  test('never goes beyond the mood of the window', async () => {
    let beyond = 0;
    for (let turn = 0; turn < 8; turn += 1) {
      const ask = { window, size: 60, rules: { learn: true }, occurrence: `turn ${turn}` };
      const { picks } = await scene.choose(ask);
      const odd = picks.map(({ match }) => numberOf(match.track.id)).filter((number) => number % 2 === 1);
      expect(odd.filter((number) => !isGentle(number))).toEqual([]);
      beyond += odd.length;
    }
    expect(beyond).toBeGreaterThan(0);
    const wild = scene.library.getTrack('1011');
    if (wild === undefined) throw new Error('There is no such track.');
    const ask = { window, rules: { learn: true } };
    const verdict = await judgeTrack(scene.contextOf(ask), scene.recipeOf(ask), wild, new AbortController().signal);
    expect(verdict.sentence).toBe('Morning does not take it, because it carries none of the wanted moods.');
  });

  test('stays within the genres of the window', async () => {
    const jazz = makeWindow({ moods: ['warm'], genres: ['jazz'] });
    const { picks } = await scene.choose({ window: jazz, size: 40, rules: { learn: true } });
    expect(picks.every(({ match }) => numberOf(match.track.id) < 250)).toBe(true);
  });

  test('knows nothing of another window', async () => {
    const evening = makeWindow(
      { moods: ['warm'] },
      { id: 'evening', name: 'Evening', start: { kind: 'clock', minute: 1080 }, end: { kind: 'clock', minute: 1440 } },
    );
    const ask = { window: evening, nowMs: now + 11 * 3_600_000 };
    const taught = await scene.choose({ ...ask, rules: { learn: true } });
    expect(idsOf(taught)).toEqual(idsOf(await scene.choose({ ...ask, rules: { learn: false } })));
  });

  test('needs no history', async () => {
    const fresh = await openScene({ tracks: songs.slice(0, 100), tags });
    expect(await fresh.choose({ window, rules: { learn: true } })).toMatchObject({ short: false });
  });
});

describe('the home', () => {
  const window = makeWindow({ genres: ['jazz'] });
  const isWarm = (id: string): boolean => numberOf(id) % 2 === 0;

  test('makes its moods likelier, within the window', async () => {
    const count = async (moods: readonly string[]): Promise<number> => {
      const ids = idsOf(await scene.choose({ window, home: { moods } }));
      expect(ids.every((id) => numberOf(id) < 250)).toBe(true);
      return ids.filter((id) => numberOf(id) % 10 < 2).length;
    };
    expect(await count(['nocturnal'])).toBeGreaterThanOrEqual(2 * (await count([])));
  });

  test('adds to a list that the window has itself', async () => {
    const ids = idsOf(await scene.choose({ window, size: 40, home: { genres: ['folk'] } }));
    expect(ids.some((id) => numberOf(id) >= 250)).toBe(true);
  });

  test('sets the energy', async () => {
    const high = idsOf(await scene.choose({ window, home: { energy: 'high' } }));
    expect(high.filter(isWarm).length).toBeLessThanOrEqual(4);
    const low = idsOf(await scene.choose({ window: { ...window, energy: 'low' } }));
    expect(low.filter(isWarm).length).toBeGreaterThanOrEqual(16);
  });

  test('may ask for what the library does not know, which is said', async () => {
    const chosen = await scene.choose({ window, home: { moods: ['Wamr'] } });
    expect(chosen.notes).toContain('The library knows no mood "Wamr"; did you mean "Warm"?');
    expect(chosen.picks).toHaveLength(20);
  });
});

describe('more like this', () => {
  const turns = Array.from({ length: 8 }, (_, at) => `turn ${at}`);
  const seed = '1121';
  const countAll = async (
    window: Window,
    seeds: readonly string[],
    isAlike: (number: number) => boolean,
  ): Promise<number> => {
    let alike = 0;
    for (const occurrence of turns) {
      const ids = idsOf(await scene.choose({ window, occurrence, moment: { seeds } }));
      alike += ids.filter((id) => isAlike(numberOf(id))).length;
    }
    return alike;
  };

  test.each([
    ['artist', (number: number) => Math.floor(number / 10) === 12],
    ['moods', (number: number) => number % 10 === 1],
  ])('takes more of the same %s', async (_what, isAlike) => {
    const window = makeWindow({});
    const plain = await countAll(window, [], isAlike);
    expect(await countAll(window, [seed], isAlike)).toBeGreaterThan(2 * plain);
  });

  test('but nothing that the window does not ask for', async () => {
    const window = makeWindow({ genres: ['folk'] });
    expect(await countAll(window, [seed], (number) => number < 250)).toBe(0);
  });

  test('a seed that is gone does no harm', async () => {
    const chosen = await scene.choose({ window: makeWindow({}), moment: { seeds: ['no-such-track'] } });
    expect(chosen.picks).toHaveLength(20);
  });
});
