import type { Recipe } from '../core/recipe.ts';
import type { RunReport } from '../core/run.ts';
import { errorTable, HarmoniqError, describeError, isAbort, toHarmoniqError, type ErrorCode } from '../lib/errors.ts';
import { withTimeout, type Component } from '../lib/lifecycle.ts';
import type { House } from '../operations/house.ts';
import type { OperationContext } from '../operations/operation.ts';
import { recoverPublishes } from '../operations/recover-publishes.ts';
import { runCycle, type CycleReport } from '../operations/run-cycle.ts';
import { runRecipe } from '../operations/run-recipe.ts';
import { isScheduleEnabled, saveNextCycleAtMs } from '../operations/schedule-settings.ts';
import { createCronBell } from './cron-bell.ts';
import { findNextCycle, retryPauseMs } from './schedule-plan.ts';
import { createTimetable, type Timetable, type TimetableEntry } from './timetable.ts';

/** The verbs that the scheduler uses, so that tests can watch them. */
export interface ScheduledWork {
  /** `restingOnly`: not those that run or are about to. */
  recover(restingOnly: boolean, context: OperationContext): Promise<unknown>;
  /** `recipes` undefined = whatever the trigger stands for. */
  cycle(recipes: readonly string[] | undefined, context: OperationContext): Promise<CycleReport>;
  recipe(recipeId: string, context: OperationContext): Promise<{ readonly report: RunReport }>;
}

export interface SchedulerOptions {
  readonly timetable?: Timetable | undefined;
  readonly work?: ScheduledWork | undefined;
}

interface Retry {
  readonly recipes: readonly string[];
  readonly failures: number;
  atMs: number;
}

const stopTimeoutMs = 2_000;
const dayMs = 86_400_000;

/**
 * Runs the cycle at the start and at every interval, recipes with a schedule of their own at theirs, and what failed for a foreign outage again
 * soon. One thing at a time; whatever was overdue (a machine asleep, a clock put right) runs once.
 */
