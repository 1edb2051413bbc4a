import { DateTime } from 'luxon';
import { quietHome, type FlowDecision, type FlowTimetable, type HomeVerdict, type ManualChoice } from './decision.ts';
import { explainDecision } from './explain-decision.ts';
import { sameWindowName } from './same-window-name.ts';
import type { Window } from './window.ts';

export interface DecideInput {
  readonly windows: readonly Window[];
  readonly timetable: FlowTimetable;
  readonly nowMs: number;
  /** undefined = nobody chose. */
  readonly manual: ManualChoice | undefined;
  readonly home: HomeVerdict;
  readonly followsHome: boolean;
  /** That of the timetable. */
  readonly timezone: string;
}

/**
 * Which window counts now: the one chosen by hand, else what the home asks for (leave the list alone, or a window), else the timetable's, else none. A choice or a
 * home that names a window that is not there is passed over, which `why` then says. The same input gives the same answer.
 */
export const decideFlow = (input: DecideInput): FlowDecision => {
  const { windows, timetable, nowMs, timezone, manual } = input;
  const home = input.followsHome ? input.home : quietHome;
  const turn = timetable.at(nowMs);
  const next = timetable.nextChange(nowMs);
  const find = (name: string | undefined): Window | undefined =>
    name === undefined ? undefined : findByName(windows, name, turn?.window, toLocal(nowMs, timezone).weekday);
  const choice = manual !== undefined && isOpen(manual, nowMs) ? manual : undefined;
  const chosen = find(choice?.window);
  const asked = find(home.window);
  const by = chosen !== undefined ? 'manual' : home.pause ? 'paused' : asked !== undefined ? 'home' : undefined;
  const outcome: Pick<FlowDecision, 'by' | 'window'> =
    by === undefined
      ? { by: turn === undefined ? 'gap' : 'schedule', window: turn?.window }
      : { by, window: by === 'paused' ? undefined : (chosen ?? asked) };
  const startMs = turn?.startMs ?? next?.atMs;
  return {
    ...outcome,
    why: explainDecision({
      ...outcome,
      nowMs,
      timezone,
      next,
      home,
      isLasting: choice !== undefined && choice.untilMs === undefined,
      lostChoice: chosen === undefined ? choice?.window : undefined,
      lostWish: asked === undefined ? (home.window ?? home.unknownWindow) : undefined,
    }),
    occurrence: nameOccurrence(outcome, turn?.window, startMs === undefined ? 'never' : toIso(startMs, timezone)),
    nextChangeAtMs: next?.atMs,
    nextWindow: next?.window?.name,
    home,
  };
};

/** What is kept when somebody chooses a window by hand: it holds until the timetable changes next. */
export const createManualChoice = (name: string, timetable: FlowTimetable, nowMs: number): ManualChoice => ({
  window: name,
  chosenAtMs: nowMs,
  untilMs: timetable.nextChange(nowMs)?.atMs,
});

const isOpen = ({ untilMs }: ManualChoice, nowMs: number): boolean => untilMs === undefined || nowMs < untilMs;

/** Of several windows of one name: the one that runs anyway, else one that has today among its days, else the first. */
const findByName = (
  windows: readonly Window[],
  name: string,
  running: Window | undefined,
  weekday: number,
): Window | undefined => {
  const named = windows.filter((window) => sameWindowName(window.name, name));
  return named.find((window) => window === running) ?? named.find(({ days }) => days.includes(weekday)) ?? named.at(0);
};

/** Hangs on the timetable's turn, so it is the same all through it, however often somebody changes his mind. */
const nameOccurrence = (
  { by, window }: Pick<FlowDecision, 'by' | 'window'>,
  running: Window | undefined,
  start: string,
): string => {
  const isOverride = (by === 'manual' || by === 'home') && window !== running;
  return `${window?.id ?? by}@${start}${isOverride ? `/${by}` : ''}`;
};

const toLocal = (atMs: number, timezone: string): DateTime => DateTime.fromMillis(atMs, { zone: timezone });

const toIso = (atMs: number, timezone: string): string =>
  toLocal(atMs, timezone).toISO({ suppressMilliseconds: true, suppressSeconds: true }) ?? String(atMs);
