import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configSchema, type Config } from '../../src/config/schema.ts';
import type { Recipe } from '../../src/core/recipe.ts';
import type { Tags, Track } from '../../src/core/track.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { createLibrary, type SqliteLibrary } from '../../src/library/create-library.ts';
import { createActivity } from '../../src/operations/activity.ts';
import { createEventBus } from '../../src/operations/event-bus.ts';
import type { House, HouseEvents } from '../../src/operations/house.ts';
import type { OperationContext } from '../../src/operations/operation.ts';
import { createFakeCovers } from '../fakes/fake-covers.ts';
import { createFakeHome, type FakeHome } from '../fakes/fake-home.ts';
import { createFakeLastfm, type FakeLastfmWorld } from '../fakes/fake-lastfm.ts';
import { makeSection, makeTrack, shelves } from '../fakes/fake-music.ts';
import { createFakeMusicServer, type FakeMusicServer } from '../fakes/fake-music-server.ts';
import { makeRecipe } from '../recipes/make-recipe.ts';

export interface TestHouse extends House {
  readonly library: SqliteLibrary;
  readonly server: FakeMusicServer;
  readonly clock: { nowMs: number; now(): number };
  /** Everything on the notice board, in order. */
  readonly heard: readonly { readonly name: keyof HouseEvents; readonly event: unknown }[];
  /** The log, one parsed line each. */
  readonly log: readonly { readonly level: string; readonly msg: string; readonly [field: string]: unknown }[];
}

export interface TestHouseParts {
  readonly tracks?: readonly Track[];
  /** Own tags of each track; none unless told. */
  readonly tagsOf?: (track: Track) => Tags;
  readonly lastfm?: FakeLastfmWorld;
  readonly recipes?: readonly Recipe[];
  readonly config?: Record<string, unknown>;
  /** Default: the mirror is filled. */
  readonly synced?: boolean;
  readonly logLevel?: 'debug' | 'info';
  readonly home?: FakeHome;
}

const openHouses: (() => void)[] = [];
export const closeHouses = (): void => {
  for (const close of openHouses.splice(0)) close();
};

const eventNames: readonly (keyof HouseEvents)[] = [
  'run-started',
  'run-finished',
  'cycle-started',
  'cycle-finished',
  'sync-started',
  'sync-finished',
  'sync-failed',
  'server-state',
  'schedule-changed',
  'missing-changed',
  'flow-changed',
];

/** A house with a real library in memory, a temporary folder for its files, and outside services that answer from tables. */
export const createTestHouse = async (parts: TestHouseParts = {}): Promise<TestHouse> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'harmoniq-operations-'));
  const clock = { nowMs: Date.parse('2026-11-21T05:30:00Z'), now: () => clock.nowMs };
  const log: TestHouse['log'][number][] = [];
  const logger = createLogger({
    level: parts.logLevel ?? 'info',
    format: 'json',
    secrets: [],
    destination: { write: (line) => log.push(JSON.parse(line) as TestHouse['log'][number]) },
  });
  const library = createLibrary({ path: ':memory:', logger, clock });
  openHouses.push(() => {
    library.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const { tracks = [], tagsOf } = parts;
  const tags = new Map(tagsOf === undefined ? [] : tracks.map((track) => [track.id, tagsOf(track)]));
  const server = createFakeMusicServer([makeSection(0, { ...shelves(tracks), tags })]);
  server.pageSize = 500;
  const events = createEventBus(logger);
  const heard: TestHouse['heard'][number][] = [];
  for (const name of eventNames) events.on(name, (event) => heard.push({ name, event }));
  const house: TestHouse = {
    config: makeConfig(dataDir, parts.config),
    library,
    server,
    sources: { lastfm: createFakeLastfm(parts.lastfm ?? {}) },
    recipes: parts.recipes ?? [makeRecipe()],
    clock,
    events,
    activity: createActivity(events),
    home: parts.home ?? createFakeHome(),
    covers: createFakeCovers(),
    logger,
    owner: 'test',
    heard,
    log,
  };
  if (parts.synced !== false)
    await library.sync(server, { libraryNames: ['Music'], kind: 'full', allowMassDeletion: true }, context().signal);
  server.calls.splice(0);
  return house;
};

const makeConfig = (dataDir: string, changes: Record<string, unknown> = {}): Config =>
  configSchema.parse({
    plexUrl: 'http://127.0.0.1:32400',
    plexToken: 'token',
    plexMusicLibraryNames: 'Music',
    lastfmApiKey: 'key',
    lastfmUser: 'rj',
    timezone: 'Europe/Berlin',
    dataDir,
    ...changes,
  });

/** Tracks "Song 0" … of "Artist 0" …, one each. */
export const makeTracks = (count: number, facts: (number: number) => Partial<Track> = () => ({})): readonly Track[] =>
  Array.from({ length: count }, (_, number) => {
    const artist = `Performer ${String.fromCharCode(65 + (number % 26))}${String.fromCharCode(65 + Math.floor(number / 26))}`;
    return makeTrack(number, {
      artist,
      albumArtist: artist,
      title: `Tune ${String.fromCharCode(65 + (number % 26))}${String.fromCharCode(65 + Math.floor(number / 26))}`,
      artistId: `artist-${artist}`,
      ...facts(number),
    });
  });

export const context = (changes: Partial<OperationContext> = {}): OperationContext => ({
  trigger: 'cli',
  signal: new AbortController().signal,
  ...changes,
});

/** What stands in the playlist of a recipe on the server. */
export const readPlaylist = async (house: TestHouse, recipeId: string): Promise<readonly string[]> => {
  const record = house.library.journal.getRecord(recipeId);
  if (record === undefined) return [];
  const items = await house.server.playlists.readItems(record.playlistId, context().signal);
  return items.map(({ trackId }) => trackId);
};
