import { describe, expect, test } from '@jest/globals';
import { parseWindows } from '../../../src/core/flow/parse-windows.ts';
import { noCriteria, type Window } from '../../../src/core/flow/window.ts';

const read = (text: string): readonly Window[] => {
  const { windows, problems } = parseWindows(text);
  expect(problems).toEqual([]);
  return windows;
};
const first = (text: string): Window => read(text)[0] as Window;
const clock = (minute: number) => ({ kind: 'clock', minute });

const example =
  '00:00-06:00:genres=Ambient,Sleep;06:00-11:00:genres=Chillout,Acoustic;11:00-17:00:tags=upbeat,rock;17:00-24:00:genres=Jazz,Classical';

describe('windows as text', () => {
  test('the example of the documentation is read as it is written', () => {
    const windows = read(example);
    expect(windows.map(({ id, name, days }) => [id, name, days.length])).toEqual([
      ['night', 'Night', 7],
      ['morning', 'Morning', 7],
      ['afternoon', 'Afternoon', 7],
      ['evening', 'Evening', 7],
    ]);
    expect(windows.map(({ start, end }) => [start, end])).toEqual([
      [clock(0), clock(360)],
      [clock(360), clock(660)],
      [clock(660), clock(1020)],
      [clock(1020), clock(1440)],
    ]);
    expect(windows[0]?.include).toEqual({ ...noCriteria, genres: ['Ambient', 'Sleep'] });
    expect(windows[2]?.include).toEqual({ ...noCriteria, tags: ['upbeat', 'rock'] });
  });

  test('parts combine, and those with a minus keep tracks out', () => {
    expect(
      first(
        '17:00-23:00:name=Candlelight:days=fri-sun:genres=Jazz,R&B,Drum & Bass:moods=Calm/Peaceful:-artists=Kenny G:not-genres=Metal:years=1959,1990-1999:labels=Blue Note:rating=3.5:familiarity=80%:energy=falling:minutes=120',
      ),
    ).toEqual({
      id: 'candlelight',
      name: 'Candlelight',
      days: [5, 6, 7],
      start: clock(1020),
      end: clock(1380),
      include: {
        ...noCriteria,
        genres: ['Jazz', 'R&B', 'Drum & Bass'],
        moods: ['Calm/Peaceful'],
        labels: ['Blue Note'],
        years: [
          { from: 1959, to: 1959 },
          { from: 1990, to: 1999 },
        ],
      },
      exclude: { ...noCriteria, genres: ['Metal'], artists: ['Kenny G'] },
      minRating: 7,
      familiarity: 0.8,
      energy: 'falling',
      length: { kind: 'minutes', minutes: 120 },
    });
  });

  test.each([
    ['6-11', 360, 660],
    ['6:00-11:30', 360, 690],
    ['06.00 - 11.30', 360, 690],
    ['06:00:00-11:00:00', 360, 660],
    ['6am-12pm', 360, 720],
    ['6:30 pm - 12 am', 1110, 1440],
    ['17:00-00:00', 1020, 1440],
    ['17:00-24:00', 1020, 1440],
    ['00:00-24:00', 0, 1440],
    ['22:00-6:00', 1320, 360],
    ['０６：００－１１：００', 360, 660],
    ['06:00–11:00', 360, 660],
    ['06:00 — 11:00', 360, 660],
    ['06:00−11:00', 360, 660],
    ['06:00~11:00', 360, 660],
  ])('%s is from minute %i to minute %i', (times, start, end) => {
    expect(first(`${times}:genres=Jazz`)).toMatchObject({ start: clock(start), end: clock(end) });
  });

  test.each([
    ['sunset-30m-23:00', { kind: 'sun', event: 'sunset', offsetMinutes: -30 }, clock(1380)],
    ['Sunset - 1h - 23:00', { kind: 'sun', event: 'sunset', offsetMinutes: -60 }, clock(1380)],
    ['sunset-23:00', { kind: 'sun', event: 'sunset', offsetMinutes: 0 }, clock(1380)],
    ['sunset-23', { kind: 'sun', event: 'sunset', offsetMinutes: 0 }, clock(1380)],
    ['sunset-11pm', { kind: 'sun', event: 'sunset', offsetMinutes: 0 }, clock(1380)],
    ['17:00-sunset+1h30m', clock(1020), { kind: 'sun', event: 'sunset', offsetMinutes: 90 }],
    ['6-sunrise+1h 5 min', clock(360), { kind: 'sun', event: 'sunrise', offsetMinutes: 65 }],
    ['dusk-dawn', { kind: 'sun', event: 'dusk', offsetMinutes: 0 }, { kind: 'sun', event: 'dawn', offsetMinutes: 0 }],
    [
      'noon–sunset–45m',
      { kind: 'sun', event: 'noon', offsetMinutes: 0 },
      { kind: 'sun', event: 'sunset', offsetMinutes: -45 },
    ],
  ])('%s follows the sun', (times, start, end) => {
    expect(first(`${times}:genres=Jazz`)).toMatchObject({ start, end });
  });

  test.each([
    ['mon-fri', [1, 2, 3, 4, 5]],
    ['Weekdays', [1, 2, 3, 4, 5]],
    ['weekend', [6, 7]],
    ['fri-mon', [1, 5, 6, 7]],
    ['Monday, Wednesday,fri', [1, 3, 5]],
    ['mon–wed,sun', [1, 2, 3, 7]],
    ['daily', [1, 2, 3, 4, 5, 6, 7]],
  ])('days=%s are %j', (days, expected) => {
    expect(first(`06:00-11:00:days=${days}`).days).toEqual(expected);
  });

  test.each([
    ['1990s', 1990, 1999],
    ['90s', 1990, 1999],
    ['10s', 2010, 2019],
    ['1985', 1985, 1985],
    ['1967 – 1973', 1967, 1973],
    ['2010-', 2010, 2999],
    ['-1979', 1000, 1979],
  ])('years=%s are %i to %i', (years, from, to) => {
    expect(first(`06:00-11:00:years=${years}`).include.years).toEqual([{ from, to }]);
  });

  test.each([
    ['"Rock, Pop"', ['Rock, Pop']],
    ['"a:b;c",d', ['a:b;c', 'd']],
    ['"""Weird Al"" Yankovic"', ['"Weird Al" Yankovic']],
    ['“Rock, Pop”', ['Rock, Pop']],
    ["'Til Tuesday,Guns N' Roses", ["'Til Tuesday", "Guns N' Roses"]],
    ['E=MC²,AC/DC,a-ha', ['E=MC²', 'AC/DC', 'a-ha']],
    ['Sigur Rós、久石譲，椎名林檎', ['Sigur Rós', '久石譲', '椎名林檎']],
    [' Jazz ,, jazz , Soul ,', ['Jazz', 'Soul']],
    ['12" Mix', ['12" Mix']],
  ])('artists=%s are %j', (values, expected) => {
    expect(first(`06:00-11:00:artists=${values}`).include.artists).toEqual(expected);
  });

  test.each([
    '  06:00 - 11:00 : GENRES = Jazz ; ',
    ';;06:00-11:00:genre=Jazz;;',
    '06:00-11:00::genres=Jazz:',
    '\n06:00-11:00\n:genres=Jazz\n',
    '\u00A006:00-11:00:genres=Jazz\u200B',
    '06:00-11:00:genres=\nJazz;',
  ])('%j is the same window in other clothes', (text) => {
    expect(read(text)).toEqual(read('06:00-11:00:genres=Jazz'));
  });

  test('lines may stand instead of semicolons', () => {
    expect(read('00:00-06:00:genres=Ambient,\n  Sleep\n06:00-11:00:genres=Chillout\r\n')).toEqual(
      read('00:00-06:00:genres=Ambient,Sleep;06:00-11:00:genres=Chillout'),
    );
  });

  test('a window without times comes only when it is asked for', () => {
    const [, party] = read('06:00-11:00:genres=Jazz;name=Party:genres=Disco,Funk:energy=high');
    expect(party).toMatchObject({ id: 'party', name: 'Party', days: [], energy: 'high' });
  });
});

