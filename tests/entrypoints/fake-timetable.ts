import type { Timetable, TimetableEntry } from '../../src/entrypoints/timetable.ts';

export interface FakeTimetable extends Timetable {
  /** Rings everything that rings every minute. */
  ringMinute(): void;
  /** Rings a cron entry as its timer would. */
  ringCron(expression: string): void;
  /** Rings what was set for a moment up to this one, in order, once each. */
  ringUntil(nowMs: number): void;
  /** The moments for which bells are set, in order. */
  readonly moments: () => readonly number[];
  /** Entries that have not been cancelled. */
  readonly size: () => number;
  /** What a cron entry made from now on says of its next ring. */
  nextAtMs: number | undefined;
}

/** A timetable that rings when the test says so. */
export const createFakeTimetable = (): FakeTimetable => {
  const entries = new Set<{ readonly kind: string; readonly ring: () => void; readonly atMs?: number }>();
  const add = (kind: string, ring: () => void, nextAtMs: number | undefined): TimetableEntry => {
    const entry = { kind, ring };
    entries.add(entry);
    return { nextAtMs: () => nextAtMs, cancel: () => void entries.delete(entry) };
  };
  const listMoments = () =>
    [...entries]
      .flatMap((entry) => (entry.atMs === undefined ? [] : [{ entry, atMs: entry.atMs }]))
      .sort((a, b) => a.atMs - b.atMs);
  const ringAll = (kind: string): void => {
    for (const entry of [...entries]) if (entry.kind === kind) entry.ring();
  };
  const timetable: FakeTimetable = {
    nextAtMs: undefined,
    everyMinute: (ring) => add('minute', ring, undefined),
    cron: (expression, _timezone, ring) => add(expression, ring, timetable.nextAtMs),
    at(atMs, ring) {
      const entry = { kind: 'moment', ring, atMs };
      entries.add(entry);
      return { nextAtMs: () => (entries.has(entry) ? atMs : undefined), cancel: () => void entries.delete(entry) };
    },
    ringUntil(nowMs) {
      for (const { entry, atMs } of listMoments()) if (atMs <= nowMs && entries.delete(entry)) entry.ring();
    },
    moments: () => listMoments().map(({ atMs }) => atMs),
    ringMinute: () => ringAll('minute'),
    ringCron: (expression) => ringAll(expression),
    size: () => entries.size,
  };
  return timetable;
};
