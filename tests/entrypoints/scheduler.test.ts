import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Recipe } from '../../src/core/recipe.ts';
import type { RunReport } from '../../src/core/run.ts';
import { createScheduler, type ScheduledWork } from '../../src/entrypoints/scheduler.ts';
import { HarmoniqError, abortError } from '../../src/lib/errors.ts';
import type { Component } from '../../src/lib/lifecycle.ts';
import { getNextCycleAtMs } from '../../src/operations/schedule-settings.ts';
import { setSchedule } from '../../src/operations/set-schedule.ts';
import type { CycleReport } from '../../src/operations/run-cycle.ts';
import { fakeReport } from '../fakes/fake-door-house.ts';
import { song } from '../fakes/fake-lastfm.ts';
import {
  closeHouses,
  context,
  createTestHouse,
  makeTracks,
  readPlaylist,
  type TestHouse,
} from '../operations/test-house.ts';
import { makeRecipe } from '../recipes/make-recipe.ts';
import { createFakeTimetable } from './fake-timetable.ts';

const minuteMs = 60_000;
const started: Component[] = [];
afterEach(async () => {
  for (const scheduler of started.splice(0)) await scheduler.stop();
  closeHouses();
});

const report = (facts: Partial<CycleReport> = {}): CycleReport => ({
  startedAtMs: 0,
  endedAtMs: 0,
  sync: undefined,
  syncError: undefined,
  reports: [],
  busy: [],
  ...facts,
});
const failed = (recipeId: string, code: string): RunReport =>
  fakeReport({ recipeId, result: 'failed', error: { code, message: 'gone' } });

interface Bench {
  readonly house: TestHouse;
  readonly scheduler: Component;
  readonly timetable: ReturnType<typeof createFakeTimetable>;
  /** What was asked for, in order: `recover`, `cycle start`, `cycle schedule a,b`, `recipe x`. */
  readonly calls: string[];
  /** What the next cycles answer; the last one stays. */
  answers: (CycleReport | Error)[];
  /** While set, work waits for it or for the stop. */
  gate: Promise<void> | undefined;
  /** Lets time pass minute by minute, a ring each. */
  pass(minutes: number): Promise<void>;
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await nextTurn();
};

const build = async (
  parts: {
    readonly recipes?: readonly Recipe[];
    readonly config?: Record<string, unknown>;
    readonly enabled?: boolean;
  } = {},
): Promise<Bench> => {
  const house = await createTestHouse({ ...parts, config: { runIntervalMinutes: 60, ...parts.config } });
  if (parts.enabled === false) await setSchedule.run(house, { enabled: false }, context());
  const timetable = createFakeTimetable();
  const calls: string[] = [];
  const wait = async (signal: AbortSignal): Promise<void> => {
    const stopped = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(abortError(signal)), { once: true });
    });
    await Promise.race([bench.gate ?? Promise.resolve(), stopped]);
  };
  const work: ScheduledWork = {
    async recover(restingOnly) {
      calls.push(restingOnly ? 'recover what rests' : 'recover');
    },
    async cycle(recipes, { trigger, signal }) {
      calls.push(['cycle', trigger, ...(recipes === undefined ? [] : [recipes.join()])].join(' '));
      await wait(signal);
      const answer = bench.answers.length > 1 ? bench.answers.shift() : bench.answers[0];
      if (answer instanceof Error) throw answer;
      return answer ?? report();
    },
    async recipe(recipeId, { trigger, signal }) {
      calls.push(`recipe ${recipeId} ${trigger}`);
      await wait(signal);
      return { report: fakeReport({ recipeId }) };
    },
  };
  const scheduler = createScheduler(house, { timetable, work });
  started.push(scheduler);
  const bench: Bench = {
    house,
    scheduler,
    timetable,
    calls,
    answers: [],
    gate: undefined,
    async pass(minutes) {
      for (let minute = 0; minute < minutes; minute += 1) {
        house.clock.nowMs += minuteMs;
        timetable.ringMinute();
        await settle();
      }
    },
  };
  return bench;
};
const start = async (bench: Bench): Promise<void> => {
  await bench.scheduler.start(new AbortController().signal);
  await settle();
};
/** A gate and the key to it. */
const close = (bench: Bench): (() => void) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  bench.gate = promise;
  return () => {
    bench.gate = undefined;
    resolve();
  };
};

