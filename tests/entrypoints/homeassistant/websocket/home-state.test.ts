import { afterEach, describe, expect, test } from '@jest/globals';
import { quietHome } from '../../../../src/core/flow/decision.ts';
import {
  createHomeState,
  type HomeStateOptions,
} from '../../../../src/entrypoints/homeassistant/websocket/home-state.ts';
import { silentLogger } from '../../../../src/lib/logger.ts';
import { createEventBus } from '../../../../src/operations/event-bus.ts';
import { makeEntity, makeRule, makeStates, minuteMs, noonMs } from '../../../core/flow/make-home.ts';
import { until } from './home-scene.ts';

const mode = 'input_select.house_mode';
const party = makeRule([{ entity: mode, is: ['party'] }], { window: 'Party' });
const modeIs = (state: string) => makeStates({ [mode]: makeEntity(state) });

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

const createScene = (options: Partial<HomeStateOptions> = {}) => {
  const clock = { nowMs: noonMs, now: () => clock.nowMs };
  const events = createEventBus(silentLogger());
  const changes: boolean[] = [];
  events.on('home-changed', ({ connected }) => changes.push(connected));
  const state = createHomeState({
    rules: [party],
    place: undefined,
    configured: true,
    clock,
    events,
    patienceMs: 5 * minuteMs,
    ...options,
  });
  stops.push(() => state.stop());
  return { state, home: state.home, clock, changes };
};

