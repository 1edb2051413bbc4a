import { Agent, get as httpGet } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createHttpServer, type HttpServer } from '../../../src/entrypoints/http/http-server.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { operations } from '../../../src/operations/table.ts';
import { createFakeDoorHouse, fakeConfig } from '../../fakes/fake-door-house.ts';

const lines: string[] = [];
const open: HttpServer[] = [];

const build = (options: Record<string, unknown>): HttpServer => {
  const config = fakeConfig(options);
  const { house } = createFakeDoorHouse({ config });
  const logger = createLogger({
    level: 'info',
    format: 'json',
    secrets: [],
    destination: { write: (line: string) => lines.push(line) },
  });
  const server = createHttpServer({
    house,
    operations,
    config,
    version: '1.2.3',
    logger,
    getHealth: () => ({ parts: [] }),
  });
  open.push(server);
  return server;
};

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.stop()));
  lines.length = 0;
});

const never = new AbortController().signal;

describe('the HTTP server', () => {
  test('serves health and page over a socket, and nothing after its stop', async () => {
    const server = build({ httpPort: 0 });
    expect(server.url).toBeUndefined();
    await server.start(never);
    const url = server.url ?? '';
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect(await (await fetch(url)).text()).toContain('<title>Harmoniq</title>');
    await server.stop();
    expect(server.url).toBeUndefined();
    await expect(fetch(`${url}/health`)).rejects.toThrow();
  });

  test('a port in use is told in one sentence and does not stop the service', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    const { port } = blocker.address() as AddressInfo;
    const server = build({ httpPort: port });
    await server.start(never);
    expect(server.url).toBeUndefined();
    expect(lines.join('')).toContain(
      `127.0.0.1 port ${port} is used by another program; set HTTP_PORT or HTTP_HOST to another one.`,
    );
    await server.stop();
    await new Promise((resolve) => blocker.close(resolve));
  });

  test('stops although a client keeps its connection open', async () => {
    const server = build({ httpPort: 0 });
    await server.start(never);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await new Promise<void>((resolve, reject) => {
      httpGet(`${server.url}/health`, { agent }, (answer) => answer.resume().once('end', resolve)).once(
        'error',
        reject,
      );
    });
    await server.stop();
    agent.destroy();
  });

  test('stops although a client has sent half a request', async () => {
    const server = build({ httpPort: 0 });
    await server.start(never);
    const { connect } = await import('node:net');
    const socket = connect(Number(new URL(server.url ?? '').port), '127.0.0.1');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await new Promise((resolve) => socket.write('POST /api/operations/run-cycle HTTP/1.1\r\nHost: 127', resolve));
    socket.on('error', () => undefined);
    await server.stop();
    await closed;
  });

  test('bound to the whole network it says that there is no password', async () => {
    const server = build({ httpPort: 0, httpHost: '0.0.0.0' });
    await server.start(never);
    expect(lines.join('')).toContain('open to the whole network');
  });
});
