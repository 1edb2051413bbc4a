import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { parseWindows } from '../../../src/core/flow/parse-windows.ts';
import { createFlowTimetable, needsPlace } from '../../../src/core/flow/timetable.ts';
import type { FlowTimetable } from '../../../src/core/flow/decision.ts';
import type { Window } from '../../../src/core/flow/window.ts';

const read = (text: string): readonly Window[] => {
  const { windows, problems } = parseWindows(text);
  expect(problems).toEqual([]);
  return windows;
};
const plan = (text: string, timezone: string): FlowTimetable =>
  createFlowTimetable(read(text), { timezone, place: undefined });
const at = (iso: string, zone: string): number => DateTime.fromISO(iso, { zone }).toMillis();
const iso = (atMs: number | undefined, zone: string): string | null | undefined =>
  atMs === undefined
    ? undefined
    : DateTime.fromMillis(atMs, { zone }).toISO({ suppressMilliseconds: true, suppressSeconds: true });
const [hourMs, dayMs] = [3_600_000, 86_400_000];

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

describe('when the clocks jump', () => {
  const quarters = '00:00-01:00:name=A;01:00-01:30:name=B;01:30-02:00:name=C;02:00-03:00:name=D;03:00-24:00:name=E';
  /** Every turn of a stretch, as local start and name. */
  const listTurns = (timetable: FlowTimetable, from: string, to: string, zone: string): string[] => {
    const turns: string[] = [];
    for (let moment = at(from, zone); moment < at(to, zone); moment = timetable.nextChange(moment)?.atMs ?? Infinity) {
      const turn = timetable.at(moment);
      turns.push(`${iso(turn?.startMs ?? moment, zone)} ${turn?.window.name ?? 'gap'}`);
    }
    return turns;
  };

  test('an hour that is skipped never comes', () => {
    const zone = 'Europe/Berlin';
    expect(listTurns(plan(quarters, zone), '2026-03-29T00:00', '2026-03-29T12:00', zone)).toEqual([
      '2026-03-29T00:00+01:00 A',
      '2026-03-29T01:00+01:00 B',
      '2026-03-29T01:30+01:00 C',
      '2026-03-29T03:00+02:00 E',
    ]);
  });

  test('an hour that comes twice counts twice: as one turn where nothing lies between, as two where something does', () => {
    const zone = 'America/New_York';
    expect(listTurns(plan(quarters, zone), '2026-11-01T00:00', '2026-11-01T12:00', zone)).toEqual([
      '2026-11-01T00:00-04:00 A',
      '2026-11-01T01:00-04:00 B',
      '2026-11-01T01:30-04:00 C',
      '2026-11-01T01:00-05:00 B',
      '2026-11-01T01:30-05:00 C',
      '2026-11-01T02:00-05:00 D',
      '2026-11-01T03:00-05:00 E',
    ]);
    const long = plan('01:00-02:00:name=A;02:00-24:00:name=B', zone).at(at('2026-11-01T01:30', zone));
    expect((long?.endMs ?? 0) - (long?.startMs ?? 0)).toBe(2 * hourMs);
  });

  test('a midnight that is skipped begins the day an hour later', () => {
    const zone = 'America/Santiago';
    expect(
      listTurns(
        plan('22:00-24:00:name=Late;00:00-06:00:name=Night', zone),
        '2026-09-05T22:00',
        '2026-09-06T06:00',
        zone,
      ),
    ).toEqual(['2026-09-05T22:00-04:00 Late', '2026-09-06T01:00-03:00 Night']);
  });

  test('a midnight that comes twice ends the day once', () => {
    const zone = 'Asia/Beirut';
    expect(
      listTurns(
        plan('22:00-24:00:name=Late;00:00-06:00:name=Night', zone),
        '2026-10-24T22:00',
        '2026-10-25T06:00',
        zone,
      ),
    ).toEqual(['2026-10-24T22:00+03:00 Late', '2026-10-25T00:00+02:00 Night']);
  });

  test('half an hour is enough to count', () => {
    const zone = 'Australia/Lord_Howe';
    expect(listTurns(plan(quarters, zone), '2026-04-05T01:00', '2026-04-05T04:00', zone)).toEqual([
      '2026-04-05T01:00+11:00 B',
      '2026-04-05T01:30+11:00 C',
      '2026-04-05T02:00+10:30 D',
      '2026-04-05T03:00+10:30 E',
    ]);
  });

  test('a day that a country leaves out does not come', () => {
    const zone = 'Pacific/Apia';
    expect(
      listTurns(plan('00:00-12:00:name=Am;12:00-24:00:name=Pm', zone), '2011-12-29T12:00', '2011-12-31T18:00', zone),
    ).toEqual(['2011-12-29T12:00-10:00 Pm', '2011-12-31T00:00+14:00 Am', '2011-12-31T12:00+14:00 Pm']);
  });
});

