import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Aedes } from 'aedes';

export interface BrokerOptions {
  readonly port?: number;
  /** With a name, nobody else gets in. */
  readonly username?: string;
  readonly password?: string;
}

export interface PublishedMessage {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
  readonly qos: number;
  /** Who sent it; empty for the broker itself (last wills). */
  readonly clientId: string;
}

export interface BrokerStandIn {
  readonly url: string;
  readonly port: number;
  /** All messages that clients sent, in order. */
  readonly messages: readonly PublishedMessage[];
  /** What a new subscriber would get at once. */
  readonly retained: ReadonlyMap<string, string>;
  readonly clientIds: readonly string[];
  onMessage(listener: (message: PublishedMessage) => void): () => void;
  /** Speaks as another client would, such as Home Assistant. */
  publish(topic: string, payload: string, options?: { readonly retain?: boolean }): Promise<void>;
  /** Cuts every connection without a word, as a broker that crashes. */
  dropConnections(): void;
  close(): Promise<void>;
}

/** Starts an MQTT 3.1.1 broker on loopback, in this process. */
export async function startBroker(options: BrokerOptions = {}): Promise<BrokerStandIn> {
  const aedes = await Aedes.createBroker();
  const messages: PublishedMessage[] = [];
  const retained = new Map<string, string>();
  const listeners = new Set<(message: PublishedMessage) => void>();
  const clientIds = new Set<string>();
  const sockets = new Set<Socket>();

  if (options.username !== undefined) {
    aedes.authenticate = (_client, username, password, done) => {
      const welcome = username === options.username && (password?.toString() ?? '') === (options.password ?? '');
      if (welcome) done(null, true);
      else done(Object.assign(new Error('bad user name or password'), { returnCode: 4 }), false);
    };
  }
  aedes.on('client', (client) => void clientIds.add(client.id));
  aedes.on('clientDisconnect', (client) => void clientIds.delete(client.id));
  aedes.on('publish', (packet, client) => {
    if (packet.topic.startsWith('$SYS/')) return;
    const { topic, retain, qos } = packet;
    const message = { topic, payload: packet.payload.toString(), retain, qos, clientId: client?.id ?? '' };
    messages.push(message);
    if (retain && message.payload === '') retained.delete(topic);
    else if (retain) retained.set(topic, message.payload);
    for (const listener of listeners) listener(message);
  });

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    aedes.handle(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const dropConnections = (): void => {
    for (const socket of sockets) socket.destroy();
  };

  return {
    url: `mqtt://127.0.0.1:${port}`,
    port,
    messages,
    retained,
    get clientIds() {
      return [...clientIds];
    },
    onMessage(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    publish: (topic, payload, { retain = false } = {}) =>
      new Promise((resolve, reject) => {
        const packet = { cmd: 'publish', qos: 1, dup: false, topic, payload: Buffer.from(payload), retain } as const;
        aedes.publish(packet, (error) => (error ? reject(error) : resolve()));
      }),
    dropConnections,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      dropConnections();
      await closed;
    },
  };
}
