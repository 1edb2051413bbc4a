import { quietHome, type HomeVerdict } from './decision.ts';
import type { HomeRule } from './home-rule.ts';
import { sameWindowName } from './same-window-name.ts';

/** A rule whose conditions hold. */
export interface Speaking {
  readonly rule: HomeRule;
  /** In a few words for a person. */
  readonly reason: string;
}

/** Names of the windows of each flow, by its id. A flow that is not in it counts as having every window. */
export type FlowWindows = ReadonlyMap<string, readonly string[]>;

/**
 * What the rules ask of one flow. The first that names a window (an energy, a familiarity) decides it; moods and genres add up; one rule that pauses is enough.
 * A rule whose window this flow does not have asks nothing of it; that is a mistake only if the rule speaks to this flow alone, or no flow has the window.
 */
export const addUpRules = (speaking: readonly Speaking[], recipeId: string, windows: FlowWindows): HomeVerdict => {
  const own = speaking.filter(({ rule }) => rule.playlist === undefined || rule.playlist === recipeId);
  const isLost = ({ rule }: Speaking): boolean => !hasWindow(windows.get(recipeId), rule.window);
  const mistake = own.find((one) => isLost(one) && isMistake(one.rule, windows));
  const verdict = own.filter((one) => !isLost(one)).reduce(addRule, quietHome);
  return { ...verdict, unknownWindow: mistake?.rule.window };
};

const hasWindow = (names: readonly string[] | undefined, wanted: string | undefined): boolean =>
  names === undefined || wanted === undefined || names.some((name) => sameWindowName(name, wanted));

const isMistake = ({ playlist, window }: HomeRule, windows: FlowWindows): boolean =>
  playlist !== undefined || ![...windows.values()].some((names) => hasWindow(names, window));

const addRule = (before: HomeVerdict, { rule, reason }: Speaking): HomeVerdict => {
  const window = before.window ?? rule.window;
  const energy = before.energy ?? rule.energy;
  const familiarity = before.familiarity ?? rule.familiarity;
  const added = {
    reason,
    moods: listNew(before.moods, rule.moods),
    genres: listNew(before.genres, rule.genres),
    // Who says what an earlier rule said is a reason as well.
    energy: rule.energy === energy ? energy : undefined,
    familiarity: rule.familiarity === familiarity ? familiarity : undefined,
  };
  const adds =
    added.moods.length + added.genres.length > 0 || added.energy !== undefined || added.familiarity !== undefined;
  const asksForIt = rule.window !== undefined && sameWindowName(rule.window, window ?? '');
  const { because } = before;
  return {
    ...before,
    window,
    pause: before.pause || rule.pause,
    moods: [...before.moods, ...added.moods],
    genres: [...before.genres, ...added.genres],
    energy,
    familiarity,
    because: {
      window: asksForIt ? withNew(because.window, [reason]) : because.window,
      pause: rule.pause ? withNew(because.pause, [reason]) : because.pause,
      adjustments: adds ? [...because.adjustments, added] : because.adjustments,
    },
  };
};

/** Those that are not there yet, each once whatever the case. */
const listNew = (names: readonly string[], more: readonly string[]): readonly string[] => {
  const seen = new Set(names.map((name) => name.toLowerCase()));
  return more.filter((name) => !seen.has(name.toLowerCase()) && seen.add(name.toLowerCase()));
};

const withNew = (names: readonly string[], more: readonly string[]): readonly string[] => [
  ...names,
  ...listNew(names, more),
];
