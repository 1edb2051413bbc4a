import type { RunReport } from '../core/run.ts';
import { readFlowState } from '../operations/flow/flow-state.ts';
import type { FlowSummary } from '../operations/flow/flow-summary.ts';
import { listFlows } from '../operations/flow/list-flows.ts';
import type { House } from '../operations/house.ts';
import type { OperationContext } from '../operations/operation.ts';
import { runRecipe } from '../operations/run-recipe.ts';

/** The verbs that the conductor uses, so that tests can watch them. */
export interface FlowWork {
  list(context: OperationContext): Promise<readonly FlowSummary[]>;
  /** All that people have asked of a flow: dials, choices, new draws, tracks they want more of or none. Another text = something new. */
  wishOf(recipeId: string): string;
  run(recipeId: string, context: OperationContext): Promise<{ readonly report: RunReport }>;
}

export const useFlowOperations = (house: House): FlowWork => ({
  list: (context) => listFlows.run(house, {}, context),
  wishOf(recipeId) {
    const { manual, size, familiarity, followsHome, refreshes, seeds } = readFlowState(house.library, recipeId);
    // Those that ended as well: that a ban ends is nobody's wish.
    const bans = [...house.library.flow.listBans(0)];
    return JSON.stringify([manual, size, familiarity, followsHome, refreshes, seeds, bans]);
  },
  run: (recipe, context) => runRecipe.run(house, { recipe, dryRun: false }, context),
});
