import { createApp, type App } from './app.ts';
import { loadConfig, type LoadedConfig } from './config/load.ts';
import { listSecrets } from './config/schema.ts';
import { describeError, errorTable, toHarmoniqError } from './lib/errors.ts';
import { createLogger, type Logger } from './lib/logger.ts';
import { createRedactor } from './lib/redact.ts';
import { readVersion } from './lib/version.ts';
import { leaveSnapshot, takeBackSnapshot } from './operations/backup.ts';

export interface ServiceOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Signals, standard streams and the last word on a stop that hangs. */
  readonly process: NodeJS.Process;
}

/** A supervisor insists after 10 s; who has not finished by then is ended by ourselves, cleanly from its point of view. */
const stopDeadlineMs = 7_500;

/** Runs until SIGTERM or SIGINT. Gives the exit code: 0, or that of the error that kept the service from starting. */
export const runService = async ({ env, process }: ServiceOptions): Promise<number> => {
  let loaded: LoadedConfig;
  try {
    loaded = loadConfig({ env });
  } catch (error) {
    process.stderr.write(`${describeError(error)}\n`);
    return errorTable[toHarmoniqError(error).code].exitCode;
  }
  const { config } = loaded;
  const secrets = listSecrets(config);
  const logger = createLogger({
    level: config.logLevel,
    format: config.logFormat,
    secrets,
    destination: process.stdout,
    timezone: config.timezone,
    colour: process.stdout.isTTY || config.supervisorToken !== undefined,
  });
  logger.info(
    { version: readVersion(), plex: config.plexUrl, libraries: config.plexMusicLibraryNames, data: config.dataDir },
    'Harmoniq is starting',
  );
  for (const warning of loaded.warnings) logger.warn(warning);
  try {
    takeBackSnapshot(config);
    const code = await serve(createApp({ config, logger }), logger, process);
    if (config.supervisorToken !== undefined) leaveSnapshot(config);
    return code;
  } catch (error) {
    logger.error(createRedactor(secrets)(describeError(error)));
    return errorTable[toHarmoniqError(error).code].exitCode;
  }
};

const serve = async (app: App, logger: Logger, process: NodeJS.Process): Promise<number> => {
  const stopping = new AbortController();
  const asked = Promise.withResolvers<number>();
  const onSignal = (name: NodeJS.Signals): void => {
    if (stopping.signal.aborted) return;
    logger.info({ signal: name }, 'Harmoniq is stopping');
    stopping.abort();
    setTimeout(() => process.exit(0), stopDeadlineMs).unref();
    asked.resolve(0);
  };
  // A bug, never an outage: outages are caught where they happen. Going on could write half a playlist.
  const onBug = (error: unknown): void => {
    logger.error({ err: error }, 'An error that nobody expected; Harmoniq ends');
    stopping.abort();
    setTimeout(() => process.exit(errorTable.internal.exitCode), stopDeadlineMs).unref();
    asked.resolve(errorTable.internal.exitCode);
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  process.on('unhandledRejection', onBug).on('uncaughtException', onBug);
  try {
    await app.start(stopping.signal);
    return await asked.promise;
  } finally {
    await app.stop();
    app.close();
    process.off('SIGTERM', onSignal).off('SIGINT', onSignal);
    process.off('unhandledRejection', onBug).off('uncaughtException', onBug);
    logger.info('Harmoniq has stopped');
  }
};
