import {
  emptyListeningBook,
  noticePlayback,
  settleStops,
  type ListeningBook,
  type PlaybackNotice,
  type Skip,
} from '../../../src/core/flow/skip-detector.ts';

export const minuteMs = 60_000;
const durations: Readonly<Record<string, number>> = {
  a: 3 * minuteMs,
  b: 4 * minuteMs,
  long: 20 * minuteMs,
  jingle: 3_000,
};
export const durationOf = (trackId: string): number | undefined => durations[trackId];

export type Step = readonly [
  atMs: number,
  trackId: string,
  state: PlaybackNotice['state'],
  positionMs?: number,
  sessionId?: string,
];

/** Plays the steps, lets an hour pass, and tells which tracks were skipped and when. */
export const play = (steps: readonly Step[]): readonly Skip[] => {
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
