import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createLuck, drawPlaceOf, thinOut, weighTrack, type WeighContext } from '../../../src/core/flow/weigh.ts';
import type { TrackFacts } from '../../../src/core/flow/track-facts.ts';
import { daysAgo, makeFacts, now } from './track-facts.ts';

const context: WeighContext = { nowMs: now, skips: new Map(), windowPlays: new Map(), boosts: new Map() };
const weigh = (facts: Partial<TrackFacts>, more: Partial<WeighContext> = {}): number =>
  weighTrack(makeFacts(facts), { ...context, ...more });

describe('a track weighs', () => {
  const old = { playCount: 5, lastPlayedAtMs: daysAgo(60) };
  test.each([
    ['more with five stars than with three', { rating: 10 }, { rating: 6 }],
    ['more unrated than with one star', {}, { rating: 2 }],
    ['more the oftener it was played', { ...old, playCount: 40 }, old],
    ['less when it was heard yesterday', old, { ...old, lastPlayedAtMs: daysAgo(1) }],
    ['more when a favourite was forgotten', { ...old, lastPlayedAtMs: daysAgo(300) }, old],
    ['less when it is skipped', old, { ...old, skipCount: 5, lastSkippedAtMs: daysAgo(90) }],
    [
      'less when it was skipped last',
      { ...old, skipCount: 1, lastSkippedAtMs: daysAgo(90) },
      { ...old, skipCount: 1, lastSkippedAtMs: daysAgo(1) },
    ],
    ['more when it is new in the library', { addedAtMs: daysAgo(2) }, { addedAtMs: daysAgo(200) }],
    ['more when the world likes it', { popularity: 900_000 }, { popularity: 10 }],
  ])('%s', (_name, heavy, light) => {
    expect(weigh(heavy)).toBeGreaterThan(weigh(light));
  });

  test('more when it is often played in this window, or something speaks for it', () => {
    expect(weigh({}, { windowPlays: new Map([['1', 4]]) })).toBeGreaterThan(weigh({}));
    expect(weigh({}, { boosts: new Map([['1', 4]]) })).toBeCloseTo(4 * weigh({}));
  });

  test('less after a live skip', () => {
    expect(weigh(old, { skips: new Map([['1', [now]]]) })).toBeLessThan(weigh(old) * 0.7);
  });

  test('something, whatever a server says', () => {
    const odd = fc.oneof(fc.double(), fc.integer(), fc.constant(undefined));
    fc.assert(
      fc.property(
        odd,
        odd,
        odd,
        odd,
        fc.nat(),
        fc.nat(),
        (rating, lastPlayedAtMs, addedAtMs, popularity, playCount, skipCount) => {
          fc.pre(![rating, lastPlayedAtMs, addedAtMs, popularity].some(Number.isNaN));
          const weight = weigh({ rating, lastPlayedAtMs, addedAtMs, popularity, playCount, skipCount });
          expect(weight).toBeGreaterThan(0);
          expect(Number.isFinite(weight)).toBe(true);
        },
      ),
    );
  });
});

describe('the draw', () => {
  test('has luck that hangs on seed and track alone', () => {
    expect(createLuck('a')('1')).toBe(createLuck('a')('1'));
    expect(createLuck('a')('1')).not.toBe(createLuck('b')('1'));
    expect(createLuck('a')('1')).not.toBe(createLuck('a')('2'));
  });

  test('puts the heavier first in proportion to its weight', () => {
    let heavyFirst = 0;
    for (let at = 0; at < 4_000; at += 1)
      if (drawPlaceOf(3, createLuck(`seed ${at}`)('heavy')) < drawPlaceOf(1, createLuck(`seed ${at}`)('light')))
        heavyFirst += 1;
    expect(heavyFirst / 4_000).toBeGreaterThan(0.71);
    expect(heavyFirst / 4_000).toBeLessThan(0.79);
  });

  test('puts what weighs nothing last', () => {
    expect(drawPlaceOf(0, 0.5)).toBe(Number.POSITIVE_INFINITY);
    expect(drawPlaceOf(1, createLuck('')(''))).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  test('lets a thousand tracks of one artist count as eight, not as a thousand', () => {
    const together = 1_000 * thinOut(1, 1_000);
    expect(together).toBeGreaterThan(6);
    expect(together).toBeLessThan(10);
    expect(thinOut(1, 1)).toBe(1);
  });
});
