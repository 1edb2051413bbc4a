import { sameWindowName } from '../core/flow/same-window-name.ts';
import { defaultWindows } from '../core/flow/default-windows.ts';
import type { HomeRule } from '../core/flow/home-rule.ts';
import { toSlug } from '../core/slug.ts';
import { conflict, type Winners } from './conflict.ts';
import { findNearest } from './environment-names.ts';
import type { Problem } from './given.ts';
import { toEnvName, type Config, type OptionName } from './schema.ts';

/** What the options of flows and of the home say about each other. */
export const checkFlows = (config: Partial<Config>, winners: Winners): readonly Problem[] => [
  ...checkPair(config, winners, 'latitude', 'longitude'),
  ...checkPair(config, winners, 'hassUrl', 'hassToken'),
  ...(config.homeRules ?? []).flatMap((rule, index) => checkRule(rule, index, config, winners)),
];

const checkPair = (
  config: Partial<Config>,
  winners: Winners,
  first: OptionName,
  second: OptionName,
): readonly Problem[] => {
  if ((config[first] === undefined) === (config[second] === undefined)) return [];
  const [set, missing] = config[first] === undefined ? [second, first] : [first, second];
  // A wrong value is told about already.
  if (winners.has(missing)) return [];
  return [conflict(winners, set, [], `is set without ${toEnvName(missing)}; set both or none`)];
};

interface Flow {
  readonly id: string;
  readonly windowNames: readonly string[];
}

const listFlows = (config: Partial<Config>): readonly Flow[] => {
  const common = config.timeWindows ?? defaultWindows;
  const toNames = (windows: typeof common): readonly string[] => [...new Set(windows.map(({ name }) => name))];
  const own = (config.playlists ?? []).filter(({ kind }) => kind === 'flow');
  return [
    { id: 'daily-flow', windowNames: toNames(common) },
    ...own.map(({ id, name, windows }) => ({ id: id ?? toSlug(name), windowNames: toNames(windows ?? common) })),
  ];
};

/** A rule for a flow or a window that does not exist would stay silent for ever. */
const checkRule = (rule: HomeRule, index: number, config: Partial<Config>, winners: Winners): readonly Problem[] => {
  const flows = listFlows(config);
  const spokenTo = flows.filter(({ id }) => rule.playlist === undefined || rule.playlist === id);
  if (spokenTo.length === 0)
    return [
      conflict(
        winners,
        'homeRules',
        [index, 'playlist'],
        advise(
          'flow',
          rule.playlist ?? '',
          flows.map(({ id }) => id),
        ),
      ),
    ];
  // Windows that could not be read are told about already.
  const isUnsure = (winners.has('timeWindows') && config.timeWindows === undefined) || config.playlists === undefined;
  const names = [...new Set(spokenTo.flatMap(({ windowNames }) => windowNames))];
  const wanted = rule.window;
  if (wanted === undefined || isUnsure || names.some((name) => sameWindowName(name, wanted))) return [];
  return [conflict(winners, 'homeRules', [index, 'window'], advise('window', rule.window ?? '', names))];
};

const advise = (what: string, found: string, known: readonly string[]): string => {
  const nearest = findNearest(found, known);
  return `"${found}" is no ${what}; ${nearest === undefined ? `there are ${known.join(', ')}` : `did you mean ${nearest}?`}`;
};
