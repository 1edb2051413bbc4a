import { startPlexServer, type PlexStandIn } from '../../../src/demo/plex/server.ts';
import { silentLogger } from '../../../src/lib/logger.ts';
import { createPlexServer, type PlexServerOptions } from '../../../src/servers/plex/plex-server.ts';
import type { MusicServer, PublishRequest } from '../../../src/servers/server.ts';

type PlexOptions = NonNullable<Parameters<typeof startPlexServer>[0]>;

export const never = (): AbortSignal => new AbortController().signal;

/** The adapter, in a hurry: no pauses worth waiting for. */
export const connect = (url: string, token: string, changes: Partial<PlexServerOptions> = {}): MusicServer =>
  createPlexServer({
    url,
    token,
    clientId: '5f0c2b7e-test',
    version: '0.0.0',
    timeoutMs: 2_000,
    requestsPerSecond: 10_000,
    pageSize: 500,
    transport: 'axios',
    tlsInsecure: false,
    logger: silentLogger(),
    retries: 2,
    backoffMs: 1,
    patienceMs: 0,
    ...changes,
  });

export interface Bench {
  readonly plex: PlexStandIn;
  readonly server: MusicServer;
  readonly sectionId: string;
  /** Ids of all tracks of the section, in the server's order. */
  readonly trackIds: readonly string[];
}

/** A stand-in with music, and the adapter connected to it. */
export const startBench = async (
  options: PlexOptions = {},
  changes: Partial<PlexServerOptions> = {},
): Promise<Bench> => {
  const plex = await startPlexServer({ tracks: 400, kidsTracks: 20, ...options });
  const server = connect(plex.url, plex.token, changes);
  const section = (await server.listMusicSections(never())).find((candidate) => candidate.title === 'Music');
  if (section === undefined) throw new Error('the stand-in has no section "Music"');
  const trackIds: string[] = [];
  for await (const page of server.listIds(section.id, 'track', never())) trackIds.push(...page.items);
  plex.requests.clear();
  return { plex, server, sectionId: section.id, trackIds };
};

export const requestFor = (tracks: readonly string[], changes: Partial<PublishRequest> = {}): PublishRequest => ({
  recipeId: 'recipe',
  title: 'Morning',
  summaryLine: 'Updated by Harmoniq on 2026-11-21 08:00',
  tracks,
  mode: 'replace',
  adopt: false,
  dryRun: false,
  ...changes,
});

export const collect = async <T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> => {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
};
