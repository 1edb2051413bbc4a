import { describe, expect, test } from '@jest/globals';
import { createFlowTimetable, needsPlace } from '../../../src/core/flow/timetable.ts';
import { at, hourMs, iso, read } from './timetable-scene.ts';

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
