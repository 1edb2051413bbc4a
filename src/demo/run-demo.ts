import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createApp, type App } from '../app.ts';
import { loadConfig } from '../config/load.ts';
import { listSecrets } from '../config/schema.ts';
import type { RunReport } from '../core/run.ts';
import { followProgress } from '../entrypoints/cli/progress.ts';
import { createUi, type Ui } from '../entrypoints/cli/ui.ts';
import { describeError, errorTable, toHarmoniqError } from '../lib/errors.ts';
import { createLogger } from '../lib/logger.ts';
import { startBroker } from './broker.ts';
import { startLastfm } from './lastfm.ts';
import { liveOn } from './live-on.ts';
import { startPlexServer } from './plex/server.ts';
import { printEntities, printRun, printWelcome } from './print.ts';

interface DemoOptions {
  readonly once: boolean;
  readonly tracks: number;
}

const smallest = 3_000;
const largest = 500_000;
const demoPort = 8_099;
const lastfmKey = '0123456789abcdef0123456789abcdef';

/** Runs the demo until Ctrl-C, or with `--once` until the first cycle is over. Gives the exit code: 0 when every playlist was made. */
export const runDemo = async (argv: readonly string[], process: NodeJS.Process): Promise<number> => {
  let options: DemoOptions;
  try {
    options = readOptions(argv);
  } catch (error) {
    process.stderr.write(`${describeError(error)}\nUse: npm run demo [-- --once] [-- --tracks 3200]\n`);
    return errorTable['invalid-input'].exitCode;
  }
  const stand = await openStand(options);
  try {
    return await present(stand, options, process);
  } finally {
    await stand.close();
  }
};

const readOptions = (argv: readonly string[]): DemoOptions => {
  const { values } = parseArgs({
    args: [...argv],
    options: { once: { type: 'boolean', default: false }, tracks: { type: 'string', default: '3200' } },
  });
  const tracks = Number(values.tracks);
  if (!Number.isInteger(tracks) || tracks < smallest || tracks > largest)
    throw new TypeError(`--tracks is "${values.tracks}"; it must be a whole number from ${smallest} to ${largest}.`);
  return { once: values.once, tracks };
};

/** Everything the service will talk to, on loopback, and a folder for its state. */
const openStand = async ({ tracks }: DemoOptions) => {
  const plex = await startPlexServer({ tracks, seed: 1 });
  const lastfm = await startLastfm({ music: plex.music, seed: 1, key: lastfmKey });
  const broker = await startBroker();
  const dataDir = mkdtempSync(join(tmpdir(), 'harmoniq-demo-'));
  return {
    plex,
    lastfm,
    broker,
    dataDir,
    async close() {
      await Promise.all([plex.close(), lastfm.close(), broker.close()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
type Stand = Awaited<ReturnType<typeof openStand>>;

const describeEnvironment = (stand: Stand, httpPort: number): Readonly<Record<string, string>> => ({
  PLEX_URL: stand.plex.url,
  PLEX_TOKEN: stand.plex.token,
  PLEX_MUSIC_LIBRARY_NAMES: 'Music',
  LASTFM_URL: stand.lastfm.url,
  LASTFM_STATION_URL: stand.lastfm.stationUrl,
  LASTFM_API_KEY: lastfmKey,
  LASTFM_USER: 'demo',
  LASTFM_REQUESTS_PER_SECOND: '50',
  MQTT_URL: stand.broker.url,
  DATA_DIR: stand.dataDir,
  CONFIG_DIR: stand.dataDir,
  HTTP_PORT: String(httpPort),
  RUN_INTERVAL_MINUTES: '5',
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
});

const present = async (stand: Stand, options: DemoOptions, process: NodeJS.Process): Promise<number> => {
  const { config } = loadConfig({ env: describeEnvironment(stand, await findPort(demoPort)) });
  const isTTY = process.stdout.isTTY && process.stderr.isTTY;
  const io = { stdout: process.stdout, stderr: process.stderr, env: process.env, isTTY };
  // All that is said goes one way, so that it stays in order in a file, too; only the progress has its own.
  const ui = createUi({ ...io, stderr: process.stdout }, { json: false, color: true });
  const logger = createLogger({
    level: config.logLevel,
    format: 'text',
    secrets: listSecrets(config),
    destination: process.stderr,
    timezone: config.timezone,
    colour: isTTY,
  });
  const app = createApp({ config, logger });
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.on('SIGTERM', stop).on('SIGINT', stop);
  const nameOf = (id: string): string => app.house.recipes.find((recipe) => recipe.id === id)?.playlistName ?? id;
  const progress = followProgress(io, app.house.events, { json: false, nameOf });
  printWelcome(ui, { plex: stand.plex.url, lastfm: stand.lastfm.url, mqtt: stand.broker.url, tracks: options.tracks });
  try {
    return await watch(app, stand, options, ui, stopping.signal);
  } finally {
    progress.stop();
    await app.stop();
    app.close();
    process.off('SIGTERM', stop).off('SIGINT', stop);
  }
};

/** Prints what happens; ends with the first cycle (`--once`) or with the signal. */
const watch = async (app: App, stand: Stand, { once }: DemoOptions, ui: Ui, signal: AbortSignal): Promise<number> => {
  const { events } = app.house;
  const ended = Promise.withResolvers<number>();
  events.on('run-finished', ({ report }) => printRun(ui, app.house, report));
  events.on('cycle-finished', ({ reports }) => {
    if (once) ended.resolve(judge(reports));
    else void announce(app, stand, ui, signal);
  });
  signal.addEventListener('abort', () => ended.resolve(0), { once: true });
  const life = new AbortController();
  try {
    await app.start(signal);
    if (!once) void liveOn(stand.plex, AbortSignal.any([signal, life.signal]));
    return await ended.promise;
  } catch (error) {
    ui.fail(toHarmoniqError(error));
    return errorTable[toHarmoniqError(error).code].exitCode;
  } finally {
    life.abort();
  }
};

const judge = (reports: readonly RunReport[]): number =>
  reports.length > 0 && reports.every(({ result }) => result === 'succeeded' || result === 'partial') ? 0 : 1;

let announced = false;
const announce = async (app: App, stand: Stand, ui: Ui, signal: AbortSignal): Promise<void> => {
  if (announced) return;
  announced = true;
  await printEntities(ui, stand.broker, signal);
  if (signal.aborted) return;
  ui.note('');
  ui.note(
    `${ui.paint('strong', 'Still running.')} The library lives on (plays, ratings, new files); playlists are refreshed every 5 minutes.`,
  );
  ui.note(`Status page: ${app.pageUrl() ?? 'closed'} · Ctrl-C ends the demo.`);
};

/** The usual port of the page when it is free, else any. */
const findPort = (port: number): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(port)));
  });
