import { isFlow, planOf } from '../core/flow/flow-recipe.ts';
import { needsPlace } from '../core/flow/timetable.ts';
import type { RunReport } from '../core/run.ts';
import { HarmoniqError, describeError, isAbort } from '../lib/errors.ts';
import { withTimeout, type Component } from '../lib/lifecycle.ts';
import type { FlowSummary } from '../operations/flow/flow-summary.ts';
import type { House, HouseEvents } from '../operations/house.ts';
import type { OperationContext } from '../operations/operation.ts';
import { isScheduleEnabled } from '../operations/schedule-settings.ts';
import { createFlowAttempts, toTrouble, type Trouble } from './flow-attempts.ts';
import { createFlowBells } from './flow-bells.ts';
import { useFlowOperations, type FlowWork } from './flow-work.ts';
import { createGatherer } from './gather.ts';
import { tellWindow } from './tell-window.ts';
import { createTimetable, type Timetable, type TimetableEntry } from './timetable.ts';

export interface FlowConductorOptions {
  readonly work?: FlowWork | undefined;
  readonly timetable?: Timetable | undefined;
  /** Changes of the home within this time make one run. */
  readonly burstMs?: number | undefined;
  /** Before a flow that is busy is tried again, should nothing else say that it is free. */
  readonly busyPauseMs?: number | undefined;
}

const stopTimeoutMs = 2_000;
const defaultBurstMs = 1_000;
const defaultBusyPauseMs = 5_000;
/** The scheduler completes half-done writes at the start; a flow that has one keeps out of its way for so long. */
const recoveryMs = 60_000;

/**
 * Makes every flow follow its moment: at the boundaries of its windows, when the home or a person asks for something else, and when whatever kept
 * it from being made is over. One run at a time. What a person asks for is done even while the schedule is switched off.
 */
