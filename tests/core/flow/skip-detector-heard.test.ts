import { describe, expect, test } from '@jest/globals';
import { minuteMs, play, type Step } from './listening.ts';

describe('a track is not skipped', () => {
  test.each<[string, readonly Step[]]>([
    [
      'at its natural end',
      [
        [0, 'a', 'playing'],
        [170_000, 'a', 'playing', 170_000],
        [180_000, 'b', 'playing'],
      ],
    ],
    [
      'at half',
      [
        [0, 'a', 'playing'],
        [90_000, 'b', 'playing'],
      ],
    ],
    [
      'by a touch of two seconds',
      [
        [0, 'a', 'playing'],
        [2_000, 'b', 'playing'],
      ],
    ],
    [
      'by seeking to and fro',
      [
        [0, 'a', 'playing'],
        [5_000, 'a', 'playing', 120_000],
        [8_000, 'a', 'playing', 4_000],
      ],
    ],
    [
      'at the end of a jump to its end',
      [
        [0, 'a', 'playing'],
        [5_000, 'a', 'playing', 170_000],
        [15_000, 'b', 'playing'],
      ],
    ],
    [
      'when its chorus was heard many times',
      [
        [0, 'a', 'playing'],
        [40_000, 'a', 'playing', 10_000],
        [70_000, 'a', 'playing', 10_000],
        [100_000, 'b', 'playing'],
      ],
    ],
    [
      'by a pause',
      [
        [0, 'a', 'playing'],
        [10_000, 'a', 'paused', 10_000],
      ],
    ],
    [
      'when the server ends a session that was paused for long',
      [
        [0, 'a', 'playing'],
        [10_000, 'a', 'paused', 10_000],
        [900_000, 'a', 'paused', 10_000],
        [910_000, 'a', 'stopped', 10_000],
      ],
    ],
    [
      'when another is played in the morning after a paused evening',
      [
        [0, 'a', 'playing'],
        [10_000, 'a', 'paused', 10_000],
        [9 * minuteMs, 'b', 'playing'],
      ],
    ],
    [
      'when it is played again',
      [
        [0, 'a', 'playing'],
        [20_000, 'a', 'playing', 0],
        [25_000, 'a', 'playing', 5_000],
      ],
    ],
    [
      'by a stop that was a seek',
      [
        [0, 'a', 'playing'],
        [20_000, 'a', 'stopped', 20_000],
        [21_000, 'a', 'playing', 60_000],
        [60_000, 'a', 'playing', 99_000],
      ],
    ],
    [
      'when it moves to another player',
      [
        [0, 'a', 'playing'],
        [20_000, 'a', 'stopped', 20_000],
        [22_000, 'a', 'playing', 20_000, '2'],
      ],
    ],
    [
      'when the other player speaks first',
      [
        [0, 'a', 'playing'],
        [20_000, 'a', 'playing', 20_000, '2'],
        [21_000, 'a', 'stopped', 20_000],
      ],
    ],
    [
      'when it is picked up near its end',
      [
        [0, 'a', 'playing', 150_000],
        [20_000, 'b', 'playing'],
      ],
    ],
    ['by a farewell of something nobody heard begin', [[0, 'a', 'stopped', 20_000]]],
    [
      'when it is shorter than a touch can be',
      [
        [0, 'jingle', 'playing'],
        [2_900, 'b', 'playing'],
      ],
    ],
    [
      'by what happens in another room',
      [
        [0, 'a', 'playing'],
        [15_000, 'b', 'playing', 0, '2'],
      ],
    ],
    [
      'by a clock that was put back',
      [
        [50_000, 'a', 'playing'],
        [10_000, 'b', 'playing'],
      ],
    ],
  ])('%s', (_title, steps) => {
    expect(play(steps)).toEqual([]);
  });
});