describe('the common cycle', () => {
  test('runs at the start, after half-done writes were completed, and at every interval', async () => {
    const bench = await build();
    await start(bench);
    expect(bench.calls).toEqual(['recover', 'cycle start']);
    await bench.pass(59);
    expect(bench.calls).toHaveLength(2);
    await bench.pass(62);
    expect(bench.calls.slice(2)).toEqual(['cycle schedule', 'cycle schedule']);
  });

  test('does not hold up the start of the service', async () => {
    const bench = await build();
    const open = close(bench);
    await bench.scheduler.start(new AbortController().signal);
    await settle();
    expect(bench.calls).toContain('cycle start');
    open();
  });

  test('is skipped, with a line in the log, while one is under way', async () => {
    const bench = await build();
    const open = close(bench);
    await start(bench);
    await bench.pass(121);
    expect(bench.calls).toEqual(['recover', 'cycle start']);
    expect(bench.house.log.filter(({ msg }) => msg.startsWith('A scheduled refresh was skipped'))).toHaveLength(2);
    open();
    await settle();
    await bench.pass(60);
    expect(bench.calls.at(-1)).toBe('cycle schedule');
  });

  test('that was overdue after a long sleep runs once', async () => {
    const bench = await build();
    await start(bench);
    bench.house.clock.nowMs += 1_000 * minuteMs;
    await bench.pass(5);
    expect(bench.calls.slice(2)).toEqual(['cycle schedule']);
  });

  test('is planned anew when the clock is put back by years, and forward', async () => {
    const bench = await build();
    bench.house.clock.nowMs = Date.parse('2036-01-01T00:00:00Z');
    await start(bench);
    bench.house.clock.nowMs = Date.parse('2026-11-21T00:00:00Z');
    await bench.pass(62);
    expect(bench.calls.slice(2)).toEqual(['cycle schedule']);
    bench.house.clock.nowMs = Date.parse('2036-01-01T00:00:00Z');
    await bench.pass(3);
    expect(bench.calls.slice(3)).toEqual(['cycle schedule']);
  });

  test('goes on after a cycle that broke', async () => {
    const bench = await build();
    bench.answers = [new HarmoniqError('internal', 'The disk is full.'), report()];
    await start(bench);
    expect(bench.house.log.find(({ level }) => level === 'error')).toMatchObject({ reason: 'The disk is full.' });
    await bench.pass(60);
    expect(bench.calls.at(-1)).toBe('cycle schedule');
  });

  test('that somebody else is running already is no error', async () => {
    const bench = await build();
    bench.answers = [new HarmoniqError('conflict', 'A refresh is under way.')];
    await start(bench);
    expect(bench.house.log.filter(({ level }) => level === 'error')).toEqual([]);
    expect(bench.house.log).toContainEqual(expect.objectContaining({ msg: 'A scheduled run was skipped' }));
  });

  test('shows when it is due next, and no longer once the service has stopped', async () => {
    const bench = await build();
    await start(bench);
    expect(getNextCycleAtMs(bench.house.library)).toBe(bench.house.clock.nowMs + 60 * minuteMs);
    await bench.scheduler.stop();
    expect(getNextCycleAtMs(bench.house.library)).toBeUndefined();
  });
});

describe('the switch', () => {
  test('that is off lets nothing run but the recovery', async () => {
    const bench = await build({ enabled: false, recipes: [makeRecipe({ cron: '0 6 * * *' })] });
    await start(bench);
    await bench.pass(130);
    bench.timetable.ringCron('0 6 * * *');
    await settle();
    expect(bench.calls).toEqual(['recover']);
  });

  test('turned on runs the next cycle at its time, not all that were left out', async () => {
    const bench = await build({ enabled: false });
    await start(bench);
    await bench.pass(130);
    await setSchedule.run(bench.house, { enabled: true }, context());
    await bench.pass(40);
    expect(bench.calls).toEqual(['recover']);
    await bench.pass(20);
    expect(bench.calls).toEqual(['recover', 'cycle schedule']);
  });
});

