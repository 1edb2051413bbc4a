import { quietHome, type HomeVerdict } from './decision.ts';
import { createHoldWatch } from './home-hold.ts';
import type { HomeRule, HomeStates } from './home-rule.ts';
import { describeRule } from './home-words.ts';

/** What the rules make of the home at one moment. */
export interface HomeJudgement {
  /** What the home asks of this flow; `quietHome` when no rule speaks. */
  byFlow(recipeId: string): HomeVerdict;
  /** When a `for:` will have passed if nothing changes; undefined = only a change can change the judgement. */
  readonly recheckAtMs: number | undefined;
  /** Entities that rules name and that are not there, each once. */
  readonly missing: readonly string[];
}

export interface HomeJudge {
  /** Call it on every change and at `recheckAtMs`: the time in `for:` is counted from call to call. */
  judge(states: HomeStates, nowMs: number): HomeJudgement;
}

/** Entities that the rules name, each once. */
export const listHomeEntities = (rules: readonly HomeRule[]): readonly string[] => [
  ...new Set(rules.flatMap(({ when }) => when.map(({ entity }) => entity))),
];

/**
 * Judges the home by rules. All conditions of a rule must hold. The first rule that names a window (an energy, a familiarity) decides it; moods and
 * genres add up; one rule that pauses is enough. A rule that was outvoted in all it asks for is not among the reasons.
 */
export const createHomeJudge = (rules: readonly HomeRule[]): HomeJudge => {
  const watched = rules.map((rule) => ({
    rule,
    conditions: rule.when.map((condition) => ({ entity: condition.entity, watch: createHoldWatch(condition) })),
  }));
  const entities = listHomeEntities(rules);
  return {
    judge(states, nowMs) {
      let recheckAtMs: number | undefined;
      const speaking = watched.flatMap(({ rule, conditions }) => {
        // Every condition is looked at, since each counts its own time.
        const found = conditions.map(({ entity, watch }) => watch(states.get(entity), nowMs));
        for (const { dueAtMs } of found)
          if (dueAtMs !== undefined) recheckAtMs = Math.min(recheckAtMs ?? Infinity, dueAtMs);
        return found.every(({ fulfilled }) => fulfilled) ? [{ rule, reason: describeRule(rule, states) }] : [];
      });
      return {
        byFlow: (recipeId) =>
          combine(speaking.filter(({ rule }) => rule.playlist === undefined || rule.playlist === recipeId)),
        recheckAtMs,
        missing: entities.filter((entity) => !states.has(entity)),
      };
    },
  };
};

interface Speaking {
  readonly rule: HomeRule;
  readonly reason: string;
}

const combine = (speaking: readonly Speaking[]): HomeVerdict =>
  speaking.reduce((verdict, { rule, reason }) => {
    const next: HomeVerdict = {
      window: verdict.window ?? rule.window,
      pause: verdict.pause || rule.pause,
      moods: union(verdict.moods, rule.moods),
      genres: union(verdict.genres, rule.genres),
      energy: verdict.energy ?? rule.energy,
      familiarity: verdict.familiarity ?? rule.familiarity,
      because: verdict.because,
    };
    return isHeard(verdict, next, rule) ? { ...next, because: union(verdict.because, [reason]) } : verdict;
  }, quietHome);

/** Did the rule add something, or say what an earlier one said? */
const isHeard = (before: HomeVerdict, after: HomeVerdict, rule: HomeRule): boolean =>
  rule.pause ||
  (rule.window !== undefined && rule.window === after.window) ||
  (rule.energy !== undefined && rule.energy === after.energy) ||
  (rule.familiarity !== undefined && rule.familiarity === after.familiarity) ||
  after.moods.length > before.moods.length ||
  after.genres.length > before.genres.length;

/** In order of appearance, each once whatever the case. */
const union = (names: readonly string[], more: readonly string[]): readonly string[] => {
  const seen = new Set(names.map((name) => name.toLowerCase()));
  return [...names, ...more.filter((name) => !seen.has(name.toLowerCase()) && seen.add(name.toLowerCase()))];
};
