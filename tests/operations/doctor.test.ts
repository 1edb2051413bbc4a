import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Aedes } from 'aedes';
import type { MusicSection, MusicServer } from '../../src/servers/server.ts';
import type { LastfmSource } from '../../src/sources/source.ts';
import { HarmoniqError } from '../../src/lib/errors.ts';
import { doctor, examineWithoutHouse, type Check, type DoctorReport } from '../../src/operations/doctor.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import {
  createDownServer,
  createFakeDoorHouse,
  fakeConfig,
  fakeNowMs,
  fakeRecipe,
  fakeToken,
  type FakeMemory,
} from '../fakes/fake-door-house.ts';
import { startScriptedServer } from '../fakes/scripted-server.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'harmoniq-doctor-'));
const sockets = new Set<{ destroy(): void }>();
let broker: Aedes;
let brokerServer: Server;
let brokerUrl = '';

beforeAll(async () => {
  broker = await Aedes.createBroker({
    authenticate: (_client, username, password, done) => {
      if (username === 'harmoniq' && password?.toString() === 'right-password') return done(null, true);
      const error = Object.assign(new Error('refused'), { returnCode: 4 });
      return done(error, false);
    },
  });
  brokerServer = createServer((socket) => {
    sockets.add(socket);
    broker.handle(socket);
  });
  await new Promise<void>((resolve) => brokerServer.listen(0, '127.0.0.1', resolve));
  brokerUrl = `mqtt://127.0.0.1:${(brokerServer.address() as AddressInfo).port}`;
});

afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise<void>((resolve) => broker.close(() => resolve()));
  await new Promise((resolve) => brokerServer.close(resolve));
  rmSync(dataDir, { recursive: true, force: true });
});

const section = (title: string): MusicSection => ({
  id: `id-${title}`,
  title,
  contentChangedAtMs: undefined,
  scanning: false,
});

interface ServerTraits {
  readonly sections?: readonly string[];
  readonly tracks?: number;
  readonly sonic?: boolean;
  readonly pageRows?: number;
  readonly unreadable?: number;
  readonly ignoresFilters?: boolean;
  readonly clockAheadMs?: number;
  readonly identity?: MusicServer['getIdentity'];
}

/** A kind server whose traits can be turned one by one. */
const serverWith = (traits: ServerTraits = {}): MusicServer => {
  const total = traits.tracks ?? 1_200;
  return {
    ...createDownServer(),
    getIdentity: traits.identity ?? (async () => ({ machineId: 'm', name: 'Attic', version: '1.43.0' })),
    listMusicSections: async () => (traits.sections ?? ['Music']).map(section),
    countItems: async () => total,
    hasSonicAnalysis: async () => traits.sonic ?? true,
    listItems: async function* (_section, _level, { changed }) {
      // A few files are dated in the future in any real library.
      const matching = changed === undefined || traits.ignoresFilters === true ? total : 3;
      yield {
        items: [],
        offset: 0,
        nextOffset: Math.min(matching, traits.pageRows ?? 500),
        total: matching,
        unreadable: traits.unreadable ?? 0,
        serverTimeMs: fakeNowMs + (traits.clockAheadMs ?? 0),
      };
    },
  };
};

const lastfmWith = (parts: Partial<LastfmSource> = {}): LastfmSource => ({
  getChart: async () => ({ items: [], last: true }),
  getTopArtists: async () => [{ name: 'Low', plays: 9, mbid: undefined }],
  getTopTracks: async () => [],
  getSimilarArtists: async () => [],
  getArtistTopTracks: async () => ({ items: [], last: true }),
  getTagTracks: async () => ({ items: [], last: true }),
  getStation: async () => [],
  check: async () => undefined,
  ...parts,
});

interface Situation {
  readonly server?: MusicServer;
  readonly lastfm?: LastfmSource | undefined;
  readonly options?: Record<string, unknown>;
  readonly fill?: (memory: FakeMemory) => void;
}

const both = [fakeRecipe(), fakeRecipe({ id: 'lastfm-recs', kind: 'lastfm-recs' })];

const examineHouse = async (situation: Situation): Promise<DoctorReport> => {
  const { house, memory } = createFakeDoorHouse({
    config: fakeConfig({ dataDir, lastfmUser: 'anna', ...situation.options }),
    recipes: both,
    server: situation.server ?? serverWith(),
    sources: { lastfm: 'lastfm' in situation ? situation.lastfm : lastfmWith() },
  });
  memory.tracks = 1_200;
  memory.coverage = [{ section: 'Music', mirrored: 1_200, onServer: 1_200 }];
  situation.fill?.(memory);
  return doctor.run(house, {}, { trigger: 'cli', signal: new AbortController().signal });
};