describe('what failed for an outage', () => {
  test('is tried again alone, ever later, until it works', async () => {
    const bench = await build({ config: { runIntervalMinutes: 1_440 } });
    const down = report({
      reports: [failed('a', 'unreachable'), fakeReport({ recipeId: 'b' }), failed('c', 'unauthorized')],
    });
    bench.answers = [down, down, report()];
    await start(bench);
    await bench.pass(4);
    expect(bench.calls).toHaveLength(2);
    await bench.pass(1);
    expect(bench.calls.slice(2)).toEqual(['cycle schedule a']);
    await bench.pass(9);
    expect(bench.calls).toHaveLength(3);
    await bench.pass(1);
    expect(bench.calls.slice(3)).toEqual(['cycle schedule a']);
    await bench.pass(200);
    expect(bench.calls).toHaveLength(4);
  });

  test('of the sync alone is tried again too', async () => {
    const bench = await build();
    bench.answers = [report({ syncError: { code: 'timeout', message: 'late' } }), report()];
    await start(bench);
    await bench.pass(5);
    expect(bench.calls.at(-1)).toBe('cycle schedule ');
  });

  test.each(['unauthorized', 'internal', 'config-invalid'])('but not what %s says will not heal', async (code) => {
    const bench = await build();
    bench.answers = [report({ reports: [failed('a', code)], syncError: { code, message: 'no' } })];
    await start(bench);
    await bench.pass(58);
    expect(bench.calls).toHaveLength(2);
  });

  test('is tried at once when the server is back', async () => {
    const bench = await build();
    bench.answers = [report({ reports: [failed('a', 'unreachable')] }), report()];
    await start(bench);
    bench.house.events.emit('server-state', { connected: false, message: 'away' });
    await settle();
    expect(bench.calls).toHaveLength(2);
    bench.house.events.emit('server-state', { connected: true, message: 'Connected.' });
    await settle();
    expect(bench.calls.at(-1)).toBe('cycle schedule a');
    bench.house.events.emit('server-state', { connected: true, message: 'Connected.' });
    await settle();
    expect(bench.calls).toHaveLength(3);
  });
});

test('what was left half written is completed when the server is back, after whatever is under way or about to be', async () => {
  const bench = await build();
  await start(bench);
  const goAndComeBack = async (): Promise<void> => {
    bench.house.events.emit('server-state', { connected: false, message: 'away' });
    bench.house.events.emit('server-state', { connected: true, message: 'Connected.' });
    await settle();
  };
  await goAndComeBack();
  expect(bench.calls).toHaveLength(2);
  bench.house.library.journal.begin({
    recipeId: 'other',
    playlistId: undefined,
    title: 'Other',
    summary: '',
    wanted: ['1'],
    startedAtMs: 1,
  });
  await goAndComeBack();
  expect(bench.calls.slice(2)).toEqual(['recover what rests']);
  bench.answers = [report({ reports: [failed('a', 'unreachable')] }), report()];
  await bench.pass(60);
  await goAndComeBack();
  expect(bench.calls.slice(3)).toEqual(['cycle schedule', 'cycle schedule a', 'recover what rests']);
  const open = close(bench);
  await bench.pass(60);
  await goAndComeBack();
  expect(bench.calls.slice(6)).toEqual(['cycle schedule']);
  open();
  await settle();
  expect(bench.calls.slice(7)).toEqual(['recover what rests']);
});

