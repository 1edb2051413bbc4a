import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createBrokerResolver } from '../../../src/entrypoints/homeassistant/broker.ts';
import { clearDiscovery } from '../../../src/entrypoints/homeassistant/clear-discovery.ts';
import { silentLogger } from '../../../src/lib/logger.ts';
import { fakeConfig } from '../../fakes/fake-door-house.ts';
import { startTestBroker, type TestBroker } from '../../fakes/mqtt-broker.ts';
import { createScene, discoveryTopic, root, start, untilOnline } from './bridge-scene.ts';

describe('clearing what Home Assistant was told', () => {
  let broker: TestBroker;
  beforeEach(async () => {
    broker = await startTestBroker();
  });
  afterEach(() => broker.stop());

  const clear = (options: Record<string, unknown> = {}) => {
    const config = fakeConfig({ mqttUrl: broker.url, ...options });
    const resolveBroker = createBrokerResolver(config, silentLogger());
    return clearDiscovery({ config, resolveBroker, signal: AbortSignal.timeout(10_000), quietMs: 100 });
  };
  const leaveTraces = async (options: Record<string, unknown> = {}): Promise<void> => {
    const scene = createScene(broker.url, { options });
    const before = broker.messages.filter(({ payload }) => payload === 'online').length;
    await start(scene);
    await untilOnlineAnywhere(before);
    await scene.bridge.stop();
  };
  const untilOnlineAnywhere = async (before: number): Promise<void> => {
    while (broker.messages.filter(({ payload }) => payload === 'online').length === before)
      await new Promise((resolve) => setTimeout(resolve, 5));
  };

  test('removes the device first, then every retained topic of this instance, and nothing else', async () => {
    await broker.publish('homeassistant/device/zigbee/config', '{"device":{}}', true);
    await broker.publish('harmoniq/other', 'x', true);
    await leaveTraces({ instanceId: 'second' });
    const others = await broker.readRetained();
    await leaveTraces();
    // A command that somebody retained by mistake is cleared, too.
    await broker.publish(`${root}/set/regenerate_all`, 'PRESS', true);
    const before = broker.messages.length;

    const report = await clear();

    expect(await broker.readRetained()).toEqual(others);
    expect(report.clearedTopics[0]).toBe(discoveryTopic);
    expect(broker.messages[before]).toMatchObject({ topic: discoveryTopic, payload: '', retain: true });
    expect(report.clearedTopics).toContain(`${root}/availability`);
    expect(report.clearedTopics).toContain(`${root}/state/lastfm-charts_tracks`);
    expect(report.clearedTopics).toContain(`${root}/set/regenerate_all`);
    expect(report).toMatchObject({ broker: `127.0.0.1:${broker.port}`, serviceOnline: false });
  });

  test('clears states below an earlier base topic as well', async () => {
    await leaveTraces({ mqttBaseTopic: 'music' });
    await clear();
    expect([...(await broker.readRetained()).keys()]).toEqual([]);
  });

  test('finds nothing the second time', async () => {
    await leaveTraces();
    await clear();
    expect((await clear()).clearedTopics).toEqual([]);
  });

  test('tells when the service is still connected', async () => {
    const scene = createScene(broker.url);
    await start(scene);
    await untilOnline(broker);
    expect(await clear()).toMatchObject({ serviceOnline: true });
    await scene.bridge.stop();
  });

  test('refuses to clear another bridge’s device', async () => {
    const foreign = JSON.stringify({ device: { identifiers: ['x'] }, origin: { name: 'Other' }, components: {} });
    await broker.publish(discoveryTopic, foreign, true);
    await expect(clear()).rejects.toMatchObject({ code: 'conflict' });
    expect((await broker.readRetained()).get(discoveryTopic)).toBe(foreign);
  });

  test('says what is wrong when there is no broker, or it does not answer', async () => {
    await expect(clear({ mqttUrl: undefined })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(clear({ mqttUrl: 'mqtt://127.0.0.1:1' })).rejects.toMatchObject({
      code: 'unreachable',
      service: 'MQTT',
    });
  });

  test('says so when the broker refuses the password', async () => {
    const locked = await startTestBroker({ username: 'u', password: 'right' });
    try {
      const attempt = clear({ mqttUrl: locked.url, mqttUsername: 'u', mqttPassword: 'wrong' });
      await expect(attempt).rejects.toMatchObject({ code: 'unauthorized' });
    } finally {
      await locked.stop();
    }
  });
});
