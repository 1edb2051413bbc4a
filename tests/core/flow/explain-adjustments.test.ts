import { describe, expect, test } from '@jest/globals';
import { quietHome, type HomeAdjustment } from '../../../src/core/flow/decision.ts';
import { explainAdjustments } from '../../../src/core/flow/explain-adjustments.ts';
import { parseWindows } from '../../../src/core/flow/parse-windows.ts';

const [window] = parseWindows('06:00-11:00:energy=low:familiarity=80').windows;
const adjust = (change: Partial<HomeAdjustment>): HomeAdjustment => ({
  reason: 'it rains',
  moods: [],
  genres: [],
  energy: undefined,
  familiarity: undefined,
  ...change,
});
const explain = (...adjustments: readonly HomeAdjustment[]) =>
  explainAdjustments({ ...quietHome, because: { ...quietHome.because, adjustments } }, window);

describe('what the home adds to a window', () => {
  test.each<[string, Partial<HomeAdjustment>, string]>([
    ['a mood', { moods: ['Warm'] }, 'more Warm'],
    ['moods and genres', { moods: ['Warm', 'Sweet'], genres: ['Jazz'] }, 'more Warm, Sweet and Jazz'],
    ['more names than anybody reads', { moods: ['A', 'B', 'C', 'D', 'E'] }, 'more A, B, C and others'],
    ['an energy', { energy: 'high' }, 'livelier'],
    ['a course of energy', { energy: 'rising' }, 'livelier from track to track'],
    ['a share of known tracks', { familiarity: 0.35 }, '35 % known tracks'],
    ['nothing that is known', { familiarity: 0 }, 'tracks that are new to you'],
    [
      'several things',
      { energy: 'arc', moods: ['Warm'], familiarity: 1 },
      'liveliest in the middle, more Warm, 100 % known tracks',
    ],
  ])('is said with its reason: %s', (_title, change, said) => {
    expect(explain(adjust(change))).toEqual([`${said}, because it rains`]);
  });

  test('is not said where the window says it itself', () => {
    expect(explain(adjust({ energy: 'low', familiarity: 0.8 }))).toEqual([]);
    expect(explain()).toEqual([]);
  });

  test('is said once for several reasons', () => {
    const livelier = { energy: 'high' } as const;
    expect(
      explain(adjust(livelier), adjust({ ...livelier, reason: 'guests are here' }), adjust({ moods: ['Sweet'] })),
    ).toEqual(['livelier, because it rains and guests are here', 'more Sweet, because it rains']);
  });
});
