import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { HarmoniqError } from '../../lib/errors.ts';
import type { Component } from '../../lib/lifecycle.ts';
import { createHttpApp, type HttpAppOptions } from './http-app.ts';

export type HttpServerOptions = Omit<HttpAppOptions, 'signal'>;

export interface HttpServer extends Component {
  /** Where the page is served, e.g. `http://127.0.0.1:8099`; undefined while it is not. */
  readonly url: string | undefined;
}

/** Open answers may end by themselves for so long; the whole stop is promised within 2 s. */
const patienceMs = 1_000;
const retryMs = 30_000;

/**
 * The status page, the API and the health check. An address that cannot be had is no reason to stop the service: it goes on without the page
 * and tries again every half minute.
 */
export const createHttpServer = (options: HttpServerOptions): HttpServer => {
  const { config, logger } = options;
  let server: Server | undefined;
  let retry: NodeJS.Timeout | undefined;
  let stopping = new AbortController();

  const open = async (): Promise<void> => {
    const app = createHttpApp({ ...options, signal: stopping.signal });
    const opened = createAdaptorServer({ fetch: app.fetch }) as Server;
    opened.headersTimeout = 10_000;
    opened.requestTimeout = 30_000;
    await listen(opened, config.httpHost, config.httpPort);
    server = opened;
    logger.info({ url: toUrl(opened, config.httpHost) }, 'The status page is open');
    warnWhenOpen(options);
  };

  const tryOpen = async (): Promise<void> => {
    try {
      await open();
    } catch (error) {
      logger.warn(
        { reason: describeListenError(error, config.httpHost, config.httpPort) },
        'The status page is closed',
      );
      retry = setTimeout(() => void tryOpen(), retryMs);
      retry.unref();
    }
  };

  return {
    name: 'status page',
    get url() {
      return server === undefined ? undefined : toUrl(server, config.httpHost);
    },
    async start() {
      stopping = new AbortController();
      await tryOpen();
    },
    async stop() {
      clearTimeout(retry);
      stopping.abort();
      const closing = server;
      server = undefined;
      if (closing !== undefined) await close(closing);
    },
  };
};

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

/** Idle connections are cut at once, busy ones after a while. */
const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), patienceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });

const toUrl = (server: Server, host: string): string => {
  const { port } = server.address() as AddressInfo;
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
};

const listenFacts: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is used by another program',
  EACCES: 'may not be used by this user',
  EADDRNOTAVAIL: 'is not an address of this machine',
  ENOTFOUND: 'is not a known host name',
};

const describeListenError = (error: unknown, host: string, port: number): string => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'no detail';
  const fact = listenFacts[code] ?? `cannot be opened (${code})`;
  return new HarmoniqError('conflict', `${host} port ${port} ${fact}; set HTTP_PORT or HTTP_HOST to another one.`)
    .message;
};

/** Outside the add-on nobody asks for a password: whoever reaches the port may press the buttons. */
const warnWhenOpen = ({ config, logger }: HttpServerOptions): void => {
  if (config.supervisorToken !== undefined || /^(127\.|::1$|localhost$)/.test(config.httpHost)) return;
  logger.warn({ host: config.httpHost }, 'The status page is open to the whole network, without a password');
};
