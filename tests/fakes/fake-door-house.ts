import { writeFileSync } from 'node:fs';
import type { Correction } from '../../src/core/candidate.ts';
import type { Recipe } from '../../src/core/recipe.ts';
import type { RunDetail, RunReport } from '../../src/core/run.ts';
import { configSchema, type Config } from '../../src/config/schema.ts';
import { HarmoniqError } from '../../src/lib/errors.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import type {
  FlowList,
  FlowSkip,
  FlowStore,
  Library,
  MissingTrack,
  PublishedPlaylist,
  SyncReport,
} from '../../src/library/library.ts';
import { createActivity } from '../../src/operations/activity.ts';
import { createEventBus } from '../../src/operations/event-bus.ts';
import type { House } from '../../src/operations/house.ts';
import type { MusicServer } from '../../src/servers/server.ts';
import { createFakeCovers } from './fake-covers.ts';
import { createFakeHome, type FakeHome } from './fake-home.ts';

/** 21 November 2026, 12:00 UTC. */
export const fakeNowMs = Date.UTC(2026, 10, 21, 12);

export const fakeToken = 'plex-token-1234567890';

export const fakeConfig = (options: Record<string, unknown> = {}): Config =>
  configSchema.parse({
    plexUrl: 'http://127.0.0.1:32400',
    plexToken: fakeToken,
    plexMusicLibraryNames: 'Music',
    timezone: 'Europe/Berlin',
    lastfmApiKey: 'lastfm-key-abcdef',
    ...options,
  });

export const fakeReport = (report: Partial<RunReport> = {}): RunReport => ({
  id: 1,
  recipeId: 'lastfm-charts',
  trigger: 'schedule',
  dryRun: false,
  startedAtMs: fakeNowMs - 3_600_000,
  endedAtMs: fakeNowMs - 3_590_000,
  result: 'succeeded',
  message: 'The playlist has 50 tracks.',
  counts: { candidates: 60, matched: 54, missed: 6, dropped: 4, tracks: 50, added: 12, removed: 12, moved: 3 },
  matchRate: 0.9,
  ...report,
});

export const fakeRecipe = (recipe: Partial<Recipe> = {}): Recipe => ({
  id: 'lastfm-charts',
  kind: 'lastfm-charts',
  enabled: true,
  playlistName: 'Last.fm Charts',
  adopt: false,
  size: 50,
  maxPerArtist: 3,
  updateMode: 'replace',
  libraries: [],
  options: {},
  ...recipe,
});

/** What the fake library holds; lists may be filled before or while it is used. */
export interface FakeMemory {
  readonly runs: RunReport[];
  readonly details: Map<number, RunDetail>;
  readonly published: PublishedPlaylist[];
  readonly missing: MissingTrack[];
  readonly corrections: Correction[];
  readonly settings: Map<string, string>;
  coverage: { section: string; mirrored: number; onServer: number }[];
  tracks: number;
  lastSync: SyncReport | undefined;
}

export const createFakeMemory = (): FakeMemory => ({
  runs: [],
  details: new Map(),
  published: [],
  missing: [],
  corrections: [],
  settings: new Map(),
  coverage: [],
  tracks: 0,
  lastSync: undefined,
});

/** The memory of flows, as doors fill and read it. */
const createFakeFlowStore = (): FlowStore => {
  const lists: FlowList[] = [];
  const skips: FlowSkip[] = [];
  const bans = new Map<string, number>();
  return {
    saveList: (list) => void lists.unshift(list),
    getLastList: (recipeId) => lists.find((list) => list.recipeId === recipeId),
    listRecent: (sinceMs, except) =>
      new Map(
        lists
          .filter((list) => list.recipeId !== except.recipeId || list.occurrence !== except.occurrence)
          .filter(({ publishedAtMs }) => publishedAtMs >= sinceMs)
          .reverse()
          .flatMap(({ tracks, publishedAtMs }) => tracks.map((id) => [id, publishedAtMs] as const)),
      ),
    saveSkip: (skip) => void skips.unshift(skip),
    listSkips: (sinceMs) => skips.filter(({ skippedAtMs }) => skippedAtMs >= sinceMs),
    saveBan: (trackId, untilMs) => void bans.set(trackId, untilMs),
    listBans: (nowMs) => new Map([...bans].filter(([, untilMs]) => untilMs > nowMs)),
  };
};

