import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkConfig, loadConfig } from '../../src/config/load.ts';
import { showConfig } from '../../src/config/redact.ts';
import { configSchema, type Config } from '../../src/config/schema.ts';
import { parseWindows } from '../../src/core/flow/parse-windows.ts';
import { createWorkplace } from './workplace.ts';

const load = (yaml: string, env: Record<string, string> = {}): Config => {
  const place = createWorkplace();
  place.writeYaml(yaml);
  return loadConfig({ env: { ...place.env, ...env } }).config;
};
/** The problems, with the file's long name cut short. */
const listProblems = (yaml: string, env: Record<string, string> = {}): readonly string[] => {
  const place = createWorkplace();
  place.writeYaml(yaml);
  return checkConfig({ env: { ...place.env, ...env } }).problems.map(({ message }) =>
    message.replace(/\([^()]*harmoniq\.yaml, /, '('),
  );
};

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

describe('rules of the home', () => {
  const windows = 'time_windows: "06:00-11:00;name=Party"\n';
  const rulesOf = (yaml: string) => load(`${windows}${yaml}`).homeRules;
  const empty = {
    name: undefined,
    playlist: undefined,
    window: undefined,
    pause: false,
    moods: [],
    genres: [],
    energy: undefined,
    familiarity: undefined,
  };

  test('are read in their long and their short forms', () => {
    expect(
      rulesOf(`
home_rules:
  - name: Party time
    playlist: daily-flow
    when:
      - {entity: input_select.house_mode, is: party}
      - {entity: sensor.people, above: 3, for: {minutes: 10}}
    then: {window: party}
  - when: {entity: Person.Mia, not: [home, "at work"], for: 00:10:00}
    then: {pause: true}
  - {entity: weather.home, attribute: temperature, below: "3.5", moods: "Warm, Sweet", familiarity: 80, energy: low}
`),
    ).toEqual([
      {
        ...empty,
        name: 'Party time',
        playlist: 'daily-flow',
        when: [
          expect.objectContaining({ entity: 'input_select.house_mode', is: ['party'], forMs: undefined }),
          expect.objectContaining({ entity: 'sensor.people', above: 3, forMs: 600_000 }),
        ],
        window: 'party',
      },
      {
        ...empty,
        when: [expect.objectContaining({ entity: 'person.mia', not: ['home', 'at work'], forMs: 600_000 })],
        pause: true,
      },
      {
        ...empty,
        when: [expect.objectContaining({ entity: 'weather.home', attribute: 'temperature', below: 3.5 })],
        moods: ['Warm', 'Sweet'],
        familiarity: 0.8,
        energy: 'low',
      },
    ]);
  });

  test.each([
    ['10m', 600],
    ['1h30m', 5_400],
    ['90 s', 90],
    ['2 hours', 7_200],
    ['1d', 86_400],
    ['00:10', 600],
    ['00:10:30', 630],
    ['45', 45],
    ['{hours: 1, seconds: 5}', 3_605],
  ])('for: %s is %i seconds', (period, seconds) => {
    const [rule] = rulesOf(
      `home_rules: [{entity: a.b, is: x, for: ${period.startsWith('{') ? period : `"${period}"`}, pause: true}]`,
    );
    expect(rule?.when[0]?.forMs).toBe(seconds * 1_000);
  });

  test.each([
    ['"party, guests"', ['party', 'guests']],
    ['[party, "a, b"]', ['party', 'a, b']],
    ['true', ['on', 'true']],
    ['3', ['3']],
    ['"on"', ['on']],
  ])('is: %s means %j', (states, expected) => {
    expect(rulesOf(`home_rules: [{entity: a.b, is: ${states}, pause: true}]`)[0]?.when[0]?.is).toEqual(expected);
  });

  test.each([
    [
      '{when: [{entity: house, is: x}], then: {pause: true}}',
      '.when[0].entity',
      'must be an entity such as input_select.house_mode; found "house".',
    ],
    [
      '{when: {entity: a.b}, then: {pause: true}}',
      '.when',
      'says nothing to compare with; give is, not, above or below.',
    ],
    ['{entity: a.b, pause: true}', '', 'says nothing to compare with; give is, not, above or below.'],
    [
      '{when: [], then: {pause: true}}',
      '.when',
      'must hold an entity and what it shall be, or a list of such conditions.',
    ],
    ['{then: {pause: true}}', '', 'has no condition; add when with an entity.'],
    ['{is: x, pause: true}', '', 'compares something without an entity; add entity, or move it into when.'],
    [
      '{entity: a.b, is: x}',
      '',
      'asks for nothing; add then with window, pause, moods, genres, energy or familiarity.',
    ],
    ['{entity: a.b, is: x, window: Party, pause: true}', '', 'asks for a window and for a pause; keep one of them.'],
    ['{entity: a.b, above: 5, below: 4, pause: true}', '', ': nothing is above 5 and below 4.'],
    [
      '{entity: a.b, is: x, for: soon, pause: true}',
      '.for',
      'must be a time such as 10m, 1h30m or 00:10:00, of 7 days at most.',
    ],
    ['{entity: a.b, is: x, for: {hour: 1}, pause: true}', '.for.hour', 'is not an option. Did you mean hours?'],
    ['{when: {entiti: a.b}, then: {pause: true}}', '.when.entiti', 'is not an option. Did you mean entity?'],
    ['{entity: a.b, is: x, then: {windw: Party}}', '.then.windw', 'is not an option. Did you mean window?'],
    ['{entity: a.b, is: x, window: Prty}', '.window', '"Prty" is no window; did you mean Party?'],
    ['{entity: a.b, is: x, window: Dinner}', '.window', '"Dinner" is no window; there are Morning, Party.'],
    [
      '{entity: a.b, is: x, playlist: kitchen, pause: true}',
      '.playlist',
      '"kitchen" is no flow; there are daily-flow.',
    ],
    [
      '{entity: a.b, is: x, energy: wild, pause: true}',
      '.energy',
      'must be one of low, medium, high, rising, falling, arc; found "wild".',
    ],
  ])('%s is refused', (rule, path, sentence) => {
    const problems = listProblems(`${windows}home_rules: [${rule}]`);
    const glue = sentence.startsWith(':') ? '' : ' ';
    expect(problems).toContain(`home_rules[0]${path} (line 2)${glue}${sentence}`);
  });

  test('may speak of the windows of the flow they are for, and of no other', () => {
    const flows = 'playlists: [{kind: flow, name: Kitchen, windows: "6-7:name=Toast"}]\n';
    expect(
      listProblems(`${windows}${flows}home_rules: [{entity: a.b, is: x, playlist: kitchen, window: toast}]`),
    ).toEqual([]);
    expect(listProblems(`${windows}${flows}home_rules: [{entity: a.b, is: x, window: toast}]`)).toEqual([]);
    expect(
      listProblems(`${windows}${flows}home_rules: [{entity: a.b, is: x, playlist: daily-flow, window: toast}]`),
    ).toEqual(['home_rules[0].window (line 3) "toast" is no window; there are Morning, Party.']);
  });

  test('speak of the default windows where none are configured', () => {
    expect(listProblems('home_rules: [{entity: a.b, is: x, window: Party}]')).toEqual([]);
  });

  test('belong in a file', () => {
    const place = createWorkplace();
    const { warnings } = loadConfig({ env: { ...place.env, HOME_RULES: '[]' } });
    expect(warnings).toEqual([expect.stringContaining('HOME_RULES (environment) was ignored')]);
  });
});
