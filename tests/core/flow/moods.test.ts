import { describe, expect, test } from '@jest/globals';
import { moodNames as demoMoods } from '../../../src/demo/music/vocabulary.ts';
import { moodTable } from '../../../src/core/flow/mood-table.ts';
import { energyOf, livelinessOf, moodsNear } from '../../../src/core/flow/moods.ts';
import { parseWindows } from '../../../src/core/flow/parse-windows.ts';

describe('moods', () => {
  test('knows every mood that Plex uses, once, letter for letter', () => {
    const names = moodTable.flatMap((group) => group.names.split('|'));
    expect(new Set(names).size).toBe(305);
    expect(names.sort()).toEqual([...demoMoods].sort());
  });

  test.each([
    ['Calm/Peaceful', 'low'],
    ['soft / quiet', 'low'],
    ['ENERGETIC', 'high'],
    ['Literate', 'middling'],
  ])('%s is of %s energy', (mood, level) => {
    const energy = energyOf([mood]) ?? -1;
    expect(energy < 0.4 ? 'low' : energy > 0.6 ? 'high' : 'middling').toBe(level);
  });

  test('the energy of several moods is between theirs, and strangers do not count', () => {
    const calm = energyOf(['Calm/Peaceful']) ?? 0;
    const wild = energyOf(['Energetic']) ?? 0;
    expect(energyOf(['Calm/Peaceful', 'Energetic', 'Quux'])).toBeCloseTo((calm + wild) / 2);
    expect(energyOf(['Quux'])).toBeUndefined();
    expect(energyOf([])).toBeUndefined();
  });

  test('near moods share energy and brightness and leave out what was given', () => {
    const near = moodsNear(['Sad', 'no such mood']);
    const gloomy = moodTable.filter(({ energy, valence }) => energy === 'low' && valence === 'negative');
    expect(near.length).toBeGreaterThan(10);
    expect([...near, 'Sad'].sort()).toEqual(gloomy.flatMap(({ names }) => names.split('|')).sort());
  });
});

describe('how lively a window is', () => {
  const livelinessIn = (text: string): number | undefined => {
    const [window] = parseWindows(text).windows;
    return window && livelinessOf(window);
  };
  test.each([
    ['name=A:energy=high', 0.85],
    ['name=A:energy=low', 0.15],
    ['name=A:moods=Sad,Calm', 0.15],
    ['name=A:energy=high:moods=Sad', 0.5],
    ['name=A:energy=rising:moods=Sad', 0.15],
    ['name=A:energy=rising', undefined],
    ['name=A:genres=Jazz', undefined],
  ])('%s: %d', (text, level) => {
    if (level === undefined) expect(livelinessIn(text)).toBeUndefined();
    else expect(livelinessIn(text)).toBeCloseTo(level);
  });
});
