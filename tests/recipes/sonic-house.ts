import { createLogger, type Logger } from '../../src/lib/logger.ts';
import { createLibrary, type SqliteLibrary } from '../../src/library/create-library.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { createSonicReader, type SonicReader } from '../../src/recipes/flow/sonic.ts';
import { createFakeMusicServer, type FakeMusicServer } from '../fakes/fake-music-server.ts';
import { makeSection } from '../fakes/fake-music.ts';

export const dayMs = 86_400_000;
export const startMs = Date.parse('2026-11-21T08:30:00Z');
export const never = new AbortController().signal;

export interface SonicHouse {
  readonly server: FakeMusicServer;
  readonly library: SqliteLibrary;
  /** Lines of the log, as they would be read. */
  readonly lines: readonly string[];
  readonly logger: Logger;
  /** As a refresh would begin: a fresh reader on the same server and cache. */
  read(facts?: { readonly nowMs?: number; readonly budget?: number }): SonicReader;
  /** Questions about nearest tracks that reached the server. */
  countAsked(): number;
}

const houses: SqliteLibrary[] = [];

/** A server that knows what sounds alike, and a real library for what it says. */
export const openSonicHouse = (analysed = true): SonicHouse => {
  const library = createLibrary({ path: ':memory:', logger: silentLogger(), clock: Date });
  houses.push(library);
  const section = makeSection(20);
  section.tracks = section.tracks.map((track) => ({ ...track, sonicallyAnalysed: analysed }));
  const server = createFakeMusicServer([section]);
  const lines: string[] = [];
  const destination = { write: (line: string) => lines.push(line) };
  const logger = createLogger({ level: 'info', format: 'text', secrets: [], destination });
  return {
    server,
    library,
    lines,
    logger,
    read: ({ nowMs = startMs, ...facts } = {}) => createSonicReader({ server, library, nowMs, logger, ...facts }),
    countAsked: () => server.calls.filter((call) => call.startsWith('nearest')).length,
  };
};

export const closeSonicHouses = (): void => {
  for (const library of houses.splice(0)) library.close();
};
