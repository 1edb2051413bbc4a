import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkConfig, loadConfig } from '../../src/config/load.ts';
import { showConfig } from '../../src/config/redact.ts';
import { listOptions, listSecrets } from '../../src/config/schema.ts';
import { listUrlSecrets, maskUrl } from '../../src/config/url-secrets.ts';
import { createWorkplace, required } from './workplace.ts';

describe('showing a configuration', () => {
  test('secrets are said to be set, never shown, and every option has its row', () => {
    const { env } = createWorkplace();
    const loaded = loadConfig({
      env: { ...env, MQTT_URL: 'mqtt://mia:s3cret%21word@broker:1883', LASTFM_API_KEY: 'lastfm-key-123' },
    });
    const rows = showConfig(loaded);
    expect(rows).toHaveLength(listOptions().length);
    expect(rows.find((row) => row.env === 'PLEX_TOKEN')).toEqual({
      name: 'plex_token',
      env: 'PLEX_TOKEN',
      value: '(set)',
      origin: 'environment',
      entries: undefined,
    });
    expect(rows.find((row) => row.env === 'MQTT_URL')?.value).toBe('mqtt://mia:(hidden)@broker:1883');
    expect(rows.find((row) => row.env === 'MQTT_PASSWORD')?.value).toBe('(not set)');
    expect(rows.find((row) => row.name === 'playlists')).toMatchObject({ env: undefined, value: '(none)' });
    const printed = JSON.stringify(rows);
    for (const secret of listSecrets(loaded.config)) expect(printed).not.toContain(secret);
  });

  test('windows are shown as TIME_WINDOWS would be written', () => {
    const { env } = createWorkplace();
    const rows = showConfig(loadConfig({ env: { ...env, TIME_WINDOWS: '6-11:genre=Jazz ; name=Party' } }));
    expect(rows.find((row) => row.env === 'TIME_WINDOWS')?.value).toBe(
      '06:00-11:00:name=Morning:genres=Jazz;name=Party',
    );
  });

  test('lists of things are told entry by entry, in the words that the options take', () => {
    const { env, ...workplace } = createWorkplace();
    workplace.writeYaml(`
time_windows:
  - { name: Morning, days: weekdays, start: "06:00", end: sunset-30m, moods: [Calm, Happy], exclude: { genres: Metal } }
  - { name: Party, genres: [Dance, "Rock: Hard"], min_rating: 4 }
home_rules:
  - { name: guests, when: { entity: input_select.mode, is: party }, then: { window: Party } }
  - { when: [{ entity: weather.home, is: [rain, hail], for: 90m }, { entity: sun.sun, attribute: elevation, above: -3, below: 5.5 }], then: { moods: Calm, genres: Jazz, energy: low, familiarity: 30 } }
  - { playlist: kitchen, when: { entity: zone.home, not: "2" }, then: { pause: true } }
playlists:
  - { name: Kitchen, kind: flow, windows: "06:00-12:00:genres=Jazz;12:00-24:00:genres=Rock", learn: false, min_rating: 3.5 }
  - { name: Top, kind: lastfm-charts, size: 20, enabled: false, adopt: true, libraries: [Music] }
match:
  - { artist: A, title: B, to: none }
  - { artist: A, title: C, to: { rating_key: 7 } }
  - { artist: A, title: D, to: { artist: E, title: F, album: G } }
`);
    const rows = showConfig(loadConfig({ env }));
    const entriesOf = (name: string) => rows.find((row) => row.name === name)?.entries;
    expect(entriesOf('time_windows')).toEqual([
      ['06:00-sunset-30m:name=Morning:days=mon-fri:moods=Calm,Happy:-genres=Metal'],
      ['name=Party:genres=Dance,"Rock: Hard":rating=4'],
    ]);
    expect(entriesOf('home_rules')).toEqual([
      ['guests: input_select.mode is party → window Party'],
      [
        'no. 2: weather.home is rain or hail for 1h30m and sun.sun elevation above -3 below 5.5 → moods Calm; genres Jazz; energy low; familiarity 30',
      ],
      ['no. 3 (kitchen): zone.home is not 2 → pause'],
    ]);
    expect(entriesOf('playlists')).toEqual([
      [
        'Kitchen (flow) · min_rating 3.5 · learn false',
        '06:00-12:00:name=Morning:genres=Jazz',
        '12:00-24:00:name=Evening:genres=Rock',
      ],
      ['Top (lastfm-charts, off) · size 20 · libraries Music · adopt true'],
    ]);
    expect(entriesOf('match')).toEqual([['A - B → none'], ['A - C → rating key 7'], ['A - D → E - F (G)']]);
    expect(entriesOf('plex_url')).toBeUndefined();
  });

  test('windows that nobody set are those that count instead', () => {
    const { env } = createWorkplace();
    const row = showConfig(loadConfig({ env })).find(({ name }) => name === 'time_windows');
    expect(row).toMatchObject({ value: '(not set)', origin: 'default' });
    expect(row?.entries?.[0]?.[0]).toMatch(/^06:00-10:00:name=Morning:moods=Bright,/);
  });

  test('the list for the log redactor holds passwords out of addresses too, as written and decoded', () => {
    const { env } = createWorkplace();
    const { config } = loadConfig({ env: { ...env, MQTT_URL: 'mqtt://mia:s3cret%21word@broker:1883' } });
    expect(listSecrets(config)).toEqual([required.PLEX_TOKEN, 's3cret%21word', 's3cret!word']);
  });

  test.each([
    ['mqtt://host:1883', []],
    ['mqtt://user@host', []],
    ['no address: a@b', []],
    ['mqtt://u:p@ss@host', ['p@ss', 'p%40ss']],
  ])('%s holds the passwords %j', (url, secrets) => {
    expect(listUrlSecrets(url)).toEqual(secrets);
    for (const secret of secrets) expect(maskUrl(url)).not.toContain(secret);
  });

  test('no problem of any option ever quotes a secret', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9!%&/=+-]{6,24}$/);
    const options = listOptions().filter((info) => info.only === undefined);
    fc.assert(
      fc.property(secret, secret, fc.constantFrom(...options), (token, password, info) => {
        const { env } = createWorkplaceOnce();
        const wrong = { ...env, MQTT_PASSWORD: password, [info.env]: `${password}|${token}` };
        const { problems, warnings } = checkConfig({
          env: info.secret === true ? wrong : { ...wrong, PLEX_TOKEN: token },
        });
        const said = [...problems.map(({ message }) => message), ...warnings].join('\n');
        return !said.includes(token) && !said.includes(password);
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});

let shared: ReturnType<typeof createWorkplace> | undefined;
const createWorkplaceOnce = (): ReturnType<typeof createWorkplace> => (shared ??= createWorkplace());
