import { loadConfig } from '../src/config/load.ts';

/** The product's own defaults for talking to Plex, as its configuration gives them. */
export const defaultPlex = () => {
  const { config } = loadConfig({
    env: { PLEX_URL: 'http://127.0.0.1:1', PLEX_TOKEN: 'bench', PLEX_MUSIC_LIBRARY_NAMES: 'Music' },
  });
  return {
    timeoutMs: config.plexTimeoutSeconds * 1_000,
    requestsPerSecond: config.plexRequestsPerSecond,
    pageSize: config.plexPageSize,
    transport: config.plexTransport,
    tlsInsecure: config.plexTlsInsecure,
  };
};
