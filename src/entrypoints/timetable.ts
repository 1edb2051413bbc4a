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
  /**
   * At every moment that the cron expression names in that time zone; a moment that daylight saving time skips or repeats rings once. `fromMs`:
   * the first moment looked at (default: now). Throws `config-invalid` when the expression names none.
   */
  cron(expression: string, timezone: string, ring: () => void, fromMs?: number): TimetableEntry;
}

export const createTimetable = (): Timetable => ({
  everyMinute: (ring) => toEntry(scheduleJob({ second: 0 }, ring)),
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
