import { loadConfig } from '../src/config/load.ts';

/** The product's own way of talking to Plex: its defaults, unless PLEX_REQUESTS_PER_SECOND or PLEX_PAGE_SIZE say otherwise. */
export const defaultPlex = () => {
  const { config } = loadConfig({
    env: {
      PLEX_URL: 'http://127.0.0.1:1',
      PLEX_TOKEN: 'bench',
      PLEX_MUSIC_LIBRARY_NAMES: 'Music',
      PLEX_REQUESTS_PER_SECOND: process.env.PLEX_REQUESTS_PER_SECOND,
      PLEX_PAGE_SIZE: process.env.PLEX_PAGE_SIZE,
    },
  });
  return {
    timeoutMs: config.plexTimeoutSeconds * 1_000,
    requestsPerSecond: config.plexRequestsPerSecond,
    pageSize: config.plexPageSize,
    transport: config.plexTransport,
    tlsInsecure: config.plexTlsInsecure,
  };
};
