import { describe, expect, test } from '@jest/globals';
import { DateTime } from 'luxon';
import { createManualChoice, decideFlow } from '../../../src/core/flow/decide-flow.ts';
import { quietHome, type HomeVerdict, type ManualChoice } from '../../../src/core/flow/decision.ts';
import { parseWindows } from '../../../src/core/flow/parse-windows.ts';
import { createFlowTimetable } from '../../../src/core/flow/timetable.ts';
import { becauseOf } from '../../fakes/fake-home.ts';

const timezone = 'Europe/Berlin';
const { windows } = parseWindows(
  '06:00-11:00:name=Morning;17:00-23:00:name=Evening;23:00-01:00:name=Night;name=Party;12:00-13:00:name=Tea:days=mon:genres=A;12:00-13:00:name=Tea:days=tue:genres=B',
);
const timetable = createFlowTimetable(windows, { timezone, place: undefined });
/** 2026-03-02 is a Monday. */
const at = (time: string, day = '2026-03-02'): number =>
  DateTime.fromISO(`${day}T${time}`, { zone: timezone }).toMillis();
const home = (changes: Partial<HomeVerdict>): HomeVerdict => ({ ...quietHome, ...changes });
const party = home({ window: 'party', because: becauseOf({ window: ['house mode is party'] }) });
const rain = { reason: 'it rains', moods: [], genres: [], energy: 'low', familiarity: undefined } as const;
const choose = (window: string, chosenAtMs: number): ManualChoice => createManualChoice(window, timetable, chosenAtMs);

const decide = (
  nowMs: number,
  {
    manual,
    verdict = quietHome,
    followsHome = true,
  }: { manual?: ManualChoice; verdict?: HomeVerdict; followsHome?: boolean } = {},
) => decideFlow({ windows, timetable, nowMs, manual, home: verdict, followsHome, timezone });

describe('the timetable', () => {
  test('decides when nobody else does', () => {
    expect(decide(at('18:00'))).toEqual({
      window: windows[1],
      by: 'schedule',
      why: 'Evening runs until 23:00.',
      occurrence: 'evening@2026-03-02T17:00+01:00',
      nextChangeAtMs: at('23:00'),
      nextWindow: 'Night',
      home: quietHome,
    });
  });

  test('leaves gaps, in which the next window is told', () => {
    expect(decide(at('14:00'))).toMatchObject({
      window: undefined,
      by: 'gap',
      why: 'No window covers this time; Evening begins at 17:00.',
      occurrence: 'gap@2026-03-02T17:00+01:00',
      nextWindow: 'Evening',
    });
    const weekly = createFlowTimetable([{ ...windows[0]!, days: [1] }], { timezone, place: undefined });
    const decision = decideFlow({
      windows,
      timetable: weekly,
      nowMs: at('14:00'),
      manual: undefined,
      home: quietHome,
      followsHome: true,
      timezone,
    });
    expect(decision.why).toBe('No window covers this time; Morning begins at 06:00 on Monday.');
  });

  test('may have nothing at all to say', () => {
    const empty = createFlowTimetable([], { timezone, place: undefined });
    const decision = decideFlow({
      windows: [],
      timetable: empty,
      nowMs: at('14:00'),
      manual: undefined,
      home: quietHome,
      followsHome: true,
      timezone,
    });
    expect(decision).toMatchObject({
      by: 'gap',
      why: 'No window covers this time, and none begins within ten days.',
      occurrence: 'gap@never',
      nextChangeAtMs: undefined,
    });
  });

  test('calls midnight by its name', () => {
    const day = createFlowTimetable(parseWindows('00:00-24:00').windows, { timezone, place: undefined });
    const input = { windows, nowMs: at('14:00'), manual: undefined, home: quietHome, followsHome: true, timezone };
    expect(decideFlow({ ...input, timetable: day }).why).toBe('All Day runs until midnight.');
  });
});

