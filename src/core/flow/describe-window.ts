import { describeDays } from './window-days.ts';
import { printTime } from './window-time.ts';
import type { Window, YearRange } from './window.ts';

export interface WindowWords {
  /** "every day 17:00–23:00", "Mon–Fri sunset-30m–23:00", "when asked for" (no times). */
  readonly when: string;
  /** "Jazz · Classical"; empty when the window asks for nothing. */
  readonly theme: string;
}

/** A window in a few words for people. What it keeps out is not told. */
export const describeWindow = ({ days, start, end, include }: Window): WindowWords => ({
  when: days.length === 0 ? 'when asked for' : `${describeDays(days)} ${printTime(start)}–${printTime(end)}`,
  theme: [
    ...include.genres,
    ...include.styles,
    ...include.moods,
    ...include.tags,
    ...include.artists,
    ...include.labels,
    ...include.years.map(describeYears),
  ].join(' · '),
});

const describeYears = ({ from, to }: YearRange): string => {
  if (from === to) return String(from);
  if (from <= 1000) return `until ${to}`;
  if (to >= 2999) return `since ${from}`;
  return from % 10 === 0 && to === from + 9 ? `${from}s` : `${from}–${to}`;
};
