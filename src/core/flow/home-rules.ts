import type { HomeVerdict } from './decision.ts';
import { createHoldWatch } from './home-hold.ts';
import type { HomeRule, HomeStates } from './home-rule.ts';
import { addUpRules, type FlowWindows } from './home-verdict.ts';
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
  /**
   * Call it on every change and at `recheckAtMs`: the time in `for:` is counted from call to call. `heardThroughout`: false = nobody listened between
   * the call before and this one, a silence too short to matter.
   */
  judge(states: HomeStates, nowMs: number, heardThroughout?: boolean): HomeJudgement;
}

/** Entities that the rules name, each once. */
export const listHomeEntities = (rules: readonly HomeRule[]): readonly string[] => [
  ...new Set(rules.flatMap(({ when }) => when.map(({ entity }) => entity))),
];

/** Judges the home by rules. All conditions of a rule must hold; what those that speak make together, `addUpRules` says. */
export const createHomeJudge = (rules: readonly HomeRule[], windows: FlowWindows = new Map()): HomeJudge => {
  const watched = rules.map((rule) => ({
    rule,
    conditions: rule.when.map((condition) => ({ entity: condition.entity, watch: createHoldWatch(condition) })),
  }));
  const entities = listHomeEntities(rules);
  return {
    judge(states, nowMs, heardThroughout = true) {
      let recheckAtMs: number | undefined;
      const speaking = watched.flatMap(({ rule, conditions }) => {
        // Every condition is looked at, since each counts its own time.
        const found = conditions.map(({ entity, watch }) => watch(states.get(entity), nowMs, heardThroughout));
        for (const { dueAtMs } of found)
          if (dueAtMs !== undefined) recheckAtMs = Math.min(recheckAtMs ?? Infinity, dueAtMs);
        return found.every(({ fulfilled }) => fulfilled) ? [{ rule, reason: describeRule(rule, states) }] : [];
      });
      return {
        byFlow: (recipeId) => addUpRules(speaking, recipeId, windows),
        recheckAtMs,
        missing: entities.filter((entity) => !states.has(entity)),
      };
    },
  };
};
