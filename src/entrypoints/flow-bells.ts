import type { FlowSummary } from '../operations/flow/flow-summary.ts';
import type { Timetable, TimetableEntry } from './timetable.ts';

/** One bell for each flow's next boundary. */
export interface FlowBells {
  /** Sets, moves and takes away bells as the flows ask for. */
  plan(flows: readonly FlowSummary[], nowMs: number): void;
  /** Takes every bell away; the next plan sets them anew. */
  clear(): void;
}

interface Bell {
  readonly atMs: number;
  readonly entry: TimetableEntry;
}

export const createFlowBells = (timetable: Timetable, ring: () => void): FlowBells => {
  const bells = new Map<string, Bell>();
  const remove = (recipeId: string): void => {
    bells.get(recipeId)?.entry.cancel();
    bells.delete(recipeId);
  };
  const set = (recipeId: string, atMs: number): void => {
    const entry = timetable.at(atMs, () => {
      bells.delete(recipeId);
      ring();
    });
    bells.set(recipeId, { atMs, entry });
  };
  return {
    plan(flows, nowMs) {
      const wanted = new Map<string, number>();
      // A boundary that is past would ring again and again.
      for (const { recipeId, enabled, nextChangeAtMs } of flows)
        if (enabled && nextChangeAtMs !== undefined && nextChangeAtMs > nowMs) wanted.set(recipeId, nextChangeAtMs);
      for (const [recipeId, { atMs }] of bells) if (wanted.get(recipeId) !== atMs) remove(recipeId);
      for (const [recipeId, atMs] of wanted) if (!bells.has(recipeId)) set(recipeId, atMs);
    },
    clear() {
      for (const recipeId of [...bells.keys()]) remove(recipeId);
    },
  };
};
