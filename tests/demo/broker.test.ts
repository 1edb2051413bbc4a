import { afterEach, describe, expect, test } from '@jest/globals';
import { connectAsync, type MqttClient } from 'mqtt';
import { startBroker, type BrokerStandIn } from '../../src/demo/broker.ts';

let broker: BrokerStandIn | undefined;
const clients: MqttClient[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.endAsync(true)));
  await broker?.close();
});
async function connect(options: object = {}): Promise<MqttClient> {
  const client = await connectAsync(broker?.url ?? '', { reconnectPeriod: 0, protocolVersion: 4, ...options });
  clients.push(client);
  return client;
}

describe('the broker', () => {
  test('carries messages, keeps retained ones and remembers all', async () => {
    broker = await startBroker();
    const client = await connect({ clientId: 'one' });
    await client.publishAsync('house/a', '1', { retain: true, qos: 1 });
    await client.publishAsync('house/b', '2', { qos: 1 });
    expect(broker.messages).toMatchObject([
      { topic: 'house/a', payload: '1', retain: true, qos: 1, clientId: 'one' },
      { topic: 'house/b', payload: '2', retain: false },
    ]);
    expect([...broker.retained]).toEqual([['house/a', '1']]);
    await client.publishAsync('house/a', '', { retain: true, qos: 1 });
    expect(broker.retained.size).toBe(0);
    expect(broker.clientIds).toEqual(['one']);
  });

  test('speaks itself, as Home Assistant would', async () => {
    broker = await startBroker();
    const client = await connect();
    await client.subscribeAsync('homeassistant/status');
    const heard = new Promise<string>((resolve) =>
      client.once('message', (_topic, payload) => resolve(payload.toString())),
    );
    await broker.publish('homeassistant/status', 'online');
    expect(await heard).toBe('online');
  });

  test('lets in who knows the password', async () => {
    broker = await startBroker({ username: 'u', password: 'p' });
    await expect(connect({ username: 'u', password: 'wrong' })).rejects.toThrow();
    expect((await connect({ username: 'u', password: 'p' })).connected).toBe(true);
  });

  test('sends the last will of a client whose line was cut', async () => {
    broker = await startBroker();
    const client = await connect({
      will: { topic: 'house/state', payload: Buffer.from('offline'), qos: 1, retain: true },
    });
    client.on('error', () => undefined);
    const said = new Promise<string>((resolve) => broker?.onMessage((message) => resolve(message.payload)));
    broker.dropConnections();
    expect(await said).toBe('offline');
  });
});
