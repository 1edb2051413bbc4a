import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isEmpty } from './given.ts';
import { readEnvFile } from './read-files.ts';
import type { OptionName } from './schema.ts';

/** What the configuration is gathered from. Nothing but these arguments and the files they lead to is looked at. */
export interface ConfigInput {
  /** The environment, e.g. `process.env`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Wins over DATA_DIR: where state and `options.json` lie. */
  readonly dataDir?: string | undefined;
  /** Wins over CONFIG_DIR: where `harmoniq.yaml` lies. */
  readonly configDir?: string | undefined;
  /** Command line flags, by option name. */
  readonly flags?: Partial<Readonly<Record<OptionName, unknown>>> | undefined;
  /** What the Supervisor told, e.g. its MQTT broker; weaker than anything the user wrote. */
  readonly supervisor?: Partial<Readonly<Record<OptionName, unknown>>> | undefined;
  /** Folder of `.env`. Default: the working folder when `env` is the process's own, else no `.env` is read. */
  readonly workDir?: string | undefined;
}

/** Where to look, known before any file of options is read. */
export interface Places {
  /** Runs under Home Assistant's Supervisor. */
  readonly isAddon: boolean;
  readonly dataDir: string;
  /** Files that may hold the YAML options, best first; the first that exists counts. */
  readonly yamlPaths: readonly string[];
  readonly optionsPath: string;
  /** undefined = none is read: this is no development, or there is no such file. */
  readonly envPath: string | undefined;
}

/** Finds the folders: flag, argument, environment, `.env`, and then what is usual for an add-on or a checkout. */
export const findPlaces = (input: ConfigInput): Places => {
  const isAddon = !isEmpty(input.env.SUPERVISOR_TOKEN);
  const envPath = findEnvPath(input, isAddon);
  const fromEnvFile = envPath === undefined ? undefined : readEnvFile(envPath).file?.values;
  const pick = (name: 'dataDir' | 'configDir', env: string): string | undefined =>
    [input.flags?.[name], input[name], input.env[env], fromEnvFile?.[env]].find(
      (value): value is string => typeof value === 'string' && !isEmpty(value),
    );
  const dataDir = resolve(pick('dataDir', 'DATA_DIR') ?? (isAddon ? '/data' : './data'));
  const configDir = pick('configDir', 'CONFIG_DIR') ?? (isAddon ? '/config' : undefined);
  const folders = configDir === undefined ? [dataDir, dirname(dataDir), resolve('.')] : [resolve(configDir)];
  return {
    isAddon,
    dataDir,
    yamlPaths: folders.flatMap((folder) => [join(folder, 'harmoniq.yaml'), join(folder, 'harmoniq.yml')]),
    optionsPath: join(dataDir, 'options.json'),
    envPath,
  };
};

const findEnvPath = (input: ConfigInput, isAddon: boolean): string | undefined => {
  const isDevelopment = input.env.NODE_ENV !== 'production' && input.env.NODE_ENV !== 'test' && !isAddon;
  const folder = input.workDir ?? (input.env === process.env ? process.cwd() : undefined);
  if (!isDevelopment || folder === undefined) return undefined;
  const path = join(folder, '.env');
  return existsSync(path) ? path : undefined;
};
