import { z } from 'zod';
import { countFrom, yesOrNo } from '../inputs.ts';
import { defineOperation } from '../operation.ts';
import { countTracks } from '../run-sentences.ts';
import { actOnFlow } from './act-on-flow.ts';
import { findFlow, flowId } from './find-flow.ts';
import { changeFlowState } from './flow-state.ts';
import type { FlowSummary } from './flow-summary.ts';
import { summariseFlow } from './list-flows.ts';

/** `auto` (or null) gives a dial back to the configuration. */
const orAuto = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([z.literal('auto').transform(() => null), z.null(), schema]);

/** Left out = as it was; null = as configured. */
const choose = <Value>(given: Value | null | undefined, before: Value | undefined): Value | undefined =>
  given === undefined ? before : (given ?? undefined);

const toShare = (percent: number | null | undefined): number | null | undefined =>
  typeof percent === 'number' ? percent / 100 : percent;

/** The next refresh goes by it; where the service runs, that is at once. */
export const setFlow = defineOperation({
  name: 'set-flow',
  summary: 'Sets the dials of a flow: its length, how much of it is known music, whether the home may steer it',
  input: z.strictObject({
    recipe: flowId,
    size: orAuto(countFrom(1, 1_000)).optional(),
    familiarityPercent: orAuto(countFrom(0, 100)).optional(),
    followsHome: orAuto(yesOrNo).optional(),
  }),
  mutates: true,
  run: async (house, { recipe: wanted, ...dials }): Promise<FlowSummary> => {
    const recipe = findFlow(house, wanted);
    return actOnFlow(house, recipe, 'set-flow', async (note) => {
      changeFlowState(house.library, recipe.id, (state) => ({
        ...state,
        size: choose(dials.size, state.size),
        familiarity: choose(toShare(dials.familiarityPercent), state.familiarity),
        followsHome: choose(dials.followsHome, state.followsHome),
      }));
      const flow = summariseFlow(house, recipe);
      return { ...flow, lastAction: note(describeDials(dials, flow)) };
    });
  },
});

type Dials = Partial<Record<'size' | 'familiarityPercent' | 'followsHome', unknown>>;

/** `Set: 50 tracks, 20 % known music.`: what was turned, as it stands now. */
const describeDials = (turned: Dials, { size, minutes, familiarityPercent, followsHome }: FlowSummary): string => {
  const said = [
    ...(turned.size === undefined ? [] : [minutes === undefined ? countTracks(size) : `${minutes} minutes`]),
    ...(turned.familiarityPercent === undefined ? [] : [`${familiarityPercent} % known music`]),
    ...(turned.followsHome === undefined ? [] : [followsHome ? 'follows the home' : 'does not follow the home']),
  ];
  return said.length === 0 ? 'No dial was turned.' : `Set: ${said.join(', ')}.`;
};
