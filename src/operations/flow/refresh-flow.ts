import { z } from 'zod';
import { defineOperation } from '../operation.ts';
import { refuseUnready } from '../run-recipe.ts';
import { actOnFlow } from './act-on-flow.ts';
import { findFlow, flowId } from './find-flow.ts';
import { needWindow } from './need-window.ts';
import { applied, followFlow } from './follow-flow.ts';
import { changeFlowState } from './flow-state.ts';
import type { FlowSummary } from './flow-summary.ts';
import { summariseFlow } from './list-flows.ts';

/** Unlike `run-recipe`, which makes the same list again, this draws another one; the configured share of the old one stays. */
export const refreshFlow = defineOperation({
  name: 'refresh-flow',
  summary: 'Draws a new list for the window that counts now',
  input: z.strictObject({ recipe: flowId, ...applied }),
  mutates: true,
  run: async (house, { recipe: wanted, apply }, context): Promise<FlowSummary> => {
    const recipe = findFlow(house, wanted);
    return actOnFlow(house, recipe, 'refresh-flow', async (note) => {
      refuseUnready(house, recipe);
      const { window, occurrence } = needWindow(house, recipe, 'There is nothing to refresh');
      changeFlowState(house.library, recipe.id, (state) => ({
        ...state,
        refreshes: {
          occurrence,
          count: (state.refreshes?.occurrence === occurrence ? state.refreshes.count : 0) + 1,
        },
      }));
      note(`Another list for ${window.name} was asked for.`);
      await followFlow(house, recipe, apply, context);
      return summariseFlow(house, recipe);
    });
  },
});
