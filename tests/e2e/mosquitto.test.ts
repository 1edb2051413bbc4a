import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createBrokerResolver } from '../../src/entrypoints/homeassistant/broker.ts';
import { clearDiscovery } from '../../src/entrypoints/homeassistant/clear-discovery.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { findFaults } from '../contracts/home-assistant-rules.ts';
import {
  createScene,
  discoveryTopic,
  root,
  settle,
  start,
  until,
  type Scene,
} from '../entrypoints/homeassistant/bridge-scene.ts';
import { fakeConfig } from '../fakes/fake-door-house.ts';
import { fakeFlowRecipe } from '../fakes/fake-flow.ts';
import { fakePng } from '../fakes/fake-flow-operations.ts';
import { createRealMosquitto, type RealMosquitto } from './real-mosquitto.ts';

const limitMs = 30_000;

describe('on a real Mosquitto', () => {
  let mosquitto: RealMosquitto;
  let scene: Scene | undefined;
  let child: ChildProcess | undefined;

  const read = async (topic: string): Promise<string | undefined> => (await mosquitto.readRetained(topic)).get(topic);
  const availability = (word: string): Promise<void> =>
    until(word, async () => (await read(`${root}/availability`)) === word, limitMs);
  const stateOf = async (key: string): Promise<unknown> =>
    (JSON.parse((await read(`${root}/state/${key}`)) ?? '{}') as { state?: unknown }).state;
  const startScene = async (): Promise<Scene> => {
    scene = createScene(mosquitto.url);
    await start(scene);
    await availability('online');
    return scene;
  };
  const startProcess = (): ChildProcess => {
    const script = fileURLToPath(new URL('bridge-process.ts', import.meta.url));
    const args = ['--disable-warning=ExperimentalWarning', script, mosquitto.url];
    child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'], env: {} });
    return child;
  };
  const ended = (process: ChildProcess): Promise<number | null> =>
    new Promise((resolve) => process.once('exit', (code) => resolve(code)));

  beforeEach(async () => {
    mosquitto = await createRealMosquitto();
    await mosquitto.start();
  }, limitMs);
  afterEach(async () => {
    child?.kill('SIGKILL');
    await scene?.bridge.stop();
    await mosquitto.stop();
    scene = undefined;
    child = undefined;
  }, limitMs);

  test(
    'what is remembered obeys every rule',
    async () => {
      const { findOperation, house } = await startScene();
      await findOperation('run-cycle')?.run(house, {}, { trigger: 'start', signal: AbortSignal.timeout(limitMs) });
      await until('the state', async () => (await stateOf('lastfm-recs_tracks')) === 50, limitMs);
      const retained = [...(await mosquitto.readRetained())].map(([topic, payload]) => ({
        topic,
        payload,
        retain: true,
      }));
      const inOrder = retained.toSorted(
        (a, b) => Number(b.topic === discoveryTopic) - Number(a.topic === discoveryTopic),
      );
      expect(retained.length).toBeGreaterThan(12);
      expect(findFaults(inOrder, { discoveryPrefix: 'homeassistant', root, secrets: ['plex-token'] })).toEqual([]);
    },
    limitMs,
  );

  test(
    'a process killed with -9 is offline by its will',
    async () => {
      const victim = startProcess();
      await availability('online');
      victim.kill('SIGKILL');
      await ended(victim);
      await availability('offline');
    },
    2 * limitMs,
  );

  test(
    'a process asked to end says offline itself and ends with 0',
    async () => {
      const service = startProcess();
      await availability('online');
      service.kill('SIGTERM');
      expect(await ended(service)).toBe(0);
      expect(await read(`${root}/availability`)).toBe('offline');
    },
    2 * limitMs,
  );

  test(
    'a broker that is killed and forgets everything is told everything again',
    async () => {
      await startScene();
      const before = await mosquitto.readRetained();
      await mosquitto.kill();
      await mosquitto.start();
      await availability('online');
      expect(await mosquitto.readRetained()).toEqual(before);
    },
    2 * limitMs,
  );

  test(
    'a retained command is ignored at the start and after a reconnection; a live one is not',
    async () => {
      await mosquitto.publish(`${root}/set/regenerate_all`, 'PRESS', true);
      const { work, logged } = await startScene();
      await until('the refusal', () => logged('Ignored a retained MQTT command').length === 1, limitMs);
      await mosquitto.publish(`${root}/set/lastfm-charts_regenerate`, 'PRESS');
      await until('the run', async () => (await stateOf('lastfm-charts_tracks')) === 50, limitMs);
      await settle();
      expect(work.calls).toEqual(['run-recipe lastfm-charts']);
    },
    limitMs,
  );

  test(
    'a flow’s cover is remembered byte for byte, and gone after clearing',
    async () => {
      scene = createScene(mosquitto.url, { recipes: [fakeFlowRecipe()] });
      await start(scene);
      await availability('online');
      const topic = `${root}/picture/daily-flow_flow_cover`;
      const readBytes = async () => (await mosquitto.readRetainedBytes(topic)).get(topic);
      await until('the cover', async () => (await readBytes())?.equals(fakePng('cover of Morning')) === true, limitMs);
      await mosquitto.publish(`${root}/set/daily-flow_flow_window`, 'Evening');
      await until('the next', async () => (await readBytes())?.equals(fakePng('cover of Evening')) === true, limitMs);
      expect(await stateOf('daily-flow_flow_window')).toBe('Evening');
      await mosquitto.kill();
      await mosquitto.start();
      await until(
        'the cover again',
        async () => (await readBytes())?.equals(fakePng('cover of Evening')) === true,
        limitMs,
      );
      await scene.bridge.stop();
      const config = fakeConfig({ mqttUrl: mosquitto.url });
      const resolveBroker = createBrokerResolver(config, silentLogger());
      await clearDiscovery({ config, resolveBroker, signal: AbortSignal.timeout(limitMs) });
      expect([...(await mosquitto.readRetained()).keys()]).toEqual([]);
    },
    2 * limitMs,
  );

  test(
    'everything of the instance is gone after clearing',
    async () => {
      const { bridge } = await startScene();
      await bridge.stop();
      const config = fakeConfig({ mqttUrl: mosquitto.url });
      const resolveBroker = createBrokerResolver(config, silentLogger());
      await clearDiscovery({ config, resolveBroker, signal: AbortSignal.timeout(limitMs) });
      expect([...(await mosquitto.readRetained()).keys()]).toEqual([]);
    },
    limitMs,
  );

  test(
    'a broker that wants a password is named as the cause',
    async () => {
      const locked = await createRealMosquitto(['allow_anonymous false']);
      await locked.start();
      try {
        const config = fakeConfig({ mqttUrl: locked.url });
        const resolveBroker = createBrokerResolver(config, silentLogger());
        const attempt = clearDiscovery({ config, resolveBroker, signal: AbortSignal.timeout(limitMs) });
        await expect(attempt).rejects.toMatchObject({ code: 'unauthorized' });
      } finally {
        await locked.stop();
      }
    },
    limitMs,
  );
});
