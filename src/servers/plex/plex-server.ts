import type { Logger } from '../../lib/logger.ts';
import { HarmoniqError } from '../../lib/errors.ts';
import type { MusicServer } from '../server.ts';
import { createPlexClient, identityHeaders, type PlexClient } from './client.ts';
import { toText, type Row } from './coerce.ts';
import { readContainer } from './container.ts';
import { createHistoryReader } from './history.ts';
import { createListing } from './listing.ts';
import { readMusicSection } from './map.ts';
import { createSocketChannel } from './notification-socket.ts';
import { createStreamChannel } from './notification-stream.ts';
import { createPlaylistApi } from './playlist-api.ts';
import { createPosterApi } from './poster-api.ts';
import { createPublisher } from './publisher.ts';
import { createPlexSdk } from './sdk.ts';
import { createSessionReader } from './sessions.ts';
import { createSonicReader } from './sonic.ts';
import { createTagReader } from './tags.ts';
import { createWatch } from './watch.ts';

export interface PlexServerOptions {
  readonly url: string;
  readonly token: string;
  /** A UUID, made once and kept by the caller. */
  readonly clientId: string;
  /** Harmoniq's version. */
  readonly version: string;
  readonly timeoutMs: number;
  readonly requestsPerSecond: number;
  readonly pageSize: number;
  /** `hybrid`: the Plex SDK where it is right; `axios`: never the SDK. */
  readonly transport: 'hybrid' | 'axios';
  readonly tlsInsecure: boolean;
  readonly logger: Logger;
  /** Tries after the first, for reads. */
  readonly retries?: number | undefined;
  /** First pause before another try; doubles. */
  readonly backoffMs?: number | undefined;
  /** How long a server under maintenance is waited for. */
  readonly patienceMs?: number | undefined;
}

/** A line on which nothing is said is tried this often. */
const pingEveryMs = 30_000;

/** A Plex Media Server. Nothing is contacted and the SDK is not loaded until a method asks for it. */
export const createPlexServer = (options: PlexServerOptions): MusicServer => {
  const { logger } = options;
  const client = createPlexClient(options);
  const listing = createListing(client, options.pageSize, logger);
  const sdk = options.transport === 'hybrid' ? createPlexSdk({ client, logger }) : undefined;
  const api = createPlaylistApi(client, sdk, logger);

  const headers = {
    ...identityHeaders(options.clientId, options.version),
    'X-Plex-Token': options.token,
  };
  const channel = { url: options.url, headers, tlsInsecure: options.tlsInsecure, pingEveryMs };
  const watch = createWatch({
    socket: createSocketChannel(channel),
    stream: createStreamChannel(channel),
    firstPauseMs: client.backoffMs * 2,
    logger,
  });

  return {
    kind: 'plex',
    async getIdentity(signal) {
      // Only this address says both who the server is and that the token is good.
      const { head } = readContainer(await client.request({ path: '/', patienceMs: 0, signal }), '/');
      const machineId = toText(head['machineIdentifier']);
      if (machineId === undefined)
        throw new HarmoniqError('bad-response', 'Plex did not say which server it is.', {
          service: 'Plex',
          hint: 'Check that PLEX_URL is the address of a Plex Media Server.',
        });
      return {
        machineId,
        name: toText(head['friendlyName']) ?? 'Plex Media Server',
        version: toText(head['version']) ?? 'unknown',
      };
    },
    async listMusicSections(signal) {
      const rows = await readSections(client, signal);
      return rows.map(readMusicSection).filter((section) => section !== undefined);
    },
    ...listing,
    ...createTagReader(client, logger),
    ...createSonicReader(client),
    ...createHistoryReader(client, logger),
    ...createSessionReader(client),
    watch,
    playlists: createPublisher({ api, posters: createPosterApi(client), backoffMs: client.backoffMs, logger }),
  };
};

/** Plex knows its list of libraries by two addresses; some servers answer one of them only. */
const readSections = async (client: PlexClient, signal: AbortSignal): Promise<readonly Row[]> => {
  const path = '/library/sections';
  try {
    return readContainer(await client.request({ path, signal }), path).rows;
  } catch (error) {
    if (!(error instanceof HarmoniqError) || error.status !== 404) throw error;
    const alias = `${path}/all`;
    return readContainer(await client.request({ path: alias, signal }), alias).rows;
  }
};
