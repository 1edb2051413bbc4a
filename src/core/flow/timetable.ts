import type { FlowTimetable, Occurrence } from './decision.ts';
import { dayMs, minuteMs } from './durations.ts';
import { readSunMinutes, type Place } from './sun.ts';
import { createWallDays, hangsOnSun, isSameTurn, type Turn, type WallPiece } from './wall-days.ts';
import { createZoneOffsets } from './zone-offsets.ts';
import type { Window } from './window.ts';

export interface TimetableOptions {
  /** IANA name; an unknown one throws RangeError. */
  readonly timezone: string;
  /** Where the house stands; undefined = windows that hang on the sun take it to rise at 07:00 and set at 19:00 (`usualSun`). */
  readonly place: Place | undefined;
}

/** Would the timetable be better if it knew where the house stands? */
export const needsPlace = (windows: readonly Window[]): boolean => windows.some(hangsOnSun);

const horizonMs = 10 * dayMs;
/** Beyond it JavaScript knows no dates. */
const lastMs = 8e15;
const isMoment = (atMs: number): boolean => Math.abs(atMs) <= lastMs;

const emptyDay: WallPiece = { from: 0, to: 1440, turn: undefined };

/** A stretch of time with one answer. A gap is known from where it was asked for, not from where it began. */
interface Run {
  readonly fromMs: number;
  /** undefined = it lasts longer than the horizon. */
  readonly toMs: number | undefined;
  readonly occurrence: Occurrence | undefined;
}

/**
 * Windows of a flow in time. The wall clock of the zone decides: that window counts whose hours hold the local time. So on the days on which the clocks jump, what is
 * skipped never comes, and what is repeated counts again, as a turn of its own if another window came between. Windows by the sun may meet others: then the one that
 * began last counts. They do not occur on days on which their end would come before their start.
 */
export const createFlowTimetable = (
  windows: readonly Window[],
  { timezone, place }: TimetableOptions,
): FlowTimetable => {
  const zone = createZoneOffsets(timezone);
  const days = createWallDays(windows, (day) => readSunMinutes(day, place, (atMs) => zone.offsetAt(atMs)));

  /** The piece of the wall clock that holds the moment, with its edges as moments (right as long as the clocks do not jump). */
  const pieceAt = (atMs: number): { readonly piece: WallPiece; readonly fromMs: number; readonly toMs: number } => {
    const offset = zone.offsetAt(atMs);
    const day = Math.floor((atMs + offset) / dayMs);
    const minute = (atMs + offset - day * dayMs) / minuteMs;
    const piece = days.getDay(day).find(({ to }) => minute < to) ?? emptyDay;
    const midnightMs = day * dayMs - offset;
    return { piece, fromMs: midnightMs + piece.from * minuteMs, toMs: midnightMs + piece.to * minuteMs };
  };
  const turnAt = (atMs: number): Turn | undefined => pieceAt(atMs).piece.turn;

  const findEnd = (atMs: number, turn: Turn | undefined): number | undefined => {
    for (let at = atMs; at < atMs + horizonMs;) {
      const { toMs } = pieceAt(at);
      at = zone.findJump(at, toMs) ?? toMs;
      if (!isSameTurn(turnAt(at), turn)) return at <= atMs + horizonMs ? at : undefined;
    }
    return undefined;
  };
  const findStart = (atMs: number, turn: Turn): number => {
    for (let at = atMs; ;) {
      const { fromMs } = pieceAt(at);
      const edge = zone.findJumpBefore(at, fromMs) ?? fromMs;
      if (!isSameTurn(turnAt(edge - 1), turn)) return edge;
      at = edge - 1;
    }
  };

  /** `startsAt`: the moment is known to be the first of its run. */
  const readRun = (atMs: number, startsAt: boolean): Run => {
    const turn = turnAt(atMs);
    const toMs = findEnd(atMs, turn);
    if (turn === undefined) return { fromMs: atMs, toMs, occurrence: undefined };
    const startMs = startsAt ? atMs : findStart(atMs, turn);
    const endMs = toMs ?? atMs + horizonMs;
    return { fromMs: startMs, toMs, occurrence: { window: turn.window, startMs, endMs } };
  };

  let latest: Run | undefined;
  const runAt = (atMs: number): Run => {
    if (latest?.toMs !== undefined && latest.fromMs <= atMs && atMs < latest.toMs) return latest;
    latest = readRun(atMs, false);
    return latest;
  };

  return {
    at: (atMs) => (isMoment(atMs) ? runAt(atMs).occurrence : undefined),
    nextChange: (atMs) => {
      const toMs = isMoment(atMs) ? runAt(atMs).toMs : undefined;
      return toMs === undefined ? undefined : { atMs: toMs, window: turnAt(toMs)?.window };
    },
    listOccurrences: (windowId, fromMs, toMs) => {
      const found: Occurrence[] = [];
      if (!isMoment(fromMs) || !isMoment(toMs)) return found;
      for (let run = readRun(fromMs, false); run.fromMs < toMs;) {
        if (run.occurrence?.window.id === windowId) found.push(run.occurrence);
        run = run.toMs === undefined ? readRun(run.fromMs + horizonMs, false) : readRun(run.toMs, true);
      }
      return found;
    },
  };
};
