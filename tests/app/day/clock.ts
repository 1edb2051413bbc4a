import { DateTime } from 'luxon';
import type { Clock } from '../../../src/operations/house.ts';

export interface DayClock extends Clock {
  /** The minute of the day it was last set to. */
  readonly minute: number;
  /** Leaps to a minute of the day; from there it runs on with the time of the machine. */
  leapTo(minute: number): void;
}

export const dayZone = 'Europe/Berlin';

/** A day far from both changes of the clock, so that its hours are 24. */
const midnightMs = DateTime.fromISO('2026-11-18', { zone: dayZone }).toMillis();

export const createDayClock = (): DayClock => {
  let minute = 0;
  let leaptAtMs = performance.now();
  return {
    get minute() {
      return minute;
    },
    now: () => Math.round(midnightMs + minute * 60_000 + performance.now() - leaptAtMs),
    leapTo(next) {
      minute = next;
      leaptAtMs = performance.now();
    },
  };
};
