import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { IANAZone } from 'luxon';
import { createFlowTimetable } from '../../../src/core/flow/timetable.ts';
import type { Window } from '../../../src/core/flow/window.ts';
import { at, hourMs, iso, read } from './timetable-scene.ts';

/** The law, said again with luxon and nothing else: the window whose hours hold the local time. */
const createLaw = (windows: readonly Window[], zoneName: string): ((atMs: number) => Window | undefined) => {
  const offsetAt = createOffsets(zoneName);
  return (atMs) => {
    const local = new Date(atMs + offsetAt(atMs) * 60_000);
    const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
    const weekday = local.getUTCDay() === 0 ? 7 : local.getUTCDay();
    const yesterday = weekday === 1 ? 7 : weekday - 1;
    return windows.find(({ days, start, end }) => {
      if (start.kind !== 'clock' || end.kind !== 'clock') return false;
      if (end.minute > start.minute) return days.includes(weekday) && start.minute <= minute && minute < end.minute;
      return (days.includes(weekday) && minute >= start.minute) || (days.includes(yesterday) && minute < end.minute);
    });
  };
};

/** Minutes ahead of UTC. Luxon takes its time, so it is asked at every full hour, and again only where two of them differ. */
const createOffsets = (zoneName: string): ((atMs: number) => number) => {
  const zone = IANAZone.create(zoneName);
  const known = new Map<number, number>();
  const onTheHour = (hour: number): number => {
    const offset = known.get(hour) ?? zone.offset(hour * hourMs);
    known.set(hour, offset);
    return offset;
  };
  return (atMs) => {
    const hour = Math.floor(atMs / hourMs);
    return onTheHour(hour) === onTheHour(hour + 1) ? onTheHour(hour) : zone.offset(atMs);
  };
};

describe('every hour of two years', () => {
  const windows = read(
    [
      '23:00-02:30:name=Late:days=mon-thu',
      '23:30-04:00:name=Late:days=fri,sat',
      '02:30-06:00:name=Small hours:days=tue-fri',
      '06:00-10:15:name=Morning:days=weekdays',
      '09:00-12:00:name=Brunch:days=weekend',
      '12:00-17:00:name=Afternoon',
      '17:00-22:00:name=Evening:days=mon-sat',
      '17:00-24:00:name=Sunday:days=sun',
      '00:00-00:30:name=First:days=mon',
    ].join(';'),
  );
  const zones: readonly (readonly [string, number])[] = [
    ['Europe/Berlin', 2026],
    ['America/St_Johns', 2005],
    ['America/Santiago', 2026],
    ['Asia/Beirut', 2026],
    ['Asia/Kathmandu', 2026],
    ['Australia/Lord_Howe', 2026],
    ['Pacific/Chatham', 2026],
    ['Pacific/Apia', 2011],
    ['Pacific/Kwajalein', 1993],
    ['Africa/Casablanca', 2026],
  ];

  test.each(zones)('in %s from %i on', (zone, year) => {
    const timetable = createFlowTimetable(windows, { timezone: zone, place: undefined });
    const findByLaw = createLaw(windows, zone);
    const [from, to] = [at(`${year}-01-01`, zone), at(`${year + 2}-01-01`, zone)];
    const faults: string[] = [];
    const ends = new Set<number>();
    const found = new Set<number>();
    for (let moment = from; moment < to; moment += hourMs) {
      const turn = timetable.at(moment);
      const next = timetable.nextChange(moment);
      const holds =
        turn?.window === findByLaw(moment) &&
        (turn === undefined || (turn.startMs <= moment && moment < turn.endMs && next?.atMs === turn.endMs)) &&
        next !== undefined &&
        next.atMs > moment;
      if (!holds) faults.push(`${iso(moment, zone)} ${turn?.window.name}`);
      if (next !== undefined) ends.add(next.atMs);
      if (turn !== undefined) found.add(turn.startMs);
    }
    for (const moment of ends) {
      const [before, after] = [timetable.at(moment - 1), timetable.at(moment)];
      const edgesMeet =
        before?.window === findByLaw(moment - 1) &&
        after?.window === findByLaw(moment) &&
        (before !== undefined || after !== undefined) &&
        (before === undefined || before.endMs === moment) &&
        (after === undefined || after.startMs === moment);
      if (!edgesMeet) faults.push(`edge ${iso(moment, zone)}`);
    }
    expect(faults).toEqual([]);
    const turns = windows.flatMap(({ id }) => timetable.listOccurrences(id, from, to));
    for (const { window, startMs, endMs } of turns)
      if (timetable.at(startMs)?.endMs !== endMs || timetable.at(endMs - 1)?.window !== window)
        faults.push(`turn ${iso(startMs, zone)}`);
    const sorted = turns.toSorted((left, right) => left.startMs - right.startMs);
    sorted.forEach(({ endMs }, index) => {
      if (endMs > (sorted[index + 1]?.startMs ?? Infinity)) faults.push(`twice ${iso(endMs, zone)}`);
    });
    expect(faults).toEqual([]);
    // Every turn that an hour fell into, and no more than those that are shorter than an hour beside them.
    const starts = new Set(sorted.map(({ startMs }) => startMs));
    expect([...found].filter((startMs) => !starts.has(startMs)).map((startMs) => iso(startMs, zone))).toEqual([]);
  });

  test('every minute around the jumps of the clocks', () => {
    const jumps: readonly (readonly [string, string])[] = [
      ['Europe/Berlin', '2026-03-29'],
      ['Europe/Berlin', '2026-10-25'],
      ['America/St_Johns', '2006-04-02'],
      ['America/St_Johns', '2006-10-29'],
      ['America/Santiago', '2026-04-05'],
      ['America/Santiago', '2026-09-06'],
      ['Asia/Beirut', '2026-03-29'],
      ['Asia/Beirut', '2026-10-25'],
      ['Australia/Lord_Howe', '2026-04-05'],
      ['Australia/Lord_Howe', '2026-10-04'],
      ['Pacific/Apia', '2011-12-31'],
      ['Pacific/Kwajalein', '1993-08-22'],
    ];
    const faults: string[] = [];
    for (const [zone, day] of jumps) {
      const timetable = createFlowTimetable(windows, { timezone: zone, place: undefined });
      const findByLaw = createLaw(windows, zone);
      const middle = at(day, zone);
      for (let moment = middle - 12 * hourMs; moment < middle + 12 * hourMs; moment += 60_000)
        if (timetable.at(moment)?.window !== findByLaw(moment)) faults.push(`${zone} ${iso(moment, zone)}`);
    }
    expect(faults).toEqual([]);
  });

  test('asked in any order, it answers the same', () => {
    const zone = 'America/Santiago';
    const from = at('2026-01-01', zone);
    const timetable = createFlowTimetable(windows, { timezone: zone, place: undefined });
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 730 * 24 * 60 }), { minLength: 1, maxLength: 20 }), (minutes) => {
        for (const minute of minutes) {
          const moment = from + minute * 60_000;
          const fresh = createFlowTimetable(windows, { timezone: zone, place: undefined });
          expect(timetable.at(moment)).toEqual(fresh.at(moment));
          expect(timetable.nextChange(moment)).toEqual(fresh.nextChange(moment));
        }
      }),
      { seed: 4, numRuns: 30 },
    );
  });
});