describe('a window chosen by hand', () => {
  test('wins over everything until the timetable changes', () => {
    const manual = choose('Party', at('18:00'));
    expect(manual).toEqual({ window: 'Party', chosenAtMs: at('18:00'), untilMs: at('23:00') });
    const verdict = home({ pause: true, window: 'Morning', because: becauseOf({ pause: ['nobody is home'] }) });
    expect(decide(at('22:59'), { manual, verdict })).toMatchObject({
      window: { name: 'Party' },
      by: 'manual',
      why: 'Party, chosen by hand; the timetable goes on with Night at 23:00.',
      occurrence: 'party@2026-03-02T17:00+01:00/manual',
    });
    expect(decide(at('23:00'), { manual })).toMatchObject({ by: 'schedule', window: { name: 'Night' } });
  });

  test('in a gap belongs to the window that comes next', () => {
    const manual = choose('Party', at('14:00'));
    expect(decide(at('16:59'), { manual })).toMatchObject({
      by: 'manual',
      why: 'Party, chosen by hand; the timetable goes on with Evening at 17:00.',
      occurrence: 'party@2026-03-02T17:00+01:00/manual',
    });
    expect(decide(at('17:00'), { manual }).by).toBe('schedule');
  });

  test('keeps its name through Auto and back, and over a restart', () => {
    const keys = [at('18:00'), at('19:00'), at('22:00')].map(
      (nowMs) => decide(nowMs, { manual: choose('Party', nowMs) }).occurrence,
    );
    expect(new Set(keys).size).toBe(1);
  });

  test('that runs anyway changes nothing about the turn', () => {
    const manual = choose('evening', at('18:00'));
    expect(decide(at('18:30'), { manual })).toMatchObject({
      by: 'manual',
      occurrence: decide(at('18:30')).occurrence,
    });
  });

  test('holds until Auto is chosen where the timetable never changes', () => {
    const empty = createFlowTimetable([], { timezone, place: undefined });
    const manual = createManualChoice('Party', empty, at('18:00'));
    expect(manual.untilMs).toBeUndefined();
    const input = { windows, timetable: empty, manual, home: quietHome, followsHome: true, timezone };
    expect(decideFlow({ ...input, nowMs: at('18:00') + 1e10 })).toMatchObject({
      by: 'manual',
      why: 'Party, chosen by hand; it stays until Auto is chosen.',
      occurrence: 'party@never/manual',
    });
  });

  test('is passed over when there is no such window any more', () => {
    const manual = { ...choose('Party', at('18:00')), window: 'Gone' };
    expect(decide(at('18:30'), { manual })).toMatchObject({
      by: 'schedule',
      why: 'Evening runs until 23:00. "Gone", chosen by hand, is no window of this flow.',
    });
  });

  test.each([
    ['2026-03-02', ['A']],
    ['2026-03-03', ['B']],
    ['2026-03-04', ['A']],
  ])('of two of one name, on %s the one of that day is meant', (day, genres) => {
    const manual = choose('tea', at('18:00', day));
    expect(decide(at('18:00', day), { manual }).window?.include.genres).toEqual(genres);
  });

  test('of two of one name, the one that runs is meant', () => {
    const tuesday = at('12:30', '2026-03-03');
    expect(decide(tuesday, { manual: choose('Tea', tuesday) }).window).toBe(timetable.at(tuesday)?.window);
  });
});

describe('the home', () => {
  test('chooses a window, and says why', () => {
    expect(decide(at('18:00'), { verdict: party })).toMatchObject({
      window: { name: 'Party' },
      by: 'home',
      why: 'Party, because house mode is party; the timetable goes on with Night at 23:00.',
      occurrence: 'party@2026-03-02T17:00+01:00/home',
      home: party,
    });
  });

  test('pauses, which is more than a window', () => {
    const pause = ['nobody is home', 'the alarm is armed'];
    const verdict = home({ ...party, pause: true, because: { ...party.because, pause, adjustments: [rain] } });
    expect(decide(at('18:00'), { verdict })).toMatchObject({
      window: undefined,
      by: 'paused',
      why: 'The playlist stays as it is, because nobody is home and the alarm is armed.',
      nextChangeAtMs: at('23:00'),
    });
  });

  test('adds to a window of the timetable', () => {
    const adjustments = [{ ...rain, moods: ['Melancholy'] }];
    const verdict = home({ moods: ['Melancholy'], energy: 'low', because: becauseOf({ adjustments }) });
    expect(decide(at('18:00'), { verdict })).toMatchObject({
      by: 'schedule',
      why: 'Evening runs until 23:00; calmer, more Melancholy, because it rains.',
      occurrence: decide(at('18:00')).occurrence,
      home: verdict,
    });
  });

  test('is named apart for what it decides and for what it adds', () => {
    const guests = { ...rain, reason: 'guests are here', energy: undefined, genres: ['Disco'], familiarity: 0.8 };
    const adjustments = [rain, guests];
    const verdict = home({ ...party, because: becauseOf({ ...party.because, adjustments }) });
    expect(decide(at('18:00'), { verdict }).why).toBe(
      'Party, because house mode is party; calmer, because it rains; more Disco, 80 % known tracks, because guests are here; the timetable goes on with Night at 23:00.',
    );
    const manual = choose('Morning', at('18:00'));
    expect(decide(at('18:00'), { verdict, manual }).why).toBe(
      'Morning, chosen by hand; calmer, because it rains; more Disco, 80 % known tracks, because guests are here; the timetable goes on with Night at 23:00.',
    );
  });

  test('is not heard when the flow does not follow it', () => {
    expect(decide(at('18:00'), { verdict: party, followsHome: false })).toEqual(decide(at('18:00')));
  });

  test('that asks for an unknown window is passed over, and that is said', () => {
    const verdict = home({ window: 'Prty', because: becauseOf({ window: ['house mode is party'] }) });
    expect(decide(at('18:00'), { verdict })).toMatchObject({
      by: 'schedule',
      window: { name: 'Evening' },
      why: 'Evening runs until 23:00. The home asks for "Prty", which is no window of this flow.',
    });
    expect(decide(at('18:00'), { verdict: home({ unknownWindow: 'Prty' }) }).why).toBe(
      'Evening runs until 23:00. The home asks for "Prty", which is no window of this flow.',
    );
  });

  test('plays in a gap too', () => {
    expect(decide(at('02:00'), { verdict: party })).toMatchObject({
      by: 'home',
      why: 'Party, because house mode is party; the timetable goes on with Morning at 06:00.',
    });
    expect(decide(at('08:00'), { verdict: party }).why).toBe(
      'Party, because house mode is party; the timetable has nothing from 11:00 on.',
    );
  });
});
