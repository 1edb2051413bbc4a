import { describeDays } from './window-days.ts';
import { isOnCall } from './window-draft.ts';
import { minutesPerDay, printTime, toUsualMinute } from './window-time.ts';
import type { Window, WindowTime, YearRange } from './window.ts';

export interface WindowWords {
  /** "every day 17:00–23:00", "Mon–Fri 30 min before sunset – 23:00", "when asked for" (no times). */
  readonly when: string;
  /** "Jazz · Classical"; empty when the window asks for nothing. */
  readonly theme: string;
}

/** A window in a few words for people. What it keeps out is not told. */
export const describeWindow = (window: Window): WindowWords => {
  const hours = describeHours(window);
  const isShort = isPlain(window.start) && isPlain(window.end);
  return {
    when:
      hours === undefined
        ? 'when asked for'
        : `${describeDays(window.days)} ${isShort ? hours.replace(' – ', '–') : hours}`,
    theme: listThemeWords(window).join(' · '),
  };
};

/** What the window asks for, word by word. */
export const listThemeWords = ({ include }: Window): readonly string[] => [
  ...include.genres,
  ...include.styles,
  ...include.moods,
  ...include.tags,
  ...include.artists,
  ...include.labels,
  ...include.years.map(describeYears),
];

/** "17:00 – 23:00", "30 min before sunset – 23:00"; undefined = a window without times. */
export const describeHours = (window: Window): string | undefined =>
  isOnCall(window) ? undefined : `${describeTime(window.start)} – ${describeTime(window.end)}`;

/** In words, so that the sign of an offset is not taken for the dash between two times. */
const describeTime = (time: WindowTime): string => {
  if (time.kind === 'clock' || isPlain(time)) return printTime(time);
  const size = Math.abs(time.offsetMinutes);
  const [hours, minutes] = [Math.floor(size / 60), size % 60];
  const amount = [hours > 0 ? `${hours} h` : [], minutes > 0 ? `${minutes} min` : []].flat().join(' ');
  return `${amount} ${time.offsetMinutes < 0 ? 'before' : 'after'} ${time.event}`;
};

const isPlain = (time: WindowTime): boolean => time.kind === 'clock' || time.offsetMinutes === 0;

/** The minute of the day (0–1439) at which the window begins; by the sun that of a usual day (`usualSun`). undefined = a window without times. */
export const typicalStartMinute = (window: Window): number | undefined =>
  isOnCall(window) ? undefined : (toUsualMinute(window.start) + minutesPerDay) % minutesPerDay;

const describeYears = ({ from, to }: YearRange): string => {
  if (from === to) return String(from);
  if (from <= 1000) return `until ${to}`;
  if (to >= 2999) return `since ${from}`;
  return from % 10 === 0 && to === from + 9 ? `${from}s` : `${from}–${to}`;
};
