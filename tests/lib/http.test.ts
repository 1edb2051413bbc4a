import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { HarmoniqError } from '../../src/lib/errors.ts';
import { createHttpClient, type HttpClientOptions } from '../../src/lib/http.ts';
import { createLogger, silentLogger } from '../../src/lib/logger.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;

const servers: Server[] = [];
const serve = async (answer: Answer): Promise<{ url: string; count: () => number }> => {
  let count = 0;
  const server = createServer((request, response) => answer(request, response, ++count));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, count: () => count };
};

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const client = (baseUrl: string, more: Partial<HttpClientOptions> = {}) =>
  createHttpClient({
    service: 'Test',
    baseUrl,
    timeoutMs: 2_000,
    concurrency: 4,
    ratePerSecond: 1_000,
    retries: 2,
    backoffMs: 1,
    logger: silentLogger(),
    ...more,
  });
const signal = (): AbortSignal => new AbortController().signal;
const codeOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof HarmoniqError ? error.code : (error as Error).name),
  );

describe('an outside call', () => {
  test('sends the query in order, repeated names included', async () => {
    let seen = '';
    const { url } = await serve((request, response) => {
      seen = request.url ?? '';
      response.end('{}');
    });
    const query = new URLSearchParams([
      ['push', '1'],
      ['a>>', '1'],
      ['or', '1'],
      ['a>>', '2'],
      ['pop', '1'],
    ]);
    await client(url).request({ path: '/x', query, signal: signal() });
    expect(seen).toBe('/x?push=1&a%3E%3E=1&or=1&a%3E%3E=2&pop=1');
  });

  test.each([
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [404, 'not-found'],
    [410, 'not-found'],
    [400, 'invalid-input'],
    [414, 'invalid-input'],
    [429, 'rate-limited'],
    [500, 'bad-response'],
    [503, 'unreachable'],
  ])('answers status %i with the error %s', async (status, code) => {
    const { url } = await serve((_request, response) => {
      response.statusCode = status;
      response.end('<html>no</html>');
    });
    expect(await codeOf(client(url, { retries: 0 }).request({ path: '/x', signal: signal() }))).toBe(code);
  });

  test('repeats a read that failed for a passing reason, as often as allowed', async () => {
    const { url, count } = await serve((_request, response, n) => {
      response.statusCode = n < 3 ? 500 : 200;
      response.end('{"n":3}');
    });
    const answer = await client(url).request({ path: '/x', signal: signal() });
    expect(answer.data).toEqual({ n: 3 });
    expect(count()).toBe(3);
  });

  test('never repeats a write by itself', async () => {
    const { url, count } = await serve((request) => request.socket.destroy());
    expect(await codeOf(client(url).request({ method: 'PUT', path: '/x', signal: signal() }))).toBe('unreachable');
    expect(count()).toBe(1);
  });

  test('calls a truncated body unreachable or unreadable, never a success', async () => {
    const { url } = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"half":');
      setTimeout(() => request.socket.destroy(), 10);
    });
    expect(await codeOf(client(url, { retries: 0 }).request({ path: '/x', signal: signal() }))).toBe('unreachable');
  });

  test('calls HTML with status 200 a bad response', async () => {
    const { url } = await serve((_request, response) => response.end('<html></html>'));
    expect(await codeOf(client(url, { retries: 0 }).request({ path: '/x', signal: signal() }))).toBe('bad-response');
  });

  test('ends a body that only trickles in at the deadline', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect(await codeOf(client(url, { retries: 0, timeoutMs: 150 }).request({ path: '/x', signal: signal() }))).toBe(
      'timeout',
    );
  });

  test('stops at once when the caller aborts, also between two tries', async () => {
    const { url } = await serve((_request, response) => {
      response.statusCode = 500;
      response.end();
    });
    const controller = new AbortController();
    const call = client(url, { retries: 50, backoffMs: 10_000 }).request({ path: '/x', signal: controller.signal });
    setTimeout(() => controller.abort(), 30);
    expect(await codeOf(call)).toBe('AbortError');
  });

  test('refuses a body beyond the limit', async () => {
    const { url } = await serve((_request, response) => response.end(JSON.stringify('x'.repeat(10_000))));
    expect(
      await codeOf(client(url, { retries: 0, maxBytes: 1_000 }).request({ path: '/x', signal: signal() })),
    ).not.toBe('no error');
  });

  test('lets a service name an error inside a success', async () => {
    const { url } = await serve((_request, response) => response.end('{"error":29}'));
    const picky = client(url, {
      retries: 0,
      inspect: ({ data }) => {
        if ((data as { error?: number }).error === 29) throw new HarmoniqError('rate-limited', 'too fast');
      },
    });
    expect(await codeOf(picky.request({ path: '/x', signal: signal() }))).toBe('rate-limited');
  });

  test('waits as long as a service asks before it tries again', async () => {
    const moments: number[] = [];
    const { url } = await serve((_request, response, n) => {
      moments.push(performance.now());
      response.statusCode = n === 1 ? 429 : 200;
      if (n === 1) response.setHeader('retry-after', '1');
      response.end('{}');
    });
    await client(url).request({ path: '/x', signal: signal() });
    expect((moments[1] ?? 0) - (moments[0] ?? 0)).toBeGreaterThanOrEqual(900);
  });

  test('does not carry its headers to another host, nor follow a redirected write', async () => {
    let reached = false;
    const stranger = await serve((_request, response) => {
      reached = true;
      response.end('{}');
    });
    const { url } = await serve((_request, response) => {
      response.writeHead(302, { location: stranger.url.replace('127.0.0.1', 'localhost') });
      response.end();
    });
    expect(await codeOf(client(url, { retries: 0 }).request({ path: '/x', signal: signal() }))).toBe('unreachable');
    expect(await codeOf(client(url).request({ method: 'PUT', path: '/x', signal: signal() }))).toBe('invalid-input');
    expect(reached).toBe(false);
  });

  test('follows a redirect within the host', async () => {
    const { url } = await serve((request, response) => {
      if (request.url === '/old') response.writeHead(301, { location: '/new' });
      response.end('{"at":"new"}');
    });
    expect((await client(url).request({ path: '/old', signal: signal() })).data).toEqual({ at: 'new' });
  });

  test('a timeout does not carry the request, whose headers hold the token', async () => {
    const { url } = await serve(() => undefined);
    const secretive = client(url, { retries: 0, timeoutMs: 80, headers: { 'X-Plex-Token': 'very-secret-token' } });
    const failure: unknown = await secretive.request({ path: '/x', signal: signal() }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'timeout' });
    expect((failure as Error).cause).toBeUndefined();
  });

  test('keeps tokens and queries out of errors and logs', async () => {
    const lines: string[] = [];
    const logger = createLogger({
      level: 'debug',
      format: 'json',
      secrets: [],
      destination: { write: (line) => lines.push(line) },
    });
    const { url } = await serve((request) => request.socket.destroy());
    const secretive = client(url, { logger, retries: 1, headers: { 'X-Plex-Token': 'very-secret-token' } });
    const failure: unknown = await secretive
      .request({ path: '/x', query: new URLSearchParams({ api_key: 'very-secret-key' }), signal: signal() })
      .catch((error: unknown) => error);
    const dumped = `${lines.join('')} ${String(failure)} ${JSON.stringify(failure)} ${String((failure as Error).cause)} ${(failure as Error).stack ?? ''}`;
    expect(dumped).toContain('Test');
    expect(dumped).not.toContain('very-secret');
  });
});
