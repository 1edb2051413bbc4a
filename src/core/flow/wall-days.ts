import type { SunMinutes } from './sun.ts';
import { minutesPerDay, usualLength } from './window-time.ts';
import type { Window, WindowTime } from './window.ts';

/** One turn of a window: which one, and the day on which it begins (days since 1970-01-01). */
export interface Turn {
  readonly window: Window;
  readonly day: number;
}

/** A stretch of one day by its wall clock, with one answer to which window counts. */
export interface WallPiece {
  /** Minutes after midnight. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** undefined = a gap. */
  readonly turn: Turn | undefined;
}

/** What the wall clock says, whatever the zone does with it. */
export interface WallDays {
  /** Pieces from 0 to 1440 without a hole, for a day counted since 1970-01-01. */
  getDay(day: number): readonly WallPiece[];
}

export const hangsOnSun = ({ start, end }: Pick<Window, 'start' | 'end'>): boolean =>
  start.kind === 'sun' || end.kind === 'sun';

const mostDays = 2_000;

/** Each day is laid out once; so is its sun. */
export const createWallDays = (windows: readonly Window[], sunOf: (day: number) => SunMinutes): WallDays => {
  const suns = new Map<number, SunMinutes>();
  const days = new Map<number, readonly WallPiece[]>();
  const remember = <Value>(map: Map<number, Value>, key: number, make: () => Value): Value => {
    const known = map.get(key);
    if (known !== undefined) return known;
    if (map.size >= mostDays) map.clear();
    const value = make();
    map.set(key, value);
    return value;
  };
  const getSun = (day: number): SunMinutes => remember(suns, day, () => sunOf(day));
  return { getDay: (day) => remember(days, day, () => layOut(listSpans(windows, day, getSun))) };
};

interface Span {
  /** Minutes, seen from the day that is laid out. */
  readonly from: number;
  readonly to: number;
  readonly turn: Turn;
}

/** Turns that may reach into the day: by the sun one may begin before its own midnight, or last past the next but one. */
const listSpans = (windows: readonly Window[], day: number, getSun: (day: number) => SunMinutes): readonly Span[] =>
  [day - 2, day - 1, day, day + 1].flatMap((begins) =>
    windows
      .filter((window) => window.days.includes(toWeekday(begins)))
      .flatMap((window) => {
        const span = findSpan(window, begins, getSun);
        const shift = (begins - day) * minutesPerDay;
        if (span === undefined || span.to + shift <= 0 || span.from + shift >= minutesPerDay) return [];
        return [{ from: span.from + shift, to: span.to + shift, turn: { window, day: begins } }];
      }),
  );

/** 1970-01-01 was a Thursday. */
const toWeekday = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/**
 * From when to when the turn that begins on this day lasts, in its minutes; undefined = the window does not occur that day, because by the sun its end comes before
 * its start. Of the ends around the day, the one counts that makes the turn's length most like that of a usual day.
 */
const findSpan = (
  { start, end }: Window,
  day: number,
  getSun: (day: number) => SunMinutes,
): { readonly from: number; readonly to: number } | undefined => {
  const minuteOn = (time: WindowTime, on: number): number =>
    time.kind === 'clock' ? time.minute : getSun(on)[time.event] + time.offsetMinutes;
  const from = minuteOn(start, day);
  const usual = usualLength(start, end);
  if (start.kind === 'clock' && end.kind === 'clock') return { from, to: from + usual };
  const ends = [-1, 0, 1].map((step) => minuteOn(end, day + step) + step * minutesPerDay);
  const miss = (to: number): number => Math.abs(to - from - usual);
  const to = ends.reduce((best, candidate) => (miss(candidate) < miss(best) ? candidate : best));
  return to > from ? { from, to } : undefined;
};

/** Where several windows meet, the one that began last counts; of two that begin together, the first in the list. */
const layOut = (spans: readonly Span[]): readonly WallPiece[] => {
  const inside = (minute: number): boolean => minute > 0 && minute < minutesPerDay;
  const edges = [...new Set([0, ...spans.flatMap(({ from, to }) => [from, to]).filter(inside)])].toSorted(
    (left, right) => left - right,
  );
  const pieces: WallPiece[] = [];
  edges.forEach((from, index) => {
    const to = edges[index + 1] ?? minutesPerDay;
    const turn = findLatest(spans, from);
    const last = pieces.at(-1);
    if (last !== undefined && isSameTurn(last.turn, turn)) pieces[pieces.length - 1] = { ...last, to };
    else pieces.push({ from, to, turn });
  });
  return pieces;
};

const findLatest = (spans: readonly Span[], minute: number): Turn | undefined => {
  let latest: Span | undefined;
  for (const span of spans)
    if (span.from <= minute && minute < span.to && (latest === undefined || span.from > latest.from)) latest = span;
  return latest?.turn;
};

export const isSameTurn = (left: Turn | undefined, right: Turn | undefined): boolean =>
  left?.window === right?.window && left?.day === right?.day;
