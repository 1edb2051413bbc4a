import { expect } from '@jest/globals';
import { DateTime } from 'luxon';
import type { FlowTimetable } from '../../../src/core/flow/decision.ts';
import { parseWindows } from '../../../src/core/flow/parse-windows.ts';
import { createFlowTimetable } from '../../../src/core/flow/timetable.ts';
import type { Window } from '../../../src/core/flow/window.ts';

export const [hourMs, dayMs] = [3_600_000, 86_400_000];

/** Windows as text, free of problems. */
export const read = (text: string): readonly Window[] => {
  const { windows, problems } = parseWindows(text);
  expect(problems).toEqual([]);
  return windows;
};
/** Their timetable, for a house that nobody knows the place of. */
export const plan = (text: string, timezone: string): FlowTimetable =>
  createFlowTimetable(read(text), { timezone, place: undefined });

/** A local time as a moment, and back. */
export const at = (iso: string, zone: string): number => DateTime.fromISO(iso, { zone }).toMillis();
export const iso = (atMs: number | undefined, zone: string): string | null | undefined =>
  atMs === undefined
    ? undefined
    : DateTime.fromMillis(atMs, { zone }).toISO({ suppressMilliseconds: true, suppressSeconds: true });
