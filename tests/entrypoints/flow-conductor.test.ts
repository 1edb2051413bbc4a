import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Recipe } from '../../src/core/recipe.ts';
import type { RunReport } from '../../src/core/run.ts';
import { createFlowConductor } from '../../src/entrypoints/flow-conductor.ts';
import type { FlowWork } from '../../src/entrypoints/flow-work.ts';
import { HarmoniqError, abortError } from '../../src/lib/errors.ts';
import type { Component } from '../../src/lib/lifecycle.ts';
import type { FlowSummary } from '../../src/operations/flow/flow-summary.ts';
import type { House } from '../../src/operations/house.ts';
import { saveScheduleEnabled } from '../../src/operations/schedule-settings.ts';
import type { PublishIntent } from '../../src/servers/server.ts';
import { createFakeDoorHouse, fakeNowMs, fakeReport } from '../fakes/fake-door-house.ts';
import { noCriteria } from '../../src/core/flow/window.ts';
import { chooseWindow } from '../../src/operations/flow/choose-window.ts';
import { fakeFlow, fakeFlowPlan, fakeFlowRecipe, fakeWindow } from '../fakes/fake-flow.ts';
import type { FakeHome } from '../fakes/fake-home.ts';
import { createRecordingLogger } from '../fakes/recording-logger.ts';
import { closeHouses, context, createTestHouse, makeTracks, readPlaylist } from '../operations/test-house.ts';
import { createFakeTimetable } from './fake-timetable.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const started: Component[] = [];
afterEach(async () => {
  for (const conductor of started.splice(0)) await conductor.stop();
});

const syncReport = {
  kind: 'full',
  startedAtMs: 0,
  endedAtMs: 0,
  added: 1,
  changed: 0,
  removed: 0,
  relinked: 0,
  heldBack: 0,
  coverage: [],
  warnings: [],
} as const;

/** What a test knows of a flow; the rest of its summary follows from the clock. */
interface Model {
  manual: string | undefined;
  /** A window that the home asks for; `pause` = none. */
  home: string | undefined;
  published: string | undefined;
  size: number;
  publishedSize: number;
  /** New lists that were asked for, and that were made. */
  refreshes: number;
  publishedRefreshes: number;
  gap: boolean;
  followsHome: boolean;
}

interface Bench {
  readonly house: House;
  readonly conductor: Component;
  readonly timetable: ReturnType<typeof createFakeTimetable>;
  readonly flows: Record<string, Model>;
  /** `daily-flow Morning`, in the order in which runs began. */
  readonly runs: string[];
  readonly lines: Record<string, unknown>[];
  readonly told: string[];
  nowMs: number;
  synced: boolean;
  intents: PublishIntent[];
  /** What the next runs end with instead of success; then they succeed. */
  troubles: (RunReport | Error | 'nothing matches')[];
  gate: Promise<void> | undefined;
  listFailure: Error | undefined;
  readonly most: () => number;
  readonly settle: () => Promise<void>;
  /** Lets minutes pass with their rings and those of the bells in between. */
  readonly pass: (minutes: number) => Promise<void>;
}

/** Which window counts is news, not trouble. */
const isNews = ({ msg }: Record<string, unknown>): boolean => /window counts now$/.test(String(msg));
const troubles = ({ lines }: Bench) => lines.filter((line) => !isNews(line));

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 8; turn += 1) await nextTurn();
};

/** Windows of six hours each, by the clock of UTC. */
const turns = ['Night', 'Morning', 'Afternoon', 'Evening'];
const turnOf = (atMs: number): number => Math.floor(atMs / (6 * hourMs));
const windowAt = (atMs: number): string => turns[turnOf(atMs) % 4] ?? '';

