import { describe, expect, test } from '@jest/globals';
import { quietHome } from '../../../src/core/flow/decision.ts';
import type { HomeEntity } from '../../../src/core/flow/home-rule.ts';
import { createHomeJudge, listHomeEntities } from '../../../src/core/flow/home-rules.ts';
import { makeEntity, makeRule, makeStates, minuteMs, noonMs } from './make-home.ts';

const mode = 'input_select.house_mode';
const party = makeRule([{ entity: mode, is: ['party'] }], { window: 'Party' });
const judgeOnce = (rules: Parameters<typeof createHomeJudge>[0], entities: Readonly<Record<string, HomeEntity>>) =>
  createHomeJudge(rules).judge(makeStates(entities), noonMs);

describe('the rules of a home', () => {
  test('ask for nothing when none is met', () => {
    const judgement = judgeOnce([party], { [mode]: makeEntity('quiet') });
    expect(judgement.byFlow('daily-flow')).toEqual(quietHome);
    expect(judgement).toMatchObject({ recheckAtMs: undefined, missing: [] });
  });

  test('ask for a window, and say why', () => {
    const verdict = judgeOnce([party], { [mode]: makeEntity('Party') }).byFlow('daily-flow');
    expect(verdict).toEqual({
      ...quietHome,
      window: 'Party',
      because: { ...quietHome.because, window: ['house mode is party'] },
    });
  });

  test('of one flow do not speak to another', () => {
    const judgement = judgeOnce([{ ...party, playlist: 'kitchen' }], { [mode]: makeEntity('party') });
    expect(judgement.byFlow('kitchen').window).toBe('Party');
    expect(judgement.byFlow('daily-flow')).toEqual(quietHome);
  });

  test('speak when all conditions hold, not when one does not', () => {
    const rule = makeRule(
      [
        { entity: mode, is: ['party'] },
        { entity: 'zone.home', above: 2 },
      ],
      { window: 'Party' },
    );
    const crowd = (people: string) => ({ [mode]: makeEntity('party'), 'zone.home': makeEntity(people) });
    expect(judgeOnce([rule], crowd('3')).byFlow('x').window).toBe('Party');
    expect(judgeOnce([rule], crowd('2')).byFlow('x').window).toBeUndefined();
  });

  test('the first that names a window, an energy or a familiarity decides it; moods and genres add up', () => {
    const on = [{ entity: mode, is: ['party'] }];
    const verdict = judgeOnce(
      [
        makeRule(on, { name: 'one', moods: ['Rowdy'], energy: 'high' }),
        makeRule(on, { name: 'two', window: 'Party', moods: ['rowdy', 'Fun'], genres: ['Disco'] }),
        makeRule(on, { name: 'three', window: 'Other', familiarity: 0.9 }),
        makeRule(on, { name: 'four', window: 'Third', energy: 'low', familiarity: 0.1 }),
      ],
      { [mode]: makeEntity('party') },
    ).byFlow('x');
    expect(verdict).toEqual({
      window: 'Party',
      pause: false,
      moods: ['Rowdy', 'Fun'],
      genres: ['Disco'],
      energy: 'high',
      familiarity: 0.9,
      // "four" was outvoted in all it asks for.
      because: {
        window: ['two'],
        pause: [],
        adjustments: [
          { reason: 'one', moods: ['Rowdy'], genres: [], energy: 'high', familiarity: undefined },
          { reason: 'two', moods: ['Fun'], genres: ['Disco'], energy: undefined, familiarity: undefined },
          { reason: 'three', moods: [], genres: [], energy: undefined, familiarity: 0.9 },
        ],
      },
      unknownWindow: undefined,
    });
  });

  test('pause when any says so', () => {
    const verdict = judgeOnce([party, makeRule([{ entity: 'person.anna', is: ['not_home'] }], { pause: true })], {
      [mode]: makeEntity('party'),
      'person.anna': makeEntity('not_home', { attributes: { friendly_name: 'Anna' } }),
    }).byFlow('x');
    expect(verdict).toMatchObject({
      pause: true,
      window: 'Party',
      because: { window: ['house mode is party'], pause: ['Anna is not home'], adjustments: [] },
    });
  });

  test('that say what an earlier one said are reasons as well', () => {
    const on = [{ entity: mode, is: ['party'] }];
    const { because } = judgeOnce(
      [
        makeRule(on, { name: 'one', window: 'Party', energy: 'high' }),
        makeRule(on, { name: 'two', window: 'party', energy: 'high' }),
      ],
      { [mode]: makeEntity('party') },
    ).byFlow('x');
    expect(because.window).toEqual(['one', 'two']);
    expect(because.adjustments.map(({ reason, energy }) => [reason, energy])).toEqual([
      ['one', 'high'],
      ['two', 'high'],
    ]);
  });

  test('name what is missing, each once, in their order', () => {
    const rule = makeRule([{ entity: 'sun.sun' }, { entity: 'sensor.gone' }, { entity: mode }], { pause: true });
    expect(judgeOnce([rule, party], { 'sun.sun': makeEntity('above_horizon') }).missing).toEqual(['sensor.gone', mode]);
    expect(listHomeEntities([rule, party])).toEqual(['sun.sun', 'sensor.gone', mode]);
  });
});

