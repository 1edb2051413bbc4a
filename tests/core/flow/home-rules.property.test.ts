import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { quietHome, type HomeVerdict } from '../../../src/core/flow/decision.ts';
import { energies } from '../../../src/core/flow/window.ts';
import type { HomeCondition, HomeEntity, HomeRule, HomeStates } from '../../../src/core/flow/home-rule.ts';
import { createHomeJudge } from '../../../src/core/flow/home-rules.ts';
import { minuteMs, noonMs } from './make-home.ts';

const entityIds = ['zone.home', 'input_select.mode', 'sensor.out', 'person.anna', 'sensor.gone'];
const words = ['party', 'quiet', 'home', 'not_home', '0', '1', '24.5', '30', 'unknown', 'unavailable', 'on'];
const flows = ['daily-flow', 'kitchen'];

const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const word = fc.constantFrom(...words);
const condition: fc.Arbitrary<HomeCondition> = fc.record({
  entity: fc.constantFrom(...entityIds),
  attribute: optional(fc.constantFrom('level', 'none')),
  is: optional(fc.array(word, { minLength: 1, maxLength: 3 })),
  not: optional(fc.array(word, { minLength: 1, maxLength: 2 })),
  above: optional(fc.integer({ min: -5, max: 30 })),
  below: optional(fc.integer({ min: -5, max: 30 })),
  forMs: optional(fc.integer({ min: 1, max: 60 }).map((minutes) => minutes * minuteMs)),
});
const rule: fc.Arbitrary<HomeRule> = fc.record({
  name: optional(fc.constantFrom('one', 'two', 'three')),
  playlist: optional(fc.constantFrom(...flows)),
  when: fc.array(condition, { minLength: 1, maxLength: 3 }),
  window: optional(fc.constantFrom('Party', 'Quiet')),
  pause: fc.boolean(),
  moods: fc.subarray(['Calm', 'Rowdy', 'Fun']),
  genres: fc.subarray(['Jazz', 'Disco']),
  energy: optional(fc.constantFrom(...energies)),
  familiarity: optional(fc.constantFrom(0, 0.5, 1)),
});
const entity: fc.Arbitrary<HomeEntity> = fc.record({
  state: word,
  attributes: fc.record({ level: fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null)) }, { requiredKeys: [] }),
  changedAtMs: fc.integer({ min: 0, max: 90 }).map((minutes) => noonMs - minutes * minuteMs),
});
const states: fc.Arbitrary<HomeStates> = fc
  .dictionary(fc.constantFrom(...entityIds), entity)
  .map((entities) => new Map(Object.entries(entities)));
const rules = fc.array(rule, { maxLength: 5 });
/** Periods are named in reasons. */
const withoutReasons = (verdict: HomeVerdict) => ({ ...verdict, because: undefined });
const listOf = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);
const everyFlow = [...flows, 'another'];
const timeless = (all: readonly HomeRule[]): readonly HomeRule[] =>
  all.map((one) => ({ ...one, when: one.when.map((asks) => ({ ...asks, forMs: undefined })) }));

