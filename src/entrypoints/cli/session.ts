import { findNearest } from '../../config/environment-names.ts';
import {
  checkConfig,
  loadConfig,
  loadPartialConfig,
  type CheckedConfig,
  type LoadedConfig,
} from '../../config/load.ts';
import type { ConfigInput } from '../../config/places.ts';
import { listOptions, listSecrets, type Config, type OptionName } from '../../config/schema.ts';
import { HarmoniqError } from '../../lib/errors.ts';
import { createLogger, type Logger } from '../../lib/logger.ts';
import type { House } from '../../operations/house.ts';
import { callOperation } from '../call-operation.ts';
import type { CliIo } from './io.ts';
import type { CliParts, OpenHouse } from './parts.ts';
import { followProgress, type Progress } from './progress.ts';
import { createUi, type Ui } from './ui.ts';

/** Flags that every command understands. */
export interface CommonFlags {
  readonly json?: boolean;
  readonly color?: boolean;
  readonly verbose?: boolean;
  readonly dataDir?: string;
  readonly set?: readonly string[];
}

/** One command at work: what it may use, and what must be closed after it. */
export interface Session {
  readonly io: CliIo;
  readonly ui: Ui;
  readonly parts: CliParts;
  readonly signal: AbortSignal;
  /** Throws `config-invalid`. */
  loadConfig(): LoadedConfig;
  loadPartialConfig(): LoadedConfig<Partial<Config>>;
  checkConfig(): CheckedConfig;
  createLogger(config: Partial<Config>): Logger;
  /** Opened at the first call, closed with the session. */
  openHouse(): Promise<House>;
  /** Runs one verb of the table, with progress. */
  call(name: string, input?: unknown): Promise<unknown>;
  /** The configured time zone as far as it is known. */
  zone(): string;
  /** What must not be printed; empty while no configuration has been read. */
  listSecrets(): readonly string[];
  /** May be called twice. */
  close(): void;
}

export const createSession = (io: CliIo, parts: CliParts, signal: AbortSignal, flags: CommonFlags): Session => {
  const ui = createUi(io, { json: flags.json === true, color: flags.color !== false });
  let opened: OpenHouse | undefined;
  let progress: Progress | undefined;
  let loaded: LoadedConfig | undefined;
  let known: Partial<Config> = {};

  const input = (): ConfigInput => ({ env: io.env, dataDir: flags.dataDir, flags: toFlags(flags) });
  const load = (): LoadedConfig => (loaded ??= loadConfig(input()));
  const newLogger = (config: Partial<Config>): Logger => createCliLogger(io, flags, config, loaded);

  const openHouse = async (): Promise<House> => {
    if (opened === undefined) {
      const { config, warnings } = load();
      for (const warning of warnings) ui.note(warning);
      opened = await parts.openHouse(config, newLogger(config));
      const { house } = opened;
      const nameOf = (id: string): string => house.recipes.find((recipe) => recipe.id === id)?.playlistName ?? id;
      progress = followProgress(io, house.events, { json: ui.json, nameOf });
    }
    return opened.house;
  };

  return {
    io,
    ui,
    parts,
    signal,
    loadConfig: load,
    loadPartialConfig() {
      const partial = loadPartialConfig(input());
      known = partial.config;
      return partial;
    },
    checkConfig: () => checkConfig(input()),
    createLogger: newLogger,
    openHouse,
    async call(name, raw = {}) {
      const operation = (await parts.listOperations()).find((candidate) => candidate.name === name);
      if (operation === undefined) throw new HarmoniqError('not-found', `There is no operation "${name}".`);
      const house = await openHouse();
      return callOperation(house, operation, raw, { trigger: 'cli', signal });
    },
    zone: () => loaded?.config.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    listSecrets: () => listSecrets(loaded?.config ?? known),
    close() {
      progress?.stop();
      opened?.close();
      progress = undefined;
      opened = undefined;
    },
  };
};

/** To stderr, and quiet by default: results are shown by the command itself. A level that the user chose counts. */
const createCliLogger = (
  io: CliIo,
  flags: CommonFlags,
  config: Partial<Config>,
  loaded: LoadedConfig | undefined,
): Logger => {
  const chosen = (loaded?.origins.get('logLevel') ?? 'default') !== 'default';
  const level = flags.verbose === true ? 'debug' : chosen ? (config.logLevel ?? 'warn') : 'warn';
  return createLogger({
    level,
    format: config.logFormat ?? 'text',
    secrets: listSecrets(config),
    destination: io.stderr,
    timezone: config.timezone,
    colour: io.isTTY && flags.color !== false,
  });
};

const toFlags = (flags: CommonFlags): Partial<Record<OptionName, unknown>> => ({
  ...Object.fromEntries((flags.set ?? []).map(readSetting)),
  ...(flags.dataDir === undefined ? {} : { dataDir: flags.dataDir }),
});

/** `--set PLAYLIST_SIZE_CHARTS=20`; the names of files are understood too. */
const readSetting = (text: string): readonly [OptionName, string] => {
  const [, written = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  const options = listOptions();
  const info = options.find(({ env, aliases }) => [env, ...(aliases ?? [])].includes(written.trim().toUpperCase()));
  if (info !== undefined) return [info.name, value];
  const nearest = findNearest(
    written,
    options.map(({ env }) => env),
  );
  throw new HarmoniqError('invalid-input', `--set ${written === '' ? text : written} does not name an option.`, {
    hint:
      nearest === undefined
        ? 'Write --set NAME=VALUE; "harmoniq config show" lists the names.'
        : `Did you mean ${nearest}?`,
  });
};
