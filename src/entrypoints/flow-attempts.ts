import { errorTable, type ErrorCode } from '../lib/errors.ts';
import type { FlowSummary } from '../operations/flow/flow-summary.ts';
import { retryPauseMs } from './schedule-plan.ts';

/**
 * `outage`: something was away and may come back. `refused`: a person must act, so it is tried seldom. `stubborn`: the run went well, and yet the
 * playlist does not hold what the moment asks for (nothing matches).
 */
export type Trouble = 'outage' | 'refused' | 'stubborn';

/** Remembers what did not work, so that nothing is tried in a hot loop. */
export interface FlowAttempts {
  mayTry(flow: FlowSummary, nowMs: number): boolean;
  /** Returns how long to wait. */
  noteTrouble(flow: FlowSummary, trouble: Trouble, nowMs: number): number;
  noteSuccess(recipeId: string): void;
  /** The server is back: what an outage held up gets its turn. */
  forgetOutages(): void;
}

interface Attempt {
  readonly trouble: Trouble;
  readonly failures: number;
  readonly retryAtMs: number;
  readonly wish: string;
  readonly window: string;
}

const longestPauseMs = retryPauseMs(Number.MAX_SAFE_INTEGER);

/** A new turn of the clock or another word from a person is worth an attempt at once; they come at a human pace. */
const toWish = (flow: FlowSummary): string =>
  JSON.stringify([flow.manual, flow.size, flow.familiarityPercent, flow.followsHome, flow.nextChangeAtMs]);

const toWindow = ({ activeWindow, by }: FlowSummary): string => JSON.stringify([activeWindow, by]);

export const createFlowAttempts = (): FlowAttempts => {
  const attempts = new Map<string, Attempt>();
  return {
    mayTry(flow, nowMs) {
      const attempt = attempts.get(flow.recipeId);
      if (attempt === undefined || attempt.retryAtMs <= nowMs || attempt.wish !== toWish(flow)) return true;
      // The home may change its mind every second, which is no reason to knock at a server that is away.
      if (attempt.trouble === 'stubborn' && attempt.window !== toWindow(flow)) return true;
      // The clock was put back: the plan of the wrong time is worth nothing.
      return attempt.retryAtMs - nowMs > longestPauseMs;
    },
    noteTrouble(flow, trouble, nowMs) {
      const former = attempts.get(flow.recipeId);
      const wish = toWish(flow);
      const failures = former?.wish === wish ? former.failures + 1 : 1;
      const pauseMs = trouble === 'refused' ? longestPauseMs : retryPauseMs(failures);
      const window = toWindow(flow);
      attempts.set(flow.recipeId, { trouble, failures, retryAtMs: nowMs + pauseMs, wish, window });
      return pauseMs;
    },
    noteSuccess: (recipeId) => void attempts.delete(recipeId),
    forgetOutages() {
      for (const [recipeId, { trouble }] of attempts) if (trouble === 'outage') attempts.delete(recipeId);
    },
  };
};

/** What a failed run's error code means for the next attempt. */
export const toTrouble = (code: string | undefined): Trouble =>
  code !== undefined && Object.hasOwn(errorTable, code) && errorTable[code as ErrorCode].retryable
    ? 'outage'
    : 'refused';
