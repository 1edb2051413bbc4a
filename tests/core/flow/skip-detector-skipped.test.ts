import { describe, expect, test } from '@jest/globals';
import { play } from './listening.ts';

describe('a track is skipped', () => {
  test('when another takes its place after a few seconds', () => {
    expect(
      play([
        [0, 'a', 'playing'],
        [10_000, 'a', 'playing', 10_000],
        [15_000, 'b', 'playing'],
      ]),
    ).toEqual([{ trackId: 'a', skippedAtMs: 15_000 }]);
  });

  test('although the player said nothing in between', () => {
    expect(
      play([
        [0, 'a', 'playing'],
        [80_000, 'b', 'playing'],
      ]),
    ).toEqual([{ trackId: 'a', skippedAtMs: 80_000 }]);
  });

  test('by a stop after which it does not go on, at the moment of the stop', () => {
    expect(
      play([
        [0, 'a', 'playing'],
        [15_000, 'a', 'stopped', 15_000],
      ]),
    ).toEqual([{ trackId: 'a', skippedAtMs: 15_000 }]);
  });

  test('once, when the player first stops it and then plays another', () => {
    expect(
      play([
        [0, 'a', 'playing'],
        [15_000, 'a', 'stopped', 15_000],
        [15_500, 'b', 'playing'],
      ]),
    ).toEqual([{ trackId: 'a', skippedAtMs: 15_000 }]);
  });

  test('once, when the farewell comes late', () => {
    expect(
      play([
        [0, 'a', 'playing'],
        [15_000, 'b', 'playing'],
        [15_100, 'a', 'stopped', 15_000],
      ]),
    ).toEqual([{ trackId: 'a', skippedAtMs: 15_000 }]);
  });

  test('also when the next one comes in a new session', () => {
    expect(
      play([
        [0, 'a', 'playing'],
        [15_000, 'a', 'stopped', 15_000],
        [15_100, 'b', 'playing', 0, '2'],
      ]),
    ).toEqual([{ trackId: 'a', skippedAtMs: 15_000 }]);
  });

  test('of unknown length within half a minute', () => {
    expect(
      play([
        [0, 'x', 'playing'],
        [29_000, 'b', 'playing'],
      ]),
    ).toHaveLength(1);
    expect(
      play([
        [0, 'x', 'playing'],
        [30_000, 'b', 'playing'],
      ]),
    ).toEqual([]);
  });

  test('of great length before the fourth minute, not after it', () => {
    expect(
      play([
        [0, 'long', 'playing'],
        [239_000, 'b', 'playing'],
      ]),
    ).toHaveLength(1);
    expect(
      play([
        [0, 'long', 'playing'],
        [240_000, 'b', 'playing'],
      ]),
    ).toEqual([]);
  });

  test('each in a row of skips, and not the last, which plays on', () => {
    const row = play([
      [0, 'a', 'playing'],
      [5_000, 'b', 'playing'],
      [10_000, 'long', 'playing'],
      [15_000, 'a', 'playing'],
    ]);
    expect(row.map(({ trackId }) => trackId)).toEqual(['a', 'b', 'long']);
  });

  test('shortly after a pause', () => {
    expect(
      play([
        [0, 'a', 'playing'],
        [10_000, 'a', 'paused', 10_000],
        [40_000, 'a', 'paused', 10_000],
        [50_000, 'b', 'playing'],
      ]),
    ).toHaveLength(1);
  });
});