describe('a rule whose window a flow does not have', () => {
  const windows = new Map([
    ['daily-flow', ['Morning', 'party']],
    ['kitchen', ['Morning', 'Focus']],
  ]);
  const on = [{ entity: mode, is: ['party'] }];
  const judge = (...rules: Parameters<typeof createHomeJudge>[0]) =>
    createHomeJudge(rules, windows).judge(makeStates({ [mode]: makeEntity('party') }), noonMs);

  test('asks nothing of it, and is no mistake as long as another flow has the window', () => {
    const judgement = judge(makeRule(on, { window: 'Party', moods: ['Rowdy'], energy: 'high' }));
    expect(judgement.byFlow('daily-flow')).toMatchObject({ window: 'Party', moods: ['Rowdy'], energy: 'high' });
    expect(judgement.byFlow('kitchen')).toEqual(quietHome);
  });

  test('does not stand in the way of a later one', () => {
    const judgement = judge(makeRule(on, { window: 'Party' }), makeRule(on, { name: 'two', window: 'Focus' }));
    expect(judgement.byFlow('kitchen')).toMatchObject({ window: 'Focus', because: { window: ['two'] } });
    expect(judgement.byFlow('daily-flow').window).toBe('Party');
  });

  test('is a mistake when no flow has it, or when it speaks to this flow alone', () => {
    expect(judge(makeRule(on, { window: 'Prty', moods: ['Rowdy'] })).byFlow('kitchen')).toEqual({
      ...quietHome,
      unknownWindow: 'Prty',
    });
    const named = judge(makeRule(on, { window: 'Party', playlist: 'kitchen' }));
    expect(named.byFlow('kitchen')).toEqual({ ...quietHome, unknownWindow: 'Party' });
    expect(named.byFlow('daily-flow')).toEqual(quietHome);
  });
});