describe('what is refused, with its place', () => {
  const known =
    'known are name, days, genres, styles, moods, tags, labels, artists, years, min_rating, familiarity, energy, tracks, minutes, and with a minus in front the lists that keep tracks out';
  const times =
    'write 00:00 to 24:00, or dawn, sunrise, noon, sunset or dusk, perhaps with an offset such as -30m or +1h';
  test.each<[string, string[]]>([
    ['', ['at character 1: there is no window.']],
    [' ;; ', ['at character 1: there is no window.']],
    ['06:00-25:00:genres=Jazz', ['at character 7: "25:00" is no time; write 00:00 to 24:00.']],
    ['00:00-06:00:genres=Jazz;24:01-3', ['at character 25: "24:01" is no time; write 00:00 to 24:00.']],
    ['06:60-11:00', ['at character 1: "06:60" is no time; write 00:00 to 24:00.']],
    ['13pm-2pm', ['at character 1: "13pm" is no time; write 00:00 to 24:00.']],
    ['morning-11:00', [`at character 1: "morning" is no time; ${times}.`]],
    ['06:00-lunch', [`at character 7: "lunch" is no time; ${times}.`]],
    ['sunset-30x-23:00', [`at character 8: "30x-23:00" is no time; ${times}.`]],
    ['06:00-sunset+13h', ['at character 7: "sunset+13h" is too far from the sun; an offset is at most 12h.']],
    ['06:00:30-11:00', ['at character 1: "06:00:30" has seconds; windows begin and end on whole minutes.']],
    ['24:00-06:00', ['at character 1: "24:00-06:00" begins at 24:00, which only ends a day; begin at 00:00.']],
    ['06:00-6:00', ['at character 1: "06:00-06:00" ends when it begins; write 00:00-24:00 for the whole day.']],
    ['0-0', ['at character 1: "00:00-00:00" ends when it begins; write 00:00-24:00 for the whole day.']],
    ['dusk-sunset', ['at character 1: "dusk-sunset" ends before it begins.']],
    [
      '06:00:genres=Lo-Fi',
      ['at character 1: "06:00" is no stretch of the day; write it as start-end, such as 06:00-11:00.'],
    ],
    [
      'genres=Jazz',
      ['at character 1: a window without times is chosen by its name; give it one, or begin it with start-end.'],
    ],
    [
      'name=A:days=mon',
      ['at character 1: a window with days needs times too; begin it with start-end, such as 06:00-11:00.'],
    ],
    ['06:00-11:00:genrez=Jazz', [`at character 13: "genrez" is no key; ${known}.`]],
    ['06:00-11:00:-tracks=5', [`at character 13: "-tracks" is no key; ${known}.`]],
    [
      '06:00-11:00:genres=Ambient:Sleep',
      [
        'at character 28: "Sleep" is no key=value; a value with a colon, comma or semicolon in it must stand in double quotes.',
      ],
    ],
    ['06:00-11:00:genres=', ['at character 13: "genres=" has no value.']],
    [
      '06:00-11:00:genres=A:genre=B',
      ['at character 22: genres stands twice in this window; write it once, with commas between the values.'],
    ],
    [
      '06:00-11:00:tracks=5:minutes=9',
      ['at character 22: the length is given in tracks and in minutes; keep one of them.'],
    ],
    ['06:00-11:00:genres="Jazz', ['at character 20: a quote begins that never ends.']],
    [
      '06:00-11:00:genres="A" B',
      [
        'at character 24: "B" follows a closing quote; put the whole value in quotes and write a quote in it twice ("").',
      ],
    ],
    [
      '06:00-11:00:days=mon,funday',
      [
        'at character 18: days: "funday" is no day; write mon, tue, wed, thu, fri, sat, sun, mon-fri, weekdays, weekend or daily.',
      ],
    ],
    [
      '06:00-11:00:years=85',
      [
        'at character 19: years: "85" is no year; write 1985, 1990-1999, 1990s, 2010- (and later) or -1979 (and earlier).',
      ],
    ],
    ['06:00-11:00:years=1999-1990', ['at character 19: years: "1999-1990" runs backwards; write 1990-1999.']],
    ['06:00-11:00:rating=5.5', ['at character 20: rating: "5.5" is not from 0 to 5 stars, in half steps.']],
    ['06:00-11:00:familiarity=101', ['at character 25: familiarity: "101" is not from 0 to 100 percent.']],
    [
      '06:00-11:00:energy=wild',
      ['at character 20: energy: "wild" is none of low, medium, high, rising, falling, arc.'],
    ],
    ['06:00-11:00:tracks=0', ['at character 20: tracks: "0" is not from 1 to 1000 tracks.']],
    [
      '06:00-11:00:name=Auto',
      ['at character 18: name: "Auto" already means something where the window is chosen; take another name.'],
    ],
    ['😀-06:00', [`at character 1: "😀" is no time; ${times}.`]],
    [
      '6-7:name=😀😀;25-26',
      [
        'at character 13: "25" is no time; write 00:00 to 24:00.',
        'at character 16: "26" is no time; write 00:00 to 24:00.',
      ],
    ],
  ])('%j', (text, problems) => {
    expect(parseWindows(text)).toEqual({ windows: [], problems });
  });

  test('everything at once, in the order of the text, and no more than can be read', () => {
    const { problems } = parseWindows('25:00-26:00;'.repeat(30));
    expect(problems).toHaveLength(21);
    expect(problems.slice(0, 2)).toEqual([
      'at character 1: "25:00" is no time; write 00:00 to 24:00.',
      'at character 7: "26:00" is no time; write 00:00 to 24:00.',
    ]);
    expect(problems.at(-1)).toBe('and in 40 more places.');
  });

  test('what looks like a token is not quoted', () => {
    const { problems } = parseWindows('abcdef0123456789abcdef');
    expect(problems.join()).not.toContain('abcdef');
    expect(problems.join()).toContain('a text of 22 characters');
  });

  test.each<[string, string]>([
    [
      '22:00-06:00:genres=A;05:00-07:00:genres=B',
      '"Morning" (05:00-07:00) and "Night" (22:00-06:00) overlap every day from 05:00 to 06:00',
    ],
    [
      '22:00-06:00:days=fri;05:00-07:00:days=sat-sun',
      '"Morning" (05:00-07:00) and "Night" (22:00-06:00) overlap Sat from 05:00 to 06:00',
    ],
    [
      '19:00-02:00:name=Late:days=sun;00:00-01:00:days=mon',
      '"Night" (00:00-01:00) and "Late" (19:00-02:00) overlap Mon from 00:00 to 01:00',
    ],
    [
      '06:00-09:00:name=Tea;00:00-24:00:days=wed,sat:name=Free',
      '"Free" (00:00-24:00) and "Tea" (06:00-09:00) overlap Wed, Sat from 06:00 to 09:00',
    ],
    [
      '22:00-04:00:name=A;23:00-03:00:name=B',
      '"B" (23:00-03:00) and "A" (22:00-04:00) overlap every day from 23:00 to 03:00 of the next day',
    ],
  ])('%s overlap', (text, sentence) => {
    const { problems } = parseWindows(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`${sentence}; let one end where the other begins.`);
    expect(problems[0]).toMatch(new RegExp(`^at character ${text.indexOf(';') + 2}: `));
  });

  test.each([
    '22:00-06:00;06:00-22:00',
    '06:00-11:00:days=weekdays;08:00-12:00:days=weekend',
    '22:00-06:00:days=mon;05:00-07:00:days=mon',
    'sunset-23:00;17:00-20:00',
    '06:00-11:00;name=Party:genres=Disco',
    '00:00-24:00',
  ])('%s do not', (text) => {
    expect(parseWindows(text).problems).toEqual([]);
  });
});
