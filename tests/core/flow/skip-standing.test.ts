import { expect, test } from '@jest/globals';
import { judgeSkips } from '../../../src/core/flow/skip-standing.ts';
import { daysAgo, makeFacts, now } from './track-facts.ts';

const minute = 60_000;

test.each([
  ['nothing', {}, [], 0, 0],
  [
    'only the server counts',
    { skipCount: 4, playCount: 2, lastSkippedAtMs: daysAgo(9), lastPlayedAtMs: daysAgo(1) },
    [],
    4,
    0,
  ],
  [
    'the last outing was a skip',
    { skipCount: 4, playCount: 2, lastSkippedAtMs: daysAgo(1), lastPlayedAtMs: daysAgo(9) },
    [],
    4,
    1,
  ],
  ['never heard to its end', { skipCount: 3 }, [], 3, 3],
  ['a live skip the server has counted', { skipCount: 1, playCount: 1, lastSkippedAtMs: now - 10_000 }, [now], 1, 1],
  ['a live skip the server will count', { skipCount: 1, playCount: 1, lastSkippedAtMs: daysAgo(2) }, [now], 2, 2],
  [
    'three live ones since it was heard',
    { playCount: 9, lastPlayedAtMs: daysAgo(3) },
    [now, daysAgo(1), daysAgo(2)],
    3,
    3,
  ],
  ['live ones before it was heard again', { playCount: 9, lastPlayedAtMs: now }, [daysAgo(1), daysAgo(2)], 2, 0],
  [
    'live ones of which the server has the later',
    { skipCount: 2, playCount: 9, lastPlayedAtMs: daysAgo(9), lastSkippedAtMs: daysAgo(1) },
    [daysAgo(1) + minute, daysAgo(2)],
    2,
    2,
  ],
] as const)('%s', (_name, facts, seen, total, inARow) => {
  expect(judgeSkips(makeFacts(facts), seen)).toMatchObject({ total, inARow });
});

test('knows when the last skip was', () => {
  expect(judgeSkips(makeFacts({ skipCount: 1, lastSkippedAtMs: 5 }), [9, 7]).lastAtMs).toBe(9);
  expect(judgeSkips(makeFacts(), []).lastAtMs).toBeUndefined();
});
