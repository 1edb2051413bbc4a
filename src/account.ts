import type { Config } from './config/schema.ts';
import { HarmoniqError } from './lib/errors.ts';
import type { Logger } from './lib/logger.ts';
import { readVersion } from './lib/version.ts';
import { createLibrary } from './library/create-library.ts';
import { findDatabasePath } from './operations/backup.ts';
import { getClientId } from './operations/client-id.ts';
import type { Account } from './operations/login.ts';
import { createPlexAccount } from './servers/plex/auth.ts';
import { createPlexServer } from './servers/plex/plex-server.ts';

/**
 * The Plex account, wired for `harmoniq login`: works before there is a server to configure. Throws `internal` when the database, which keeps the
 * device's id, cannot be opened.
 */
export const openAccount = (config: Partial<Config>, logger: Logger): Account => {
  const clientId = readClientId(config, logger);
  const version = readVersion();
  const plexTvUrl = config.plexTvUrl ?? 'https://plex.tv';
  return {
    ...createPlexAccount({ plexTvUrl, clientId, version, logger }),
    async listMusicLibraries({ url, token }, signal) {
      if (url === undefined) throw new HarmoniqError('unreachable', 'No address of this server answers.');
      const server = createPlexServer({
        url,
        token,
        clientId,
        version,
        timeoutMs: 15_000,
        requestsPerSecond: 10,
        pageSize: 50,
        transport: 'axios',
        tlsInsecure: config.plexTlsInsecure ?? false,
        logger,
      });
      const sections = await server.listMusicSections(signal);
      return sections.map((section) => section.title);
    },
  };
};

const readClientId = ({ dataDir = './data', databasePath }: Partial<Config>, logger: Logger): string => {
  const library = createLibrary({ path: findDatabasePath({ dataDir, databasePath }), logger, clock: Date });
  try {
    return getClientId(library);
  } finally {
    library.close();
  }
};
