import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApp, type App } from '../../../src/app.ts';
import { loadConfig } from '../../../src/config/load.ts';
import type { Config } from '../../../src/config/schema.ts';
import type { FlowSummary } from '../../../src/operations/flow/flow-summary.ts';
import { listFlows } from '../../../src/operations/flow/list-flows.ts';
import { createFakeTimetable } from '../../entrypoints/fake-timetable.ts';
import { quickTiming as quickBroker } from '../../entrypoints/homeassistant/bridge-scene.ts';
import { quickTiming as quickHome } from '../../entrypoints/homeassistant/websocket/home-scene.ts';
import { homeToken } from '../../fakes/fake-home-assistant.ts';
import { createRecordingLogger } from '../../fakes/recording-logger.ts';
import { dayZone, type DayClock } from './clock.ts';
import type { Outside } from './outside.ts';
import { dayRules, dayWindows } from './story.ts';

export const flowTitle = 'Daily Flow of the test';
export const flowSize = 10;

/** Harmoniq as its process assembles it, on one data folder all day; only its clock, its bells and its pauses are the test's. */
export interface DayService {
  readonly config: Config;
  /** Everything it ever logged, whichever start it was. */
  readonly lines: Record<string, unknown>[];
  readonly isRunning: boolean;
  start(): Promise<void>;
  /** As SIGTERM ends it. */
  stop(): Promise<void>;
  /** Rings what is due by the clock. */
  ring(): void;
  readFlow(): Promise<FlowSummary>;
  /** Neither a sync nor a cycle nor a run is under way. */
  readonly isIdle: boolean;
  /** Its journal holds a write that was begun and not ended. */
  readonly isHalfWritten: boolean;
  /** It hears Home Assistant. */
  readonly hears: boolean;
}

const readConfig = (outside: Outside, folder: string, more: Readonly<Record<string, string>>): Config => {
  writeFileSync(join(folder, 'harmoniq.yaml'), dayRules);
  const { config } = loadConfig({
    env: {
      PLEX_URL: outside.plex.url,
      PLEX_TOKEN: outside.plex.token,
      PLEX_MUSIC_LIBRARY_NAMES: 'Music',
      ENABLE_LASTFM_RECS: 'false',
      ENABLE_LASTFM_CHARTS: 'false',
      TIME_WINDOWS: dayWindows,
      PLAYLIST_NAME_TIME: flowTitle,
      PLAYLIST_SIZE_TIME: String(flowSize),
      HASS_URL: outside.home.url,
      HASS_TOKEN: homeToken,
      MQTT_URL: outside.broker.url,
      HTTP_PORT: '0',
      PLEX_REQUESTS_PER_SECOND: '1000',
      TIMEZONE: dayZone,
      DATA_DIR: folder,
      ...more,
    },
  });
  return config;
};

export const createDayService = (
  outside: Outside,
  clock: DayClock,
  folder: string,
  more: Readonly<Record<string, string>> = {},
): DayService => {
  const config = readConfig(outside, folder, more);
  const { logger, lines } = createRecordingLogger();
  const { signal } = new AbortController();
  let timetable = createFakeTimetable();
  let app: App | undefined;
  const running = (): App => {
    if (app === undefined) throw new Error('The service does not run.');
    return app;
  };
  return {
    config,
    lines,
    get isRunning() {
      return app !== undefined;
    },
    async start() {
      timetable = createFakeTimetable();
      app = createApp({
        config,
        logger,
        clock,
        timetable,
        pauses: {
          server: { connectedMs: 300, firstRetryMs: 30 },
          serverBackoffMs: 10,
          broker: quickBroker,
          // Nobody is to give up only because the machine is busy.
          home: { ...quickHome, connectMs: 10_000, answerMs: 10_000, pongMs: 10_000, startingLimitMs: 30_000 },
        },
      });
      await app.start(signal);
    },
    async stop() {
      const former = running();
      await former.stop();
      former.close();
      app = undefined;
    },
    ring() {
      timetable.ringUntil(clock.now());
      timetable.ringMinute();
    },
    async readFlow() {
      const [flow] = await listFlows.run(running().house, {}, { trigger: 'cli', signal });
      if (flow === undefined) throw new Error('There is no flow.');
      return flow;
    },
    get isIdle() {
      const { recipes, cycle, syncing } = running().house.activity.snapshot();
      return recipes.length === 0 && cycle === undefined && !syncing;
    },
    get isHalfWritten() {
      return running().house.library.journal.getOpenIntents().length > 0;
    },
    get hears() {
      return running().house.home.connected === true;
    },
  };
};