export const createFlowConductor = (house: House, options: FlowConductorOptions = {}): Component => {
  const { clock, events, library, logger } = house;
  const work = options.work ?? useFlowOperations(house);
  const timetable = options.timetable ?? createTimetable();
  const attempts = createFlowAttempts();
  const bells = createFlowBells(timetable, () => void looks.flush());
  const entries: TimetableEntry[] = [];
  const endings: (() => void)[] = [];
  let known: ReadonlyMap<string, FlowSummary> = new Map();
  /** What people had asked of each flow when it was last as it should be. */
  const settled = new Map<string, string>();
  let stopping = new AbortController();
  let busyTimer: NodeJS.Timeout | undefined;
  let startedAtMs = 0;
  let firstLook = true;
  /** Counts what the home said, to tell a run that came too late from one that changed nothing. */
  let homeTurns = 0;
  let own: string | undefined;
  let telling = false;
  let complaint = '';

  const contextOf = (): OperationContext => ({ trigger: firstLook ? 'start' : 'schedule', signal: stopping.signal });

  const isRecovering = (recipeId: string): boolean =>
    clock.now() - startedAtMs < recoveryMs &&
    library.journal.getOpenIntents().some((intent) => intent.recipeId === recipeId);

  /** What the clock alone says now may be made anew a second later: the home may ask for another window, or tell where the sun stands. */
  const hangsOnHome = ({ recipeId, followsHome }: FlowSummary): boolean => {
    const recipe = house.recipes.find(({ id }) => id === recipeId);
    return (
      followsHome || (recipe !== undefined && house.home.place === undefined && needsPlace(planOf(recipe).windows))
    );
  };

  const waitsForHome = (flow: FlowSummary): boolean => flow.by !== 'manual' && house.home.awaited && hangsOnHome(flow);

  const isWished = ({ recipeId }: FlowSummary): boolean => settled.get(recipeId) !== work.wishOf(recipeId);

  const isDue = (flow: FlowSummary): boolean => {
    if (!flow.enabled || !flow.stale || flow.activeWindow === undefined) return false;
    if (library.getLastSync() === undefined || isRecovering(flow.recipeId)) return false;
    // The cycle under way is about to make it.
    if (flow.publishedWindow === undefined && house.activity.snapshot().cycle !== undefined) return false;
    if (flow.by !== 'manual' && !isScheduleEnabled(library) && !isWished(flow)) return false;
    if (waitsForHome(flow)) return false;
    return attempts.mayTry(flow, work.wishOf(flow.recipeId), clock.now());
  };

  /** Tells the doors and the log when the hour has turned; what a person or the home did has been told already, and telling it twice does no harm. */
  const tellChanges = (flows: readonly FlowSummary[]): void => {
    const former = known;
    known = new Map(flows.map((flow) => [flow.recipeId, flow]));
    telling = true;
    for (const flow of flows) {
      const before = former.get(flow.recipeId);
      if (before !== undefined && looksOther(before, flow)) events.emit('flow-changed', { recipeId: flow.recipeId });
      if (flow.enabled && !waitsForHome(flow)) tellWindow(house, flow);
    }
    telling = false;
  };

  const survey = async (): Promise<readonly FlowSummary[]> => {
    const flows = await work.list(contextOf());
    if (!stopping.signal.aborted) bells.plan(flows, clock.now());
    for (const { recipeId, stale } of flows) {
      if (!stale) attempts.noteSuccess(recipeId);
      if (!stale || !settled.has(recipeId)) settled.set(recipeId, work.wishOf(recipeId));
    }
    tellChanges(flows);
    return flows;
  };

  const noteTrouble = (flow: FlowSummary, wish: string, trouble: Trouble, reason: string): void => {
    const pauseMs = attempts.noteTrouble(flow, wish, trouble, clock.now());
    logger.info(
      { recipe: flow.recipeId, window: flow.activeWindow, inMinutes: Math.round(pauseMs / 60_000), reason },
      'The flow does not hold what this moment asks for; it will be tried again',
    );
  };

  const waitForFree = (): void => {
    busyTimer ??= setTimeout(() => {
      busyTimer = undefined;
      void looks.flush();
    }, options.busyPauseMs ?? defaultBusyPauseMs);
  };

  /** Runs one flow; the answer says whether something else has it in hand. */
  const run = async (flow: FlowSummary): Promise<'done' | 'busy'> => {
    const turns = homeTurns;
    const wish = work.wishOf(flow.recipeId);
    own = flow.recipeId;
    try {
      const { report } = await work.run(flow.recipeId, contextOf());
      if (report.result === 'failed') noteTrouble(flow, wish, toTrouble(report.error?.code), report.message);
      else await judge(flow, wish, turns, report);
      return 'done';
    } catch (error) {
      if (isAbort(error)) throw error;
      if (error instanceof HarmoniqError && error.code === 'conflict') {
        waitForFree();
        return 'busy';
      }
      noteTrouble(flow, wish, toTrouble(error instanceof HarmoniqError ? error.code : undefined), describeError(error));
      return 'done';
    } finally {
      own = undefined;
    }
  };

  /** A run that went well and left the flow as stale as it was would go well for ever. */
  const judge = async (flow: FlowSummary, wish: string, turns: number, report: RunReport): Promise<void> => {
    const now = (await survey()).find(({ recipeId }) => recipeId === flow.recipeId);
    const isSame = turns === homeTurns && wish === work.wishOf(flow.recipeId);
    if (now?.stale === true && isSame && !looksOther(flow, now)) noteTrouble(flow, wish, 'stubborn', report.message);
    else attempts.noteSuccess(flow.recipeId);
  };

  const look = async (): Promise<void> => {
    const busy = new Set<string>();
    try {
      for (;;) {
        if (stopping.signal.aborted) return;
        const next = (await survey()).find((flow) => !busy.has(flow.recipeId) && isDue(flow));
        if (next === undefined) break;
        if ((await run(next)) === 'busy') busy.add(next.recipeId);
      }
      firstLook = false;
      complaint = '';
    } catch (error) {
      if (isAbort(error)) return;
      const reason = describeError(error);
      if (reason !== complaint) logger.error({ reason }, 'The flows could not be looked after');
      complaint = reason;
    }
  };
  const looks = createGatherer(look, options.burstMs ?? defaultBurstMs);

  const tick = (): void => {
    // Timers count running time: after a sleep or a change of the clock they are wrong.
    bells.clear();
    void looks.flush();
  };

  const hearRun = ({ report }: HouseEvents['run-finished']): void => {
    const flow = known.get(report.recipeId);
    if (flow === undefined || report.dryRun || own === report.recipeId) return;
    // What the cycle tried in vain need not be tried again the next moment.
    if (report.result === 'failed')
      attempts.noteTrouble(flow, work.wishOf(flow.recipeId), toTrouble(report.error?.code), clock.now());
    else void looks.flush();
  };

  const listen = (): readonly (() => void)[] => [
    events.on('flow-changed', () => void (telling || looks.flush())),
    events.on('home-changed', () => {
      homeTurns += 1;
      looks.poke();
    }),
    events.on('server-state', ({ connected }) => {
      if (!connected) return;
      attempts.forgetOutages();
      void looks.flush();
    }),
    events.on('schedule-changed', () => void looks.flush()),
    events.on('sync-finished', () => void looks.flush()),
    events.on('cycle-finished', () => void looks.flush()),
    events.on('run-finished', hearRun),
  ];

  return {
    name: 'flow conductor',
    async start() {
      if (!house.recipes.some((recipe) => recipe.enabled && isFlow(recipe))) return;
      stopping = new AbortController();
      startedAtMs = clock.now();
      firstLook = true;
      entries.push(timetable.everyMinute(tick));
      endings.push(...listen());
      void looks.flush();
    },
    async stop() {
      for (const entry of entries.splice(0)) entry.cancel();
      for (const end of endings.splice(0)) end();
      clearTimeout(busyTimer);
      busyTimer = undefined;
      stopping.abort();
      bells.clear();
      await withTimeout(looks.stop(), stopTimeoutMs, 'The run of a flow').catch((error: unknown) =>
        logger.warn({ reason: describeError(error) }, 'A flow did not end in time'),
      );
    },
  };
};

const looksOther = (one: FlowSummary, other: FlowSummary): boolean =>
  one.activeWindow !== other.activeWindow ||
  one.by !== other.by ||
  one.manual !== other.manual ||
  one.nextChangeAtMs !== other.nextChangeAtMs ||
  one.size !== other.size ||
  one.familiarityPercent !== other.familiarityPercent ||
  one.followsHome !== other.followsHome;