const describeFlow = (recipeId: string, model: Model, nowMs: number): FlowSummary => {
  const paused = model.home === 'pause';
  const activeWindow = model.gap || paused ? undefined : (model.manual ?? model.home ?? windowAt(nowMs));
  return fakeFlow({
    recipeId,
    manual: model.manual,
    activeWindow,
    by: paused ? 'paused' : model.gap ? 'gap' : model.manual ? 'manual' : model.home ? 'home' : 'schedule',
    nextChangeAtMs: (turnOf(nowMs) + 1) * 6 * hourMs,
    nextWindow: windowAt(nowMs + 6 * hourMs),
    size: model.size,
    followsHome: model.followsHome,
    publishedWindow: model.published,
    stale:
      activeWindow !== undefined &&
      (model.published !== activeWindow ||
        model.publishedSize !== model.size ||
        model.publishedRefreshes !== model.refreshes),
  });
};

const build = (
  parts: {
    readonly ids?: readonly string[];
    readonly published?: string;
    readonly enabled?: boolean;
    readonly options?: Recipe['options'];
  } = {},
): Bench => {
  const ids = parts.ids ?? ['daily-flow'];
  const { options } = parts;
  const recipes = ids.map((id) =>
    fakeFlowRecipe({ id, enabled: parts.enabled ?? true, ...(options === undefined ? {} : { options }) }),
  );
  const { house: made, memory } = createFakeDoorHouse({ recipes });
  const { logger, lines } = createRecordingLogger();
  const house: House = {
    ...made,
    logger,
    clock: { now: () => bench.nowMs },
    library: {
      ...made.library,
      getLastSync: () => (bench.synced ? syncReport : undefined),
      journal: { ...made.library.journal, getOpenIntents: () => bench.intents },
    },
  };
  memory.lastSync = syncReport;
  const timetable = createFakeTimetable();
  const flows = Object.fromEntries(
    ids.map((id): [string, Model] => {
      const published = parts.published ?? windowAt(fakeNowMs);
      const made = { published, publishedSize: 50, publishedRefreshes: 0 };
      return [
        id,
        { manual: undefined, home: undefined, size: 50, refreshes: 0, gap: false, followsHome: true, ...made },
      ];
    }),
  );
  const modelOf = (recipeId: string): Model => {
    const model = flows[recipeId];
    if (model === undefined) throw new Error(`No flow ${recipeId}.`);
    return model;
  };
  let active = 0;
  let most = 0;
  const wait = (signal: AbortSignal): Promise<void> => {
    const stopped = new Promise<never>((_resolve, reject) => {
      if (signal.aborted) reject(abortError(signal));
      signal.addEventListener('abort', () => reject(abortError(signal)), { once: true });
    });
    return Promise.race([bench.gate ?? Promise.resolve(), stopped]);
  };
  const work: FlowWork = {
    async list() {
      await nextTurn();
      if (bench.listFailure !== undefined) throw bench.listFailure;
      return ids.map((id) => describeFlow(id, modelOf(id), bench.nowMs));
    },
    wishOf(recipeId) {
      const { manual, size, refreshes } = modelOf(recipeId);
      return JSON.stringify([manual, size, refreshes]);
    },
    async run(recipeId, { signal }) {
      const model = modelOf(recipeId);
      const { activeWindow } = describeFlow(recipeId, model, bench.nowMs);
      const { size, refreshes } = model;
      bench.runs.push(`${recipeId} ${activeWindow ?? 'none'}`);
      active += 1;
      most = Math.max(most, active);
      try {
        await wait(signal);
        const trouble = bench.troubles.shift();
        if (trouble instanceof Error) throw trouble;
        if (trouble === 'nothing matches') return { report: fakeReport({ recipeId, result: 'skipped' }) };
        if (trouble !== undefined) return { report: trouble };
        model.published = activeWindow;
        model.publishedSize = size;
        model.publishedRefreshes = refreshes;
        return { report: fakeReport({ recipeId }) };
      } finally {
        active -= 1;
      }
    },
  };
  const conductor = createFlowConductor(house, { work, timetable, burstMs: 20, busyPauseMs: 30 });
  started.push(conductor);
  const told: string[] = [];
  house.events.on('flow-changed', ({ recipeId }) => told.push(recipeId));
  const bench: Bench = {
    house,
    conductor,
    timetable,
    flows,
    runs: [],
    lines,
    told,
    nowMs: fakeNowMs,
    synced: true,
    intents: [],
    troubles: [],
    gate: undefined,
    listFailure: undefined,
    most: () => most,
    settle,
    async pass(minutes) {
      for (let minute = 0; minute < minutes; minute += 1) {
        bench.nowMs += minuteMs;
        timetable.ringUntil(bench.nowMs);
        timetable.ringMinute();
        await settle();
      }
    },
  };
  return bench;
};

