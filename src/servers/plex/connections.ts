import { createHttpClient } from '../../lib/http.ts';
import type { Logger } from '../../lib/logger.ts';
import { identityHeaders } from './client.ts';
import { toFlag, toText, type Row } from './coerce.ts';
import { openEnvelope } from './container.ts';

/** One address of a server. */
export interface PlexConnection {
  readonly uri: string;
  readonly kind: 'local' | 'remote' | 'relay';
  /** It answered, and as the server it was said to be. */
  readonly reachable: boolean;
}

export interface ProbeOptions {
  readonly clientId: string;
  readonly version: string;
  readonly logger: Logger;
  readonly probeTimeoutMs?: number | undefined;
}

const ranks = { local: 0, remote: 1, relay: 2 } as const;

/** Asks all addresses at once who they are; the best come first. No token is sent: an address may have passed to somebody else. */
export const testConnections = async (
  rows: readonly Row[],
  machineId: string,
  options: ProbeOptions,
  signal: AbortSignal,
): Promise<readonly PlexConnection[]> => {
  const tested = await Promise.all(
    rows.map(async (row): Promise<readonly PlexConnection[]> => {
      const uri = toText(row['uri']);
      if (uri === undefined || !/^https?:\/\//i.test(uri)) return [];
      const kind = toFlag(row['relay']) ? 'relay' : toFlag(row['local']) ? 'local' : 'remote';
      return [{ uri, kind, reachable: await answersAs(uri, machineId, options, signal) }];
    }),
  );
  return tested.flat().sort((a, b) => Number(b.reachable) - Number(a.reachable) || ranks[a.kind] - ranks[b.kind]);
};

const answersAs = async (
  uri: string,
  machineId: string,
  options: ProbeOptions,
  signal: AbortSignal,
): Promise<boolean> => {
  const http = createHttpClient({
    service: 'Plex',
    baseUrl: uri,
    headers: identityHeaders(options.clientId, options.version),
    timeoutMs: options.probeTimeoutMs ?? 8_000,
    concurrency: 1,
    ratePerSecond: Number.POSITIVE_INFINITY,
    retries: 0,
    logger: options.logger,
  });
  try {
    const { data } = await http.request({ path: '/identity', signal });
    return toText(openEnvelope(data)?.head['machineIdentifier']) === machineId;
  } catch (error) {
    if (signal.aborted) throw error;
    return false;
  }
};
