import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import type { Config } from './config/schema.ts';
import { listFlowWindows } from './core/flow/flow-recipe.ts';
import type { Recipe } from './core/recipe.ts';
import { createCoverPainter } from './covers/create-cover-painter.ts';
import { createFlowConductor } from './entrypoints/flow-conductor.ts';
import { createHomeRecorder } from './entrypoints/home-recorder.ts';
import { createBrokerResolver } from './entrypoints/homeassistant/broker.ts';
import { createHomeAssistantBridge } from './entrypoints/homeassistant/mqtt-bridge.ts';
import type { BridgeTiming } from './entrypoints/homeassistant/timing.ts';
import { findHomeAddress } from './config/home-address.ts';
import { createHomeLink } from './entrypoints/homeassistant/websocket/home-link.ts';
import { createHomeState, type HomeState } from './entrypoints/homeassistant/websocket/home-state.ts';
import type { HomeTiming } from './entrypoints/homeassistant/websocket/home-timing.ts';
import { createHttpServer } from './entrypoints/http/http-server.ts';
import type { Health } from './entrypoints/http/health.ts';
import { createListeningMonitor } from './entrypoints/listening-monitor.ts';
import { createScheduler } from './entrypoints/scheduler.ts';
import { createServerMonitor, type MonitorTiming } from './entrypoints/server-monitor.ts';
import type { Timetable } from './entrypoints/timetable.ts';
import { HarmoniqError } from './lib/errors.ts';
import { createLifecycle, type Component } from './lib/lifecycle.ts';
import type { Logger } from './lib/logger.ts';
import { makeFolder } from './lib/make-folder.ts';
import { readVersion } from './lib/version.ts';
import { createLibrary } from './library/create-library.ts';
import type { Library } from './library/library.ts';
import { createActivity } from './operations/activity.ts';
import { getClientId } from './operations/client-id.ts';
import { findDatabasePath, restoreSnapshot } from './operations/backup.ts';
import { createEventBus } from './operations/event-bus.ts';
import { createRecordedHome } from './operations/home-record.ts';
import type { Clock, EventBus, House } from './operations/house.ts';
import { findOperation, operations } from './operations/table.ts';
import { buildRecipes } from './recipes/build-recipes.ts';
import { createPlexServer } from './servers/plex/plex-server.ts';
import { createLastfm } from './sources/lastfm.ts';
import type { Sources } from './sources/source.ts';

export interface AppOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock?: Clock | undefined;
  /** What rings when; the timers of this machine unless said. */
  readonly timetable?: Timetable | undefined;
  /** How soon what is away is asked for again; each part's own pauses unless said. */
  readonly pauses?: Pauses | undefined;
}

export interface Pauses {
  readonly server?: MonitorTiming | undefined;
  /** Before another try of a request to the media server; doubles. */
  readonly serverBackoffMs?: number | undefined;
  readonly broker?: Partial<BridgeTiming> | undefined;
  readonly home?: Partial<HomeTiming> | undefined;
}

/** Harmoniq, wired. The house is open and usable at once; `start` opens the doors and the schedule. */
export interface App {
  readonly house: House;
  /** Where the status page is; undefined while it is closed. */
  readonly pageUrl: () => string | undefined;
  start(signal: AbortSignal): Promise<void>;
  /** Stops what `start` started. */
  stop(): Promise<void>;
  /** Closes the database; nothing may be used afterwards. */
  close(): void;
}

/** Wires every room. Throws `config-invalid` when recipes contradict each other and `internal` when the database cannot be opened. */
export const createApp = (options: AppOptions): App => {
  const { config, logger } = options;
  const { recipes, warnings } = buildRecipes(config);
  const library = openLibrary(options);
  const events = createEventBus(logger);
  const clock = options.clock ?? Date;
  const homeState = createHome(config, recipes, clock, events);
  let listens = false;
  const house: House = {
    config,
    library,
    server: createServer(options, library),
    sources: createSources(config, library, logger),
    recipes,
    clock,
    events,
    activity: createActivity(events),
    home: createRecordedHome(homeState.home, () => listens, library, clock),
    covers: createCoverPainter({ logger }),
    logger,
    owner: `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`,
  };
  const page = createHttpServer({
    house,
    operations,
    config,
    version: readVersion(),
    logger,
    getHealth: () => describeHealth(house),
  });
  const lifecycle = createLifecycle(listComponents(house, page, homeState, options), logger);
  return {
    house,
    pageUrl: () => page.url,
    async start(signal) {
      listens = true;
      for (const warning of warnings) logger.warn(warning);
      await lifecycle.start(signal);
    },
    stop: () => lifecycle.stop(),
    close: () => library.close(),
  };
};

