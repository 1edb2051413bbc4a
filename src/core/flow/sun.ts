import { getTimes } from 'suncalc';
import { dayMs, minuteMs } from './durations.ts';
import { usualSun } from './window-time.ts';
import type { SunEvent } from './window.ts';

/** Where the house stands, in degrees; south and west are negative. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** Minutes after the midnight that begins a day, by its wall clock; below 0 and above 1440 lie its neighbours. */
export type SunMinutes = Readonly<Record<SunEvent, number>>;

/**
 * Whole minutes of every event of a day (counted in days since 1970-01-01), by the wall clock: `dawn` and `dusk` are the civil ones (sun 6° below the horizon),
 * `noon` is the sun's highest point. The usual times (`usualSun`) stand where nobody knows the place or the event does not occur (polar day and night).
 */
export const readSunMinutes = (
  day: number,
  place: Place | undefined,
  offsetAt: (atMs: number) => number,
): SunMinutes => {
  if (place === undefined) return usualSun;
  const wallNoonMs = day * dayMs + dayMs / 2;
  const midday = new Date(wallNoonMs - offsetAt(wallNoonMs));
  const { dawn, sunrise, solarNoon, sunset, dusk } = getTimes(midday, place.latitude, place.longitude);
  const toMinute = (event: SunEvent, date: Date | null): number => {
    const atMs = date?.getTime() ?? Number.NaN;
    if (!Number.isFinite(atMs)) return usualSun[event];
    return Math.floor((atMs + offsetAt(atMs) - day * dayMs) / minuteMs);
  };
  return {
    dawn: toMinute('dawn', dawn),
    sunrise: toMinute('sunrise', sunrise),
    noon: toMinute('noon', solarNoon),
    sunset: toMinute('sunset', sunset),
    dusk: toMinute('dusk', dusk),
  };
};
