import { defaultPlex } from './defaults.ts';
import { createLibrary, type SqliteLibrary } from '../src/library/create-library.ts';
import type { SyncReport } from '../src/library/library.ts';
import { silentLogger } from '../src/lib/logger.ts';
import { createPlexServer } from '../src/servers/plex/plex-server.ts';
import type { MusicServer } from '../src/servers/server.ts';

export interface PlexAddress {
  readonly plexUrl: string;
  readonly plexToken: string;
}

/** Plex as the product talks to it, at its default page size and rate. */
export const connect = (address: PlexAddress): MusicServer =>
  createPlexServer({
    ...defaultPlex(),
    url: address.plexUrl,
    token: address.plexToken,
    clientId: 'bench',
    version: '0.0.0',
    logger: silentLogger(),
  });

export const open = (path: string): SqliteLibrary => createLibrary({ path, logger: silentLogger(), clock: Date });

export const never = new AbortController().signal;

export const syncMusic = (library: SqliteLibrary, server: MusicServer): Promise<SyncReport> =>
  library.sync(server, { libraryNames: ['Music'], kind: 'auto', allowMassDeletion: false }, never);
