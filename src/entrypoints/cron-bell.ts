import type { Recipe } from '../core/recipe.ts';
import type { Clock } from '../operations/house.ts';
import type { Timetable, TimetableEntry } from './timetable.ts';

/** Later than this, the ring did not merely come late: the machine slept or its clock was put right. */
const overdueMs = 90_000;

/**
 * Rings at the moments of a recipe's own schedule. Timers count running time, not wall time: after a sleep or a change of the clock they are
 * wrong, so every minute the next ring is compared with the clock, an overdue one rung once, and the timer set anew.
 */
export const createCronBell = (
  timetable: Timetable,
  recipe: Recipe,
  timezone: string,
  clock: Clock,
  ring: () => void,
): TimetableEntry => {
  const expression = recipe.cron ?? '';
  const set = (): TimetableEntry =>
    timetable.cron(expression, timezone, () => {
      lastRingMs = clock.now();
      ring();
    });
  let lastRingMs = Number.NEGATIVE_INFINITY;
  let lastLookMs = clock.now();
  let bell = set();

  const look = (): void => {
    const nowMs = clock.now();
    const nextMs = bell.nextAtMs();
    const overdue = nextMs !== undefined && nowMs - nextMs > overdueMs;
    const putBack = nowMs < lastLookMs;
    const leapt = nowMs - lastLookMs > overdueMs;
    lastLookMs = nowMs;
    if (!overdue && !putBack && !leapt) return;
    bell.cancel();
    bell = set();
    if (overdue && nowMs - lastRingMs > overdueMs) ring();
  };
  const watch = timetable.everyMinute(look);

  return {
    nextAtMs: () => bell.nextAtMs(),
    cancel() {
      watch.cancel();
      bell.cancel();
    },
  };
};