const find = (report: DoctorReport, name: string): Check => {
  const check = report.checks.find((candidate) => candidate.name === name);
  if (check === undefined) throw new Error(`No check ${name} in ${report.checks.map((one) => one.name).join(', ')}`);
  return check;
};

describe('a house in which all is well', () => {
  test('passes every check without a warning', async () => {
    const report = await examineHouse({
      options: { mqttUrl: brokerUrl, mqttUsername: 'harmoniq', mqttPassword: 'right-password' },
    });
    expect(report.checks.filter((check) => check.state !== 'ok' && check.name !== 'Disk space')).toEqual([]);
    expect(report.ok).toBe(true);
    expect(find(report, 'Plex server').found).toMatch(/^Attic, version 1\.43\.0, answered in \d+ ms\.$/);
    expect(find(report, 'Library mirror').found).toBe('"Music": 1200 of 1200 tracks.');
  });

  test('names each check once', async () => {
    const names = (await examineHouse({})).checks.map((check) => check.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining(['Configuration', 'Data folder', 'Plex token', 'MQTT broker', 'Clock']),
    );
  });
});

describe('each trouble is found, with what to do', () => {
  const refuse = async (): Promise<never> => {
    throw new HarmoniqError('unauthorized', 'Plex refused the token.', { service: 'Plex' });
  };
  test.each<[string, string, 'warn' | 'fail', RegExp, RegExp, Situation]>([
    ['Plex is down', 'Plex server', 'fail', /refused the connection/, /Check PLEX_URL/, { server: createDownServer() }],
    [
      'the token is dead',
      'Plex token',
      'fail',
      /refused the token/,
      /harmoniq login/,
      { server: serverWith({ identity: refuse }) },
    ],
    [
      'a library name is misspelt',
      'Music libraries',
      'fail',
      /no music library "Music"; the server has "Musik", "Audiobooks"/,
      /Did you mean "Musik"\?/,
      { server: serverWith({ sections: ['Musik', 'Audiobooks'] }) },
    ],
    [
      'the name is like none',
      'Music libraries',
      'fail',
      /the server has "Hörspiele"/,
      /names from that list/,
      { server: serverWith({ sections: ['Hörspiele'] }) },
    ],
    [
      'there is no music library',
      'Music libraries',
      'fail',
      /no music library that/,
      /type Music/,
      { server: serverWith({ sections: [] }) },
    ],
    [
      'no sonic analysis',
      'Sonic analysis',
      'warn',
      /None in "Music"/,
      /works without it/,
      { server: serverWith({ sonic: false }) },
    ],
    [
      'the mirror is behind',
      'Library mirror',
      'warn',
      /1200 of 1300/,
      /harmoniq sync/,
      { server: serverWith({ tracks: 1_300 }) },
    ],
    [
      'filters are ignored',
      'Plex filters',
      'warn',
      /updated, added, played, rated, skipped/,
      /--full/,
      { server: serverWith({ ignoresFilters: true }) },
    ],
    [
      'pages come short',
      'Plex paging',
      'warn',
      /500 was asked for, 100 rows/,
      /PLEX_PAGE_SIZE to 100/,
      { server: serverWith({ pageRows: 100 }) },
    ],
    [
      'rows cannot be read',
      'Plex paging',
      'warn',
      /3 of the first 500/,
      /left out/,
      { server: serverWith({ unreadable: 3 }) },
    ],
    [
      'clocks differ by minutes',
      'Clock',
      'warn',
      /300 s ahead of/,
      /NTP/,
      { server: serverWith({ clockAheadMs: 300_000 }) },
    ],
    [
      'clocks differ by hours',
      'Clock',
      'fail',
      /7200 s behind/,
      /NTP/,
      { server: serverWith({ clockAheadMs: -7_200_000 }) },
    ],
    [
      'nothing is mirrored',
      'Database',
      'warn',
      /no tracks yet/,
      /harmoniq sync/,
      { fill: (memory) => void (memory.tracks = 0) },
    ],
    ['no Last.fm key', 'Last.fm key', 'warn', /lastfm-charts, lastfm-recs/, /LASTFM_API_KEY/, { lastfm: undefined }],
    ['the Last.fm key is refused', 'Last.fm key', 'fail', /refused/, /./, { lastfm: lastfmWith({ check: refuse }) }],
    ['no Last.fm user', 'Last.fm user', 'warn', /None is set/, /LASTFM_USER/, { options: { lastfmUser: undefined } }],
    [
      'the Last.fm user is unknown',
      'Last.fm user',
      'warn',
      /anna is not known/,
      /spelling/,
      { lastfm: lastfmWith({ getTopArtists: async () => [] }) },
    ],
  ])('%s', async (_title, name, state, found, advice, situation) => {
    const report = await examineHouse(situation);
    const check = find(report, name);
    expect(check).toMatchObject({ state, found: expect.stringMatching(found), advice: expect.stringMatching(advice) });
    expect(report.ok).toBe(state !== 'fail');
    expect(check.code === undefined).toBe(state !== 'fail');
  });

  test('a dead Plex leaves every other check standing, and says what could not be looked at', async () => {
    const report = await examineHouse({ server: createDownServer() });
    expect(find(report, 'Last.fm key').state).toBe('ok');
    expect(find(report, 'Data folder').state).toBe('ok');
    expect(find(report, 'Library mirror')).toMatchObject({
      state: 'warn',
      found: expect.stringContaining('Not checked'),
    });
  });

  test('every failure says what to do', async () => {
    const report = await examineHouse({ server: createDownServer(), lastfm: lastfmWith({ check: refuse }) });
    for (const check of report.checks) if (check.state !== 'ok') expect(check.advice).toMatch(/\w{3}/);
  });
});

