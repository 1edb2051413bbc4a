import { describe, expect, test } from '@jest/globals';
import { moodNames as demoMoods } from '../../../src/demo/music/vocabulary.ts';
import { energyOf, findMood, moodNames, moodsNear, valenceOf } from '../../../src/core/flow/moods.ts';

describe('moods', () => {
  test('knows every mood that Plex uses, once, letter for letter', () => {
    expect(moodNames).toHaveLength(305);
    expect(new Set(moodNames).size).toBe(305);
    expect([...demoMoods].sort()).toEqual(moodNames);
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

  test('bright moods are brighter than gloomy ones', () => {
    expect(valenceOf(['Joyous']) ?? 0).toBeGreaterThan(valenceOf(['Funereal']) ?? 1);
    expect(findMood('no such mood')).toBeUndefined();
  });

  test('near moods share energy and brightness and leave out what was given', () => {
    const near = moodsNear(['Sad', 'no such mood']);
    expect(near).toContain('Melancholy');
    expect(near).not.toContain('Sad');
    expect(
      near.every((mood) => energyOf([mood]) === energyOf(['Sad']) && valenceOf([mood]) === valenceOf(['Sad'])),
    ).toBe(true);
  });
});
