import { describe, expect, test } from '@jest/globals';
import { createFlowTimetable } from '../../../src/core/flow/timetable.ts';
import type { Window } from '../../../src/core/flow/window.ts';
import { at, dayMs, iso, plan, read } from './timetable-scene.ts';

describe('by the clock', () => {
  const zone = 'Europe/Berlin';
  const week = plan(
    '22:00-06:00:name=Night:days=mon-thu,sun;23:00-08:00:name=Night:days=fri-sat;06:00-11:00:name=Morning:days=weekdays;08:00-12:00:name=Brunch:days=weekend',
    zone,
  );
  test.each([
    ['2026-03-02T22:00', 'Night', '2026-03-02T22:00+01:00', '2026-03-03T06:00+01:00'],
    ['2026-03-03T05:59:59.999', 'Night', '2026-03-02T22:00+01:00', '2026-03-03T06:00+01:00'],
    ['2026-03-03T06:00', 'Morning', '2026-03-03T06:00+01:00', '2026-03-03T11:00+01:00'],
    ['2026-03-07T07:59', 'Night', '2026-03-06T23:00+01:00', '2026-03-07T08:00+01:00'],
    ['2026-03-08T08:00', 'Brunch', '2026-03-08T08:00+01:00', '2026-03-08T12:00+01:00'],
    ['2026-03-09T00:00', 'Night', '2026-03-08T22:00+01:00', '2026-03-09T06:00+01:00'],
  ])('at %s %s counts, from %s to %s', (moment, name, start, end) => {
    const turn = week.at(at(moment, zone));
    expect([turn?.window.name, iso(turn?.startMs, zone), iso(turn?.endMs, zone)]).toEqual([name, start, end]);
  });

  test('in a gap nothing counts, and the next change is the next window', () => {
    const noon = at('2026-03-03T12:00', zone);
    expect(week.at(noon)).toBeUndefined();
    const next = week.nextChange(noon);
    expect([iso(next?.atMs, zone), next?.window?.name]).toEqual(['2026-03-03T22:00+01:00', 'Night']);
  });

  test('a window of the whole day turns over at midnight', () => {
    const always = plan('00:00-24:00', zone);
    const noon = at('2026-03-03T12:00', zone);
    expect(iso(always.at(noon)?.startMs, zone)).toBe('2026-03-03T00:00+01:00');
    expect(iso(always.nextChange(noon)?.atMs, zone)).toBe('2026-03-04T00:00+01:00');
  });

  test('without windows, and with such as only hand or home bring, nothing ever changes', () => {
    for (const empty of [createFlowTimetable([], { timezone: zone, place: undefined }), plan('name=Party', zone)]) {
      expect(empty.at(0)).toBeUndefined();
      expect(empty.nextChange(0)).toBeUndefined();
      expect(empty.listOccurrences('party', 0, 400 * dayMs)).toEqual([]);
    }
  });

  test('what begins more than ten days ahead is not looked for', () => {
    const [monday] = read('06:00-07:00:days=mon');
    const timetable = createFlowTimetable([monday as Window], { timezone: zone, place: undefined });
    expect(timetable.nextChange(at('2026-03-02T07:00', zone))?.atMs).toBe(at('2026-03-09T06:00', zone));
    expect(
      timetable.listOccurrences('morning', at('2026-03-02T06:30', zone), at('2026-03-23T06:00', zone)),
    ).toHaveLength(3);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e300, -1e300, 8.64e15])(
    '%d is no moment that anything hangs on',
    (moment) => {
      expect(week.at(moment)).toBeUndefined();
      expect(week.nextChange(moment)).toBeUndefined();
      expect(week.listOccurrences('night', 0, moment)).toEqual([]);
    },
  );

  test('an unknown zone is refused', () => {
    expect(() => plan('06:00-11:00', 'Europe/Berln')).toThrow(RangeError);
  });
});