describe('the MQTT broker', () => {
  test('is no fault when there is none', async () => {
    expect(find(await examineHouse({}), 'MQTT broker')).toMatchObject({
      state: 'ok',
      found: expect.stringContaining('None'),
    });
  });

  test('that refuses the password is told apart from one that is away', async () => {
    const wrong = { mqttUrl: brokerUrl, mqttUsername: 'harmoniq', mqttPassword: 'wrong-password' };
    const refused = find(await examineHouse({ options: wrong }), 'MQTT broker');
    expect(refused).toMatchObject({ state: 'fail', code: 'unauthorized' });
    expect(JSON.stringify(refused)).not.toContain('wrong-password');
    const away = find(await examineHouse({ options: { mqttUrl: 'mqtt://127.0.0.1:1' } }), 'MQTT broker');
    expect(away).toMatchObject({ state: 'fail', code: 'unreachable' });
  });

  test('is asked of the Supervisor when none is configured', async () => {
    const supervisor = await startScriptedServer(({ path }) =>
      path === '/services/mqtt'
        ? {
            body: {
              result: 'ok',
              data: {
                host: '127.0.0.1',
                port: Number(new URL(brokerUrl).port),
                username: 'harmoniq',
                password: 'right-password',
                ssl: false,
              },
            },
          }
        : { status: 404, body: {} },
    );
    const options = { supervisorToken: 'supervisor-token-xyz', supervisorUrl: supervisor.url };
    const check = find(await examineHouse({ options }), 'MQTT broker');
    expect(check).toMatchObject({ state: 'ok', found: expect.stringContaining("Home Assistant's own") });
    expect(supervisor.requests[0]?.headers['authorization']).toBe('Bearer supervisor-token-xyz');
    await supervisor.close();
  });

  test('that the Supervisor does not have is no fault', async () => {
    const supervisor = await startScriptedServer(() => ({
      status: 400,
      body: { result: 'error', message: 'Service not enabled' },
    }));
    const options = { supervisorToken: 'supervisor-token-xyz', supervisorUrl: supervisor.url };
    expect(find(await examineHouse({ options }), 'MQTT broker').state).toBe('ok');
    await supervisor.close();
  });
});

describe('a house that cannot be opened', () => {
  test('is examined as far as it goes', async () => {
    const report = await examineWithoutHouse(
      fakeConfig({ dataDir }),
      new HarmoniqError('internal', 'The database is damaged.', { hint: 'Restore a backup.' }),
      silentLogger(),
      new AbortController().signal,
    );
    expect(report.ok).toBe(false);
    expect(find(report, 'Database')).toMatchObject({ state: 'fail', advice: 'Restore a backup.' });
    expect(find(report, 'Data folder').state).toBe('ok');
    expect(find(report, 'Plex server').state).toBe('warn');
  });

  test('a data folder that is a file is told', async () => {
    const file = join(dataDir, 'file');
    writeFileSync(file, '');
    chmodSync(file, 0o400);
    const report = await examineHouse({ options: { dataDir: file } });
    expect(find(report, 'Data folder')).toMatchObject({ state: 'fail', advice: expect.stringContaining('DATA_DIR') });
  });
});

describe('stopping', () => {
  test('the user can stop it', async () => {
    const controller = new AbortController();
    const { house } = createFakeDoorHouse({
      config: fakeConfig({ dataDir }),
      server: serverWith({
        identity: (signal) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')));
            queueMicrotask(() => controller.abort());
          }),
      }),
    });
    const asked = doctor.run(house, {}, { trigger: 'cli', signal: controller.signal });
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('no report holds the token', async () => {
    const report = await examineHouse({ server: createDownServer() });
    expect(JSON.stringify(report)).not.toContain(fakeToken);
  });
});