/** A library in memory with what doors read; matching and publishing are not its business. */
export const createFakeDoorLibrary = (memory: FakeMemory): Library => {
  const without = <T>(list: T[], drop: (item: T) => boolean): boolean => {
    const kept = list.filter((item) => !drop(item));
    const changed = kept.length !== list.length;
    list.splice(0, list.length, ...kept);
    return changed;
  };
  return {
    sync: async () => {
      throw new HarmoniqError('unreachable', 'Plex refused the connection.', { service: 'Plex' });
    },
    index: {
      findByArtistAndTitle: () => [],
      listTitles: () => [],
      findArtistsNear: () => [],
      findByTitle: () => [],
      findByMbTrackId: () => [],
      getTracks: () => [],
    },
    findTitlesNear: () => [],
    journal: {
      getRecord: () => undefined,
      saveRecord: () => undefined,
      deleteRecord: () => undefined,
      begin: () => undefined,
      getOpenIntents: () => [],
      finish: () => undefined,
      saveVersion: () => undefined,
    },
    sourceCache: { get: () => undefined, set: () => undefined },
    count: () => ({
      tracks: memory.tracks,
      artists: Math.ceil(memory.tracks / 30),
      albums: Math.ceil(memory.tracks / 11),
    }),
    getCoverage: () => memory.coverage,
    getLastSync: () => memory.lastSync,
    getTrack: () => undefined,
    getTracks: () => [],
    getTags: () => ({ genres: [], styles: [], moods: [] }),
    getOwnTags: () => ({ genres: [], styles: [], moods: [] }),
    listTags: () => [],
    findPool: () => ({ tracks: [], total: 0 }),
    findPoolIds: () => [],
    listens: {
      save: (listens) => listens.length,
      getNewestAtMs: () => undefined,
      countPlays: () => [],
      countSince: (ids) => new Map(ids.map((id) => [id, 0])),
    },
    flow: createFakeFlowStore(),
    sonic: { getNearest: () => new Map(), saveNearest: () => undefined },
    getSongKey: () => undefined,
    listCorrections: () => memory.corrections,
    saveCorrection: (correction) => void memory.corrections.push(correction),
    deleteCorrection: (artist, title) =>
      without(memory.corrections, (correction) => correction.artist === artist && correction.title === title),
    getStickyTrack: () => undefined,
    saveStickyTracks: () => undefined,
    startRun: () => memory.runs.length + 1,
    finishRun: (detail) => {
      memory.runs.unshift(detail.report);
      memory.details.set(detail.report.id, detail);
    },
    listRuns: ({ recipeId, limit }) =>
      memory.runs.filter((run) => recipeId === undefined || run.recipeId === recipeId).slice(0, limit),
    getRunDetail: (id) => memory.details.get(id),
    listPublished: () => memory.published,
    takeVersion: () => undefined,
    putVersionBack: () => undefined,
    saveMisses: () => undefined,
    listMissing: () => memory.missing,
    getSetting: (name) => memory.settings.get(name),
    setSetting: (name, value) => void memory.settings.set(name, value),
    acquireLease: () => true,
    releaseLease: () => undefined,
    copyTo: async (path) => writeFileSync(path, 'copy'),
    close: () => undefined,
  };
};

const unreachable = async (): Promise<never> => {
  throw new HarmoniqError('unreachable', 'Plex refused the connection.', {
    service: 'Plex',
    hint: 'Check PLEX_URL and that Plex runs.',
  });
};
// eslint-disable-next-line require-yield
const unreachableList = async function* (): AsyncGenerator<never> {
  await unreachable();
};

/** A media server that is down. */
export const createDownServer = (): MusicServer => ({
  kind: 'plex',
  getIdentity: unreachable,
  listMusicSections: unreachable,
  countItems: unreachable,
  listItems: unreachableList,
  listIds: unreachableList,
  listTags: unreachableList,
  hasSonicAnalysis: unreachable,
  listListens: unreachableList,
  listSessions: unreachable,
  watch: async (_listener, signal) => {
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  },
  listNearest: unreachable,
  findSonicPath: unreachable,
  playlists: {
    list: unreachable,
    get: unreachable,
    readItems: unreachable,
    publish: unreachable,
    setPoster: unreachable,
    recover: unreachable,
  },
});

export interface FakeHouseOptions {
  readonly config?: Config;
  readonly recipes?: readonly Recipe[];
  readonly server?: MusicServer;
  readonly sources?: House['sources'];
  readonly home?: FakeHome;
}

/** A house for doors: real events and activity, a library in memory, a media server that is down unless another is given. */
export const createFakeDoorHouse = (options: FakeHouseOptions = {}): { house: House; memory: FakeMemory } => {
  const memory = createFakeMemory();
  const logger = silentLogger();
  const events = createEventBus(logger);
  const house: House = {
    config: options.config ?? fakeConfig(),
    library: createFakeDoorLibrary(memory),
    server: options.server ?? createDownServer(),
    sources: options.sources ?? { lastfm: undefined },
    recipes: options.recipes ?? [fakeRecipe()],
    clock: { now: () => fakeNowMs },
    events,
    activity: createActivity(events),
    home: options.home ?? createFakeHome(),
    covers: createFakeCovers(),
    logger,
    owner: 'test',
  };
  return { house, memory };
};
