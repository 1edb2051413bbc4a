import { describe, expect, test } from '@jest/globals';
import { DateTime } from 'luxon';
import { createTimetable } from '../../src/entrypoints/timetable.ts';

const timetable = createTimetable();
/** The first moments after `from` that the expression names there. */
const listMoments = (expression: string, zone: string, from: string, count: number): readonly string[] => {
  const moments: string[] = [];
  let fromMs = DateTime.fromISO(from, { zone }).toMillis();
  while (moments.length < count) {
    const entry = timetable.cron(expression, zone, () => undefined, fromMs);
    fromMs = entry.nextAtMs() ?? Number.NaN;
    entry.cancel();
    moments.push(DateTime.fromMillis(fromMs, { zone }).toFormat("MM-dd'T'HH:mm ZZ"));
  }
  return moments;
};

describe('cron', () => {
  // In 2040 central Europe changes its clocks on 25 March and 28 October, New York on 11 March.
  test.each([
    [
      'keeps its hour when clocks go forward',
      '0 6 * * *',
      'Europe/Berlin',
      '2040-03-24T00:00',
      ['03-24T06:00 +01:00', '03-25T06:00 +02:00', '03-26T06:00 +02:00'],
    ],
    [
      'keeps its hour when clocks go back',
      '0 6 * * *',
      'Europe/Berlin',
      '2040-10-27T00:00',
      ['10-27T06:00 +02:00', '10-28T06:00 +01:00', '10-29T06:00 +01:00'],
    ],
    [
      'rings once on the day its moment does not exist',
      '30 2 * * *',
      'Europe/Berlin',
      '2040-03-24T12:00',
      ['03-25T03:30 +02:00', '03-26T02:30 +02:00'],
    ],
    [
      'rings once on the day its moment comes twice',
      '30 2 * * *',
      'Europe/Berlin',
      '2040-10-27T12:00',
      ['10-28T02:30 +02:00', '10-29T02:30 +01:00'],
    ],
    [
      'knows other zones',
      '15 23 * * 6',
      'America/New_York',
      '2040-03-09T00:00',
      ['03-10T23:15 -05:00', '03-17T23:15 -04:00'],
    ],
    [
      'knows zones of half hours',
      '0 0 1 * *',
      'Asia/Kolkata',
      '2040-01-15T00:00',
      ['02-01T00:00 +05:30', '03-01T00:00 +05:30'],
    ],
  ])('%s', (_what, expression, zone, from, expected) => {
    expect(listMoments(expression, zone, from, expected.length)).toEqual(expected);
  });

  test.each(['often', '61 * * * *', '* * 30 2 *', '', '* * *', '2040-01-01', '2040-01-01 10:00'])(
    'refuses "%s" with a clear sentence',
    (expression) => {
      expect(() => timetable.cron(expression, 'Europe/Berlin', () => undefined)).toThrow(
        `The schedule "${expression}" names no moment.`,
      );
    },
  );
});

test('everyMinute rings on the minute', () => {
  const entry = timetable.everyMinute(() => undefined);
  const next = entry.nextAtMs() ?? 0;
  entry.cancel();
  expect(next % 60_000).toBe(0);
  expect(next - Date.now()).toBeLessThanOrEqual(60_000);
});

test('a cancelled entry is gone', () => {
  const entry = timetable.cron('0 6 * * *', 'UTC', () => undefined);
  entry.cancel();
  expect(entry.nextAtMs()).toBeUndefined();
});

describe('a bell for one moment', () => {
  const ringOf = (atMs: number) => {
    const { promise, resolve } = Promise.withResolvers<number>();
    const entry = timetable.at(atMs, () => resolve(Date.now()));
    return { entry, rung: promise };
  };

  test('rings then and not before, once', async () => {
    const atMs = Date.now() + 300;
    const { entry, rung } = ringOf(atMs);
    expect(entry.nextAtMs()).toBe(atMs);
    expect(await rung).toBeGreaterThanOrEqual(atMs);
    expect(entry.nextAtMs()).toBeUndefined();
  });

  test.each([0, 1_000, Date.now()])('rings at once for a moment that is past (%i)', async (atMs) => {
    const { rung } = ringOf(atMs);
    expect(await rung).toBeGreaterThan(atMs);
  });

  test('far away, waits; cancelled, stays silent', async () => {
    const entries = [ringOf(Date.now() + 20), ringOf(Date.now() + 90 * 86_400_000)];
    const outcomes = entries.map(({ rung }) => rung.then(() => 'rung'));
    for (const { entry } of entries) entry.cancel();
    const silence = new Promise<string>((resolve) => setTimeout(() => resolve('silence'), 80));
    expect(await Promise.race([...outcomes, silence])).toBe('silence');
  });
});
