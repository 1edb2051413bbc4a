import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createApp, type App } from '../../src/app.ts';
import { loadConfig } from '../../src/config/load.ts';
import { listSecrets } from '../../src/config/schema.ts';
import { startBroker, type BrokerStandIn } from '../../src/demo/broker.ts';
import { startLastfm, type LastfmStandIn } from '../../src/demo/lastfm.ts';
import { startPlexServer, type PlexStandIn } from '../../src/demo/plex/server.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { findOperation } from '../../src/operations/table.ts';
import { startFakeHome, type FakeHome } from '../fakes/fake-home-assistant.ts';
import { makeDataDir } from '../fakes/service-process.ts';

const plexToken = 'canary-plex-Zx81/+=&token';
const lastfmKey = 'ca0a4yca0a4yca0a4yca0a4yca0a4y00';
const mqttPassword = 'canary mqtt "pässword"';
const hassToken = 'canary-hass.eyJhbGciOiJIUzI1NiJ9';

describe('a whole run with every outside service misbehaving at times', () => {
  let plex: PlexStandIn;
  let lastfm: LastfmStandIn;
  let broker: BrokerStandIn;
  let home: FakeHome;
  let app: App;
  const folder = makeDataDir();
  const stopping = new AbortController();
  /** Everything that left the service, in whatever way. */
  const seen: string[] = [];

  const cycle = async (): Promise<void> => {
    for (const name of [
      'run-cycle',
      'sync-library',
      'get-status',
      'list-runs',
      'list-playlists',
      'list-missing',
      'list-flows',
      'refresh-flow',
      'not-today',
      'get-cover',
      'doctor',
    ]) {
      const operation = findOperation(name);
      if (operation === undefined) throw new Error(`There is no operation ${name}.`);
      const outcome: unknown = await operation
        .run(app.house, operation.input.parse({}), { trigger: 'http', signal: stopping.signal })
        .catch((error: unknown) => error);
      seen.push(inspect(outcome));
    }
  };

  beforeAll(async () => {
    plex = await startPlexServer({ tracks: 1_000, seed: 5, token: plexToken });
    lastfm = await startLastfm({ music: plex.music, seed: 5, key: lastfmKey });
    broker = await startBroker({ username: 'harmoniq', password: mqttPassword });
    home = await startFakeHome();
    broker.onMessage(({ topic, payload }) => seen.push(topic, payload));
    const { config } = loadConfig({
      env: {
        PLEX_URL: plex.url,
        PLEX_TOKEN: plexToken,
        PLEX_MUSIC_LIBRARY_NAMES: 'Music',
        LASTFM_URL: lastfm.url,
        LASTFM_STATION_URL: lastfm.stationUrl,
        LASTFM_STATION: 'true',
        LASTFM_API_KEY: lastfmKey,
        LASTFM_USER: 'demo',
        LASTFM_REQUESTS_PER_SECOND: '200',
        MQTT_URL: broker.url,
        MQTT_USERNAME: 'harmoniq',
        MQTT_PASSWORD: mqttPassword,
        // The wrong token: refusals are logged.
        HASS_URL: home.url,
        HASS_TOKEN: hassToken,
        HTTP_PORT: '0',
        LOG_LEVEL: 'debug',
        DATA_DIR: folder.path,
        CONFIG_DIR: folder.path,
      },
    });
    const logger = createLogger({
      level: 'debug',
      format: 'json',
      secrets: listSecrets(config),
      destination: { write: (line) => seen.push(line) },
    });
    app = createApp({ config, logger });
    const firstCycle = new Promise<void>((resolve) => app.house.events.on('cycle-finished', () => resolve()));
    await app.start(stopping.signal);
    await firstCycle;
  }, 60_000);

  afterAll(async () => {
    stopping.abort();
    await app.stop();
    app.close();
    await Promise.all([plex.close(), lastfm.close(), broker.close(), home.stop()]);
    folder.remove();
  });

  test('shows no secret in any log line, MQTT payload, answer of the page or error', async () => {
    await cycle();
    expect(app.house.library.listPublished()).toHaveLength(3);
    plex.faults.add({ path: /\/library\/sections$/, kind: 'status', status: 401, times: 1 });
    plex.faults.add({ path: /\/playlists/, kind: 'reset', times: 1 });
    lastfm.faults.add({ kind: 'error', code: 10, method: 'chart.gettoptracks', times: 1 });
    await cycle();
    plex.faults.clear();
    for (const path of [
      '',
      'health',
      'api/status',
      'api/playlists',
      'api/missing',
      'api/runs',
      'api/flows',
      'api/none',
    ]) {
      const answer = await fetch(`${app.pageUrl() ?? ''}/${path}`);
      seen.push(await answer.text(), inspect([...answer.headers]));
    }
    const everything = seen.join('\n');
    expect(everything).toContain('Run finished');
    expect(everything).toContain('Request answered');
    expect(everything).toContain('"platform":"button"');
    expect(everything).toContain('HASS_TOKEN');
    expect(home.tokens).toContain(hassToken);
    for (const secret of [plexToken, lastfmKey, mqttPassword, hassToken]) {
      expect(everything).not.toContain(secret);
      expect(everything).not.toContain(encodeURIComponent(secret));
      expect(everything).not.toContain(JSON.stringify(secret).slice(1, -1));
    }
  }, 60_000);
});

/** Errors print neither as JSON nor whole as text; this shows all that a careless logger could. */
const inspect = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return String(value);
  const error = value as { message?: unknown; stack?: unknown; cause?: unknown };
  const cause = error.cause === undefined ? '' : inspect(error.cause);
  return `${JSON.stringify(value)} ${String(error.message)} ${String(error.stack)} ${cause}`;
};
