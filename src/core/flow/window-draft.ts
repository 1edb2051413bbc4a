import { noCriteria, type Window } from './window.ts';
import { everyDay } from './window-days.ts';
import { minutesPerDay, printTime, type WindowSpan } from './window-time.ts';

/** A window as somebody wrote it, before it has an id and, perhaps, a name. */
export type WindowDraft = Omit<Window, 'id' | 'name'> & { readonly name: string | undefined };

/** A window of these times, every day, that asks for nothing yet. */
export const createDraft = (span: WindowSpan): WindowDraft => ({
  name: undefined,
  days: everyDay,
  ...span,
  include: noCriteria,
  exclude: noCriteria,
  minRating: undefined,
  familiarity: undefined,
  energy: undefined,
  length: undefined,
});

/** A window that only hand or home bring: it begins on no day. */
export const createOnCallDraft = (): WindowDraft => ({
  ...createDraft({ start: { kind: 'clock', minute: 0 }, end: { kind: 'clock', minute: minutesPerDay } }),
  days: [],
});

/** What keeps a window from being one without times; a sentence without its full stop. */
export const findOnCallProblem = ({ name, days }: WindowDraft): string | undefined => {
  if (days.length > 0) return 'a window with days needs times too; begin it with start-end, such as 06:00-11:00';
  if (name === undefined)
    return 'a window without times is chosen by its name; give it one, or begin it with start-end';
  return undefined;
};

export const isOnCall = ({ days }: Pick<Window, 'days'>): boolean => days.length === 0;

/** `17:00-24:00`. */
export const printSpan = ({ start, end }: WindowSpan): string => `${printTime(start)}-${printTime(end)}`;
