import type { Job } from 'node-schedule';
import { scheduleJob } from 'node-schedule';
import { looksLikeCron } from '../lib/cron-expression.ts';
import { HarmoniqError } from '../lib/errors.ts';

/** A job on the wall clock. */
export interface TimetableEntry {
  /** undefined = never again. */
  nextAtMs(): number | undefined;
  cancel(): void;
}

/** What rings when. Listeners must not throw. */
export interface Timetable {
  everyMinute(ring: () => void): TimetableEntry;
  /** Once, at that moment; one that is past rings at once. */
  at(atMs: number, ring: () => void): TimetableEntry;
  /**
   * At every moment that the cron expression names in that time zone; a moment that daylight saving time skips or repeats rings once. `fromMs`:
   * the first moment looked at (default: now). Throws `config-invalid` when the expression names none.
   */
  cron(expression: string, timezone: string, ring: () => void, fromMs?: number): TimetableEntry;
}

/** The package sets no bell for a moment that has gone by when it looks. */
const soonestMs = 5;
const minuteMs = 60_000;

export const createTimetable = (): Timetable => ({
  everyMinute: (ring) => createMinuteBell(ring),
  at(atMs, ring) {
    const job = scheduleJob(new Date(Math.max(atMs, Date.now() + soonestMs)), ring) as Job | null;
    if (job !== null) return toEntry(job);
    throw new HarmoniqError('internal', `No bell can be set for ${atMs}.`);
  },
  cron(expression, timezone, ring, fromMs) {
    const start = fromMs === undefined ? {} : { start: new Date(fromMs) };
    const job = tryTo(expression, () => scheduleJob({ rule: expression, tz: timezone, ...start }, ring));
    if (job?.nextInvocation() instanceof Object) return toEntry(job);
    job?.cancel();
    throw new HarmoniqError('config-invalid', `The schedule "${expression}" names no moment.`, {
      hint: 'Write a cron expression of five fields such as "0 6 * * *" (every day at six).',
    });
  },
});

/**
 * A timer of our own: the package waits for the hand of the clock, so that one put back by an hour would keep this bell silent for that hour, and
 * it is by this bell that everybody else notices that the clock was changed.
 */
const createMinuteBell = (ring: () => void): TimetableEntry => {
  let timer: NodeJS.Timeout;
  let nextAtMs: number;
  const set = (): void => {
    const nowMs = Date.now();
    nextAtMs = nowMs - (nowMs % minuteMs) + minuteMs;
    timer = setTimeout(() => {
      set();
      ring();
    }, nextAtMs - nowMs);
  };
  set();
  return { nextAtMs: () => nextAtMs, cancel: () => clearTimeout(timer) };
};

/** The package answers an unreadable expression with null and some with an exception. */
const tryTo = (expression: string, schedule: () => Job | null): Job | undefined => {
  if (!looksLikeCron(expression)) return undefined;
  try {
    return schedule() ?? undefined;
  } catch {
    return undefined;
  }
};

const toEntry = (job: Job): TimetableEntry => ({
  nextAtMs: () => {
    // Its type says Date, what comes is a date of cron-parser or null.
    const next = job.nextInvocation() as { getTime(): number } | null;
    return next === null ? undefined : next.getTime();
  },
  cancel: () => void job.cancel(),
});
