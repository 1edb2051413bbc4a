import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseWindows } from '../../../src/core/flow/parse-windows.ts';
import type { Window } from '../../../src/core/flow/window.ts';

const read = (text: string): readonly Window[] => {
  const { windows, problems } = parseWindows(text);
  expect(problems).toEqual([]);
  return windows;
};
const first = (text: string): Window => read(text)[0] as Window;

describe('names and ids', () => {
  const namesOf = (text: string) => read(text).map(({ id, name }) => [id, name]);

  test.each([
    ['06:00-09:00', 'Morning'],
    ['11:00-13:00', 'Midday'],
    ['13:00-17:00', 'Afternoon'],
    ['17:00-23:00', 'Evening'],
    ['23:00-06:00', 'Night'],
    ['08:00-18:00', 'Day'],
    ['00:00-24:00', 'All Day'],
    ['sunrise-sunset', 'Day'],
    ['dusk-23:00', 'Evening'],
  ])('%s is called %s', (times, name) => {
    expect(first(times).name).toBe(name);
  });

  test('windows that clash are told apart by days, else by their start', () => {
    expect(namesOf('07:00-09:00:genres=A:days=mon-fri;08:00-11:00:genres=B:days=weekend')).toEqual([
      ['morning-mon-fri', 'Morning (Mon–Fri)'],
      ['morning-sat-sun', 'Morning (Sat–Sun)'],
    ]);
    expect(namesOf('06:00-08:00:genres=A;08:00-10:00:genres=B')).toEqual([
      ['morning-06-00', 'Morning (06:00)'],
      ['morning-08-00', 'Morning (08:00)'],
    ]);
  });

  test('windows that play the same share a name and keep ids of their own', () => {
    expect(namesOf('08:00-11:00:genres=A:days=weekend;07:00-09:00:genres=A:days=mon-fri')).toEqual([
      ['morning-sat-sun', 'Morning'],
      ['morning', 'Morning'],
    ]);
  });

  test('a name that somebody gave is kept, and a made-up one gives way', () => {
    expect(namesOf('06:00-08:00:genres=A;08:00-10:00:name=morning:genres=B')).toEqual([
      ['morning-06-00', 'Morning (06:00)'],
      ['morning', 'morning'],
    ]);
  });

  test('the order of the windows has no say', () => {
    const parts = [
      '06:00-08:00:genres=A',
      '08:00-10:00:genres=B',
      '18:00-20:00:name=Tea:days=mon',
      '18:00-20:00:name=Tea:days=sat',
      'sunset-23:00:name=Tea',
      'name=Tea:genres=C',
      '10:00-12:00:name=茶',
    ];
    const sorted = namesOf(parts.join(';')).toSorted();
    expect(new Set(sorted.map(([id]) => id)).size).toBe(parts.length);
    fc.assert(
      fc.property(fc.shuffledSubarray(parts, { minLength: parts.length }), (shuffled) => {
        expect(namesOf(shuffled.join(';')).toSorted()).toEqual(sorted);
      }),
      { seed: 4, numRuns: 50 },
    );
  });
});
