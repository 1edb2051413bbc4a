import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ScriptedAnswer {
  readonly status?: number;
  readonly body: unknown;
  /** Default: JSON. */
  readonly contentType?: string;
  /** Hang up instead of answering. */
  readonly reset?: true;
}

export interface ScriptedServer {
  readonly url: string;
  readonly requests: readonly {
    readonly path: string;
    readonly query: URLSearchParams;
    readonly headers: NodeJS.Dict<string | string[]>;
  }[];
  close(): Promise<void>;
}

/** A real server over loopback that answers as the test says; `number` counts the requests from 1. */
export const startScriptedServer = async (
  answer: (request: {
    readonly path: string;
    readonly query: URLSearchParams;
    readonly headers: NodeJS.Dict<string | string[]>;
    readonly number: number;
  }) => ScriptedAnswer,
): Promise<ScriptedServer> => {
  const requests: { path: string; query: URLSearchParams; headers: NodeJS.Dict<string | string[]> }[] = [];
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://loopback');
    requests.push({ path: url.pathname, query: url.searchParams, headers: request.headers });
    const {
      status = 200,
      body,
      contentType = 'application/json',
      reset,
    } = answer({
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      number: requests.length,
    });
    if (reset === true) {
      request.socket.destroy();
      return;
    }
    response.writeHead(status, { 'content-type': contentType });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
