import { describe, expect, test } from '@jest/globals';
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkConfig, loadConfig, loadPartialConfig } from '../../src/config/load.ts';
import { saveLogin } from '../../src/config/saved-login.ts';
import { listOptions } from '../../src/config/schema.ts';
import { HarmoniqError } from '../../src/lib/errors.ts';
import { createWorkplace, required } from './workplace.ts';

const failureOf = (run: () => unknown): HarmoniqError => {
  try {
    run();
  } catch (error) {
    if (error instanceof HarmoniqError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
};
const bulletsOf = (error: HarmoniqError): string[] => error.message.split('\n').filter((line) => line.startsWith('- '));

describe('where a value comes from', () => {
  test('the three required options are enough, the rest has defaults', () => {
    const place = createWorkplace();
    const { config, origins, warnings } = loadConfig({ env: place.env });
    expect(config).toMatchObject({
      plexUrl: required.PLEX_URL,
      plexMusicLibraryNames: ['Music'],
      runIntervalMinutes: 1440,
      playlists: [],
    });
    expect(origins.get('plexUrl')).toBe('environment');
    expect(origins.get('runIntervalMinutes')).toBe('default');
    expect(origins.size).toBe(listOptions().length);
    expect(warnings).toEqual([]);
  });

  test('each source wins over all weaker ones', () => {
    const place = createWorkplace();
    const sizeOf = (input: Partial<Parameters<typeof loadConfig>[0]> = {}): unknown[] => {
      const { config, origins } = loadConfig({ env: place.env, ...input });
      return [config.playlistSizeRecs, origins.get('playlistSizeRecs')];
    };
    expect(sizeOf()).toEqual([50, 'default']);
    const supervisor = { playlistSizeRecs: 1 };
    expect(sizeOf({ supervisor })).toEqual([1, 'supervisor']);
    place.writeYaml('playlist_size_recs: 2');
    expect(sizeOf({ supervisor })).toEqual([2, 'file']);
    place.writeOptions({ playlist_size_recs: 3 });
    expect(sizeOf({ supervisor })).toEqual([3, 'add-on']);
    const env = { ...place.env, PLAYLIST_SIZE_RECS: '4' };
    expect(sizeOf({ supervisor, env })).toEqual([4, 'environment']);
    expect(sizeOf({ supervisor, env, flags: { playlistSizeRecs: '5' } })).toEqual([5, 'flag']);
  });

  test.each([
    ['an empty environment variable', { PLAYLIST_SIZE_RECS: '' }, {}],
    ['a blank environment variable', { PLAYLIST_SIZE_RECS: '   ' }, {}],
    ['a cleared form field', {}, { playlist_size_recs: '' }],
    ['a null in the form', {}, { playlist_size_recs: null }],
  ])('%s leaves a weaker value standing', (_title, env, options) => {
    const place = createWorkplace();
    place.writeYaml('playlist_size_recs: 7');
    place.writeOptions(options);
    expect(loadConfig({ env: { ...place.env, ...env } }).config.playlistSizeRecs).toBe(7);
  });

  test('fields of a playlist that the form left empty count as absent', () => {
    const place = createWorkplace();
    place.writeOptions({
      playlists: [{ kind: 'lastfm-charts', name: 'Hot', cron: '', libraries: ['', null], size: null }],
    });
    const [playlist] = loadConfig({ env: place.env }).config.playlists;
    expect(playlist).toEqual({ kind: 'lastfm-charts', name: 'Hot', libraries: [], enabled: true, adopt: false });
  });

  test('the older name of the libraries option still works, and the newer one wins with a warning', () => {
    const { PLEX_MUSIC_LIBRARY_NAMES: _dropped, ...rest } = createWorkplace().env;
    const old = loadConfig({ env: { ...rest, PLEX_MUSIC_LIBRARY_NAME: 'Jazz' } });
    expect(old.config.plexMusicLibraryNames).toEqual(['Jazz']);
    const both = loadConfig({ env: { ...rest, PLEX_MUSIC_LIBRARY_NAME: 'Jazz', PLEX_MUSIC_LIBRARY_NAMES: 'A, B' } });
    expect(both.config.plexMusicLibraryNames).toEqual(['A', 'B']);
    expect(both.warnings).toEqual([expect.stringContaining('PLEX_MUSIC_LIBRARY_NAME (environment) was ignored')]);
  });

  test('.env counts in development, below the real environment, and never in production or tests', () => {
    const place = createWorkplace();
    const workDir = dirname(place.dataDir);
    writeFileSync(join(workDir, '.env'), 'LASTFM_USER=rj\nPLAYLIST_SIZE_RECS="9" # nine\nLOG_LEVEL=debug\n');
    const read = (env: Record<string, string>) => loadConfig({ env: { ...place.env, ...env }, workDir }).config;
    expect(read({ LOG_LEVEL: 'warn' })).toMatchObject({ lastfmUser: 'rj', playlistSizeRecs: 9, logLevel: 'warn' });
    expect(read({ NODE_ENV: 'production' }).lastfmUser).toBeUndefined();
    expect(read({ NODE_ENV: 'test' }).lastfmUser).toBeUndefined();
    expect(read({ SUPERVISOR_TOKEN: 'token-of-the-supervisor' }).lastfmUser).toBeUndefined();
    expect(loadConfig({ env: place.env }).config.lastfmUser).toBeUndefined();
  });

  test('harmoniq.yaml is found beside the data folder when no folder was named', () => {
    const { CONFIG_DIR: _dropped, ...env } = createWorkplace().env;
    writeFileSync(join(dirname(env.DATA_DIR as string), 'harmoniq.yaml'), 'lastfm_user: beside');
    expect(loadConfig({ env }).config.lastfmUser).toBe('beside');
    writeFileSync(join(env.DATA_DIR as string, 'harmoniq.yaml'), 'lastfm_user: inside');
    const loaded = loadConfig({ env });
    expect(loaded.config.lastfmUser).toBe('inside');
    expect(loaded.files).toEqual([join(env.DATA_DIR as string, 'harmoniq.yaml')]);
  });

  test('under the Supervisor the folders and the listening address are those of an add-on', () => {
    const { config, origins } = loadConfig({ env: { ...required, SUPERVISOR_TOKEN: 'token-of-the-supervisor' } });
    expect(config).toMatchObject({ dataDir: '/data', httpHost: '0.0.0.0', supervisorToken: 'token-of-the-supervisor' });
    expect(origins.get('dataDir')).toBe('supervisor');
  });

  test("the system's TZ is weaker than the user's word", () => {
    const place = createWorkplace();
    const env = { ...place.env, TZ: 'Europe/Paris' };
    expect(loadConfig({ env }).config.timezone).toBe('Europe/Paris');
    place.writeOptions({ timezone: 'Asia/Tokyo' });
    expect(loadConfig({ env }).config.timezone).toBe('Asia/Tokyo');
    expect(loadConfig({ env: { ...env, TZ: 'CET-1CEST' } }).config.timezone).toBe('Asia/Tokyo');
  });

  test('a login is remembered for the owner only and is weaker than a token the user wrote', () => {
    const { PLEX_TOKEN: _token, PLEX_URL: _url, ...env } = createWorkplace().env;
    const path = saveLogin(env.DATA_DIR as string, { plexToken: 'old-token-1', plexUrl: 'http://found:32400' });
    saveLogin(env.DATA_DIR as string, { plexToken: 'fetched-token-9', plexUrl: 'http://found:32400' });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const { config, origins } = loadConfig({ env });
    expect(config).toMatchObject({ plexToken: 'fetched-token-9', plexUrl: 'http://found:32400' });
    expect(origins.get('plexToken')).toBe('login');
    expect(loadConfig({ env: { ...env, PLEX_TOKEN: 'mine' } }).config.plexToken).toBe('mine');
  });

  test("addresses are tidied: the browser's page of Plex, slashes at the end, blanks", () => {
    const { env } = createWorkplace();
    const urlOf = (PLEX_URL: string): string => loadConfig({ env: { ...env, PLEX_URL } }).config.plexUrl;
    expect(urlOf(' http://nas:32400/web/index.html#!/server ')).toBe('http://nas:32400');
    expect(urlOf('https://music.example.org/plex/')).toBe('https://music.example.org/plex');
  });
});

describe('what is wrong', () => {
  test('every problem of every source is reported at once, each with name, place, finding and what is allowed', () => {
    const place = createWorkplace();
    place.writeYaml(
      'lastfm_usr: x\nplaylist_size_recs: 0\nplaylists:\n  - kind: lastfm-chart\n    name: A\n    sise: 3\n',
    );
    place.writeOptions({ log_level: 'loud', lastfm_station: 'perhaps' });
    const env = { ...place.env, PLEX_URL: 'nas:32400', TIMEZONE: 'Europe/Berln', RUN_INTERVAL_MINUTES: '1e3' };
    const error = failureOf(() => loadConfig({ env }));
    const file = join(place.configDir, 'harmoniq.yaml');
    expect(error.code).toBe('config-invalid');
    expect(bulletsOf(error).sort()).toEqual(
      [
        `- lastfm_usr (${file}, line 1) is not an option. Did you mean lastfm_user?`,
        `- playlist_size_recs (${file}, line 2) must be a whole number from 1 to 1000; found 0.`,
        `- playlists[0].kind (${file}, line 4) must be one of lastfm-charts, lastfm-recs, flow; found "lastfm-chart".`,
        `- playlists[0].sise (${file}, line 6) is not an option. Did you mean size?`,
        '- log_level (add-on configuration) must be one of debug, info, warn, error; found "loud".',
        '- lastfm_station (add-on configuration) must be true or false; found "perhaps".',
        '- PLEX_URL (environment) must be an address that begins with http:// or https://; found "nas:32400".',
        '- TIMEZONE (environment) must be a time zone such as Europe/Berlin; found "Europe/Berln".',
        '- RUN_INTERVAL_MINUTES (environment) must be a whole number from 5 to 44640; found "1e3".',
      ].sort(),
    );
    expect(error.message).toContain('9 problems');
  });

  test('missing options are named as the user would write them', () => {
    const place = createWorkplace();
    const standalone = failureOf(() => loadConfig({ env: { DATA_DIR: place.dataDir, CONFIG_DIR: place.configDir } }));
    expect(bulletsOf(standalone)).toHaveLength(3);
    expect(standalone.message).toContain('- PLEX_URL is missing (');
    expect(standalone.message).toContain('or plex_token in harmoniq.yaml');
    const addon = failureOf(() => loadConfig({ env: { SUPERVISOR_TOKEN: 'x'.repeat(20), DATA_DIR: place.dataDir } }));
    expect(addon.message).toContain('- plex_url is missing (Address of the Plex Media Server');
    expect(addon.message).toContain("Set it in the add-on's configuration.");
  });

  test.each<[string, Record<string, string>, string]>([
    ['no library named', { PLEX_MUSIC_LIBRARY_NAMES: ' , ,' }, 'must name at least one music library'],
    ['a port out of range', { HTTP_PORT: '70000' }, 'must be a whole number from 0 to 65535; found "70000"'],
    ['half a track', { PLAYLIST_SIZE_CHARTS: '10.5' }, 'must be a whole number from 1 to 1000; found "10.5"'],
    ['an unknown mode', { PLAYLIST_UPDATE_MODE: 'merge' }, 'must be one of replace, append; found "merge"'],
    ['a topic with a wildcard', { MQTT_BASE_TOPIC: 'home/#' }, 'must be an MQTT topic'],
    ['a query in an address', { LASTFM_URL: 'http://fm.test/?a=1' }, 'without anything after a ? or #'],
    ['an endless name', { PLAYLIST_NAME_LASTFM_RECS: 'la '.repeat(99) }, 'must have at most 200 characters'],
    ['one topic for two purposes', { MQTT_BASE_TOPIC: 'homeassistant' }, 'must differ from MQTT_DISCOVERY_PREFIX'],
    ['a password without a name', { MQTT_PASSWORD: 'pw-of-mqtt' }, 'is set without MQTT_USERNAME'],
    ['two playlists of one name', { PLAYLIST_NAME_LASTFM_CHARTS: 'last.fm recommendations' }, 'is the same name as'],
  ])('%s is refused', (_title, env, sentence) => {
    const error = failureOf(() => loadConfig({ env: { ...createWorkplace().env, ...env } }));
    expect(error.message).toContain(sentence);
    expect(error.message).toContain(Object.keys(env)[0]);
  });

  test.each<[string, string, string]>([
    ['a cron that never fires', "cron: '99 * * * *'", 'playlists[0].cron'],
    ['a library nobody configured', 'libraries: [Musik]', 'did you mean Music?'],
    ['a setting of the other kind', 'period: overall', 'has no meaning for a lastfm-charts playlist'],
    ['a reserved id', 'id: lastfm-recs', 'is taken'],
    ['an id with blanks', 'id: my list', 'lower-case letters, digits and dashes'],
    ["a built-in playlist's name", 'mode: append\n    name: last.fm charts', 'is the same name as'],
  ])('a playlist with %s is refused', (_title, line, sentence) => {
    const place = createWorkplace();
    const name = line.includes('name:') ? '' : '    name: Mine\n';
    place.writeYaml(`playlists:\n  - kind: lastfm-charts\n${name}    ${line}\n`);
    const error = failureOf(() => loadConfig({ env: place.env }));
    expect(error.message).toContain(sentence);
  });

  test('a playlist without a name says so', () => {
    const place = createWorkplace();
    place.writeYaml('playlists:\n  - kind: lastfm-charts\n');
    expect(failureOf(() => loadConfig({ env: place.env })).message).toMatch(
      /playlists\[0\]\.name \(.*, line 2\) is missing; it must be text\.$/,
    );
  });

  test.each<[string, string, RegExp]>([
    ['a tab for indentation', 'playlists:\n\t- a: 1\n', /line 2, column \d+/],
    ['an open quote', 'plex_token: "abc-secret-abc\nplex_url: x\n', /line \d+, column \d+/],
    ['an option twice', 'log_level: info\nlog_level: warn\n', /line 2, column 1/],
    ['a reference to a secrets file', 'plex_token: !secret plex\n', /line 1, column 13/],
    ['a list at the top', '- plex_url: x\n', /must hold lines of "option: value"/],
  ])('YAML with %s is refused with its place and without quoting it', (_title, yaml, where) => {
    const place = createWorkplace();
    place.writeYaml(yaml);
    const error = failureOf(() => loadConfig({ env: place.env }));
    expect(error.message).toMatch(where);
    expect(error.message).toContain(join(place.configDir, 'harmoniq.yaml'));
    expect(error.message).not.toContain('abc-secret-abc');
  });

  test('options.json that is cut off is refused without quoting it', () => {
    const place = createWorkplace();
    writeFileSync(join(place.dataDir, 'options.json'), '{"plex_token": "abc-secret-abc", ');
    const error = failureOf(() => loadConfig({ env: place.env }));
    expect(error.message).toContain('options.json: the file is not valid JSON');
    expect(error.message).not.toContain('abc-secret-abc');
  });

  test('a file that cannot be read is a problem, not an absent file', () => {
    const place = createWorkplace();
    mkdirSync(join(place.configDir, 'harmoniq.yaml'));
    chmodSync(place.configDir, 0o755);
    expect(failureOf(() => loadConfig({ env: place.env })).message).toContain('the file cannot be read (EISDIR)');
  });

  test('a file cannot move the folders that say where it lies', () => {
    const place = createWorkplace();
    place.writeYaml('data_dir: /elsewhere');
    expect(failureOf(() => loadConfig({ env: place.env })).message).toContain('set DATA_DIR in the environment');
  });

  test('a number where a text is meant asks for quotes', () => {
    const place = createWorkplace();
    place.writeYaml('lastfm_user: 12345');
    expect(failureOf(() => loadConfig({ env: place.env })).message).toContain('put it in quotes; found 12345');
  });
});

describe('what is none of our business', () => {
  test('names of later versions and of others are accepted in silence', () => {
    const others = {
      OPENAI_API_KEY: 'x',
      PLAYLIST_SIZE_LISTENBRAINZ_RECS: 'many',
      ENABLE_CUSTOM_1: 'true',
      PLAYLIST_NAME_CUSTOM_12: 'x',
      DISCORD_TOKEN: 'x',
      HTTP_PROXY: 'http://proxy',
      HTTPS_PROXY: 'x',
      HOME: '/root',
      PATH: '/bin',
      NODE_ENV: 'test',
      HASSIO_TOKEN: 'x',
      DATABASE_URL: 'x',
      TZDIR: 'x',
      LOGNAME: 'root',
    };
    expect(loadConfig({ env: { ...createWorkplace().env, ...others } }).warnings).toEqual([]);
  });

  test.each([
    ['PLEX_TOKN', 'PLEX_TOKEN'],
    ['PLEX_MUSIC_LIBARY_NAMES', 'PLEX_MUSIC_LIBRARY_NAMES'],
    ['plex_url', 'PLEX_URL'],
    ['LASTFM_APIKEY', 'LASTFM_API_KEY'],
    ['LISTENBRAINZ_USER_TOKN', 'LISTENBRAINZ_USER_TOKEN'],
  ])('%s gets a hint at %s', (slip, meant) => {
    const { warnings } = loadConfig({ env: { ...createWorkplace().env, [slip]: 'value' } });
    expect(warnings).toEqual([`${slip} (environment) is not an option and was ignored; did you mean ${meant}?`]);
  });

  test('a list in the environment is pointed to the file', () => {
    const { warnings } = loadConfig({ env: { ...createWorkplace().env, PLAYLISTS: '[]' } });
    expect(warnings).toEqual([expect.stringContaining('belongs in harmoniq.yaml')]);
  });
});

describe('a part of the configuration', () => {
  test('commands that need only a part do not ask for the rest', () => {
    const place = createWorkplace();
    const env = { DATA_DIR: place.dataDir, CONFIG_DIR: place.configDir, PLEX_TV_URL: 'http://tv.test' };
    expect(loadPartialConfig({ env }).config).toMatchObject({ plexTvUrl: 'http://tv.test', logLevel: 'info' });
    expect(failureOf(() => loadPartialConfig({ env: { ...env, LOG_LEVEL: 'x' } })).message).toContain('LOG_LEVEL');
  });

  test('a wrong value does not hide the right ones', () => {
    const { config, problems } = checkConfig({ env: { ...createWorkplace().env, LOG_LEVEL: 'x' } });
    expect(config.plexUrl).toBe(required.PLEX_URL);
    expect(config).not.toHaveProperty('logLevel');
    expect(problems).toEqual([expect.objectContaining({ kind: 'invalid', option: 'LOG_LEVEL', found: '"x"' })]);
  });
});
