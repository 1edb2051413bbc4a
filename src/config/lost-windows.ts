import { defaultWindows } from '../core/flow/default-windows.ts';
import { sameWindowName } from '../core/flow/same-window-name.ts';
import { toSlug } from '../core/slug.ts';
import { findNearest } from './environment-names.ts';
import type { Config } from './schema.ts';

export interface ConfiguredFlow {
  readonly id: string;
  readonly enabled: boolean;
  /** Each once. */
  readonly windowNames: readonly string[];
}

type FlowOptions = Partial<Pick<Config, 'timeWindows' | 'playlists' | 'enableTimePlaylist' | 'homeRules'>>;

/** Every flow of the configuration, switched on or not; the built-in one first. */
export const listConfiguredFlows = (config: FlowOptions): readonly ConfiguredFlow[] => {
  const common = config.timeWindows ?? defaultWindows;
  const toNames = (windows: typeof common): readonly string[] => [...new Set(windows.map(({ name }) => name))];
  const own = (config.playlists ?? []).filter(({ kind }) => kind === 'flow');
  return [
    { id: 'daily-flow', enabled: config.enableTimePlaylist !== false, windowNames: toNames(common) },
    ...own.map(({ id, name, enabled, windows }) => ({
      id: id ?? toSlug(name),
      enabled,
      windowNames: toNames(windows ?? common),
    })),
  ];
};

/** A rule of the home that can never be heard. */
export interface LostWindow {
  /** Of the rule in HOME_RULES. */
  readonly index: number;
  /** Goes on behind the rule's name: `asks for "Prty", which …`. */
  readonly fact: string;
}

/**
 * Rules that ask for a window which the flow they name does not have, or, if they speak to all, none of the flows that are switched on. The rest of the house
 * goes on without such a rule.
 */
export const findLostWindows = (config: FlowOptions): readonly LostWindow[] => {
  const all = listConfiguredFlows(config);
  const enabled = all.filter((flow) => flow.enabled);
  return (config.homeRules ?? []).flatMap(({ playlist, window }, index) => {
    const spokenTo = playlist === undefined ? enabled : all.filter(({ id }) => id === playlist);
    const names = [...new Set(spokenTo.flatMap(({ windowNames }) => windowNames))];
    if (window === undefined || names.length === 0 || names.some((name) => sameWindowName(name, window))) return [];
    const whose = playlist === undefined ? 'any flow' : `the flow ${playlist}`;
    return [{ index, fact: `asks for "${window}", which is no window of ${whose}; ${advise(window, names)}` }];
  });
};

/** `did you mean Party?`, or where nothing is near, `there are Morning, Night`. */
export const advise = (found: string, known: readonly string[]): string => {
  const nearest = findNearest(found, known);
  return nearest === undefined ? `there are ${known.join(', ')}` : `did you mean ${nearest}?`;
};
