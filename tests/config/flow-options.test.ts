import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadConfig } from '../../src/config/load.ts';
import { showConfig } from '../../src/config/redact.ts';
import { configSchema } from '../../src/config/schema.ts';
import { parseWindows } from '../../src/core/flow/parse-windows.ts';
import { createWorkplace } from './workplace.ts';
import { listProblems, load } from './yaml-options.ts';

const example =
  '00:00-06:00:genres=Ambient,Sleep;06:00-11:00:genres=Chillout,Acoustic;11:00-17:00:tags=upbeat,rock;17:00-24:00:genres=Jazz,Classical';

describe('windows', () => {
  test('nothing configured is undefined, and so is a list without any', () => {
    expect(load('').timeWindows).toBeUndefined();
    expect(load('time_windows: []').timeWindows).toBeUndefined();
    expect(load('', { TIME_WINDOWS: ' ' }).timeWindows).toBeUndefined();
  });

  test('as text in the environment or in the file they are the same', () => {
    const { windows } = parseWindows(example);
    expect(load('', { TIME_WINDOWS: example }).timeWindows).toEqual(windows);
    expect(load(`time_windows: "${example}"`).timeWindows).toEqual(windows);
    expect(load(`time_windows: |\n  ${example.replaceAll(';', '\n  ')}\n`).timeWindows).toEqual(windows);
  });

  test('as a list they are what the text would be', () => {
    const list = load(`
time_windows:
  - name: Candlelight
    days: [fri, sat-sun]
    start: sunset-30m
    end: 23:00
    genres: [Jazz, R&B, "Rock, Pop"]
    moods: Calm/Peaceful, Dreamy
    years: [1959, 1990-1999, 1980s]
    exclude: {artists: [Kenny G], genres: Metal}
    exclude_tags: christmas, "a, b"
    min_rating: 3.5
    familiarity: 80
    energy: falling
    minutes: 120
  - {start: 6:00, end: "11:00", styles: Bop, tracks: 20}
  - {name: Party, artists: "Chic"}
`).timeWindows;
    const text = [
      'sunset-30m-23:00:name=Candlelight:days=fri-sun:genres=Jazz,R&B,"Rock, Pop":moods=Calm/Peaceful,Dreamy:years=1959,1990-1999,1980s',
      ':-artists=Kenny G:-genres=Metal:-tags=christmas,"a, b":rating=3.5:familiarity=80:energy=falling:minutes=120;',
      '06:00-11:00:styles=Bop:tracks=20;name=Party:artists=Chic',
    ].join('');
    expect(list).toEqual(parseWindows(text).windows);
  });

  test('hours that YAML took for numbers are hours', () => {
    const [late, early] = load('time_windows: [{start: 1350, end: 24}, {start: 6, end: 11}]').timeWindows ?? [];
    expect([late?.start, late?.end, early?.start]).toEqual([
      { kind: 'clock', minute: 1350 },
      { kind: 'clock', minute: 1440 },
      { kind: 'clock', minute: 360 },
    ]);
  });

  test('whatever is wrong is told with its option, its place and what is allowed', () => {
    expect(
      listProblems(
        `
time_windows:
  - {start: 06:00, end: 11:00, genre: Jazz, min_rating: 9, exclude: {genrs: x}}
  - {start: "25:00", end: 26:00, days: [mo], years: "85"}
  - {start: 06:00, end: 06:00}
  - {end: 07:00}
  - {start: 08:00, end: 09:00, tracks: 3, minutes: 4, genres: {a: 1}}
  - {genres: Jazz}
`.trimStart(),
      ),
    ).toEqual([
      'time_windows[0].min_rating (line 2): "9" is not from 0 to 5 stars, in half steps.',
      'time_windows[0].exclude.genrs (line 2) is not an option. Did you mean genres?',
      'time_windows[0].genre (line 2) is not an option. Did you mean genres?',
      'time_windows[1].start (line 3): "25:00" is no time; write 00:00 to 24:00.',
      'time_windows[1].end (line 3): "26:00" is no time; write 00:00 to 24:00.',
      'time_windows[1].days (line 3): "mo" is no day; write mon, tue, wed, thu, fri, sat, sun, mon-fri, weekdays, weekend or daily.',
      'time_windows[1].years (line 3): "85" is no year; write 1985, 1990-1999, 1990s, 2010- (and later) or -1979 (and earlier).',
      'time_windows[2] (line 4): "06:00-06:00" ends when it begins; write 00:00-24:00 for the whole day.',
      'time_windows[3].end (line 5) is given without start; give both, or none for a window that only hand or home bring.',
      'time_windows[4].genres (line 6) must be text or a list of texts.',
      'time_windows[5] (line 7): a window without times is chosen by its name; give it one, or begin it with start-end.',
    ]);
    expect(listProblems('time_windows: [{start: 08:00, end: 09:00, tracks: 3, minutes: 4}]')).toEqual([
      'time_windows[0].minutes (line 1) is given beside tracks; keep one of them.',
    ]);
    expect(listProblems('time_windows: [{start: 1:00, end: 2:00}, {name: B, start: 1:30, end: 3:00}]')).toEqual([
      'time_windows[1] (line 1): "B" (01:30-03:00) and "Night" (01:00-02:00) overlap every day from 01:30 to 02:00; let one end where the other begins.',
    ]);
    expect(listProblems('', { TIME_WINDOWS: '00:00-06:00:genres=Ambient;25:00-11:00:genres=Chillout' })).toEqual([
      'TIME_WINDOWS (environment) at character 28: "25:00" is no time; write 00:00 to 24:00.',
    ]);
    expect(listProblems('time_windows: {start: 06:00}')).toEqual([
      'time_windows (line 1) must be text such as 06:00-11:00:genres=Jazz;11:00-17:00:moods=Happy, or a list of windows.',
    ]);
    expect(listProblems('playlists: [{kind: flow, name: A, windows: 6-11;7-8}]')).toEqual([
      expect.stringMatching(
        /^playlists\[0\]\.windows \(line 1\) at character 6: .* overlap every day from 07:00 to 08:00/,
      ),
    ]);
  });
});

