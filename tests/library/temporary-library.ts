import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../../src/lib/logger.ts';
import { createLibrary, type SqliteLibrary } from '../../src/library/create-library.ts';
import type { PoolQuery, SyncOptions, SyncReport, TagKind } from '../../src/library/library.ts';
import type { MusicServer } from '../../src/servers/server.ts';

/** A clock that tests turn. */
export interface TestClock {
  nowMs: number;
  now(): number;
}

export const createTestClock = (): TestClock => {
  const clock = { nowMs: Date.parse('2026-01-01T00:00:00Z'), now: () => clock.nowMs };
  return clock;
};

export const hourMs = 3_600_000;

const folders: string[] = [];
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'harmoniq-library-'));
  folders.push(folder);
  return folder;
};
export const removeTemporaryFolders = (): void => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
};

export const openLibrary = (path: string, clock: { now(): number } = Date): SqliteLibrary =>
  createLibrary({ path, logger: silentLogger(), clock });

export const everything: PoolQuery = {
  all: [],
  none: [],
  artists: [],
  notArtists: [],
  years: [],
  notYears: [],
  sectionIds: undefined,
  most: Infinity,
  seed: 'any',
};

/** Ids of the tracks that carry or inherit one of these tags, in order. */
export const findTagged = (library: SqliteLibrary, kind: TagKind, names: readonly string[]): readonly string[] =>
  library
    .findPool({ ...everything, all: [{ tags: [{ kind, names }], trackIds: [] }] })
    .tracks.map(({ id }) => id)
    .sort();

export const sync = (
  library: SqliteLibrary,
  server: MusicServer,
  options: Partial<SyncOptions> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<SyncReport> =>
  library.sync(server, { libraryNames: ['Music'], kind: 'auto', allowMassDeletion: false, ...options }, signal);

/** How many plays the library knows of. */
export const countPlays = ({ listens }: Pick<SqliteLibrary, 'listens'>): number =>
  listens.countPlays([{ fromMs: -Infinity, toMs: Infinity }]).reduce((sum, { plays }) => sum + plays, 0);