const openLibrary = ({ config, logger, clock }: AppOptions): Library => {
  const path = findDatabasePath(config);
  try {
    makeFolder(dirname(path));
    makeFolder(config.dataDir);
  } catch (cause) {
    throw new HarmoniqError('config-invalid', `The data folder ${config.dataDir} cannot be made.`, {
      hint: 'Set DATA_DIR to a folder that this user may write to.',
      cause,
    });
  }
  if (restoreSnapshot(config)) logger.info({ path }, 'Database restored from the copy in a backup');
  return createLibrary({ path, logger, clock: clock ?? Date });
};

const createServer = ({ config, logger, pauses }: AppOptions, library: Library) =>
  createPlexServer({
    url: config.plexUrl,
    token: config.plexToken,
    clientId: getClientId(library),
    version: readVersion(),
    timeoutMs: config.plexTimeoutSeconds * 1_000,
    requestsPerSecond: config.plexRequestsPerSecond,
    pageSize: config.plexPageSize,
    transport: config.plexTransport,
    tlsInsecure: config.plexTlsInsecure,
    logger,
    backoffMs: pauses?.serverBackoffMs,
  });

const createSources = (config: Config, library: Library, logger: Logger): Sources => ({
  lastfm:
    config.lastfmApiKey === undefined
      ? undefined
      : createLastfm({
          url: config.lastfmUrl,
          stationUrl: config.lastfmStationUrl,
          apiKey: config.lastfmApiKey,
          requestsPerSecond: config.lastfmRequestsPerSecond,
          cache: library.sourceCache,
          logger,
        }),
});

const createHome = (config: Config, recipes: readonly Recipe[], clock: Clock, events: EventBus): HomeState => {
  const { latitude, longitude } = config;
  return createHomeState({
    rules: config.homeRules,
    windows: listFlowWindows(recipes),
    place: latitude === undefined || longitude === undefined ? undefined : { latitude, longitude },
    configured: findHomeAddress(config) !== undefined,
    clock,
    events,
  });
};

/** In the order of starting: what shows the state before what changes it, so that the first cycle is seen from its beginning. */
const listComponents = (
  house: House,
  page: Component,
  homeState: HomeState,
  { timetable, pauses }: AppOptions,
): readonly Component[] => [
  page,
  createServerMonitor(house, pauses?.server),
  createListeningMonitor(house, { timetable }),
  createHomeAssistantBridge({
    house,
    findOperation,
    config: house.config,
    version: readVersion(),
    resolveBroker: createBrokerResolver(house.config, house.logger),
    logger: house.logger,
    timing: pauses?.broker,
  }),
  createHomeLink({
    house,
    findOperation,
    config: house.config,
    state: homeState,
    logger: house.logger,
    timing: pauses?.home,
  }),
  createHomeRecorder(house),
  createFlowConductor(house, { timetable }),
  createScheduler(house, { timetable }),
];

const describeHealth = (house: House): Health => {
  const { server, syncFailure } = house.activity.snapshot();
  return {
    parts: [
      { name: 'plex', state: server.connected === true ? 'ok' : 'degraded', message: server.message },
      { name: 'sync', state: syncFailure === undefined ? 'ok' : 'degraded', message: syncFailure ?? 'No failure.' },
      {
        name: 'lastfm',
        state: house.sources.lastfm === undefined ? 'off' : 'ok',
        message: house.sources.lastfm === undefined ? 'LASTFM_API_KEY is not set.' : 'Configured.',
      },
    ],
  };
};
