import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { hostname } from 'node:os';
import PQueue from 'p-queue';
import { HarmoniqError, throwIfAborted } from '../../lib/errors.ts';
import { createHttpClient, type HttpAnswer, type HttpRequest } from '../../lib/http.ts';
import { sleep } from '../../lib/lifecycle.ts';
import type { Logger } from '../../lib/logger.ts';
import { explain, readMaintenance } from './explain.ts';

export interface PlexClientOptions {
  readonly url: string;
  readonly token: string;
  /** A UUID that the caller makes once and keeps: Plex lists devices by it. */
  readonly clientId: string;
  /** Our own version. */
  readonly version: string;
  readonly timeoutMs: number;
  readonly requestsPerSecond: number;
  /** Accept a certificate that does not fit, for this server alone. */
  readonly tlsInsecure: boolean;
  /** Tries after the first, for reads. */
  readonly retries?: number | undefined;
  /** First pause before another try. */
  readonly backoffMs?: number | undefined;
  /** How long a server that says it is under maintenance is waited for. */
  readonly patienceMs?: number | undefined;
  readonly logger: Logger;
}

export interface PlexRequest extends HttpRequest {
  /** Heavy listings share two places, so that a sync leaves room for everything else. */
  readonly heavy?: boolean | undefined;
  /** Overrides `patienceMs`: a question whether the server is there must not wait for it. */
  readonly patienceMs?: number | undefined;
}

/** The one road to a Plex server. Rejects with HarmoniqError whose hint says what to do; never carries the token in an error. */
export interface PlexClient {
  request(request: PlexRequest): Promise<HttpAnswer>;
  readonly backoffMs: number;
}

/** Plex closes idle connections after 20 s; reusing one at that moment fails. */
const idleSocketMs = 15_000;
const readsInFlight = 4;
const heavyInFlight = 2;
const defaultPatienceMs = 180_000;
const firstMaintenancePauseMs = 5_000;
const longestMaintenancePauseMs = 30_000;

/** Headers of every request, to the server and to plex.tv. */
export const identityHeaders = (clientId: string, version: string): Readonly<Record<string, string>> => ({
  Accept: 'application/json',
  'X-Plex-Client-Identifier': clientId,
  'X-Plex-Product': 'Harmoniq',
  'X-Plex-Version': version,
  'X-Plex-Platform': 'Node.js',
  'X-Plex-Platform-Version': process.versions.node,
  'X-Plex-Device': 'Harmoniq',
  'X-Plex-Device-Name': toHeaderText(hostname()) || 'Harmoniq',
});

const toHeaderText = (text: string): string => text.replace(/[^\x20-\x7e]/g, '');

/**
 * Makes the client of one server. Reads are tried again, writes never: whether a write whose answer was lost has happened can only be seen by
 * reading.
 */
export const createPlexClient = (options: PlexClientOptions): PlexClient => {
  const backoffMs = options.backoffMs ?? 500;
  const http = createHttpClient({
    service: 'Plex',
    baseUrl: options.url,
    headers: {
      ...identityHeaders(options.clientId, options.version),
      'X-Plex-Token': options.token,
      // From here on `includeFields` means "only these" (Plex 1.41.9); older servers ignore the header.
      'X-Plex-Pms-Api-Version': '1.0.0',
      ...(isOnThisMachine(options.url) ? { 'Accept-Encoding': 'identity' } : {}),
    },
    timeoutMs: options.timeoutMs,
    concurrency: readsInFlight + 1,
    ratePerSecond: options.requestsPerSecond,
    retries: options.retries ?? 3,
    backoffMs,
    httpAgent: new HttpAgent({ keepAlive: true, timeout: idleSocketMs }),
    httpsAgent: new HttpsAgent({ keepAlive: true, timeout: idleSocketMs, rejectUnauthorized: !options.tlsInsecure }),
    logger: options.logger,
    unauthorizedHint: 'Get a new token with "harmoniq login" and set PLEX_TOKEN.',
    inspect: readMaintenance,
  });
  const heavy = new PQueue({ concurrency: heavyInFlight });
  const writes = new PQueue({ concurrency: 1 });
  const reads = new PQueue({ concurrency: readsInFlight });

  const send = async (request: PlexRequest): Promise<HttpAnswer> => {
    try {
      return await http.request(request);
    } catch (error) {
      throw explain(error, options.url, request.signal);
    }
  };
  const route = (request: PlexRequest): Promise<HttpAnswer> => {
    if (!isRead(request)) return writes.add(() => send(request), { signal: request.signal });
    const read = (): Promise<HttpAnswer> => reads.add(() => send(request), { signal: request.signal });
    return request.heavy === true ? heavy.add(read, { signal: request.signal }) : read();
  };
  const request = async (asked: PlexRequest): Promise<HttpAnswer> => {
    const until = Date.now() + (asked.patienceMs ?? options.patienceMs ?? defaultPatienceMs);
    for (let pauseMs = firstMaintenancePauseMs; ; pauseMs = Math.min(pauseMs * 2, longestMaintenancePauseMs)) {
      throwIfAborted(asked.signal);
      try {
        return await route(asked);
      } catch (error) {
        const waits = error instanceof HarmoniqError && error.status === 503 && isRead(asked);
        if (!waits || Date.now() + pauseMs > until) throw error;
        options.logger.info({ pauseMs, reason: error.message }, 'Plex was under maintenance; it will be asked again');
        await sleep(pauseMs, asked.signal);
      }
    }
  };
  return { request, backoffMs };
};

const isRead = (request: PlexRequest): boolean => (request.method ?? 'GET') === 'GET';

/** Packing answers only pays when they travel. */
const isOnThisMachine = (url: string): boolean => /^https?:\/\/(localhost|127\.|\[::1\])/i.test(url);
