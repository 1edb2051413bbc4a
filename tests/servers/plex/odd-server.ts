import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface OddRequest {
  readonly method: string;
  readonly path: string;
  readonly url: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Counts from 1. */
  readonly number: number;
}

export interface OddAnswer {
  readonly status?: number;
  /** An object is sent as JSON, a text as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly delayMs?: number;
  /** Hangs up instead. */
  readonly reset?: true;
}

/** A server over loopback that speaks another dialect of Plex than the stand-in: whatever a test wants. */
export const startOddServer = async (answer: (request: OddRequest) => OddAnswer) => {
  const requests: OddRequest[] = [];
  const server = createServer((incoming, response) => {
    const url = new URL(incoming.url ?? '/', 'http://loopback');
    const request: OddRequest = {
      method: incoming.method ?? 'GET',
      path: url.pathname,
      url: incoming.url ?? '/',
      query: url.searchParams,
      headers: incoming.headers,
      number: requests.length + 1,
    };
    requests.push(request);
    const { status = 200, body, headers = {}, delayMs = 0, reset } = answer(request);
    void wait(delayMs).then(() => {
      if (reset === true) return incoming.socket.destroy();
      const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      return response.end(status === 204 ? undefined : text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: requests as readonly OddRequest[],
    close: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
export type OddServer = Awaited<ReturnType<typeof startOddServer>>;

/** Closes what a test started, whatever became of it. */
export const withOddServer = async (
  answer: (request: OddRequest) => OddAnswer,
  use: (server: OddServer) => Promise<void>,
): Promise<void> => {
  const server = await startOddServer(answer);
  try {
    await use(server);
  } finally {
    await server.close();
  }
};