describe('whatever the rules and the home are', () => {
  test('nothing is asked for that no rule says, and every reason belongs to a rule of this flow', () => {
    fc.assert(
      fc.property(rules, states, (all, home) => {
        const judgement = createHomeJudge(all).judge(home, noonMs);
        for (const flow of everyFlow) {
          const own = all.filter(({ playlist }) => playlist === undefined || playlist === flow);
          const verdict = judgement.byFlow(flow);
          const { window, pause, adjustments } = verdict.because;
          expect(window.length > 0).toBe(verdict.window !== undefined);
          expect(pause.length > 0).toBe(verdict.pause);
          expect(adjustments.flatMap(({ moods }) => moods)).toEqual(verdict.moods);
          expect(adjustments.flatMap(({ genres }) => genres)).toEqual(verdict.genres);
          expect([...new Set(adjustments.flatMap(({ energy }) => energy ?? []))]).toEqual(listOf(verdict.energy));
          expect([...new Set(adjustments.flatMap(({ familiarity }) => familiarity ?? []))]).toEqual(
            listOf(verdict.familiarity),
          );
          for (const reasons of [window, pause, adjustments]) expect(reasons.length).toBeLessThanOrEqual(own.length);
          if (verdict.window !== undefined) expect(own.map(({ window }) => window)).toContain(verdict.window);
          if (verdict.pause) expect(own.some(({ pause }) => pause)).toBe(true);
        }
      }),
    );
  });

  test('with one rule more that is met, the window of the first stays, and what was asked for beside stays asked for', () => {
    fc.assert(
      fc.property(rules, rule, states, (all, more, home) => {
        const before = createHomeJudge(all).judge(home, noonMs).byFlow('kitchen');
        const after = createHomeJudge([...all, more])
          .judge(home, noonMs)
          .byFlow('kitchen');
        if (before.window !== undefined) expect(after.window).toBe(before.window);
        expect(after.pause || !before.pause).toBe(true);
        expect(after.moods.slice(0, before.moods.length)).toEqual(before.moods);
        expect(after.genres.slice(0, before.genres.length)).toEqual(before.genres);
      }),
    );
  });

  test('a flow that lacks windows is asked for what the rules ask that name none of them', () => {
    fc.assert(
      fc.property(rules, states, fc.subarray(['Party', 'Quiet']), (all, home, had) => {
        const windows = new Map([
          ['kitchen', had],
          ['daily-flow', ['Party', 'Quiet']],
        ]);
        const fitting = all.filter(({ window }) => window === undefined || had.includes(window));
        const verdict = createHomeJudge(all, windows).judge(home, noonMs).byFlow('kitchen');
        expect({ ...verdict, unknownWindow: undefined }).toEqual(
          createHomeJudge(fitting).judge(home, noonMs).byFlow('kitchen'),
        );
        if (verdict.unknownWindow !== undefined)
          expect(all.some(({ playlist, window }) => playlist === 'kitchen' && window === verdict.unknownWindow)).toBe(
            true,
          );
      }),
    );
  });

  test('an entity that nobody knows meets no condition that does not ask for that', () => {
    fc.assert(
      fc.property(rules, fc.constantFrom('unknown', 'unavailable'), (all, state) => {
        const asking = all.filter(({ when }) =>
          when.some(({ is, attribute }) => is === undefined || attribute !== undefined),
        );
        const home = new Map(entityIds.map((id) => [id, { state, attributes: {}, changedAtMs: 0 }]));
        expect(createHomeJudge(asking).judge(home, noonMs).byFlow('kitchen')).toEqual(quietHome);
      }),
    );
  });

  test('while nothing changes, nothing changes before the moment to look again, and then a `for` has passed', () => {
    fc.assert(
      fc.property(rules, states, fc.double({ min: 0, max: 1, noNaN: true }), (all, home, share) => {
        const judge = createHomeJudge(all);
        let nowMs = noonMs;
        let judgement = judge.judge(home, nowMs);
        for (let steps = 0; judgement.recheckAtMs !== undefined; steps += 1) {
          expect(steps).toBeLessThanOrEqual(all.flatMap(({ when }) => when).length);
          expect(judgement.recheckAtMs).toBeGreaterThan(nowMs);
          const betweenMs = Math.floor(nowMs + (judgement.recheckAtMs - nowMs - 1) * share);
          const between = judge.judge(home, betweenMs);
          expect(between.recheckAtMs).toBe(judgement.recheckAtMs);
          for (const flow of everyFlow) expect(between.byFlow(flow)).toEqual(judgement.byFlow(flow));
          nowMs = judgement.recheckAtMs;
          judgement = judge.judge(home, nowMs);
        }
        const settled = createHomeJudge(timeless(all)).judge(home, nowMs);
        const plain = (flow: string) => withoutReasons(settled.byFlow(flow));
        for (const flow of everyFlow) expect(withoutReasons(judgement.byFlow(flow))).toEqual(plain(flow));
      }),
    );
  });

  test('a home that is seen for the first time is judged as one that was watched all along', () => {
    fc.assert(
      fc.property(rules, states, (all, home) => {
        const stateRules = all.filter(({ when }) => when.every(({ attribute }) => attribute === undefined));
        const watched = createHomeJudge(stateRules);
        const times = [...new Set([...home.values()].map(({ changedAtMs }) => changedAtMs))].sort((a, b) => a - b);
        for (const timeMs of times)
          watched.judge(new Map([...home].filter(([, { changedAtMs }]) => changedAtMs <= timeMs)), timeMs);
        const fresh = createHomeJudge(stateRules).judge(home, noonMs);
        const old = watched.judge(home, noonMs);
        expect(old.recheckAtMs).toBe(fresh.recheckAtMs);
        for (const flow of everyFlow) expect(old.byFlow(flow)).toEqual(fresh.byFlow(flow));
      }),
    );
  });
});
