import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createDraft } from '../../../src/core/flow/window-draft.ts';
import type { NamedDraft } from '../../../src/core/flow/window-names.ts';
import { findOverlaps } from '../../../src/core/flow/window-overlaps.ts';
import { usualLength } from '../../../src/core/flow/window-time.ts';

const quarter = 15;
const minutesPerWeek = 7 * 1440;

/** Windows of random days and hours, on quarters so that they often touch. */
const drafts = fc.array(
  fc
    .record({ start: fc.nat(95), end: fc.integer({ min: 1, max: 96 }), days: fc.subarray([1, 2, 3, 4, 5, 6, 7]) })
    .filter(({ start, end }) => start !== end)
    .map(({ start, end, days }): NamedDraft => ({
      ...createDraft({
        start: { kind: 'clock', minute: start * quarter },
        end: { kind: 'clock', minute: end * quarter },
      }),
      days,
      name: 'W',
    })),
  { maxLength: 5 },
);

/** How many windows hold each quarter of the week. */
const countByQuarter = (windows: readonly NamedDraft[]): readonly number[] => {
  const counts = Array.from({ length: minutesPerWeek / quarter }, () => 0);
  for (const { days, start, end } of windows)
    for (const day of days) {
      const from = (day - 1) * 1440 + (start.kind === 'clock' ? start.minute : 0);
      for (let minute = from; minute < from + usualLength(start, end); minute += quarter)
        counts[(minute % minutesPerWeek) / quarter]! += 1;
    }
  return counts;
};

describe('overlaps', () => {
  test('are found where any quarter of the week belongs to two windows, and nowhere else', () => {
    let clashes = 0;
    fc.assert(
      fc.property(drafts, (windows) => {
        const overlap = countByQuarter(windows).some((count) => count > 1);
        clashes += overlap ? 1 : 0;
        expect(findOverlaps(windows).length > 0).toBe(overlap);
      }),
      { seed: 4, numRuns: 2_000 },
    );
    expect(clashes).toBeGreaterThan(200);
    expect(clashes).toBeLessThan(1_900);
  });

  test('complain about each window once at most', () => {
    fc.assert(
      fc.property(drafts, (windows) => {
        const indexes = findOverlaps(windows).map(({ index }) => index);
        expect(new Set(indexes).size).toBe(indexes.length);
      }),
      { seed: 4, numRuns: 200 },
    );
  });
});