/** The law, said again with luxon and nothing else: the window whose hours hold the local time. */
const findByLaw = (windows: readonly Window[], atMs: number, zone: string): Window | undefined => {
  const local = DateTime.fromMillis(atMs, { zone });
  const minute = local.hour * 60 + local.minute;
  const yesterday = local.weekday === 1 ? 7 : local.weekday - 1;
  return windows.find(({ days, start, end }) => {
    if (start.kind !== 'clock' || end.kind !== 'clock') return false;
    if (end.minute > start.minute) return days.includes(local.weekday) && start.minute <= minute && minute < end.minute;
    return (
      (days.includes(local.weekday) && minute >= start.minute) || (days.includes(yesterday) && minute < end.minute)
    );
  });
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
    const [from, to] = [at(`${year}-01-01`, zone), at(`${year + 2}-01-01`, zone)];
    const faults: string[] = [];
    const ends = new Set<number>();
    for (let moment = from; moment < to; moment += hourMs) {
      const turn = timetable.at(moment);
      const next = timetable.nextChange(moment);
      const holds =
        turn?.window === findByLaw(windows, moment, zone) &&
        (turn === undefined || (turn.startMs <= moment && moment < turn.endMs && next?.atMs === turn.endMs)) &&
        next !== undefined &&
        next.atMs > moment;
      if (!holds) faults.push(`${iso(moment, zone)} ${turn?.window.name}`);
      if (next !== undefined) ends.add(next.atMs);
    }
    for (const moment of ends) {
      const [before, after] = [timetable.at(moment - 1), timetable.at(moment)];
      const edgesMeet =
        before?.window === findByLaw(windows, moment - 1, zone) &&
        after?.window === findByLaw(windows, moment, zone) &&
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
    for (let moment = from; moment < to; moment += hourMs) {
      const turn = timetable.at(moment);
      if (turn !== undefined && !starts.has(turn.startMs)) faults.push(`lost ${iso(turn.startMs, zone)}`);
    }
    expect(faults).toEqual([]);
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
      const middle = at(day, zone);
      for (let moment = middle - 12 * hourMs; moment < middle + 12 * hourMs; moment += 60_000)
        if (timetable.at(moment)?.window !== findByLaw(windows, moment, zone))
          faults.push(`${zone} ${iso(moment, zone)}`);
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

describe('by the sun', () => {
  const berlin = { latitude: 52.52, longitude: 13.405 };
  const zone = 'Europe/Berlin';
  const sunny = read('sunrise-11:00:name=Morning;sunset-30m-23:00:name=Evening;23:00-sunrise:name=Night');
  const timetable = createFlowTimetable(sunny, { timezone: zone, place: berlin });
  const near = (found: number | undefined, wanted: string): void =>
    expect(Math.abs((found ?? 0) - at(wanted, zone))).toBeLessThanOrEqual(2 * 60_000);

  test('it asks for the place only where the sun has a part', () => {
    expect(needsPlace(sunny)).toBe(true);
    expect(needsPlace(read('06:00-11:00'))).toBe(false);
  });

  test.each([
    ['2026-06-21', '2026-06-21T04:43', '2026-06-21T21:03'],
    ['2026-12-21', '2026-12-21T08:15', '2026-12-21T15:24'],
    ['2026-03-29', '2026-03-29T06:48', '2026-03-29T19:05'],
  ])('on %s the sun of Berlin is where the almanac has it', (day, sunrise, evening) => {
    near(timetable.at(at(`${day}T10:00`, zone))?.startMs, sunrise);
    near(timetable.at(at(`${day}T22:00`, zone))?.startMs, evening);
    near(timetable.at(at(`${day}T01:00`, zone))?.endMs, sunrise);
  });

  test('without a place it rises at seven and sets at seven', () => {
    const blind = createFlowTimetable(sunny, { timezone: zone, place: undefined });
    expect(blind.at(at('2026-06-21T10:00', zone))?.startMs).toBe(at('2026-06-21T07:00', zone));
    expect(blind.at(at('2026-06-21T20:00', zone))?.startMs).toBe(at('2026-06-21T18:30', zone));
  });

  test.each([
    ['the polar day', '2026-06-21'],
    ['the polar night', '2026-12-21'],
  ])('in %s the usual times stand', (_name, day) => {
    const tromso = createFlowTimetable(sunny, {
      timezone: 'Europe/Oslo',
      place: { latitude: 69.65, longitude: 18.96 },
    });
    expect(tromso.at(at(`${day}T10:00`, zone))?.startMs).toBe(at(`${day}T07:00`, zone));
    expect(tromso.at(at(`${day}T20:00`, zone))?.startMs).toBe(at(`${day}T18:30`, zone));
  });

  test('where windows meet, the one that began last counts, and the other goes on behind it', () => {
    const overlapping = createFlowTimetable(read('15:00-22:00:name=Long;sunset-30m-sunset+30m:name=Gold'), {
      timezone: zone,
      place: berlin,
    });
    const names = ['18:00', '20:55', '21:10', '21:50'].map(
      (time) => overlapping.at(at(`2026-06-21T${time}`, zone))?.window.name,
    );
    expect(names).toEqual(['Long', 'Long', 'Gold', 'Gold']);
    const behind = overlapping.at(at('2026-03-20T21:00', zone));
    expect(behind?.window.name).toBe('Long');
    near(behind?.startMs, '2026-03-20T18:49');
    expect(behind?.endMs).toBe(at('2026-03-20T22:00', zone));
  });

  test('a window whose end would come before its start does not occur that day', () => {
    const late = createFlowTimetable(read('20:00-sunset:name=Dusk'), { timezone: zone, place: berlin });
    near(late.at(at('2026-06-21T20:30', zone))?.endMs, '2026-06-21T21:33');
    expect(late.at(at('2026-12-21T20:30', zone))).toBeUndefined();
    expect(late.nextChange(at('2026-12-21T20:30', zone))).toBeUndefined();
    const [dusk] = late.listOccurrences('dusk', at('2026-12-21', zone), at('2027-06-01', zone));
    expect(iso(dusk?.startMs, zone)).toMatch(/^2027-04-\d\dT20:00\+02:00$/);
  });

  const places: readonly (readonly [string, number, number])[] = [
    ['Europe/Berlin', 52.52, 13.405],
    ['Pacific/Kiritimati', 1.87, -157.4],
    ['Pacific/Apia', -13.8, -171.8],
    ['Asia/Shanghai', 39.5, 76],
    ['Europe/Oslo', 69.65, 18.96],
    ['America/Anchorage', 64.8, -147.7],
    ['Antarctica/McMurdo', -77.85, 166.67],
    ['Asia/Tokyo', 52.52, 13.405],
  ];
  test.each(places)('in %s (%d, %d) the answers of a year agree with each other', (timezone, latitude, longitude) => {
    const windows = read(
      'sunrise-noon:name=A;noon-sunset-1h:name=B;sunset-1h-dusk:name=C;dusk-02:00:name=D;02:00-sunrise:name=E;21:00-sunset+2h:name=F',
    );
    const timetable = createFlowTimetable(windows, { timezone, place: { latitude, longitude } });
    const [from, to] = [at('2026-01-01', timezone), at('2027-01-01', timezone)];
    const faults: string[] = [];
    for (let moment = from; moment < to; moment += hourMs) {
      const turn = timetable.at(moment);
      const next = timetable.nextChange(moment);
      const holds = turn === undefined || (turn.startMs <= moment && moment < turn.endMs && next?.atMs === turn.endMs);
      if (!holds || (turn?.endMs ?? 0) - (turn?.startMs ?? 0) > 30 * hourMs) faults.push(iso(moment, timezone) ?? '');
      const after = next === undefined ? undefined : timetable.at(next.atMs);
      if (next !== undefined && (after?.window !== next.window || (after !== undefined && after.startMs !== next.atMs)))
        faults.push(`next ${iso(moment, timezone)}`);
    }
    const turns = windows.flatMap(({ id }) => timetable.listOccurrences(id, from, to));
    for (const { startMs, endMs } of turns)
      if (timetable.at(startMs)?.startMs !== startMs || timetable.at(startMs)?.endMs !== endMs)
        faults.push(`turn ${startMs}`);
    expect(faults).toEqual([]);
    expect(turns.length).toBeGreaterThan(365 * 4);
  });
});
