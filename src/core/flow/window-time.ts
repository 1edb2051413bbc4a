import { quote, tidy, toPlain } from './plain-text.ts';
import { sunEvents, type SunEvent, type WindowTime } from './window.ts';

/** What a reader made of a text: the value, or one sentence (without a full stop) about what is wrong. */
export type Read<Value> = { readonly value: Value } | { readonly problem: string };

/** From when to when. */
export interface WindowSpan {
  readonly start: WindowTime;
  readonly end: WindowTime;
}

export const minutesPerDay = 1440;
const longestOffset = 720;
const allowed =
  'write 00:00 to 24:00, or dawn, sunrise, noon, sunset or dusk, perhaps with an offset such as -30m or +1h';

/** Where the sun stands when nobody says where the house is, and where an event does not occur (polar day and night). Minutes after midnight. */
export const usualSun: Readonly<Record<SunEvent, number>> = {
  dawn: 390,
  sunrise: 420,
  noon: 720,
  sunset: 1140,
  dusk: 1170,
};

/** Minutes after midnight; for a sun event those of a usual day. May lie outside 0–1440 when an offset reaches over midnight. */
export const toUsualMinute = (time: WindowTime): number =>
  time.kind === 'clock' ? time.minute : usualSun[time.event] + time.offsetMinutes;

/** `6`, `6:00`, `06:00:00`, `6.30 pm`, `sunset`, `sunset - 30m`, `sunrise+1h30`. */
export const readTime = (text: string): Read<WindowTime> => {
  const plain = tidy(toPlain(text)).toLowerCase();
  return readClock(plain, text) ?? readSun(plain, text) ?? { problem: `${quote(text)} is no time; ${allowed}` };
};

const clockPattern = /^(\d{1,4})(?:[:.](\d{1,4}))?(?:[:.](\d{1,4}))? ?(am|pm|a\.m\.|p\.m\.)?$/;

const readClock = (plain: string, text: string): Read<WindowTime> | undefined => {
  const match = clockPattern.exec(plain);
  if (match === null) return undefined;
  const [, hours = '', minutes = '0', seconds = '0', half] = match;
  if (Number(seconds) !== 0) return { problem: `${quote(text)} has seconds; windows begin and end on whole minutes` };
  const hour = half === undefined ? Number(hours) : toHour(Number(hours), half);
  const minute = (hour ?? Number.NaN) * 60 + Number(minutes);
  const sound = Number(minutes) < 60 && minute <= minutesPerDay && hours.length <= 2;
  return sound ? { value: { kind: 'clock', minute } } : { problem: `${quote(text)} is no time; write 00:00 to 24:00` };
};

/** 12 am is midnight, 12 pm is noon. */
const toHour = (hour: number, half: string): number | undefined => {
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half.startsWith('p') ? 12 : 0);
};

const sunPattern = /^([a-z]+)(?: ?([+-]) ?(?:(\d{1,4}) ?(?:h|hours?) ?)?(?:(\d{1,4}) ?(?:m|min|mins|minutes?)?)?)?$/;

const readSun = (plain: string, text: string): Read<WindowTime> | undefined => {
  const match = sunPattern.exec(plain);
  const event = sunEvents.find((name) => name === match?.[1]);
  if (match === null || event === undefined) return undefined;
  const [, , sign, hours, minutes] = match;
  if (sign !== undefined && hours === undefined && minutes === undefined) return undefined;
  const offset = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  if (offset > longestOffset) return { problem: `${quote(text)} is too far from the sun; an offset is at most 12h` };
  const offsetMinutes = sign === '-' && offset > 0 ? -offset : offset;
  return { value: { kind: 'sun', event, offsetMinutes } };
};

/** `06:00`, `24:00`, `sunset-30m`; `readTime` reads it back. */
export const printTime = (time: WindowTime): string => {
  if (time.kind === 'clock') return printMinute(time.minute);
  if (time.offsetMinutes === 0) return time.event;
  const [sign, size] = [time.offsetMinutes < 0 ? '-' : '+', Math.abs(time.offsetMinutes)];
  const [hours, minutes] = [Math.floor(size / 60), size % 60];
  return `${time.event}${sign}${hours > 0 ? `${hours}h` : ''}${minutes > 0 ? `${minutes}m` : ''}`;
};

/** 1380 → `23:00`. */
export const printMinute = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** The two as a window has them: the midnight that ends a day is 24:00. Says why where they cannot be one. */
export const readSpan = (start: WindowTime, end: WindowTime): Read<WindowSpan> => {
  const span = `${printTime(start)}-${printTime(end)}`;
  if (start.kind === 'clock' && start.minute === minutesPerDay)
    return { problem: `"${span}" begins at 24:00, which only ends a day; begin at 00:00` };
  if (printTime(start) === printTime(end))
    return { problem: `"${span}" ends when it begins; write 00:00-24:00 for the whole day` };
  if (end.kind === 'clock' && end.minute === 0)
    return { value: { start, end: { kind: 'clock', minute: minutesPerDay } } };
  if (start.kind === 'sun' && end.kind === 'sun' && usualLength(start, end) <= 0)
    return { problem: `"${span}" ends before it begins` };
  return { value: { start, end } };
};

/** Windows that hang on the sun are taken to last between -4 and 20 hours on a usual day; "-1 hour" is a window that only some days have. */
const shortestUsual = -240;

/**
 * Minutes from start to end on a usual day. By the clock always 1–1440. Where the sun has a part it may be nothing or less: such a window (`20:00-sunset`) occurs
 * on those days only on which its end comes after its start.
 */
export const usualLength = (start: WindowTime, end: WindowTime): number => {
  const length = toUsualMinute(end) - toUsualMinute(start);
  const floor = start.kind === 'clock' && end.kind === 'clock' ? 0 : shortestUsual;
  const above = (((length - floor) % minutesPerDay) + minutesPerDay) % minutesPerDay;
  return floor + (above === 0 ? minutesPerDay : above);
};
