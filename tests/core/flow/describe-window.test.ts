import { describe, expect, test } from '@jest/globals';
import { moodNames } from '../../../src/demo/music/vocabulary.ts';
import { defaultWindows } from '../../../src/core/flow/default-windows.ts';
import { describeHours, describeWindow, typicalStartMinute } from '../../../src/core/flow/describe-window.ts';
import { parseWindows } from '../../../src/core/flow/parse-windows.ts';
import { createFlowTimetable } from '../../../src/core/flow/timetable.ts';
import type { Window } from '../../../src/core/flow/window.ts';

describe('a window in words', () => {
  test.each([
    ['17:00-23:00:genres=Jazz,Classical', 'every day 17:00–23:00', 'Jazz · Classical'],
    ['sunset-30m-23:00:days=weekdays:moods=Dreamy', 'Mon–Fri 30 min before sunset – 23:00', 'Dreamy'],
    ['sunrise-sunset:days=sun', 'Sun sunrise–sunset', ''],
    ['22:00-00:00:days=tue,sat,sun:tags=x', 'Tue, Sat–Sun 22:00–24:00', 'x'],
    [
      '6-7:years=1990s,1985,2010-,-1979,1967-1973',
      'every day 06:00–07:00',
      '1990s · 1985 · since 2010 · until 1979 · 1967–1973',
    ],
    [
      '6-7:genres=A:styles=B:moods=C:tags=D:artists=E:labels=F:-genres=G',
      'every day 06:00–07:00',
      'A · B · C · D · E · F',
    ],
    ['name=Party:genres=Disco', 'when asked for', 'Disco'],
    ['6-7', 'every day 06:00–07:00', ''],
  ])('%s', (text, when, theme) => {
    expect(describeWindow(parseWindows(text).windows[0] as Window)).toEqual({ when, theme });
  });
});

describe('the hours of a window', () => {
  test.each([
    ['17:00-23:00', '17:00 – 23:00', 17 * 60],
    ['18:30-00:00', '18:30 – 24:00', 18 * 60 + 30],
    ['sunset-30m-23:00', '30 min before sunset – 23:00', 18 * 60 + 30],
    ['sunrise-sunset+1h30', 'sunrise – 1 h 30 min after sunset', 7 * 60],
    ['dawn-8h-06:00', '8 h before dawn – 06:00', 22 * 60 + 30],
    ['dusk+6h-06:00', '6 h after dusk – 06:00', 90],
    ['name=Party:genres=Disco', undefined, undefined],
  ])('%s', (text, hours, startMinute) => {
    const window = parseWindows(text).windows[0] as Window;
    expect(describeHours(window)).toBe(hours);
    expect(typicalStartMinute(window)).toBe(startMinute);
  });
});

describe('the windows of a flow for which none are configured', () => {
  test('cover the day without a gap, and two more wait to be asked for', () => {
    expect(defaultWindows.map(({ name }) => name)).toEqual([
      'Morning',
      'Midday',
      'Afternoon',
      'Evening',
      'Night',
      'Party',
      'Focus',
    ]);
    const timetable = createFlowTimetable(defaultWindows, { timezone: 'UTC', place: undefined });
    for (let minute = 0; minute < 1440; minute += 1) expect(timetable.at(minute * 60_000)).toBeDefined();
    expect(defaultWindows.filter(({ days }) => days.length === 0).map(({ name }) => name)).toEqual(['Party', 'Focus']);
  });

  test('name moods that Plex has, letter for letter', () => {
    const moods = defaultWindows.flatMap(({ include }) => include.moods);
    expect(moods.filter((mood) => !moodNames.includes(mood))).toEqual([]);
  });

  test('ask for many moods each, so that any library has some', () => {
    for (const { include } of defaultWindows) {
      expect(include.moods.length).toBeGreaterThanOrEqual(8);
      expect([include.genres, include.styles, include.tags, include.artists]).toEqual([[], [], [], []]);
    }
  });
});
