import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { describeBroker } from '../../../src/entrypoints/homeassistant/broker-answer.ts';
import { createBrokerResolver } from '../../../src/entrypoints/homeassistant/broker.ts';
import { silentLogger } from '../../../src/lib/logger.ts';
import { fakeConfig } from '../../fakes/fake-door-house.ts';
import { startTestBroker, type TestBroker } from '../../fakes/mqtt-broker.ts';
import { createScene, settle, start, until, untilOnline, type Scene } from './bridge-scene.ts';

const token = 'supervisor-token-0815';

/** The one route of the Supervisor that the bridge uses (sheet: envelope with `result` and `data`; 400 = no broker). */
interface SupervisorStandIn {
  readonly url: string;
  answer: { status: number; body: unknown };
  readonly requests: { readonly path: string; readonly authorization: string | undefined }[];
  stop(): Promise<void>;
}

const startSupervisor = async (): Promise<SupervisorStandIn> => {
  const requests: SupervisorStandIn['requests'] = [];
  const standIn = { answer: { status: 400, body: { result: 'error', message: 'Service not enabled' } as unknown } };
  const server: Server = createServer((request, response) => {
    requests.push({ path: request.url ?? '', authorization: request.headers.authorization });
    const { status, body } = standIn.answer;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(standIn, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    stop: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  });
};

const service = (port: number, more: Record<string, unknown> = {}) => ({
  status: 200,
  body: {
    result: 'ok',
    data: {
      host: '127.0.0.1',
      port,
      username: 'addons',
      password: 'old-secret',
      ssl: false,
      protocol: '3.1.1',
      addon: 'core_mosquitto',
      ...more,
    },
  },
});

describe('the broker', () => {
  const signal = new AbortController().signal;
  const resolve = (options: Record<string, unknown>) =>
    createBrokerResolver(fakeConfig(options), silentLogger())(signal);

  test('is the configured one, even when there is a Supervisor', async () => {
    const options = { mqttUrl: 'mqtts://broker:8883', mqttUsername: 'u', mqttPassword: 'p', supervisorToken: token };
    expect(await resolve(options)).toEqual({
      kind: 'broker',
      broker: { url: 'mqtts://broker:8883', username: 'u', password: 'p' },
    });
  });
  test.each([
    ['mqtt://u:p@host:1883', { url: 'mqtt://host:1883', username: 'u', password: 'p' }],
    ['mqtt://u%3Ax:p@x%40@host', { url: 'mqtt://host', username: 'u:x', password: 'p@x@' }],
    ['wss://u:50%@host/mqtt?a=b@c', { url: 'wss://host/mqtt?a=b@c', username: 'u', password: '50%' }],
    ['mqtt://host:1883', { url: 'mqtt://host:1883' }],
  ])('in %s is split into address, user and password', async (mqttUrl, broker) => {
    expect(await resolve({ mqttUrl })).toEqual({ kind: 'broker', broker });
  });
  test('does not exist where neither is', async () => {
    expect(await resolve({})).toEqual({ kind: 'none' });
  });
  test('may carry user name and password in its address, with their characters escaped', async () => {
    const locked = await startTestBroker({ username: 'me@home', password: 'p/w:1' });
    const scene = createScene(locked.url.replace('//', '//me%40home:p%2Fw%3A1@'));
    try {
      await start(scene);
      await untilOnline(locked);
      expect(JSON.stringify(scene.lines)).not.toMatch(/p%2Fw|p\/w:1/);
    } finally {
      await scene.bridge.stop();
      await locked.stop();
    }
  });
  test('is described without its password', () => {
    expect(describeBroker({ url: 'mqtt://user:secret@host:1883' })).toBe('host:1883');
  });
});

describe('the Supervisor', () => {
  let supervisor: SupervisorStandIn;
  let broker: TestBroker | undefined;
  let scene: Scene | undefined;
  const options = () => ({ supervisorToken: token, supervisorUrl: supervisor.url });
  const resolve = () => createBrokerResolver(fakeConfig(options()), silentLogger())(new AbortController().signal);

  beforeEach(async () => {
    supervisor = await startSupervisor();
  });
  afterEach(async () => {
    await scene?.bridge.stop();
    await broker?.stop();
    await supervisor.stop();
    scene = undefined;
    broker = undefined;
  });

  test('is asked with its token and tells where the broker is', async () => {
    supervisor.answer = service(1883);
    expect(await resolve()).toEqual({
      kind: 'broker',
      broker: { url: 'mqtt://127.0.0.1:1883', username: 'addons', password: 'old-secret' },
    });
    expect(supervisor.requests).toEqual([{ path: '/services/mqtt', authorization: `Bearer ${token}` }]);
  });
  test.each([
    ['with TLS', { ssl: true }, 'mqtts://127.0.0.1:1883'],
    ['an IPv6 address', { host: 'fd00::1' }, 'mqtt://[fd00::1]:1883'],
    ['a port as text', { port: '1883' }, 'mqtt://127.0.0.1:1883'],
    ['a new key', { app: 'core_mosquitto' }, 'mqtt://127.0.0.1:1883'],
    ['no user name', { username: null, password: null }, 'mqtt://127.0.0.1:1883'],
  ])('may describe %s', async (_title, more, url) => {
    supervisor.answer = service(1883, more);
    expect(await resolve()).toMatchObject({ kind: 'broker', broker: { url } });
  });
  test.each([
    ['no description', { result: 'ok' }],
    ['a port that is none', service(70_000).body],
    ['nothing', null],
  ])('that gives %s is answered with one clear sentence', async (_title, body) => {
    supervisor.answer = { status: 200, body };
    await expect(resolve()).rejects.toMatchObject({
      code: 'bad-response',
      hint: expect.stringContaining('MQTT_URL'),
    });
  });
  test('that refuses names the permission', async () => {
    supervisor.answer = { status: 403, body: { result: 'error', message: 'forbidden' } };
    await expect(resolve()).rejects.toMatchObject({
      code: 'unauthorized',
      hint: expect.stringContaining('mqtt:want'),
    });
  });

  test('is asked again until there is a broker: one info line meanwhile', async () => {
    scene = createScene(undefined, { options: options() });
    const { logged } = scene;
    await start(scene);
    await until('several questions', () => supervisor.requests.length >= 3);
    expect(logged('MQTT waits for a broker')).toEqual([expect.objectContaining({ level: 'info' })]);
    broker = await startTestBroker();
    supervisor.answer = service(broker.port);
    await untilOnline(broker);
  });

  test('is asked for new credentials when the old ones are refused', async () => {
    broker = await startTestBroker({ username: 'addons', password: 'new-secret' });
    supervisor.answer = service(broker.port);
    scene = createScene(undefined, { options: options() });
    const { logged, lines } = scene;
    await start(scene);
    await until('a warning', () => logged('MQTT is not available, trying again').length > 0);
    supervisor.answer = service(broker.port, { password: 'new-secret' });
    await untilOnline(broker);
    expect(logged('MQTT is not available, trying again')).toHaveLength(1);
    expect(String(logged('MQTT is not available, trying again')[0]?.reason)).toMatch(
      /refused the user name or password/,
    );
    expect(JSON.stringify(lines)).not.toMatch(/old-secret|new-secret|supervisor-token/);
  });

  test('that is away does not end the service', async () => {
    await supervisor.stop();
    scene = createScene(undefined, { options: options() });
    const { logged } = scene;
    await start(scene);
    await until('a warning', () => logged('MQTT is not available, trying again').length > 0);
  });
});

describe('without a broker', () => {
  test('the bridge is quietly off, with one info line, and starts and stops all the same', async () => {
    const scene = createScene(undefined);
    await start(scene);
    await until('the line', () => scene.logged('MQTT is off: no broker is configured').length === 1);
    scene.house.events.emit('server-state', { connected: false, message: 'x' });
    await settle();
    await scene.bridge.stop();
    expect(scene.lines.map(({ level, msg }) => [level, msg])).toEqual([
      ['info', 'MQTT is off: no broker is configured'],
    ]);
  });

  test('topics that contradict each other are refused at the start', async () => {
    const scene = createScene(undefined, { options: { mqttBaseTopic: 'homeassistant' } });
    await expect(start(scene)).rejects.toMatchObject({ code: 'config-invalid' });
    await scene.bridge.stop();
  });
});
