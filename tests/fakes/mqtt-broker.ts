import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Aedes, type Client } from 'aedes';
import { connectAsync, type MqttClient } from 'mqtt';

/** A message as a client handed it to the broker, with the flag that live subscribers no longer see. */
export interface CapturedMessage {
  readonly topic: string;
  readonly payload: string;
  readonly bytes: Buffer;
  readonly retain: boolean;
  readonly qos: number;
  readonly clientId: string;
  readonly atMs: number;
}

export interface TestBroker {
  readonly url: string;
  readonly port: number;
  /** Everything published so far, oldest first, whoever published it. */
  readonly messages: CapturedMessage[];
  /** Client ids in the order they connected. */
  readonly connections: string[];
  /** What the broker remembers. */
  readRetained(): Promise<ReadonlyMap<string, string>>;
  publish(topic: string, payload: string, retain?: boolean): Promise<void>;
  /** Cuts every connection, as a crash of the network would. */
  cutConnections(): void;
  stop(): Promise<void>;
}

export interface TestBrokerOptions {
  readonly port?: number;
  readonly username?: string;
  readonly password?: string;
  /** Takes messages and never confirms them. */
  readonly mute?: boolean;
}

const operatorId = 'test-operator';

/** An embedded broker on a loopback port that keeps a record of what it is told. */
export const startTestBroker = async (options: TestBrokerOptions = {}): Promise<TestBroker> => {
  const messages: CapturedMessage[] = [];
  const connections: string[] = [];
  const sockets = new Set<Socket>();
  const aedes = await Aedes.createBroker();
  if (options.username !== undefined) {
    aedes.authenticate = (client: Client, username, password, done) => {
      const welcome =
        client.id === operatorId || (username === options.username && password?.toString() === options.password);
      done(welcome ? null : Object.assign(new Error('not authorised'), { returnCode: 5 }), welcome);
    };
  }
  if (options.mute === true) aedes.authorizePublish = () => undefined;
  aedes.on('client', (client) => connections.push(client.id));
  aedes.on('publish', (packet, client) => {
    if (packet.topic.startsWith('$SYS')) return;
    const { topic, retain, qos } = packet;
    const bytes = Buffer.from(packet.payload);
    const payload = bytes.toString();
    messages.push({ topic, payload, bytes, retain, qos, clientId: client?.id ?? 'broker', atMs: performance.now() });
  });
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    aedes.handle(socket);
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `mqtt://127.0.0.1:${port}`;

  const withOperator = async <T>(work: (client: MqttClient) => Promise<T>): Promise<T> => {
    const client = await connectAsync(url, { clientId: operatorId, reconnectPeriod: 0, protocolVersion: 4 });
    try {
      return await work(client);
    } finally {
      await client.endAsync();
    }
  };
  return {
    url,
    port,
    messages,
    connections,
    readRetained: () =>
      withOperator(async (client) => {
        const retained = new Map<string, string>();
        client.on('message', (topic, payload, packet) => {
          if (packet.retain) retained.set(topic, payload.toString());
        });
        await client.subscribeAsync('#', { qos: 1 });
        // What comes back after this has been said is younger than what was remembered.
        const echoed = new Promise<void>((resolve) =>
          client.on('message', (topic) => topic === 'test/end-of-memory' && resolve()),
        );
        await client.publishAsync('test/end-of-memory', 'x', { qos: 1 });
        await echoed;
        await new Promise((resolve) => setTimeout(resolve, 20));
        return retained;
      }),
    publish: (topic, payload, retain = false) =>
      withOperator(async (client) => void (await client.publishAsync(topic, payload, { qos: 1, retain }))),
    cutConnections: () => {
      for (const socket of sockets) socket.destroy();
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
    },
  };
};
