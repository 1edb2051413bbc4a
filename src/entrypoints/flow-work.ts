import type { RunReport } from '../core/run.ts';
import type { FlowSummary } from '../operations/flow/flow-summary.ts';
import { listFlows } from '../operations/flow/list-flows.ts';
import type { House } from '../operations/house.ts';
import type { OperationContext } from '../operations/operation.ts';
import { runRecipe } from '../operations/run-recipe.ts';

/** The verbs that the conductor uses, so that tests can watch them. */
export interface FlowWork {
  list(context: OperationContext): Promise<readonly FlowSummary[]>;
  run(recipeId: string, context: OperationContext): Promise<{ readonly report: RunReport }>;
}

export const useFlowOperations = (house: House): FlowWork => ({
  list: (context) => listFlows.run(house, {}, context),
  run: (recipe, context) => runRecipe.run(house, { recipe, dryRun: false }, context),
});
