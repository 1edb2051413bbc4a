import { describe, expect, test } from '@jest/globals';
import type { FlowTimetable } from '../../../src/core/flow/decision.ts';
import { at, hourMs, iso, plan } from './timetable-scene.ts';

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
