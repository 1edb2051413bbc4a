import type { RunReport } from '../core/run.ts';
import type { Coverage, LibraryCounts, SyncReport } from '../library/library.ts';
import type { ActivitySnapshot, House } from './house.ts';
import { nothing } from './inputs.ts';
import { summariseRecipes, type RecipeSummary } from './list-recipes.ts';
import { defineOperation } from './operation.ts';
import { getNextCycleAtMs, isScheduleEnabled } from './schedule-settings.ts';

export interface Status {
  /** Of this process; another one that shares the database is not seen. */
  readonly activity: ActivitySnapshot;
  readonly running: boolean;
  readonly schedule: {
    readonly enabled: boolean;
    readonly intervalMinutes: number;
    readonly timezone: string;
    readonly nextCycleAtMs: number | undefined;
  };
  readonly library: {
    readonly counts: LibraryCounts;
    readonly coverage: readonly Coverage[];
    readonly lastSync: SyncReport | undefined;
  };
  readonly recipes: readonly RecipeSummary[];
  /** The last real run of any recipe. */
  readonly lastRun: RunReport | undefined;
  readonly missingTracks: number;
  /** What a person should look after, one sentence each; empty = all is well. */
  readonly problems: readonly string[];
}

const findProblems = (house: House, recipes: readonly RecipeSummary[]): readonly string[] => {
  const { server, syncFailure } = house.activity.snapshot();
  const failed = recipes
    .filter((recipe) => recipe.enabled && recipe.lastRun?.result === 'failed')
    .map((recipe) => `${recipe.playlistName}: ${recipe.lastRun?.message ?? ''}`);
  const off = recipes
    .filter((recipe) => recipe.disabledReason !== undefined)
    .map((recipe) => `${recipe.playlistName} is off: ${recipe.disabledReason ?? ''}`);
  return [
    ...(server.connected === false ? [server.message] : []),
    ...(syncFailure !== undefined && syncFailure !== server.message ? [syncFailure] : []),
    ...(house.library.getLastSync()?.warnings ?? []),
    ...failed,
    ...off,
  ];
};

const isRunning = (activity: ActivitySnapshot): boolean =>
  activity.cycle !== undefined || activity.syncing || activity.recipes.length > 0;

/** The next cycle, unless it is past: then nobody is there to run it. */
const findNextCycle = (house: House): number | undefined => {
  const atMs = getNextCycleAtMs(house.library);
  return atMs !== undefined && atMs > house.clock.now() && isScheduleEnabled(house.library) ? atMs : undefined;
};

export const getStatus = defineOperation({
  name: 'get-status',
  summary: 'What runs, what the library holds, how the recipes fare and what needs attention',
  input: nothing,
  mutates: false,
  run: async (house): Promise<Status> => {
    const { library, config } = house;
    const recipes = summariseRecipes(house);
    const activity = house.activity.snapshot();
    return {
      activity,
      running: isRunning(activity),
      schedule: {
        enabled: isScheduleEnabled(library),
        intervalMinutes: config.runIntervalMinutes,
        timezone: config.timezone,
        nextCycleAtMs: findNextCycle(house),
      },
      library: { counts: library.count(), coverage: library.getCoverage(), lastSync: library.getLastSync() },
      recipes,
      lastRun: recipes
        .flatMap((recipe) => recipe.lastRun ?? [])
        .sort((a, b) => b.endedAtMs - a.endedAtMs)
        .at(0),
      missingTracks: library.listMissing().length,
      problems: findProblems(house, recipes),
    };
  },
});
