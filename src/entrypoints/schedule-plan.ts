import { DateTime } from 'luxon';

const minuteMs = 60_000;
const minutesPerDay = 1_440;

/** When the common cycle is due. */
export interface SchedulePlan {
  /** The moment from which the intervals are counted. */
  readonly anchorMs: number;
  readonly intervalMinutes: number;
  readonly timezone: string;
}

/**
 * The first due moment after `nowMs`. Whole days keep the hour of the wall clock through changes of daylight saving time, shorter intervals keep
 * their length.
 */
export const findNextCycle = ({ anchorMs, intervalMinutes, timezone }: SchedulePlan, nowMs: number): number => {
  const intervalMs = intervalMinutes * minuteMs;
  const passed = Math.max(0, Math.floor((nowMs - anchorMs) / intervalMs));
  if (intervalMinutes % minutesPerDay !== 0) return anchorMs + (passed + 1) * intervalMs;
  const anchor = DateTime.fromMillis(anchorMs, { zone: timezone });
  const days = intervalMinutes / minutesPerDay;
  // A day may have 23 or 25 hours, so the count by length can be one off either way.
  for (let count = Math.max(1, passed - 1); ; count += 1) {
    const due = anchor.plus({ days: count * days }).toMillis();
    if (due > nowMs) return due;
  }
};

const firstRetryMinutes = 5;
const longestRetryMinutes = 60;

/** How long to wait before what failed is tried again: 5, 10, 20, 40, then every 60 minutes. `failures` counts those in a row, from 1. */
export const retryPauseMs = (failures: number): number =>
  Math.min(firstRetryMinutes * 2 ** (failures - 1), longestRetryMinutes) * minuteMs;
