import type { Logger } from '../../lib/logger.ts';
import { HarmoniqError } from '../../lib/errors.ts';
import type { MusicServer } from '../server.ts';
import { createPlexClient, type PlexClient } from './client.ts';
import { toText, type Row } from './coerce.ts';
import { readContainer } from './container.ts';
import { createListing, levelNumbers, sectionPath } from './listing.ts';
import { isSonicallyAnalysed, readMusicSection } from './map.ts';
import { createPlaylistApi } from './playlist-api.ts';
import { createPublisher } from './publisher.ts';
import { createQuery, pagingHeaders, pagingPairs } from './query.ts';
import { createPlexSdk } from './sdk.ts';
import { createTagReader } from './tags.ts';

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

/** Rows looked at for sonic analysis, at the beginning and in the middle of a section. */
const sonicSample = 100;

/** A Plex Media Server. Nothing is contacted and the SDK is not loaded until a method asks for it. */
export const createPlexServer = (options: PlexServerOptions): MusicServer => {
  const { logger } = options;
  const client = createPlexClient(options);
  const listing = createListing(client, options.pageSize, logger);
  const sdk = options.transport === 'hybrid' ? createPlexSdk({ client, logger }) : undefined;
  const api = createPlaylistApi(client, sdk, logger);

  const readSonicSample = async (sectionId: string, start: number, signal: AbortSignal) => {
    const path = sectionPath(sectionId);
    const query = createQuery(
      ['type', levelNumbers.track],
      ['sort', 'id'],
      ['excludeElements', 'Media,Genre,Mood,Style,Image,UltraBlurColors,Field,Collection'],
      ...pagingPairs(start, sonicSample),
    );
    return readContainer(
      await client.request({ path, query, headers: pagingHeaders(start, sonicSample), signal }),
      path,
    );
  };

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
    async hasSonicAnalysis(sectionId, signal) {
      const first = await readSonicSample(sectionId, 0, signal);
      if (first.rows.some(isSonicallyAnalysed)) return true;
      const middle = Math.floor((first.total ?? 0) / 2);
      if (middle < sonicSample) return false;
      return (await readSonicSample(sectionId, middle, signal)).rows.some(isSonicallyAnalysed);
    },
    playlists: createPublisher({ api, backoffMs: client.backoffMs, logger }),
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