describe('whatever a file holds', () => {
  const word = fc.constantFrom(
    ...['start', 'end', 'days', 'name', 'genres', 'exclude', 'years', 'tracks', 'when', 'then', 'entity', 'is', 'for'],
    ...['06:00', '24:00', 'sunset-1h', 'mon', 'a.b', 'Party', '__proto__', 'constructor', 'toString', ''],
  );
  const thing: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      word,
      fc.oneof(fc.double(), fc.boolean(), fc.constant(null), fc.string()),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(word, tie('any'), { maxKeys: 4 }),
    ),
  })).any;

  test('it gives an answer or sentences, and never an exception', () => {
    fc.assert(
      fc.property(thing, thing, thing, (windows, rules, entry) => {
        const parsed = configSchema.safeParse({
          plexUrl: 'http://plex.test:32400',
          plexToken: 'token',
          plexMusicLibraryNames: 'Music',
          timeWindows: windows,
          homeRules: [rules],
          playlists: [{ kind: 'flow', name: 'A', windows: [entry] }],
        });
        for (const issue of parsed.error?.issues ?? []) expect(issue.message).toMatch(/\S/);
      }),
      { seed: 4, numRuns: 500 },
    );
  });
});

describe('dials', () => {
  test('have defaults that need no word', () => {
    expect(load('')).toMatchObject({
      enableTimePlaylist: true,
      playlistNameTime: 'Daily Flow',
      playlistSizeTime: 50,
      timePlaylistMinRating: 0,
      timePlaylistUnrated: 'include',
      timePlaylistExcludePlayedDays: 3,
      timePlaylistMemoryDays: 3,
      timePlaylistKeepPercent: 50,
      timePlaylistFamiliarity: 60,
      timePlaylistMaxPerArtist: 2,
      timePlaylistMaxPerAlbum: 2,
      timePlaylistLongestMinutes: 15,
      timePlaylistLearn: true,
      timePlaylistSound: 'smooth',
      timePlaylistCovers: true,
      timePlaylistFollowHome: true,
      homeRules: [],
      homeCommands: true,
    });
    expect(load('')).not.toHaveProperty('timePlaylistMaxSkipCount');
  });

  test.each([
    ['TIME_PLAYLIST_MIN_RATING', '3.5', 'timePlaylistMinRating', 3.5],
    ['TIME_PLAYLIST_MAX_SKIP_COUNT', '0', 'timePlaylistMaxSkipCount', 0],
    ['TIME_PLAYLIST_SOUND', 'adventure', 'timePlaylistSound', 'adventure'],
    ['TIME_PLAYLIST_FOLLOW_HOME', 'off', 'timePlaylistFollowHome', false],
    ['PLAYLIST_NAME_TIME', 'Hours', 'playlistNameTime', 'Hours'],
  ] as const)('%s=%s', (name, text, option, value) => {
    expect(load('', { [name]: text })[option]).toBe(value);
  });

  test.each([
    ['TIME_PLAYLIST_MIN_RATING', '3.3', 'must be a number from 0 to 5 in steps of 0.5; found "3.3".'],
    ['TIME_PLAYLIST_MIN_RATING', '0x4', 'must be a number from 0 to 5 in steps of 0.5; found "0x4".'],
    ['TIME_PLAYLIST_KEEP_PERCENT', '101', 'must be a whole number from 0 to 100; found "101".'],
    ['TIME_PLAYLIST_UNRATED', 'maybe', 'must be one of include, exclude; found "maybe".'],
    ['LATITUDE', '91', 'must be a number from -90 to 90; found "91".'],
    ['LONGITUDE', '13.4', 'is set without LATITUDE; set both or none.'],
    ['HASS_URL', 'http://ha:8123', 'is set without HASS_TOKEN; set both or none.'],
    ['HASS_TOKEN', 'x', 'is set without HASS_URL; set both or none.'],
    ['HASS_URL', 'ha:8123', 'must be an address that begins with http:// or https://; found "ha:8123".'],
    ['PLAYLIST_NAME_TIME', 'last.fm charts', 'is the same name as PLAYLIST_NAME_LASTFM_CHARTS; choose another.'],
  ])('%s=%s is refused', (name, text, sentence) => {
    expect(listProblems('', { [name]: text })).toContain(`${name} (environment) ${sentence}`);
  });

  test.each([
    ['http://ha:8123/', 'http://ha:8123'],
    ['ws://ha:8123/api/websocket', 'http://ha:8123'],
    ['wss://ha.example.org/api/websocket', 'https://ha.example.org'],
    ['https://ha.example.org/lovelace/0', 'https://ha.example.org'],
  ])('the address %s of Home Assistant is %s', (given, meant) => {
    expect(load('', { HASS_URL: given, HASS_TOKEN: 'long-lived' }).hassUrl).toBe(meant);
  });

  test("Home Assistant's token is never shown", () => {
    const place = createWorkplace();
    const loaded = loadConfig({
      env: { ...place.env, HASS_URL: 'http://ha:8123', HASS_TOKEN: 'eyJ.long-lived.token1' },
    });
    expect(JSON.stringify(showConfig(loaded))).not.toContain('long-lived');
  });
});

