import { DateTime } from 'luxon';
import type { FlowDecision, HomeVerdict } from './decision.ts';
import { dayMs } from './durations.ts';
import { explainAdjustments } from './explain-adjustments.ts';
import type { Window } from './window.ts';

export interface ExplainInput {
  readonly by: FlowDecision['by'];
  readonly window: Window | undefined;
  readonly nowMs: number;
  readonly timezone: string;
  /** undefined = the timetable does not change. */
  readonly next: { readonly atMs: number; readonly window: Window | undefined } | undefined;
  readonly home: HomeVerdict;
  /** Chosen by hand with no end. */
  readonly isLasting: boolean;
  /** A window that was chosen and is not there. */
  readonly lostChoice: string | undefined;
  /** A window that the home asks for and that is not there. */
  readonly lostWish: string | undefined;
}

/** Why this window counts, in a sentence for a person; a second one where something could not be obeyed. */
export const explainDecision = (input: ExplainInput): string => {
  const { lostChoice, lostWish } = input;
  return [
    `${sayMain(input)}.`,
    ...(lostChoice === undefined ? [] : [`"${lostChoice}", chosen by hand, is no window of this flow.`]),
    ...(lostWish === undefined ? [] : [`The home asks for "${lostWish}", which is no window of this flow.`]),
  ].join(' ');
};

const sayMain = (input: ExplainInput): string => {
  const { by, home, next } = input;
  const name = input.window?.name ?? '';
  const until = next === undefined ? '' : sayMoment(next.atMs, input);
  if (by === 'manual') return joinClauses(`${name}, chosen by hand`, input, sayRest(input));
  if (by === 'home') return joinClauses(`${name}, because ${sayReasons(home.because.window)}`, input, sayRest(input));
  if (by === 'paused') return `The playlist stays as it is, because ${sayReasons(home.because.pause)}`;
  if (by === 'schedule') return joinClauses(`${name} runs${until === '' ? '' : ` until ${until}`}`, input, undefined);
  if (next === undefined) return 'No window covers this time, and none begins within ten days';
  return `No window covers this time; ${next.window?.name ?? 'the next'} begins at ${until}`;
};

const joinClauses = (main: string, { home, window }: ExplainInput, rest: string | undefined): string =>
  [main, ...explainAdjustments(home, window), ...(rest === undefined ? [] : [rest])].join('; ');

/** How it goes on behind an override. */
const sayRest = (input: ExplainInput): string | undefined => {
  const { next, isLasting } = input;
  if (isLasting) return 'it stays until Auto is chosen';
  if (next === undefined) return undefined;
  const at = sayMoment(next.atMs, input);
  return next.window === undefined
    ? `the timetable has nothing from ${at} on`
    : `the timetable goes on with ${next.window.name} at ${at}`;
};

const sayReasons = (reasons: readonly string[]): string =>
  reasons.length === 0 ? 'the home asks for it' : reasons.join(' and ');

/** For a sentence: `23:00`, `midnight`; with the weekday when it is more than a day away. */
export const sayMoment = (atMs: number, { nowMs, timezone }: Pick<ExplainInput, 'nowMs' | 'timezone'>): string => {
  const local = DateTime.fromMillis(atMs, { zone: timezone, locale: 'en' });
  const isFar = atMs - nowMs >= dayMs;
  const time = local.toFormat('HH:mm');
  if (isFar) return `${time} on ${local.toFormat('cccc')}`;
  return time === '00:00' ? 'midnight' : time;
};
