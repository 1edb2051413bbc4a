import { meetsCondition } from './home-condition.ts';
import type { HomeCondition, HomeEntity } from './home-rule.ts';

/** Since when a condition has held without a break. */
interface Hold {
  readonly sinceMs: number;
  readonly state: string;
  readonly changedAtMs: number;
}

/** Whether a condition is fulfilled, and if it is only a matter of time, when. */
export interface Fulfilment {
  readonly fulfilled: boolean;
  /** When its `for` will have passed if nothing changes; undefined = nothing to wait for. */
  readonly dueAtMs: number | undefined;
}

/**
 * Remembers since when one condition holds. Of what happened before it first looked it knows only what Home Assistant tells: the state has been this
 * one since `changedAtMs`. From then on a number may move, and a state change among those that are asked for, without the time beginning anew; nor does it
 * after a silence (`heardThroughout` false), as a Home Assistant that was restarted dates all its states anew.
 */
export const createHoldWatch = (condition: HomeCondition) => {
  let hold: Hold | undefined;
  return (entity: HomeEntity | undefined, nowMs: number, heardThroughout = true): Fulfilment => {
    hold =
      entity !== undefined && meetsCondition(condition, entity)
        ? holdOn(condition, hold, entity, nowMs, heardThroughout)
        : undefined;
    if (hold === undefined) return { fulfilled: false, dueAtMs: undefined };
    const dueAtMs = hold.sinceMs + (condition.forMs ?? 0);
    return nowMs >= dueAtMs ? { fulfilled: true, dueAtMs: undefined } : { fulfilled: false, dueAtMs };
  };
};

const holdOn = (
  { attribute }: HomeCondition,
  before: Hold | undefined,
  { state, changedAtMs, updatedAtMs }: HomeEntity,
  nowMs: number,
  heardThroughout: boolean,
): Hold => {
  // The same state, entered anew: it was left in between, unseen.
  const cameBack =
    heardThroughout && attribute === undefined && before?.state === state && changedAtMs > before.changedAtMs;
  const stampMs = attribute === undefined ? changedAtMs : (updatedAtMs ?? nowMs);
  const sinceMs = before === undefined || cameBack ? stampMs : before.sinceMs;
  // Two clocks are never quite the same, and ours may be set back.
  return { sinceMs: Math.min(sinceMs, nowMs), state, changedAtMs };
};
