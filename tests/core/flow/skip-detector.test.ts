import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  emptyListeningBook,
  findNextSettling,
  noticePlayback,
  settleStops,
  stopGraceMs,
  type ListeningBook,
  type PlaybackNotice,
  type Skip,
} from '../../../src/core/flow/skip-detector.ts';

const minuteMs = 60_000;
const durations: Readonly<Record<string, number>> = {
  a: 3 * minuteMs,
  b: 4 * minuteMs,
  long: 20 * minuteMs,
  jingle: 3_000,
};
const durationOf = (trackId: string): number | undefined => durations[trackId];

type Step = readonly [
  atMs: number,
  trackId: string,
  state: PlaybackNotice['state'],
  positionMs?: number,
  sessionId?: string,
];

/** Plays the steps, lets an hour pass, and tells which tracks were skipped and when. */
const play = (steps: readonly Step[]): readonly Skip[] => {
  let book: ListeningBook = emptyListeningBook;
  const skips: Skip[] = [];
  const settle = (nowMs: number): void => {
    const turn = settleStops(book, nowMs, durationOf);
    book = turn.book;
    skips.push(...turn.skips);
  };
  for (const [atMs, trackId, state, positionMs = 0, sessionId = '1'] of steps) {
    settle(atMs);
    const turn = noticePlayback(book, { sessionId, trackId, state, positionMs, atMs }, durationOf);
    book = turn.book;
    skips.push(...turn.skips);
  }
  settle(60 * minuteMs);
  return skips;
};

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

test('a stop is judged when its grace is over, and not before', () => {
  const begun = noticePlayback(
    emptyListeningBook,
    { sessionId: '1', trackId: 'a', state: 'playing', positionMs: 0, atMs: 0 },
    durationOf,
  );
  expect(findNextSettling(begun.book)).toBeUndefined();
  const { book } = noticePlayback(
    begun.book,
    { sessionId: '1', trackId: 'a', state: 'stopped', positionMs: 0, atMs: 15_000 },
    durationOf,
  );
  const dueMs = findNextSettling(book) ?? 0;
  expect(dueMs).toBe(15_000 + stopGraceMs);
  expect(settleStops(book, dueMs - 1, durationOf).skips).toEqual([]);
  const settled = settleStops(book, dueMs, durationOf);
  expect(settled.skips).toHaveLength(1);
  expect(settled.book.size).toBe(0);
});

test('a session of which nothing is heard for half a day is forgotten', () => {
  const { book } = noticePlayback(
    emptyListeningBook,
    { sessionId: '1', trackId: 'a', state: 'playing', positionMs: 0, atMs: 0 },
    durationOf,
  );
  expect(settleStops(book, 11 * 60 * minuteMs, durationOf).book.size).toBe(1);
  expect(settleStops(book, 12 * 60 * minuteMs, durationOf)).toEqual({ book: new Map(), skips: [] });
});

describe('whatever players report', () => {
  const notice = fc.record({
    sessionId: fc.constantFrom('1', '2'),
    trackId: fc.constantFrom('a', 'b', 'long', 'x'),
    state: fc.constantFrom<PlaybackNotice['state']>('playing', 'paused', 'buffering', 'stopped'),
    positionMs: fc.integer({ min: -1_000, max: 2_000_000 }),
    passedMs: fc.integer({ min: -5_000, max: 300_000 }),
  });

  test('no notice makes more than one skip, only of a track that was reported, and the book that came in stays as it was', () => {
    fc.assert(
      fc.property(fc.array(notice, { maxLength: 60 }), (notices) => {
        let book: ListeningBook = emptyListeningBook;
        let atMs = 1_000_000;
        const reported = new Set<string>();
        for (const { passedMs, ...facts } of notices) {
          atMs += passedMs;
          const before = JSON.stringify([...book]);
          const turn = noticePlayback(book, { ...facts, atMs }, durationOf);
          expect(JSON.stringify([...book])).toBe(before);
          expect(turn.skips.length).toBeLessThanOrEqual(1);
          for (const { trackId } of turn.skips) expect(reported.has(trackId)).toBe(true);
          reported.add(facts.trackId);
          book = turn.book;
        }
        expect(book.size).toBeLessThanOrEqual(2);
      }),
    );
  });

  test('an album heard from end to end has no skips, however its player reports', () => {
    const gaps = fc.array(fc.integer({ min: 500, max: 60_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'long'), { maxLength: 6 }), gaps, (tracks, pauses) => {
        let atMs = 0;
        const steps: Step[] = [];
        for (const [index, trackId] of tracks.entries()) {
          const durationMs = durationOf(trackId) ?? 0;
          for (let positionMs = 0, turn = index; positionMs < durationMs; turn += 1) {
            steps.push([atMs + positionMs, trackId, 'playing', positionMs]);
            positionMs += pauses[turn % pauses.length] ?? 1_000;
          }
          atMs += durationMs;
        }
        expect(play(steps.filter(([at]) => at < 60 * minuteMs))).toEqual([]);
      }),
    );
  });
});
