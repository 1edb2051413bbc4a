import { HarmoniqError } from '../../lib/errors.ts';
import { createHttpClient, type HttpClient } from '../../lib/http.ts';
import { sleep } from '../../lib/lifecycle.ts';
import type { Logger } from '../../lib/logger.ts';
import { isRow, toFlag, toNumber, toRows, toText, type Row } from './coerce.ts';
import { identityHeaders } from './client.ts';
import { withoutCause } from './explain.ts';
import { testConnections, type PlexConnection } from './connections.ts';

export interface PlexAccountOptions {
  /** The account service, normally https://plex.tv. */
  readonly plexTvUrl: string;
  /** The same id that the server will see later; a link made under another one never completes. */
  readonly clientId: string;
  readonly version: string;
  readonly logger: Logger;
  readonly pollMs?: number | undefined;
  /** How long one address of a server may take to answer. */
  readonly probeTimeoutMs?: number | undefined;
  /** The first pause before plex.tv is asked again after a failure. */
  readonly backoffMs?: number | undefined;
}

/** A link waiting for the user's consent in a browser. */
export interface PlexLink {
  readonly id: string;
  readonly code: string;
  /** The page where the user signs in and agrees. */
  readonly url: string;
  readonly expiresAtMs: number;
}

export interface PlexServerChoice {
  readonly name: string;
  readonly machineId: string;
  readonly owned: boolean;
  /** The token to use with this server. */
  readonly token: string;
  /** The best first: answering before silent, local before remote before relay. */
  readonly connections: readonly PlexConnection[];
  /** The address to put into PLEX_URL; undefined when none answers. */
  readonly url: string | undefined;
  /** What a person should know about that address. */
  readonly warning: string | undefined;
}

export interface PlexAccount {
  /** Asks for a code. */
  readonly startLink: (signal: AbortSignal) => Promise<PlexLink>;
  /** Waits for the user; gives the account's token. Throws `timeout` when the code expires. */
  readonly awaitLink: (link: PlexLink, signal: AbortSignal) => Promise<string>;
  /** The account's servers with every address tried. Throws `unauthorized` when the token is dead. */
  readonly listServers: (token: string, signal: AbortSignal) => Promise<readonly PlexServerChoice[]>;
}

const defaultLifetimeMs = 15 * 60_000;
const longestPollMs = 30_000;

/** A Plex account, for linking and for finding servers. */
export const createPlexAccount = (options: PlexAccountOptions): PlexAccount => {
  const headers = identityHeaders(options.clientId, options.version);
  const plexTv = createHttpClient({
    service: 'plex.tv',
    baseUrl: options.plexTvUrl,
    headers,
    timeoutMs: 30_000,
    concurrency: 2,
    ratePerSecond: 5,
    retries: 3,
    backoffMs: options.backoffMs,
    logger: options.logger,
    unreachableHint: 'Check the connection to the internet, or set PLEX_URL and PLEX_TOKEN by hand.',
    unauthorizedHint: 'Sign in again with "harmoniq login".',
  });
  const http: HttpClient = {
    request: (request) =>
      plexTv.request(request).catch((error: unknown) => {
        throw withoutCause(error, request.signal);
      }),
  };

  return {
    async startLink(signal) {
      const query = new URLSearchParams([['strong', 'true']]);
      const { data } = await http.request({ method: 'POST', path: '/api/v2/pins', query, signal });
      const pin = isRow(data) ? data : {};
      const [id, code] = [toText(pin['id']), toText(pin['code'])];
      if (id === undefined || code === undefined) throw unreadable('a code for linking');
      return { id, code, url: toLinkUrl(options.clientId, code), expiresAtMs: readExpiry(pin) };
    },

    async awaitLink(link, signal) {
      let pauseMs = options.pollMs ?? 2_000;
      while (Date.now() < link.expiresAtMs) {
        await sleep(pauseMs, signal);
        const asked = await askForToken(http, link, signal);
        if (asked.token !== undefined) return asked.token;
        if (asked.expired) break;
        pauseMs = Math.min(asked.retryAfterMs ?? options.pollMs ?? 2_000, longestPollMs);
      }
      throw new HarmoniqError('timeout', 'The code for linking has expired.', {
        service: 'plex.tv',
        hint: 'Start "harmoniq login" again and confirm in the browser within 15 minutes.',
      });
    },

    async listServers(token, signal) {
      const query = new URLSearchParams([
        ['includeHttps', '1'],
        ['includeRelay', '1'],
        ['includeIPv6', '1'],
      ]);
      const { data } = await http.request({
        path: '/api/v2/resources',
        query,
        headers: { 'X-Plex-Token': token },
        signal,
      });
      const servers = toRows(data).filter((row) => (toText(row['provides']) ?? '').split(',').includes('server'));
      return Promise.all(
        servers.map(async (row): Promise<PlexServerChoice> => {
          const machineId = toText(row['clientIdentifier']) ?? '';
          const connections = await testConnections(toRows(row['connections']), machineId, options, signal);
          const best = connections.find((connection) => connection.reachable);
          return {
            name: toText(row['name']) ?? 'Plex Media Server',
            machineId,
            owned: toFlag(row['owned']),
            token: toText(row['accessToken']) ?? token,
            connections,
            url: best?.uri,
            warning: describeConnection(best),
          };
        }),
      );
    },
  };
};

const toLinkUrl = (clientId: string, code: string): string => {
  const query = new URLSearchParams([
    ['clientID', clientId],
    ['code', code],
    ['context[device][product]', 'Harmoniq'],
  ]);
  return `https://app.plex.tv/auth#?${query.toString()}`;
};

const readExpiry = (pin: Row): number => {
  const seconds = toNumber(pin['expiresIn']);
  return Date.now() + (seconds === undefined || seconds <= 0 ? defaultLifetimeMs : seconds * 1_000);
};

interface Asked {
  readonly token?: string | undefined;
  readonly expired?: boolean;
  readonly retryAfterMs?: number | undefined;
}

/** One look at the code. Too many questions or a short outage are no reason to give up before it expires. */
const askForToken = async (http: HttpClient, link: PlexLink, signal: AbortSignal): Promise<Asked> => {
  const path = `/api/v2/pins/${encodeURIComponent(link.id)}`;
  try {
    const { data } = await http.request({ path, retries: 0, signal });
    return { token: isRow(data) ? toText(data['authToken']) : undefined };
  } catch (error) {
    if (signal.aborted || !(error instanceof HarmoniqError)) throw error;
    if (error.code === 'not-found') return { expired: true };
    if (error.retryable) return { retryAfterMs: error.retryAfterMs ?? 5_000 };
    throw error;
  }
};

const describeConnection = (best: PlexConnection | undefined): string | undefined => {
  if (best === undefined)
    return 'None of its addresses answers from here. If the names end in plex.direct, the router may block them (DNS rebinding protection).';
  if (best.kind === 'relay')
    return 'Only the relay of plex.tv answers: it is slow and limited, and not fit for reading a whole library.';
  return undefined;
};

const unreadable = (what: string): HarmoniqError =>
  new HarmoniqError('bad-response', `plex.tv did not send ${what}.`, { service: 'plex.tv' });
