import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { findNextCycle, retryPauseMs } from '../../src/entrypoints/schedule-plan.ts';

const at = (iso: string, zone = 'Europe/Berlin'): number => DateTime.fromISO(iso, { zone }).toMillis();
const show = (ms: number, zone = 'Europe/Berlin'): string =>
  DateTime.fromMillis(ms, { zone }).toFormat("yyyy-MM-dd'T'HH:mm");

describe('findNextCycle', () => {
  test.each([
    ['an hour later', '2026-11-21T06:10', 60, '2026-11-21T06:10', '2026-11-21T07:10'],
    ['the first that is not past', '2026-11-21T06:10', 60, '2026-11-21T09:40', '2026-11-21T10:10'],
    ['not the moment itself', '2026-11-21T06:10', 60, '2026-11-21T07:10', '2026-11-21T08:10'],
    ['the next day at the same hour', '2026-11-21T06:10', 1_440, '2026-11-21T06:10', '2026-11-22T06:10'],
    ['the same hour after clocks went forward', '2026-03-28T06:10', 1_440, '2026-03-28T12:00', '2026-03-29T06:10'],
    ['the same hour after clocks went back', '2026-10-24T06:10', 1_440, '2026-10-24T12:00', '2026-10-25T06:10'],
    ['a week on', '2026-10-20T23:30', 10_080, '2026-10-21T00:00', '2026-10-27T23:30'],
    ['the same hour months later', '2026-01-10T06:10', 1_440, '2026-07-10T06:09', '2026-07-10T06:10'],
    ['at the end of the skipped hour', '2026-03-28T02:30', 1_440, '2026-03-28T12:00', '2026-03-29T03:30'],
    ['right length for hours on the short day', '2026-03-29T00:30', 120, '2026-03-29T00:30', '2026-03-29T03:30'],
    ['from the anchor when the clock was put back', '2026-11-21T06:10', 60, '2026-11-01T00:00', '2026-11-21T07:10'],
  ])('gives %s', (_what, anchor, intervalMinutes, now, expected) => {
    const next = findNextCycle({ anchorMs: at(anchor), intervalMinutes, timezone: 'Europe/Berlin' }, at(now));
    expect(show(next)).toBe(expected);
  });

  test('is always ahead, and nothing due lies between', () => {
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC');
    const moments = fc.integer({ min: at('2025-01-01'), max: at('2029-01-01') });
    fc.assert(
      fc.property(
        moments,
        fc.nat(400 * 86_400_000),
        fc.constantFrom(5, 60, 720, 1_440, 2_880, 10_080, 1_500),
        zones,
        (anchorMs, later, intervalMinutes, timezone) => {
          const plan = { anchorMs, intervalMinutes, timezone };
          const nowMs = anchorMs + later;
          const next = findNextCycle(plan, nowMs);
          expect(next).toBeGreaterThan(nowMs);
          // At most one interval ahead, give or take what a change of clocks adds.
          expect(next - nowMs).toBeLessThanOrEqual(intervalMinutes * 60_000 + 3_600_000);
          expect(findNextCycle(plan, next - 1)).toBe(next);
          expect(findNextCycle(plan, next)).toBeGreaterThan(next);
        },
      ),
    );
  });
});

test('what failed is tried again after 5, 10, 20, 40, then every 60 minutes', () => {
  expect([1, 2, 3, 4, 5, 6, 50].map((failures) => retryPauseMs(failures) / 60_000)).toEqual([
    5, 10, 20, 40, 60, 60, 60,
  ]);
});
