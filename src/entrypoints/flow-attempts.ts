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
  /** `wish`: all that people have asked of the flow. A new turn of the clock or another wish is worth an attempt at once; they come at a human pace. */
  mayTry(flow: FlowSummary, wish: string, nowMs: number): boolean;
  /** Returns how long to wait. `wish`: the one that was tried. */
  noteTrouble(flow: FlowSummary, wish: string, trouble: Trouble, nowMs: number): number;
  noteSuccess(recipeId: string): void;
  /** The server is back: what an outage held up gets its turn. */
  forgetOutages(): void;
}

interface Attempt {
  readonly trouble: Trouble;
  readonly failures: number;
  readonly retryAtMs: number;
  readonly turn: string;
  readonly window: string;
}

const longestPauseMs = retryPauseMs(Number.MAX_SAFE_INTEGER);

const toTurn = ({ manual, nextChangeAtMs }: FlowSummary, wish: string): string =>
  JSON.stringify([manual, nextChangeAtMs, wish]);

const toWindow = ({ activeWindow, by }: FlowSummary): string => JSON.stringify([activeWindow, by]);

export const createFlowAttempts = (): FlowAttempts => {
  const attempts = new Map<string, Attempt>();
  return {
    mayTry(flow, wish, nowMs) {
      const attempt = attempts.get(flow.recipeId);
      if (attempt === undefined || attempt.retryAtMs <= nowMs || attempt.turn !== toTurn(flow, wish)) return true;
      // The home may change its mind every second, which is no reason to knock at a server that is away.
      if (attempt.trouble === 'stubborn' && attempt.window !== toWindow(flow)) return true;
      // The clock was put back: the plan of the wrong time is worth nothing.
      return attempt.retryAtMs - nowMs > longestPauseMs;
    },
    noteTrouble(flow, wish, trouble, nowMs) {
      const former = attempts.get(flow.recipeId);
      const turn = toTurn(flow, wish);
      const failures = former?.turn === turn ? former.failures + 1 : 1;
      const pauseMs = trouble === 'refused' ? longestPauseMs : retryPauseMs(failures);
      const window = toWindow(flow);
      attempts.set(flow.recipeId, { trouble, failures, retryAtMs: nowMs + pauseMs, turn, window });
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
