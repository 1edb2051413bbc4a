import { describe, expect, test } from '@jest/globals';
import { liesNear } from '../../../src/core/flow/mood-nearness.ts';

describe('music lies near wanted moods', () => {
  test.each([
    [['Soothing'], ['Romantic'], true],
    [['reflective'], ['calm/PEACEFUL'], true],
    [['Playful'], ['Calm/Peaceful'], true],
    [['Provocative'], ['Calm/Peaceful', 'Romantic'], false],
    [['Energetic'], ['Romantic'], false],
    [['Sad'], ['Romantic'], false],
    [['Reflective', 'Aggressive'], ['Romantic'], false],
    [['Reflective', 'Intimate', 'Playful'], ['Romantic'], true],
    [['Energetic'], ['Romantic', 'Fun'], true],
    [[], ['Romantic'], false],
    [['Somebody’s own'], ['Romantic'], false],
    [['Romantic'], ['Somebody’s own'], false],
    [['Romantic', 'Somebody’s own'], ['Gentle'], true],
  ])('%j to %j: %s', (moods, wanted, expected) => {
    expect(liesNear(moods, wanted)).toBe(expected);
  });
});
