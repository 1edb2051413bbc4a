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
