import { findSlips, isLaterName } from './environment-names.ts';
import { dropEmpty, isEmpty, type Given, type Origin, type Problem } from './given.ts';
import { isTimeZone } from './option-types.ts';
import { findPlaces, type ConfigInput, type Places } from './places.ts';
import { readEnvFile, readJsonOptions, readYamlOptions, type FileResult } from './read-files.ts';
import { listOptions, toEnvName, type OptionInfo, type OptionName } from './schema.ts';
import { findLoginPath } from './saved-login.ts';
import { unknownOption } from './sentences.ts';

/** Everything that was said about the options, weakest voice first. */
export interface Gathered {
  readonly places: Places;
  readonly given: readonly Given[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
  /** The files that were read. */
  readonly files: readonly string[];
}

type Layer = Omit<Gathered, 'places'>;
const layer = (part: Partial<Layer>): Layer => ({ given: [], problems: [], warnings: [], files: [], ...part });

/** Asks every source, weakest first: Supervisor, `harmoniq login`, `harmoniq.yaml`, the add-on's form, environment (`.env` before the real one), flags. */
export const gather = (input: ConfigInput): Gathered => {
  const places = findPlaces(input);
  const envFile = places.envPath === undefined ? undefined : readEnvFile(places.envPath);
  const layers = [
    fromSystem(input, places),
    fromNamed(input.supervisor ?? {}, 'supervisor', 'told by the Supervisor'),
    fromFile(readJsonOptions(findLoginPath(places.dataDir)), 'login'),
    fromYaml(places),
    fromFile(readJsonOptions(places.optionsPath), 'add-on'),
    layer({ problems: envFile?.problems ?? [], files: envFile?.file === undefined ? [] : [envFile.file.path] }),
    fromEnvironment(envFile?.file?.values ?? {}, '.env'),
    fromEnvironment(input.env, 'environment'),
    fromFlags(input),
  ];
  return {
    places,
    given: layers.flatMap((part) => part.given),
    problems: layers.flatMap((part) => part.problems),
    warnings: layers.flatMap((part) => part.warnings),
    files: layers.flatMap((part) => part.files),
  };
};

/** What an add-on's container and the system's TZ imply; TZ is set by the Supervisor always, so it must be weaker than the form. */
const fromSystem = (input: ConfigInput, places: Places): Layer => {
  const implied = places.isAddon ? { dataDir: places.dataDir, configDir: '/config', httpHost: '0.0.0.0' } : {};
  const zone = input.env.TZ?.replace(/^:/, '');
  const zoned = zone !== undefined && isTimeZone(zone) ? { timezone: zone } : {};
  return layer({
    given: [
      ...fromNamed(implied, 'supervisor', 'usual for an add-on').given,
      ...fromNamed(zoned, places.isAddon ? 'supervisor' : 'environment', 'TZ').given,
    ],
  });
};

const fromNamed = (values: Partial<Readonly<Record<OptionName, unknown>>>, origin: Origin, where: string): Layer =>
  layer({
    given: listOptions()
      .filter((info) => !isEmpty(values[info.name]))
      .map((info) => ({ option: info.name, value: values[info.name], origin, writtenAs: info.file, where })),
  });

const fromYaml = (places: Places): Layer => {
  for (const path of places.yamlPaths) {
    const result = readYamlOptions(path);
    if (result.file !== undefined || result.problems.length > 0) return fromFile(result, 'file');
  }
  return layer({});
};

const fromFile = ({ file, problems }: FileResult, origin: Origin): Layer => {
  if (file === undefined) return layer({ problems });
  const byKey = new Map(
    listOptions().flatMap((info) => [info.file, ...(info.aliases ?? []).map(toLower)].map((key) => [key, info])),
  );
  const given: Given[] = [];
  const found: Problem[] = [...problems];
  const place = origin === 'add-on' ? 'add-on configuration' : file.path;
  for (const [key, value] of Object.entries(file.values)) {
    const info = byKey.get(key);
    const line = file.findLine?.([key]);
    const where = line === undefined ? place : `${place}, line ${line}`;
    if (info === undefined) found.push(unknownOption(key, where, [...byKey.keys()]));
    else if (info.only === 'start') found.push(tooLate(key, where, info));
    else if (!isEmpty(value) && !(origin === 'add-on' && isEmptyList(value)))
      given.push({
        option: info.name,
        value: dropEmpty(value),
        origin,
        writtenAs: key,
        where: place,
        findLine: file.findLine,
      });
  }
  return layer({ given, problems: found, files: [file.path] });
};

/** The form sends every list, also those that nobody filled in; they must not hide what harmoniq.yaml says. */
const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

const toLower = (name: string): string => name.toLowerCase();

const tooLate = (key: string, where: string, info: OptionInfo): Problem => ({
  kind: 'invalid',
  option: key,
  where,
  message: `${key} (${where}) cannot be set in a file, because it says where files are; set ${info.env} in the environment.`,
});

const fromEnvironment = (values: Readonly<Record<string, unknown>>, where: string): Layer => {
  const present = Object.keys(values).filter((name) => !isEmpty(values[name]));
  const given: Given[] = [];
  const warnings = findSlips(present).map(
    ({ name, meant }) => `${name} (${where}) is not an option and was ignored; did you mean ${meant}?`,
  );
  for (const info of listOptions()) {
    const set = [info.env, ...(info.aliases ?? [])].filter((name) => present.includes(name));
    const [name, ...others] = set;
    if (name === undefined || isLaterName(name)) continue;
    if (info.only === 'file') {
      warnings.push(`${name} (${where}) was ignored: this option is a list and belongs in harmoniq.yaml.`);
      continue;
    }
    if (others.some((other) => values[other] !== values[name]))
      warnings.push(`${others.join(', ')} (${where}) was ignored, because ${name} is set too.`);
    given.push({ option: info.name, value: values[name], origin: 'environment', writtenAs: name, where });
  }
  return layer({ given, warnings });
};

const fromFlags = (input: ConfigInput): Layer => {
  const flags = { dataDir: input.dataDir, configDir: input.configDir, ...input.flags };
  const known = listOptions().map((info) => info.name);
  const given: Given[] = [];
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(flags)) {
    if (isEmpty(value)) continue;
    const option = known.find((candidate) => candidate === name);
    if (option === undefined) problems.push(unknownOption(name, 'command line', known));
    else given.push({ option, value, origin: 'flag', writtenAs: toEnvName(option), where: 'command line' });
  }
  return layer({ given, problems });
};
