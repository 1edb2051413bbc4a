import { noCriteria, type Window } from './window.ts';
import { everyDay } from './window-days.ts';
import { printTime, type WindowSpan } from './window-time.ts';

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

/** `17:00-24:00`. */
export const printSpan = ({ start, end }: WindowSpan): string => `${printTime(start)}-${printTime(end)}`;