describe("flows of one's own", () => {
  test('take the same dials in snake_case', () => {
    const [kitchen] = load(
      'playlists: [{kind: flow, name: Kitchen, windows: [{start: 06:00, end: 10:00}], min_rating: 4.5, sound: "off", learn: no, keep_percent: 0, max_skip_count: 2}]',
    ).playlists;
    expect(kitchen).toMatchObject({ min_rating: 4.5, sound: 'off', learn: false, keep_percent: 0, max_skip_count: 2 });
    expect(kitchen?.windows?.map(({ name }) => name)).toEqual(['Morning']);
  });

  test.each([
    [
      '{kind: lastfm-charts, name: A, windows: "6-7"}',
      'playlists[0].windows (line 1) has no meaning for a lastfm-charts playlist.',
    ],
    [
      '{kind: lastfm-recs, name: A, sound: smooth}',
      'playlists[0].sound (line 1) has no meaning for a lastfm-recs playlist.',
    ],
    ['{kind: flow, name: A, period: overall}', 'playlists[0].period (line 1) has no meaning for a flow playlist.'],
    ['{kind: flow, name: A, mode: append}', 'playlists[0].mode (line 1) has no meaning for a flow playlist.'],
    ['{kind: flow, name: A, cron: "0 6 * * *"}', 'playlists[0].cron (line 1) has no meaning for a flow playlist.'],
    [
      '{kind: flow, name: daily flow}',
      'playlists[0].name (line 1) is the same name as PLAYLIST_NAME_TIME; choose another.',
    ],
    ['{kind: flow, name: A, id: daily-flow}', 'playlists[0].id (line 1) "daily-flow" is taken; choose another id.'],
  ])('%s is refused', (playlist, sentence) => {
    expect(listProblems(`playlists: [${playlist}]`)).toEqual([sentence]);
  });
});