const start = async (bench: Bench): Promise<void> => {
  await bench.conductor.start(new AbortController().signal);
  await settle();
};
const flowOf = (bench: Bench, id = 'daily-flow'): Model => bench.flows[id] as Model;
const down = (): RunReport =>
  fakeReport({ result: 'failed', error: { code: 'unreachable', message: 'away' }, message: 'Plex is away.' });
const until = async (what: string, holds: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 400 && !holds(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  if (!holds()) throw new Error(`Did not happen: ${what}`);
};

// The clock starts at noon, at the beginning of "Afternoon".
describe('the clock', () => {
  test('waits at the start for the first word of the home, unless a person has chosen', async () => {
    const bench = build({ published: 'Party' });
    const home = bench.house.home as FakeHome;
    home.awaited = true;
    await start(bench);
    await bench.pass(1);
    expect(bench.runs).toEqual([]);
    flowOf(bench).home = 'Party';
    home.awaited = false;
    bench.house.events.emit('home-changed', { connected: true });
    await bench.pass(1);
    // The playlist holds the party since before the start, and nobody wrote anything else in between.
    expect(bench.runs).toEqual([]);
    home.awaited = true;
    flowOf(bench).manual = 'Night';
    bench.house.events.emit('flow-changed', { recipeId: 'daily-flow' });
    await until('the choice', () => bench.runs.length > 0);
    expect(bench.runs).toEqual(['daily-flow Night']);
  });

  test('goes by the clock when the home says nothing', async () => {
    const bench = build({ published: 'Party' });
    const home = bench.house.home as FakeHome;
    home.awaited = true;
    await start(bench);
    home.awaited = false;
    bench.house.events.emit('home-changed', { connected: false });
    await until('a run', () => bench.runs.length > 0);
    expect(bench.runs).toEqual([`daily-flow ${windowAt(fakeNowMs)}`]);
  });

  test('makes a flow that holds another window’s list at the start, and leaves one alone that is right', async () => {
    const late = build({ published: 'Night' });
    await start(late);
    expect(late.runs).toEqual(['daily-flow Afternoon']);
    const right = build();
    await start(right);
    await right.pass(120);
    expect(right.runs).toEqual([]);
  });

  test('turns the flow exactly at the boundary, before the minute rings, and tells the doors', async () => {
    const bench = build();
    await start(bench);
    expect(bench.timetable.moments()).toEqual([fakeNowMs + 6 * hourMs]);
    bench.nowMs = fakeNowMs + 6 * hourMs - 1;
    bench.timetable.ringUntil(bench.nowMs);
    await settle();
    expect(bench.runs).toEqual([]);
    bench.nowMs += 1;
    bench.timetable.ringUntil(bench.nowMs);
    await settle();
    expect(bench.runs).toEqual(['daily-flow Evening']);
    expect(bench.told).toEqual(['daily-flow']);
    expect(bench.timetable.moments()).toEqual([fakeNowMs + 12 * hourMs]);
  });

  test('goes round a whole day with one run per window', async () => {
    const bench = build();
    await start(bench);
    await bench.pass(24 * 60);
    expect(bench.runs).toEqual(['Evening', 'Night', 'Morning', 'Afternoon'].map((name) => `daily-flow ${name}`));
  });

  test('catches up with a boundary that a sleeping host missed, once', async () => {
    const bench = build();
    await start(bench);
    bench.nowMs += 13 * hourMs;
    bench.timetable.ringMinute();
    await settle();
    await bench.pass(3);
    expect(bench.runs).toEqual(['daily-flow Night']);
  });

  test('put back, brings the window of the right time', async () => {
    const bench = build();
    bench.nowMs += 365 * 24 * hourMs + 7 * hourMs;
    flowOf(bench).published = 'Evening';
    await start(bench);
    bench.nowMs = fakeNowMs;
    await bench.pass(1);
    expect(bench.runs).toEqual(['daily-flow Afternoon']);
    expect(bench.timetable.moments()).toEqual([fakeNowMs + 6 * hourMs]);
  });

  test('rings for every flow, and they run one at a time', async () => {
    const bench = build({ ids: ['daily-flow', 'kitchen', 'study'] });
    await start(bench);
    expect(bench.timetable.moments()).toHaveLength(3);
    await bench.pass(6 * 60);
    expect(bench.runs).toEqual(['daily-flow Evening', 'kitchen Evening', 'study Evening']);
    expect(bench.most()).toBe(1);
  });

  test('runs nothing in a gap or a pause', async () => {
    const bench = build({ published: 'Night' });
    flowOf(bench).gap = true;
    await start(bench);
    flowOf(bench).gap = false;
    flowOf(bench).home = 'pause';
    await bench.pass(30);
    expect(bench.runs).toEqual([]);
  });

  test('a boundary that is past sets no bell that rings for ever', async () => {
    const bench = build();
    await start(bench);
    bench.nowMs += 7 * hourMs;
    bench.listFailure = new HarmoniqError('internal', 'The disk is full.');
    bench.timetable.ringUntil(bench.nowMs);
    await bench.pass(3);
    expect(bench.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    bench.listFailure = undefined;
    await bench.pass(1);
    expect(bench.runs).toEqual(['daily-flow Evening']);
  });

  test('has nothing to do in a house without flows', async () => {
    const bench = build({ enabled: false, published: 'Night' });
    await start(bench);
    expect(bench.timetable.size()).toBe(0);
    expect(bench.runs).toEqual([]);
  });
});

describe('the home', () => {
  test('makes one run of a burst of changes', async () => {
    const bench = build();
    await start(bench);
    flowOf(bench).home = 'Evening';
    for (let count = 0; count < 50; count += 1) bench.house.events.emit('home-changed', { connected: true });
    await until('the run', () => bench.runs.length > 0);
    await settle();
    expect(bench.runs).toEqual(['daily-flow Evening']);
  });

  test('that changed its mind during a run is followed, and that counts as no trouble', async () => {
    const bench = build();
    await start(bench);
    const gate = Promise.withResolvers<void>();
    bench.gate = gate.promise;
    flowOf(bench).home = 'Evening';
    bench.house.events.emit('home-changed', { connected: true });
    await until('the first run', () => bench.runs.length === 1);
    flowOf(bench).home = 'Night';
    bench.house.events.emit('home-changed', { connected: true });
    bench.gate = undefined;
    gate.resolve();
    await until('the second run', () => bench.runs.length === 2);
    await settle();
    expect(bench.runs).toEqual(['daily-flow Evening', 'daily-flow Night']);
    expect(troubles(bench).filter(({ level }) => level === 'info')).toEqual([]);
  });

  test('that flaps while the server is away does not make a hot loop', async () => {
    const bench = build();
    await start(bench);
    bench.troubles = Array.from({ length: 50 }, down);
    for (let count = 0; count < 10; count += 1) {
      flowOf(bench).home = count % 2 === 0 ? 'Evening' : 'Night';
      bench.house.events.emit('home-changed', { connected: true });
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    await settle();
    expect(bench.runs).toHaveLength(1);
  });
});

describe('a home that is about to be heard', () => {
  const letAwait = (bench: Bench, awaited: boolean): void => void Object.assign(bench.house.home, { awaited });

  test('is waited for, since it may ask for something else than the clock', async () => {
    const bench = build({ published: 'Night' });
    letAwait(bench, true);
    await start(bench);
    await bench.pass(1);
    expect(bench.runs).toEqual([]);
    letAwait(bench, false);
    flowOf(bench).home = 'Evening';
    bench.house.events.emit('home-changed', { connected: true });
    await until('the run', () => bench.runs.length > 0);
    expect(bench.runs).toEqual(['daily-flow Evening']);
  });

  test.each<[string, boolean, boolean, boolean]>([
    ['a flow that does not follow it and goes by the clock', false, true, true],
    ['a flow that does not follow it, whose sun stands over a known place', true, true, true],
    ['a flow that does not follow it, but waits for where the sun stands', true, false, false],
  ])('%s: sun %p, place %p, made %p', async (_title, bySun, placed, made) => {
    const start = bySun ? ({ kind: 'sun', event: 'sunset', offsetMinutes: 0 } as const) : undefined;
    const plan = fakeFlowPlan([]);
    const windows = [fakeWindow('Evening', start === undefined ? {} : { start })];
    const bench = build({ published: 'Night', options: { ...plan, windows } });
    flowOf(bench).followsHome = false;
    letAwait(bench, true);
    Object.assign(bench.house.home, { place: placed ? { latitude: 50, longitude: 10 } : undefined });
    await bench.conductor.start(new AbortController().signal);
    await settle();
    expect(bench.runs).toHaveLength(made ? 1 : 0);
  });

  test('does not hold up a choice by hand', async () => {
    const bench = build({ published: 'Night' });
    letAwait(bench, true);
    flowOf(bench).manual = 'Morning';
    await start(bench);
    expect(bench.runs).toEqual(['daily-flow Morning']);
  });
});

describe('a person', () => {
  test('is obeyed at once', async () => {
    const bench = build();
    await start(bench);
    flowOf(bench).manual = 'Night';
    bench.house.events.emit('flow-changed', { recipeId: 'daily-flow' });
    await settle();
    expect(bench.runs).toEqual(['daily-flow Night']);
  });

  test('is obeyed at once although an outage is being waited out', async () => {
    const bench = build({ published: 'Night' });
    bench.troubles = [down()];
    await start(bench);
    flowOf(bench).manual = 'Evening';
    bench.house.events.emit('flow-changed', { recipeId: 'daily-flow' });
    await settle();
    expect(bench.runs).toEqual(['daily-flow Afternoon', 'daily-flow Evening']);
  });

  test('who wants another list gets it at once, whatever failed before and however often', async () => {
    const bench = build({ published: 'Night' });
    bench.troubles = [down(), 'nothing matches', down()];
    await start(bench);
    for (let count = 2; count <= 4; count += 1) {
      flowOf(bench).refreshes += 1;
      bench.house.events.emit('flow-changed', { recipeId: 'daily-flow' });
      await settle();
      expect(bench.runs).toHaveLength(count);
    }
    expect(flowOf(bench).publishedRefreshes).toBe(3);
  });

  test('who wants another list during a run gets another run, not a pause', async () => {
    const bench = build({ published: 'Night' });
    const gate = Promise.withResolvers<void>();
    bench.gate = gate.promise;
    await start(bench);
    flowOf(bench).refreshes += 1;
    bench.house.events.emit('flow-changed', { recipeId: 'daily-flow' });
    bench.gate = undefined;
    gate.resolve();
    await settle();
    expect(bench.runs).toHaveLength(2);
    expect(troubles(bench)).toEqual([]);
  });

  test('who changes the size during a run gets another run, not a pause', async () => {
    const bench = build({ published: 'Night' });
    const gate = Promise.withResolvers<void>();
    bench.gate = gate.promise;
    await start(bench);
    flowOf(bench).size = 80;
    bench.house.events.emit('flow-changed', { recipeId: 'daily-flow' });
    bench.gate = undefined;
    gate.resolve();
    await settle();
    expect(bench.runs).toHaveLength(2);
    expect(flowOf(bench).publishedSize).toBe(80);
  });
});

describe('the switch', () => {
  test('that is off stops clock and home, but not what was chosen by hand', async () => {
    const bench = build();
    saveScheduleEnabled(bench.house.library, false);
    await start(bench);
    await bench.pass(7 * 60);
    flowOf(bench).home = 'Night';
    bench.house.events.emit('home-changed', { connected: true });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(bench.runs).toEqual([]);
    flowOf(bench).manual = 'Morning';
    bench.house.events.emit('flow-changed', { recipeId: 'daily-flow' });
    await settle();
    expect(bench.runs).toEqual(['daily-flow Morning']);
  });

  test('that is off does not keep a person from another list, which an outage only delays', async () => {
    const bench = build();
    saveScheduleEnabled(bench.house.library, false);
    await start(bench);
    await bench.pass(7 * 60);
    bench.troubles = [down()];
    flowOf(bench).refreshes += 1;
    bench.house.events.emit('flow-changed', { recipeId: 'daily-flow' });
    await settle();
    expect(bench.runs).toEqual(['daily-flow Evening']);
    await bench.pass(7 * 60);
    expect(bench.runs).toEqual(['daily-flow Evening', 'daily-flow Evening']);
  });

  test('turned on again brings the window of now', async () => {
    const bench = build();
    saveScheduleEnabled(bench.house.library, false);
    await start(bench);
    await bench.pass(7 * 60);
    saveScheduleEnabled(bench.house.library, true);
    bench.house.events.emit('schedule-changed', { enabled: true });
    await settle();
    expect(bench.runs).toEqual(['daily-flow Evening']);
  });
});

describe('the log', () => {
  const news = ({ lines }: Bench) =>
    lines
      .filter(isNews)
      .map(({ level, recipe, window = 'none', by }) => [level, recipe, window, by].map(String).join(' '));

  test('says once which window counts, whoever turned it, and why', async () => {
    const bench = build();
    await start(bench);
    expect(news(bench)).toEqual(['info daily-flow Afternoon schedule']);
    await bench.pass(6 * 60 + 5);
    flowOf(bench).manual = 'Party';
    bench.house.events.emit('flow-changed', { recipeId: 'daily-flow' });
    await bench.pass(5);
    flowOf(bench).manual = undefined;
    flowOf(bench).home = 'Focus';
    bench.house.events.emit('home-changed', { connected: true });
    await bench.pass(5);
    flowOf(bench).home = 'pause';
    await bench.pass(5);
    expect(news(bench).slice(1)).toEqual([
      'info daily-flow Evening schedule',
      'info daily-flow Party manual',
      'info daily-flow Focus home',
      'info daily-flow none paused',
    ]);
    expect(bench.lines.find(({ window }) => window === 'Evening')).toMatchObject({ why: expect.any(String) });
  });

  test('is silent about a restart, also while the home is still awaited, and not about what changed meanwhile', async () => {
    const bench = build();
    const home = bench.house.home as FakeHome;
    flowOf(bench).home = 'Party';
    await start(bench);
    await bench.conductor.stop();
    flowOf(bench).home = undefined;
    home.awaited = true;
    await start(bench);
    flowOf(bench).home = 'Party';
    home.awaited = false;
    await bench.pass(2);
    expect(news(bench)).toEqual(['info daily-flow Party home']);
    await bench.conductor.stop();
    flowOf(bench).home = undefined;
    await start(bench);
    expect(news(bench).slice(1)).toEqual(['info daily-flow Afternoon schedule']);
  });
});

describe('beside the scheduler', () => {
  test('runs nothing before the library was ever read, and then at once', async () => {
    const bench = build({ published: 'Night' });
    bench.synced = false;
    await start(bench);
    await bench.pass(10);
    expect(bench.runs).toEqual([]);
    bench.synced = true;
    bench.house.events.emit('sync-finished', { report: syncReport });
    await settle();
    expect(bench.runs).toEqual(['daily-flow Afternoon']);
  });

  test('leaves a flow that was never made to the cycle under way, and makes it should that not', async () => {
    const bench = build();
    flowOf(bench).published = undefined;
    bench.house.events.emit('cycle-started', { trigger: 'start' });
    await start(bench);
    bench.house.events.emit('sync-finished', { report: syncReport });
    await settle();
    expect(bench.runs).toEqual([]);
    bench.house.events.emit('cycle-finished', { trigger: 'start', reports: [] });
    await settle();
    expect(bench.runs).toEqual(['daily-flow Afternoon']);
  });

  test('does not try again at once what the cycle has just tried in vain', async () => {
    const bench = build();
    saveScheduleEnabled(bench.house.library, false);
    await start(bench);
    flowOf(bench).published = 'Night';
    saveScheduleEnabled(bench.house.library, true);
    bench.house.events.emit('run-finished', { report: { ...down(), recipeId: 'daily-flow' }, tracks: [] });
    bench.house.events.emit('cycle-finished', { trigger: 'schedule', reports: [] });
    await settle();
    expect(bench.runs).toEqual([]);
    await bench.pass(5);
    expect(bench.runs).toEqual(['daily-flow Afternoon']);
  });

  test('keeps away from a half-done write while the start completes it', async () => {
    const bench = build({ published: 'Night' });
    bench.intents = [
      { recipeId: 'daily-flow', playlistId: '1', title: '', summary: '', wanted: ['1'], startedAtMs: 0 },
    ];
    await start(bench);
    expect(bench.runs).toEqual([]);
    await bench.pass(1);
    expect(bench.runs).toEqual(['daily-flow Afternoon']);
  });

  test('a flow that is busy is tried again soon, while others go on', async () => {
    const bench = build({ ids: ['daily-flow', 'kitchen'], published: 'Night' });
    bench.troubles = [new HarmoniqError('conflict', 'The recipe daily-flow is already running.')];
    await start(bench);
    expect(bench.runs).toEqual(['daily-flow Afternoon', 'kitchen Afternoon']);
    await until('the second attempt', () => bench.runs.length === 3);
    expect(bench.runs.at(-1)).toBe('daily-flow Afternoon');
    expect(troubles(bench)).toEqual([]);
  });
});

describe('what does not work', () => {
  test('is tried again ever later, and a line says so', async () => {
    const bench = build({ published: 'Night' });
    bench.troubles = [down(), down(), down()];
    await start(bench);
    await bench.pass(4);
    expect(bench.runs).toHaveLength(1);
    await bench.pass(1);
    expect(bench.runs).toHaveLength(2);
    await bench.pass(9);
    expect(bench.runs).toHaveLength(2);
    await bench.pass(1);
    expect(bench.runs).toHaveLength(3);
    await bench.pass(20);
    expect(bench.runs).toHaveLength(4);
    expect(flowOf(bench).published).toBe('Afternoon');
    const lines = troubles(bench).filter(({ level }) => level === 'info');
    expect(lines.map(({ inMinutes }) => inMinutes)).toEqual([5, 10, 20]);
  });

  test('gets its turn when the server is back', async () => {
    const bench = build({ published: 'Night' });
    bench.troubles = [down()];
    await start(bench);
    bench.house.events.emit('server-state', { connected: true, message: 'Connected.' });
    await settle();
    expect(bench.runs).toHaveLength(2);
  });

  test('for want of a person is tried once an hour, and at the next boundary', async () => {
    const bench = build({ published: 'Night' });
    const refused = fakeReport({ result: 'failed', error: { code: 'unauthorized', message: 'no' } });
    bench.troubles = [refused, refused];
    await start(bench);
    await bench.pass(59);
    expect(bench.runs).toHaveLength(1);
    await bench.pass(1);
    expect(bench.runs).toHaveLength(2);
    bench.house.events.emit('server-state', { connected: true, message: 'Connected.' });
    await settle();
    expect(bench.runs).toHaveLength(2);
    await bench.pass(5 * 60);
    expect(bench.runs.at(-1)).toBe('daily-flow Evening');
  });

  test.each<[string, () => RunReport | Error | 'nothing matches']>([
    ['a window that nothing matches', () => 'nothing matches'],
    ['an error of our own', () => new TypeError('a slip')],
    ['a run that throws for an outage', () => new HarmoniqError('timeout', 'late')],
  ])('%s does not make a hot loop', async (_title, trouble) => {
    const bench = build({ published: 'Night' });
    bench.troubles = Array.from({ length: 500 }, trouble);
    await start(bench);
    for (let count = 0; count < 20; count += 1) {
      bench.house.events.emit('flow-changed', { recipeId: 'daily-flow' });
      bench.house.events.emit('cycle-finished', { trigger: 'schedule', reports: [] });
      await settle();
    }
    expect(bench.runs).toHaveLength(1);
    await bench.pass(200);
    expect(bench.runs.length).toBeLessThanOrEqual(8);
  });

  test('in a window that nothing matches gives way when the home asks for another', async () => {
    const bench = build({ published: 'Night' });
    bench.troubles = ['nothing matches'];
    await start(bench);
    flowOf(bench).home = 'Evening';
    bench.house.events.emit('home-changed', { connected: true });
    await until('the run', () => bench.runs.length === 2);
    expect(bench.runs.at(-1)).toBe('daily-flow Evening');
  });

  test('waits no longer than an hour although the clock was put back', async () => {
    const bench = build({ published: 'Night' });
    bench.nowMs += 48 * hourMs;
    bench.troubles = [down()];
    await start(bench);
    bench.nowMs -= 48 * hourMs;
    await bench.pass(1);
    expect(bench.runs).toHaveLength(2);
  });
});

describe('the stop', () => {
  test('ends the run under way and leaves no bell behind', async () => {
    const bench = build({ published: 'Night' });
    bench.gate = new Promise(() => undefined);
    await start(bench);
    expect(bench.runs).toHaveLength(1);
    await bench.conductor.stop();
    expect(bench.timetable.size()).toBe(0);
    bench.house.events.emit('flow-changed', { recipeId: 'daily-flow' });
    await settle();
    expect(bench.runs).toHaveLength(1);
    expect(troubles(bench)).toEqual([]);
  });
});

describe('wired to the real operations', () => {
  afterEach(() => closeHouses());
  const minute = (hour: number) => ({ kind: 'clock', minute: hour * 60 }) as const;

  test('it turns a real playlist at the boundary, obeys a choice until the next, and is quiet in between', async () => {
    const plan = fakeFlowPlan([]);
    const windows = [
      fakeWindow('Morning', {
        start: minute(6),
        end: minute(12),
        include: { ...noCriteria, years: [{ from: 1990, to: 1999 }] },
      }),
      fakeWindow('Noon', {
        start: minute(12),
        end: minute(18),
        include: { ...noCriteria, years: [{ from: 2000, to: 2009 }] },
      }),
      fakeWindow('Party', { days: [], include: { ...noCriteria, years: [{ from: 1990, to: 2009 }] } }),
    ];
    const options = { windows, rules: { ...plan.rules, cover: false } };
    const tracks = makeTracks(60, (number) => ({ year: number % 2 === 0 ? 1995 : 2005 }));
    const recipe = fakeFlowRecipe({ size: 10, options });
    // 05:30 UTC is half past six in Berlin.
    const real = await createTestHouse({ tracks, recipes: [recipe] });
    const timetable = createFakeTimetable();
    const conductor = createFlowConductor(real, { timetable, burstMs: 5, busyPauseMs: 20 });
    started.push(conductor);
    const years = async (): Promise<readonly (number | undefined)[]> => [
      ...new Set(real.library.getTracks(await readPlaylist(real, recipe.id)).map(({ year }) => year)),
    ];
    const runs = () => real.log.filter(({ msg }) => msg === 'Run finished').length;
    const untilRuns = (count: number) => until(`run ${count}`, () => runs() === count);
    await conductor.start(context().signal);
    await untilRuns(1);
    expect(await years()).toEqual([1995]);
    real.clock.nowMs = Date.parse('2026-11-21T11:00:00Z');
    expect(timetable.moments()).toEqual([real.clock.nowMs]);
    timetable.ringUntil(real.clock.nowMs);
    await untilRuns(2);
    expect(await years()).toEqual([2005]);
    await chooseWindow.run(real, { recipe: recipe.id, window: 'Morning', apply: false }, context());
    await untilRuns(3);
    expect(await years()).toEqual([1995]);
    for (let count = 0; count < 5; count += 1) {
      real.clock.nowMs += minuteMs;
      timetable.ringMinute();
      await settle();
    }
    expect(runs()).toBe(3);
    expect(real.log.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([]);
  });
});
