import { z } from 'zod';
import type { Recipe } from '../../src/core/recipe.ts';
import type { RunReport, TrackLine } from '../../src/core/run.ts';
import type { Config } from '../../src/config/schema.ts';
import { HarmoniqError } from '../../src/lib/errors.ts';
import type { House } from '../../src/operations/house.ts';
import { defineOperation, type Operation } from '../../src/operations/operation.ts';
import { setSchedule } from '../../src/operations/set-schedule.ts';
import type { FlowSummary } from '../../src/operations/flow/flow-summary.ts';
import { createFakeDoorHouse, fakeNowMs, fakeRecipe, fakeReport, type FakeMemory } from './fake-door-house.ts';
import { createFakeFlows } from './fake-flow-operations.ts';

export const trackLine = (number: number): TrackLine => ({
  trackId: String(number),
  artist: `Artist ${number}`,
  title: `Song ${number}`,
  album: `Album ${number}`,
  why: `no. ${number} of the Last.fm chart`,
});

/** What a test can turn. */
export interface FakeWork {
  /** Names of operations in the order they were run, with the recipe where there is one. */
  readonly calls: string[];
  /** While set, work waits for it (or for the stop signal). */
  gate: Promise<void> | undefined;
  /** That many calls of work find the house busy. */
  conflicts: number;
  /** What the next runs end with. */
  result: RunReport['result'];
  message: string;
  trackCount: number;
}

export interface WorkingHouse {
  readonly house: House;
  readonly memory: FakeMemory;
  readonly work: FakeWork;
  /** What `list-flows` says, by recipe. */
  readonly flows: Map<string, FlowSummary>;
  readonly readFlows: () => Promise<readonly FlowSummary[]>;
  readonly findOperation: (name: string) => Operation | undefined;
}

/** A house whose runs do nothing but end as told, with the real events, activity, status and schedule around them. */
export const createWorkingHouse = (
  options: { readonly config?: Config; readonly recipes?: readonly Recipe[] } = {},
): WorkingHouse => {
  const recipes = options.recipes ?? [
    fakeRecipe(),
    fakeRecipe({ id: 'lastfm-recs', kind: 'lastfm-recs', playlistName: 'Last.fm Recommendations' }),
  ];
  const { house, memory } = createFakeDoorHouse({ ...options, recipes });
  const work: FakeWork = {
    calls: [],
    gate: undefined,
    conflicts: 0,
    result: 'succeeded',
    message: 'The playlist has been refreshed.',
    trackCount: 50,
  };
  const begin = (call: string): void => {
    work.calls.push(call);
    if (work.conflicts === 0) return;
    work.conflicts -= 1;
    throw new HarmoniqError('conflict', 'A run is already under way.');
  };
  const pause = async (signal: AbortSignal): Promise<'done' | 'stopped'> => {
    const stopped = new Promise<'stopped'>((resolve) => {
      if (signal.aborted) resolve('stopped');
      signal.addEventListener('abort', () => resolve('stopped'), { once: true });
    });
    const done = (work.gate ?? Promise.resolve()).then(() => 'done' as const);
    return Promise.race([done, stopped]);
  };
  const runOne = async (recipeId: string, trigger: RunReport['trigger'], signal: AbortSignal): Promise<RunReport> => {
    const id = memory.runs.length + 1;
    house.events.emit('run-started', { recipeId, runId: id });
    const ended = await pause(signal);
    const report = finish(recipeId, id, trigger, ended === 'stopped' ? 'cancelled' : work.result);
    const tracks = memory.published.find((playlist) => playlist.recipeId === recipeId)?.tracks ?? [];
    house.events.emit('run-finished', { report, tracks });
    return report;
  };
  const finish = (recipeId: string, id: number, trigger: RunReport['trigger'], result: RunReport['result']) => {
    const title = recipes.find((recipe) => recipe.id === recipeId)?.playlistName ?? recipeId;
    const atMs = fakeNowMs + id * 1_000;
    const playlist = { id: `9${id}`, title };
    const report = fakeReport({ id, recipeId, trigger, result, message: work.message, endedAtMs: atMs, playlist });
    memory.runs.unshift(report);
    if (result !== 'succeeded') return report;
    const others = memory.published.filter((item) => item.recipeId !== recipeId);
    const tracks = Array.from({ length: work.trackCount }, (_value, index) => trackLine(index + 1));
    const record = { recipeId, machineId: 'm', playlistId: playlist.id, guid: undefined, title };
    memory.published.splice(0, Infinity, ...others, { ...record, tracks, publishedAtMs: atMs });
    return report;
  };

  const { signal } = new AbortController();
  const { flows, operations: flowOperations } = createFakeFlows(house, begin, (recipeId) =>
    runOne(recipeId, 'mqtt', signal),
  );
  const operations: readonly Operation[] = [
    setSchedule,
    ...flowOperations,
    defineOperation({
      name: 'run-recipe',
      summary: 'fake',
      input: z.strictObject({ recipe: z.enum(recipes.map((recipe) => recipe.id)) }),
      mutates: true,
      run: async (_house, { recipe }, { trigger, signal }) => {
        begin(`run-recipe ${recipe}`);
        return runOne(recipe, trigger, signal);
      },
    }),
    defineOperation({
      name: 'run-cycle',
      summary: 'fake',
      input: z.strictObject({}),
      mutates: true,
      run: async (_house, _input, { trigger, signal }) => {
        begin('run-cycle');
        house.events.emit('cycle-started', { trigger });
        const reports: RunReport[] = [];
        for (const recipe of recipes) reports.push(await runOne(recipe.id, trigger, signal));
        house.events.emit('cycle-finished', { trigger, reports });
        return reports;
      },
    }),
    defineOperation({
      name: 'sync-library',
      summary: 'fake',
      input: z.strictObject({}),
      mutates: true,
      run: async (_house, _input, { signal }) => {
        begin('sync-library');
        house.events.emit('sync-started', {});
        await pause(signal);
        memory.tracks += 100;
        house.events.emit('sync-failed', { message: work.message });
        return {};
      },
    }),
  ];
  return {
    house,
    memory,
    work,
    flows,
    readFlows: async () => [...flows.values()],
    findOperation: (name) => operations.find((operation) => operation.name === name),
  };
};
