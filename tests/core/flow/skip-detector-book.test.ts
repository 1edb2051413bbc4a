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
} from '../../../src/core/flow/skip-detector.ts';
import { durationOf, minuteMs, play, type Step } from './listening.ts';

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
