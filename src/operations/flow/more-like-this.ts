import { z } from 'zod';
import type { Recipe } from '../../core/recipe.ts';
import type { House } from '../house.ts';
import { nameText } from '../inputs.ts';
import { defineOperation } from '../operation.ts';
import { actOnFlow } from './act-on-flow.ts';
import { findFlow, flowId } from './find-flow.ts';
import { needWindow } from './need-window.ts';
import { changeFlowState, readFlowState, type FlowState } from './flow-state.ts';
import type { FlowSummary } from './flow-summary.ts';
import { applied, followFlow } from './follow-flow.ts';
import { summariseFlow } from './list-flows.ts';
import { findMeantTrack, type MeantTrack } from './meant-track.ts';

/** More than a few pull the list in every direction at once. */
const mostSeeds = 5;

export const moreLikeThis = defineOperation({
  name: 'more-like-this',
  summary: 'Bends the flow towards a track, the one being played unless told otherwise, for the rest of this window',
  input: z.strictObject({ recipe: flowId, track: nameText.optional(), ...applied }),
  mutates: true,
  run: async (house, { recipe: wanted, track: named, apply }, context): Promise<FlowSummary> => {
    const recipe = findFlow(house, wanted);
    return actOnFlow(house, recipe, 'more-like-this', async (note) => {
      const { window, occurrence } = needWindow(house, recipe, 'There is no list to bend');
      const meant = await findMeantTrack(house, recipe, named, context.signal);
      const isNews = addSeed(house, recipe, { trackId: meant.track.id, occurrence });
      note(describeSeed(meant, window.name, isNews), { meant });
      await followFlow(house, recipe, apply, context);
      return summariseFlow(house, recipe);
    });
  },
});

/** false = the list is bent towards this track already, and towards none more. */
const addSeed = (house: House, { id }: Recipe, seed: FlowState['seeds'][number]): boolean => {
  const { seeds } = readFlowState(house.library, id);
  const others = seeds.filter(({ trackId, occurrence }) => occurrence === seed.occurrence && trackId !== seed.trackId);
  changeFlowState(house.library, id, (state) => ({ ...state, seeds: [seed, ...others].slice(0, mostSeeds) }));
  return seeds[0]?.trackId !== seed.trackId || seeds[0].occurrence !== seed.occurrence;
};

const describeSeed = ({ named }: MeantTrack, window: string, isNews: boolean): string =>
  isNews ? `More like ${named} for the rest of ${window}.` : `${window} bends towards ${named} already.`;
