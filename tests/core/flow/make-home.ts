import type { HomeCondition, HomeEntity, HomeRule, HomeStates } from '../../../src/core/flow/home-rule.ts';

/** Noon of 21 November 2026, UTC. */
export const noonMs = Date.UTC(2026, 10, 21, 12);
export const minuteMs = 60_000;

export const makeRule = (when: readonly HomeCondition[], asks: Partial<HomeRule> = {}): HomeRule => ({
  name: undefined,
  playlist: undefined,
  window: undefined,
  pause: false,
  moods: [],
  genres: [],
  energy: undefined,
  familiarity: undefined,
  ...asks,
  when,
});

export const makeEntity = (state: string, more: Partial<HomeEntity> = {}): HomeEntity => ({
  state,
  attributes: {},
  changedAtMs: noonMs,
  ...more,
});

export const makeStates = (entities: Readonly<Record<string, HomeEntity>>): HomeStates =>
  new Map(Object.entries(entities));
