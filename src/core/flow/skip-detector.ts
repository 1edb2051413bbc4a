import type { TrackId } from '../track.ts';

/** What a player reports: now and then while it plays, and at every change. */
export interface PlaybackNotice {
  readonly sessionId: string;
  readonly trackId: TrackId;
  readonly state: 'playing' | 'paused' | 'buffering' | 'stopped';
  readonly positionMs: number;
  readonly atMs: number;
}

/** What is known of the track that a session plays. */
interface Hearing {
  readonly trackId: TrackId;
  readonly state: PlaybackNotice['state'];
  /** Time that it really played, however often somebody sought to and fro. */
  readonly heardMs: number;
  /** The furthest place that was reached. */
  readonly furthestMs: number;
  /** Until when it really played. */
  readonly playedUntilMs: number;
  /** When it was last heard of. */
  readonly atMs: number;
}

/** A track that somebody left early. */
export interface Skip {
  readonly trackId: TrackId;
  readonly skippedAtMs: number;
}

/** What goes on in every session. Never changed, always made anew. */
export type ListeningBook = ReadonlyMap<string, Hearing>;
export const emptyListeningBook: ListeningBook = new Map();

export interface ListeningTurn {
  readonly book: ListeningBook;
  readonly skips: readonly Skip[];
}

/** undefined = not known. */
export type DurationOf = (trackId: TrackId) => number | undefined;

/** Shorter than this is a slip of the finger or a player that runs through its queue. */
const touchMs = 2_000;
const longEnoughMs = 4 * 60_000;
const longEnoughUnknownMs = 30_000;
/** A stop is one when the track does not go on within this time: some players stop in order to seek or to move to another speaker. */
export const stopGraceMs = 20_000;
/** What rested for longer before it was given up had been given up by life, not for its sound: servers end paused sessions by themselves. */
const longestRestMs = 60_000;
/** Players report every few seconds; what is silent for longer says nothing about what was heard meanwhile. */
const longestSilenceMs = 10 * 60_000;
const forgetAfterMs = 12 * 60 * 60_000;

/** What a notice tells. A track counts as skipped when another one takes its place in the session although it was heard too little. */
export const noticePlayback = (book: ListeningBook, notice: PlaybackNotice, durationOf: DurationOf): ListeningTurn => {
  const before = book.get(notice.sessionId);
  const next = new Map(book);
  if (notice.state !== 'stopped') dropStops(next, notice);
  if (before === undefined || (before.trackId !== notice.trackId && notice.state === 'stopped')) {
    // The farewell of a track that nobody knew of says nothing.
    if (notice.state !== 'stopped') next.set(notice.sessionId, begin(notice));
    return { book: next, skips: [] };
  }
  const heard = hearOn(before, notice);
  if (before.trackId === notice.trackId) {
    next.set(notice.sessionId, { ...heard, furthestMs: Math.max(heard.furthestMs, notice.positionMs) });
    return { book: next, skips: [] };
  }
  next.set(notice.sessionId, begin(notice));
  return { book: next, skips: judge(heard, before.state === 'stopped' ? before.atMs : notice.atMs, durationOf) };
};

/** Judges stops after which nothing came, and forgets sessions that have long been silent. To be called now and then. */
export const settleStops = (book: ListeningBook, nowMs: number, durationOf: DurationOf): ListeningTurn => {
  const next = new Map(book);
  const skips: Skip[] = [];
  for (const [sessionId, hearing] of book) {
    const silentMs = nowMs - hearing.atMs;
    const stopped = hearing.state === 'stopped';
    const ended = stopped && silentMs >= stopGraceMs;
    if (ended && !isHeardElsewhere(book, sessionId, hearing)) skips.push(...judge(hearing, hearing.atMs, durationOf));
    if (ended || silentMs >= forgetAfterMs) next.delete(sessionId);
  }
  return { book: next, skips };
};

/** When the next stop is to be judged; undefined = none is open. */
export const findNextSettling = (book: ListeningBook): number | undefined => {
  const stops = [...book.values()].filter(({ state }) => state === 'stopped').map(({ atMs }) => atMs + stopGraceMs);
  return stops.length === 0 ? undefined : Math.min(...stops);
};

const begin = ({ trackId, state, positionMs, atMs }: PlaybackNotice): Hearing => ({
  trackId,
  state,
  heardMs: 0,
  furthestMs: Math.max(0, positionMs),
  playedUntilMs: atMs,
  atMs,
});

/** The time since the last notice counts while it played. The place moved on as well, unless somebody sought. */
const hearOn = (before: Hearing, { state, atMs }: PlaybackNotice): Hearing => {
  if (before.state !== 'playing') return { ...before, state, atMs };
  const passedMs = Math.min(longestSilenceMs, Math.max(0, atMs - before.atMs));
  return { ...before, state, atMs, heardMs: before.heardMs + passedMs, playedUntilMs: atMs };
};

/** It went to another player, which spoke before the first one fell silent. */
const isHeardElsewhere = (book: ListeningBook, sessionId: string, { trackId }: Hearing): boolean =>
  [...book].some(
    ([other, hearing]) => other !== sessionId && hearing.trackId === trackId && hearing.state !== 'stopped',
  );

/** A track that plays again was not given up: it went to another session or was only sought in. */
const dropStops = (book: Map<string, Hearing>, notice: PlaybackNotice): void => {
  for (const [sessionId, { state, trackId }] of book)
    if (state === 'stopped' && trackId === notice.trackId && sessionId !== notice.sessionId) book.delete(sessionId);
};

const judge = (
  { trackId, heardMs, furthestMs, playedUntilMs }: Hearing,
  atMs: number,
  durationOf: DurationOf,
): readonly Skip[] => {
  if (atMs - playedUntilMs > longestRestMs) return [];
  const durationMs = durationOf(trackId);
  const enoughMs =
    durationMs === undefined || durationMs <= 0 ? longEnoughUnknownMs : Math.min(durationMs / 2, longEnoughMs);
  const mostMs = Math.max(heardMs, furthestMs);
  return mostMs > touchMs && mostMs < enoughMs ? [{ trackId, skippedAtMs: atMs }] : [];
};
