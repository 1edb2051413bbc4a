import { z } from 'zod';
import { countFrom, yesOrNo } from '../inputs.ts';
import { defineOperation } from '../operation.ts';
import { findFlow, flowId } from './find-flow.ts';
import { changeFlowState } from './flow-state.ts';
import type { FlowSummary } from './flow-summary.ts';
import { summariseFlow } from './list-flows.ts';

/** The next refresh goes by it; where the service runs, that is at once. */
export const setFlow = defineOperation({
  name: 'set-flow',
  summary: 'Sets the dials of a flow: its length, how much of it is known music, whether the home may steer it',
  input: z.strictObject({
    recipe: flowId,
    size: countFrom(1, 1_000).optional(),
    familiarityPercent: countFrom(0, 100).optional(),
    followsHome: yesOrNo.optional(),
  }),
  mutates: true,
  run: async (house, { recipe: wanted, size, familiarityPercent, followsHome }): Promise<FlowSummary> => {
    const recipe = findFlow(house, wanted);
    changeFlowState(house.library, recipe.id, (state) => ({
      ...state,
      size: size ?? state.size,
      familiarity: familiarityPercent === undefined ? state.familiarity : familiarityPercent / 100,
      followsHome: followsHome ?? state.followsHome,
    }));
    house.events.emit('flow-changed', { recipeId: recipe.id });
    return summariseFlow(house, recipe);
  },
});
