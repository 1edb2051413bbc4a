import type { Timetable, TimetableEntry } from '../../src/entrypoints/timetable.ts';

export interface FakeTimetable extends Timetable {
  /** Rings everything that rings every minute. */
  ringMinute(): void;
  /** Rings a cron entry as its timer would. */
  ringCron(expression: string): void;
  /** Entries that have not been cancelled. */
  readonly size: () => number;
  /** What a cron entry made from now on says of its next ring. */
  nextAtMs: number | undefined;
}

/** A timetable that rings when the test says so. */
export const createFakeTimetable = (): FakeTimetable => {
  const entries = new Set<{ readonly kind: string; readonly ring: () => void }>();
  const add = (kind: string, ring: () => void, nextAtMs: number | undefined): TimetableEntry => {
    const entry = { kind, ring };
    entries.add(entry);
    return { nextAtMs: () => nextAtMs, cancel: () => void entries.delete(entry) };
  };
  const ringAll = (kind: string): void => {
    for (const entry of [...entries]) if (entry.kind === kind) entry.ring();
  };
  const timetable: FakeTimetable = {
    nextAtMs: undefined,
    everyMinute: (ring) => add('minute', ring, undefined),
    cron: (expression, _timezone, ring) => add(expression, ring, timetable.nextAtMs),
    ringMinute: () => ringAll('minute'),
    ringCron: (expression) => ringAll(expression),
    size: () => entries.size,
  };
  return timetable;
};