describe('the home in memory', () => {
  test('asks for nothing before anything was heard', () => {
    const { home } = createScene();
    expect(home.judge('daily-flow')).toEqual(quietHome);
    expect(home).toMatchObject({ connected: false, missingEntities: [], place: undefined });
  });

  test('says undefined where no Home Assistant is configured', () => {
    expect(createScene({ configured: false }).home.connected).toBeUndefined();
  });

  test('tells once when it is heard, again when a verdict changes, and not when nothing changes for anybody', () => {
    const { state, home, changes } = createScene();
    state.note(modeIs('quiet'));
    expect(changes).toEqual([]);
    state.noteConnected(true);
    expect(changes).toEqual([true]);
    state.note(modeIs('dinner'));
    state.noteConnected(true);
    expect(changes).toEqual([true]);
    state.note(modeIs('party'));
    expect(changes).toEqual([true, true]);
    expect(home.judge('daily-flow').window).toBe('Party');
  });

  test('tells when only one flow is concerned', () => {
    const { state, changes, home } = createScene({ rules: [{ ...party, playlist: 'kitchen' }] });
    state.note(modeIs('quiet'));
    state.noteConnected(true);
    state.note(modeIs('party'));
    expect(changes).toHaveLength(2);
    expect(home.judge('kitchen').window).toBe('Party');
    expect(home.judge('daily-flow').window).toBeUndefined();
  });

  test('asks a flow for its own windows only, and tells when that one flow is concerned', () => {
    const windows = new Map([
      ['daily-flow', ['Morning']],
      ['kitchen', ['Party']],
    ]);
    const { state, changes, home } = createScene({ windows });
    state.note(modeIs('quiet'));
    state.noteConnected(true);
    state.note(modeIs('party'));
    expect(changes).toHaveLength(2);
    expect(home.judge('kitchen').window).toBe('Party');
    expect(home.judge('daily-flow')).toEqual(quietHome);
  });

  test('lists entities that are not there only while Home Assistant is heard', () => {
    const { state, home } = createScene();
    state.note(makeStates({}));
    state.noteConnected(true);
    expect(home.missingEntities).toEqual([mode]);
    state.noteConnected(false);
    expect(home.missingEntities).toEqual([]);
  });

  test('keeps what was asked for while Home Assistant restarts, and no longer', () => {
    const { state, home, clock, changes } = createScene();
    state.note(modeIs('party'));
    state.noteConnected(true);
    state.noteConnected(false);
    expect(home.judge('x').window).toBe('Party');
    clock.nowMs += 5 * minuteMs - 1;
    expect(home.judge('x').window).toBe('Party');
    expect(changes).toEqual([true, false]);
    clock.nowMs += 1;
    expect(home.judge('x')).toEqual(quietHome);
    expect(changes).toEqual([true, false, false]);
  });

  test('changes nothing when Home Assistant comes back as it was', () => {
    const { state, home, clock, changes } = createScene();
    state.note(modeIs('party'));
    state.noteConnected(true);
    state.noteConnected(false);
    clock.nowMs += minuteMs;
    state.note(makeStates({ [mode]: makeEntity('party', { changedAtMs: clock.nowMs }) }));
    expect(home.judge('x').window).toBe('Party');
    state.noteConnected(true);
    expect(home.judge('x').window).toBe('Party');
    expect(changes).toEqual([true, false, true]);
  });

  test.each([
    ['has been fulfilled', 20, 'Party'],
    ['is being counted', 8, undefined],
  ])('goes on with a `for` that %s when a restart has dated the states anew', (_which, heldMinutes, before) => {
    const patient = makeRule([{ entity: mode, is: ['party'], forMs: 10 * minuteMs }], { window: 'Party' });
    const { state, home, clock } = createScene({ rules: [patient] });
    state.note(modeIs('party'));
    state.noteConnected(true);
    clock.nowMs += heldMinutes * minuteMs;
    expect(home.judge('x').window).toBe(before);
    state.noteConnected(false);
    clock.nowMs += 2 * minuteMs;
    state.note(makeStates({ [mode]: makeEntity('party', { changedAtMs: clock.nowMs }) }));
    state.noteConnected(true);
    expect(home.judge('x').window).toBe('Party');
    // What is heard from then on counts as ever.
    clock.nowMs += minuteMs;
    state.note(makeStates({ [mode]: makeEntity('party', { changedAtMs: clock.nowMs }) }));
    expect(home.judge('x').window).toBeUndefined();
  });

  test('does not listen to states before Home Assistant is ready', () => {
    const { state, home } = createScene();
    state.note(modeIs('party'));
    state.noteConnected(true);
    state.noteConnected(false);
    state.note(modeIs('unavailable'));
    expect(home.judge('x').window).toBe('Party');
    state.noteConnected(true);
    expect(home.judge('x').window).toBeUndefined();
  });

  test('tells when a `for` has passed, by its own timer', async () => {
    const patient = makeRule([{ entity: mode, is: ['party'], forMs: 60 }], { window: 'Party' });
    const { state, home, changes } = createScene({ rules: [patient], clock: Date });
    state.note(makeStates({ [mode]: makeEntity('party', { changedAtMs: Date.now() }) }));
    state.noteConnected(true);
    expect(home.judge('x').window).toBeUndefined();
    await until('the change', () => changes.length === 2);
    expect(home.judge('x').window).toBe('Party');
  });

  test('answers rightly when the clock has jumped past a `for`', () => {
    const patient = makeRule([{ entity: mode, is: ['party'], forMs: 60 * minuteMs }], { window: 'Party' });
    const { state, home, clock, changes } = createScene({ rules: [patient] });
    state.note(modeIs('party'));
    state.noteConnected(true);
    clock.nowMs += 60 * minuteMs;
    expect(home.judge('x').window).toBe('Party');
    expect(changes).toEqual([true, true]);
  });

  test('goes on counting a `for` over a short silence, and begins anew after a long one', () => {
    const hot = makeRule([{ entity: 'sensor.out', above: 25, forMs: 10 * minuteMs }], { window: 'Heat' });
    const { state, home, clock } = createScene({ rules: [hot] });
    const note = (degrees: string) =>
      state.note(makeStates({ 'sensor.out': makeEntity(degrees, { changedAtMs: clock.nowMs }) }));
    const silence = (durationMs: number) => {
      state.noteConnected(false);
      clock.nowMs += durationMs;
    };
    note('26');
    state.noteConnected(true);
    silence(4 * minuteMs);
    note('27');
    state.noteConnected(true);
    clock.nowMs += 6 * minuteMs;
    expect(home.judge('x').window).toBe('Heat');
    silence(5 * minuteMs);
    note('28');
    state.noteConnected(true);
    expect(home.judge('x').window).toBeUndefined();
    clock.nowMs += 10 * minuteMs;
    expect(home.judge('x').window).toBe('Heat');
  });

  describe('is awaited', () => {
    test('for the first word since the start, and not for a later one', () => {
      const { state, home, changes } = createScene();
      expect(home.awaited).toBe(false);
      state.expect(1_000);
      expect(home.awaited).toBe(true);
      state.note(modeIs('party'));
      expect(home.awaited).toBe(true);
      state.noteConnected(true);
      expect(home.awaited).toBe(false);
      expect(changes).toEqual([true]);
      state.noteConnected(false);
      state.expect(1_000);
      expect(home.awaited).toBe(false);
    });

    test('no longer than was said, and tells when that is over', async () => {
      const { state, home, changes } = createScene({ clock: Date });
      state.expect(40);
      expect(home.awaited).toBe(true);
      await until('the end', () => changes.length === 1);
      expect(home.awaited).toBe(false);
      expect(home.connected).toBe(false);
    });

    test('no longer when there is no hope, or longer when there is', () => {
      const { state, home, clock } = createScene();
      state.expect(1_000);
      state.expect(0);
      expect(home.awaited).toBe(false);
      state.expect(1_000);
      state.expect(9_000);
      clock.nowMs += 8_999;
      expect(home.awaited).toBe(true);
      clock.nowMs += 1;
      expect(home.awaited).toBe(false);
    });

    test('only when it has anything to say', () => {
      const place = { latitude: 1, longitude: 2 };
      for (const [options, awaited] of [
        [{ rules: [], place }, false],
        [{ rules: [], place: undefined }, true],
        [{ rules: [party], place }, true],
      ] as const) {
        const { state, home } = createScene(options);
        state.expect(1_000);
        expect(home.awaited).toBe(awaited);
      }
    });
  });

  test('takes the place from Home Assistant unless one is configured, and tells when it moves', () => {
    const berlin = { latitude: 52.5, longitude: 13.4 };
    const { state, home, changes } = createScene();
    state.notePlace(berlin);
    state.notePlace({ ...berlin });
    expect(home.place).toEqual(berlin);
    expect(changes).toEqual([false]);
    const settled = createScene({ place: { latitude: 1, longitude: 2 } });
    settled.state.notePlace(berlin);
    expect(settled.home.place).toEqual({ latitude: 1, longitude: 2 });
  });

  test('names the entities to listen to, each once', () => {
    expect(createScene({ rules: [party, party] }).state.entityIds).toEqual([mode]);
  });
});