export const createScheduler = (house: House, options: SchedulerOptions = {}): Component => {
  const { config, library, logger, clock } = house;
  const timetable = options.timetable ?? createTimetable();
  const work = options.work ?? useOperations(house);
  const entries: TimetableEntry[] = [];
  const endings: (() => void)[] = [];
  let stopping = new AbortController();
  let current: Promise<void> | undefined;
  let queue: readonly Recipe[] = [];
  let anchorMs = 0;
  let nextCycleAtMs = 0;
  let retry: Retry | undefined;
  /** The server came back, and nobody has looked yet for what is half written. */
  let recoveryDue = false;

  const plan = (nowMs: number): void => {
    nextCycleAtMs = findNextCycle(
      { anchorMs, intervalMinutes: config.runIntervalMinutes, timezone: config.timezone },
      nowMs,
    );
    saveNextCycleAtMs(library, nextCycleAtMs);
  };

  /** Starts the work unless something is under way; when it is over, whatever waited gets its turn. */
  const begin = (task: (signal: AbortSignal) => Promise<void>): void => {
    const { signal } = stopping;
    current = task(signal)
      .catch((error: unknown) => logFailure(house, error))
      .then(() => {
        current = undefined;
        if (!signal.aborted) takeNext();
      });
  };

  const takeNext = (): void => {
    if (current !== undefined) return;
    const [next, ...rest] = queue;
    queue = rest;
    if (next !== undefined) begin(async (signal) => void (await work.recipe(next.id, { trigger: 'schedule', signal })));
    else if (recoveryDue) startRecovery();
  };

  const startRecovery = (): void => {
    recoveryDue = false;
    if (library.journal.getOpenIntents().length > 0) begin((signal) => recover(true, 'schedule', signal));
  };

  const cycle = async (
    recipes: readonly string[] | undefined,
    trigger: 'start' | 'schedule',
    failures: number,
    signal: AbortSignal,
  ): Promise<void> => {
    const report = await work.cycle(recipes, { trigger, signal });
    retry = planRetry(report, failures, clock.now());
    if (retry !== undefined)
      logger.info({ inMinutes: Math.round((retry.atMs - clock.now()) / 60_000) }, 'What failed will be tried again');
  };

  const startCycle = (): void => {
    if (current !== undefined) {
      logger.info('A scheduled refresh was skipped, as the one before is still under way');
      return;
    }
    retry = undefined;
    begin((signal) => cycle(undefined, 'schedule', 0, signal));
  };

  const startRetry = (due: Retry): void => {
    if (current !== undefined) return;
    retry = undefined;
    begin((signal) => cycle(due.recipes, 'schedule', due.failures, signal));
  };

  const tick = (): void => {
    const nowMs = clock.now();
    // The clock was put back: the plan of the wrong time is worth nothing.
    if (nextCycleAtMs - nowMs > config.runIntervalMinutes * 60_000 + dayMs) {
      anchorMs = nowMs;
      plan(nowMs);
    }
    const due = nextCycleAtMs <= nowMs;
    if (due) plan(nowMs);
    if (!isScheduleEnabled(library)) return;
    if (due) startCycle();
    else if (retry !== undefined && retry.atMs <= nowMs) startRetry(retry);
  };

  const ringRecipe = (recipe: Recipe): void => {
    if (!isScheduleEnabled(library) || queue.includes(recipe)) return;
    queue = [...queue, recipe];
    takeNext();
  };

  const recover = async (restingOnly: boolean, trigger: 'start' | 'schedule', signal: AbortSignal): Promise<void> => {
    try {
      await work.recover(restingOnly, { trigger, signal });
    } catch (error) {
      if (isAbort(error)) throw error;
      logger.warn({ reason: describeError(error) }, 'Half-done playlist writes could not be completed yet');
    }
  };

  const startUp = async (signal: AbortSignal): Promise<void> => {
    await recover(false, 'start', signal);
    if (isScheduleEnabled(library)) await cycle(undefined, 'start', 0, signal);
    else logger.info('The schedule is switched off; playlists are refreshed only on request');
  };

  return {
    name: 'scheduler',
    async start() {
      stopping = new AbortController();
      anchorMs = clock.now();
      plan(anchorMs);
      entries.push(timetable.everyMinute(() => guard(house, tick)));
      for (const recipe of house.recipes.filter(({ enabled, cron }) => enabled && cron !== undefined))
        entries.push(
          createCronBell(timetable, recipe, config.timezone, clock, () => guard(house, () => ringRecipe(recipe))),
        );
      endings.push(
        house.events.on('server-state', ({ connected }) => {
          if (!connected) return;
          recoveryDue = true;
          if (retry === undefined) takeNext();
          else startRetry(retry);
        }),
      );
      begin(startUp);
    },
    async stop() {
      for (const entry of entries.splice(0)) entry.cancel();
      for (const end of endings.splice(0)) end();
      queue = [];
      retry = undefined;
      recoveryDue = false;
      stopping.abort();
      saveNextCycleAtMs(library, undefined);
      await withTimeout(current ?? Promise.resolve(), stopTimeoutMs, 'The run under way').catch((error: unknown) =>
        logger.warn({ reason: describeError(error) }, 'A run did not end in time'),
      );
    },
  };
};

const useOperations = (house: House): ScheduledWork => ({
  recover: (restingOnly, context) => recoverPublishes.run(house, { restingOnly }, context),
  cycle: (recipes, context) => runCycle.run(house, { sync: true, recipes: recipes && [...recipes] }, context),
  recipe: (recipe, context) => runRecipe.run(house, { recipe, dryRun: false }, context),
});

const mayHeal = (code: string): boolean => Object.hasOwn(errorTable, code) && errorTable[code as ErrorCode].retryable;

/** Only outages heal by themselves; a refused key stays refused. */
const planRetry = ({ reports, syncError }: CycleReport, failures: number, nowMs: number): Retry | undefined => {
  const recipes = reports
    .filter(({ result, error }) => result === 'failed' && mayHeal(error?.code ?? ''))
    .map(({ recipeId }) => recipeId);
  if (recipes.length === 0 && !mayHeal(syncError?.code ?? '')) return undefined;
  return { recipes, failures: failures + 1, atMs: nowMs + retryPauseMs(failures + 1) };
};

/** What a timer throws would end the process. */
const guard = (house: House, ring: () => void): void => {
  try {
    ring();
  } catch (error) {
    logFailure(house, error);
  }
};

const logFailure = (house: House, error: unknown): void => {
  if (isAbort(error)) return;
  const { code } = toHarmoniqError(error);
  if (error instanceof HarmoniqError && code === 'conflict')
    house.logger.info({ reason: error.message }, 'A scheduled run was skipped');
  else house.logger.error({ code, reason: describeError(error) }, 'A scheduled run could not be carried out');
};
