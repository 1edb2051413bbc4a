import type { HomeRule } from '../core/flow/home-rule.ts';
import { conflict, type Winners } from './conflict.ts';
import type { Problem } from './given.ts';
import { advise, findLostWindows, listConfiguredFlows } from './lost-windows.ts';
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

/** A rule for a flow that does not exist would stay silent for ever. */
const checkRule = (rule: HomeRule, index: number, config: Partial<Config>, winners: Winners): readonly Problem[] => {
  const { playlist } = rule;
  const ids = listConfiguredFlows(config).map(({ id }) => id);
  if (playlist === undefined || ids.includes(playlist)) return [];
  return [conflict(winners, 'homeRules', [index, 'playlist'], `"${playlist}" is no flow; ${advise(playlist, ids)}`)];
};

/** Slips in the rules of the home without which everything else works. */
export const listRuleWarnings = (config: Partial<Config>, winners: Winners): readonly string[] => {
  // Windows that could not be read are told about already.
  const isUnsure = (winners.has('timeWindows') && config.timeWindows === undefined) || config.playlists === undefined;
  if (isUnsure) return [];
  return findLostWindows(config).map(
    ({ index, fact }) => conflict(winners, 'homeRules', [index, 'window'], fact).message,
  );
};