describe('a recipe with a schedule of its own', () => {
  const recipes = [
    makeRecipe({ id: 'own', cron: '0 6 * * *' }),
    makeRecipe({ id: 'too', cron: '5 6 * * *' }),
    makeRecipe({ id: 'off', enabled: false, cron: '9 9 * * *' }),
  ];

  test('runs when its bell rings', async () => {
    const bench = await build({ recipes });
    await start(bench);
    bench.timetable.ringCron('0 6 * * *');
    bench.timetable.ringCron('9 9 * * *');
    await settle();
    expect(bench.calls.slice(2)).toEqual(['recipe own schedule']);
  });

  test('waits its turn while something is under way, once each', async () => {
    const bench = await build({ recipes });
    const open = close(bench);
    await start(bench);
    bench.timetable.ringCron('0 6 * * *');
    bench.timetable.ringCron('5 6 * * *');
    bench.timetable.ringCron('0 6 * * *');
    await settle();
    expect(bench.calls).toHaveLength(2);
    open();
    await settle();
    expect(bench.calls.slice(2)).toEqual(['recipe own schedule', 'recipe too schedule']);
  });

  test('whose moment went by in a sleep runs once', async () => {
    const bench = await build({ recipes: recipes.slice(0, 1), config: { runIntervalMinutes: 44_640 } });
    bench.timetable.nextAtMs = bench.house.clock.nowMs + 30 * minuteMs;
    await start(bench);
    bench.timetable.nextAtMs = bench.house.clock.nowMs + 1_470 * minuteMs;
    bench.house.clock.nowMs += 300 * minuteMs;
    await bench.pass(3);
    expect(bench.calls.slice(2)).toEqual(['recipe own schedule']);
  });

  test('is timed anew when the clock is put back, without running', async () => {
    const bench = await build({ recipes: recipes.slice(0, 1), config: { runIntervalMinutes: 44_640 } });
    bench.timetable.nextAtMs = bench.house.clock.nowMs + 1_440 * minuteMs;
    await start(bench);
    bench.house.clock.nowMs -= 600 * minuteMs;
    bench.timetable.nextAtMs = bench.house.clock.nowMs + 5 * minuteMs;
    await bench.pass(1);
    expect(bench.calls).toHaveLength(2);
    bench.timetable.nextAtMs = bench.house.clock.nowMs + 1_444 * minuteMs;
    await bench.pass(7);
    expect(bench.calls.slice(2)).toEqual(['recipe own schedule']);
  });
});

describe('the stop', () => {
  test('ends the run under way and leaves no bell behind', async () => {
    const bench = await build({ recipes: [makeRecipe({ cron: '0 6 * * *' })] });
    close(bench);
    await start(bench);
    bench.timetable.ringCron('0 6 * * *');
    await bench.scheduler.stop();
    expect(bench.timetable.size()).toBe(0);
    await settle();
    expect(bench.calls).toEqual(['recover', 'cycle start']);
    expect(bench.house.log.filter(({ level }) => level !== 'info')).toEqual([]);
  });

  test('does not wait for ever for a run that does not listen', async () => {
    const bench = await build();
    const deaf = createScheduler(bench.house, {
      timetable: bench.timetable,
      work: {
        recover: async () => undefined,
        cycle: () => new Promise(() => undefined),
        recipe: () => new Promise(() => undefined),
      },
    });
    await deaf.start(new AbortController().signal);
    await settle();
    await deaf.stop();
    expect(bench.house.log.at(-1)).toMatchObject({ msg: 'A run did not end in time' });
  });
});

test('wired to the real operations, it fills the playlist at the start and stays quiet', async () => {
  const tracks = makeTracks(12);
  const house = await createTestHouse({
    tracks,
    synced: false,
    lastfm: { chart: tracks.map(({ artist, title }) => song(artist, title)) },
  });
  const scheduler = createScheduler(house);
  started.push(scheduler);
  const finished = new Promise((resolve) => house.events.on('cycle-finished', resolve));
  await scheduler.start(new AbortController().signal);
  await finished;
  expect(await readPlaylist(house, 'lastfm-charts')).toHaveLength(10);
  expect(house.log.length).toBeLessThanOrEqual(10);
  expect(house.log.every(({ level }) => level === 'info')).toBe(true);
});
