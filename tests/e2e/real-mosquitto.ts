import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';

export interface RealMosquitto {
  readonly url: string;
  start(): Promise<void>;
  /** Ends the process the hard way; what it had not written down is lost. */
  kill(): Promise<void>;
  readRetained(filter?: string): Promise<ReadonlyMap<string, string>>;
  readRetainedBytes(filter?: string): Promise<ReadonlyMap<string, Buffer>>;
  publish(topic: string, payload: string, retain?: boolean): Promise<void>;
  stop(): Promise<void>;
}

const findFreePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  return port;
};

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.end());
  });

/** A real Mosquitto of its own on a free port, not yet started. */
export const createRealMosquitto = async (
  settings: readonly string[] = ['allow_anonymous true'],
): Promise<RealMosquitto> => {
  const folder = mkdtempSync(join(tmpdir(), 'harmoniq-mosquitto-'));
  const port = await findFreePort();
  const file = join(folder, 'mosquitto.conf');
  writeFileSync(file, [`listener ${port} 127.0.0.1`, ...settings, ''].join('\n'));
  const url = `mqtt://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let exited: Promise<void> = Promise.resolve();

  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    child?.kill(signal);
    await exited;
    child = undefined;
  };
  const withClient = async <T>(work: (client: Awaited<ReturnType<typeof connectAsync>>) => Promise<T>): Promise<T> => {
    const client = await connectAsync(url, { reconnectPeriod: 0, protocolVersion: 4 });
    try {
      return await work(client);
    } finally {
      await client.endAsync();
    }
  };
  const readRetainedBytes = (filter = '#'): Promise<ReadonlyMap<string, Buffer>> =>
    withClient(async (client) => {
      const retained = new Map<string, Buffer>();
      client.on('message', (topic, payload, packet) => {
        if (packet.retain) retained.set(topic, Buffer.from(payload));
      });
      await client.subscribeAsync(filter, { qos: 1 });
      await new Promise((resolve) => setTimeout(resolve, 200));
      return retained;
    });
  return {
    url,
    async start() {
      let failure: string | undefined;
      const env = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/usr/local/sbin` };
      const started = spawn('mosquitto', ['-c', file], { env, stdio: 'ignore' });
      started.once('error', () => (failure = 'These tests need a real Mosquitto: install the package mosquitto.'));
      exited = new Promise((resolve) => started.once('exit', () => resolve()).once('error', () => resolve()));
      child = started;
      for (let attempt = 0; attempt < 400; attempt += 1) {
        if (failure !== undefined) throw new Error(failure);
        if (await answers(port)) return;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error(`Mosquitto does not answer on port ${port}.`);
    },
    kill: () => kill('SIGKILL'),
    async readRetained(filter) {
      return new Map([...(await readRetainedBytes(filter))].map(([topic, bytes]) => [topic, bytes.toString()]));
    },
    readRetainedBytes,
    publish: (topic, payload, retain = false) =>
      withClient(async (client) => void (await client.publishAsync(topic, payload, { qos: 1, retain }))),
    async stop() {
      await kill('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