describe('a condition that must have held for a while', () => {
  const away = makeRule([{ entity: 'zone.home', is: ['0'], forMs: 30 * minuteMs }], { pause: true });
  const nobodySince = (changedAtMs: number) => makeStates({ 'zone.home': makeEntity('0', { changedAtMs }) });

  test('counts from the moment the state changed, also when that was before anybody looked', () => {
    const judge = createHomeJudge([away]);
    const early = judge.judge(nobodySince(noonMs - 10 * minuteMs), noonMs);
    expect(early.byFlow('x').pause).toBe(false);
    expect(early.recheckAtMs).toBe(noonMs + 20 * minuteMs);
    const due = judge.judge(nobodySince(noonMs - 10 * minuteMs), noonMs + 20 * minuteMs);
    expect(due.byFlow('x')).toMatchObject({
      pause: true,
      because: { pause: ['nobody has been at home for 30 minutes'] },
    });
    expect(due.recheckAtMs).toBeUndefined();
  });

  test('begins anew when the state was left in between, even if nobody saw it', () => {
    const judge = createHomeJudge([away]);
    judge.judge(nobodySince(noonMs - 29 * minuteMs), noonMs);
    const again = judge.judge(nobodySince(noonMs + minuteMs), noonMs + 2 * minuteMs);
    expect(again.byFlow('x').pause).toBe(false);
    expect(again.recheckAtMs).toBe(noonMs + 31 * minuteMs);
  });

  test('goes on counting while a number moves above its limit', () => {
    const hot = makeRule([{ entity: 'sensor.out', above: 25, forMs: 10 * minuteMs }], { window: 'Heat' });
    const judge = createHomeJudge([hot]);
    const at = (degrees: string, minute: number) =>
      judge.judge(
        makeStates({ 'sensor.out': makeEntity(degrees, { changedAtMs: noonMs + minute * minuteMs }) }),
        noonMs + minute * minuteMs,
      );
    expect(at('25.2', 0).recheckAtMs).toBe(noonMs + 10 * minuteMs);
    expect(at('26.0', 4).recheckAtMs).toBe(noonMs + 10 * minuteMs);
    expect(at('27.5', 10).byFlow('x').window).toBe('Heat');
    expect(at('24.9', 11).byFlow('x').window).toBeUndefined();
    expect(at('25.1', 12).recheckAtMs).toBe(noonMs + 22 * minuteMs);
  });

  test('goes on counting while the state moves among those that are asked for', () => {
    const busy = makeRule([{ entity: 'media_player.tv', is: ['playing', 'paused'], forMs: 5 * minuteMs }], {
      pause: true,
    });
    const judge = createHomeJudge([busy]);
    const at = (state: string, minute: number) =>
      judge.judge(
        makeStates({ 'media_player.tv': makeEntity(state, { changedAtMs: noonMs + minute * minuteMs }) }),
        noonMs + minute * minuteMs,
      );
    at('playing', 0);
    at('paused', 3);
    expect(at('playing', 5).byFlow('x').pause).toBe(true);
  });

  test('counts an attribute from its last change, or from now when nobody tells', () => {
    const rule = makeRule([{ entity: 'media_player.tv', attribute: 'source', is: ['HDMI 1'], forMs: minuteMs }], {
      pause: true,
    });
    const tv = (more: Partial<HomeEntity>) =>
      makeStates({ 'media_player.tv': makeEntity('on', { attributes: { source: 'HDMI 1' }, ...more }) });
    const hourAgo = noonMs - 60 * minuteMs;
    const told = createHomeJudge([rule]).judge(tv({ changedAtMs: hourAgo, updatedAtMs: hourAgo }), noonMs);
    expect(told.byFlow('x').pause).toBe(true);
    const untold = createHomeJudge([rule]).judge(tv({ changedAtMs: hourAgo }), noonMs);
    expect(untold.recheckAtMs).toBe(noonMs + minuteMs);
  });

  test('does not wait longer because Home Assistant’s clock is ahead', () => {
    const judgement = createHomeJudge([away]).judge(nobodySince(noonMs + 5 * minuteMs), noonMs);
    expect(judgement.recheckAtMs).toBe(noonMs + 30 * minuteMs);
  });

  test('looks again at the earliest of several moments', () => {
    const judgement = createHomeJudge([
      away,
      makeRule([{ entity: 'zone.home', is: ['0'], forMs: 5 * minuteMs }], { window: 'Empty' }),
    ]).judge(nobodySince(noonMs), noonMs);
    expect(judgement.recheckAtMs).toBe(noonMs + 5 * minuteMs);
  });
});
