import { z } from 'zod';
import { nameText } from '../inputs.ts';
import { defineOperation } from '../operation.ts';
import { findFlow, flowId } from './find-flow.ts';
import { findMeantTrack } from './find-track.ts';
import { viewFlow } from './flow-moment.ts';
import { applied, followFlow } from './follow-flow.ts';
import { changeFlowState } from './flow-state.ts';
import type { FlowSummary } from './flow-summary.ts';
import { summariseFlow } from './list-flows.ts';

/** More than a few pull the list in every direction at once. */
const mostSeeds = 5;

export const moreLikeThis = defineOperation({
  name: 'more-like-this',
  summary: 'Bends the flow towards a track, the one being played unless told otherwise, for the rest of this window',
  input: z.strictObject({ recipe: flowId, track: nameText.optional(), ...applied }),
  mutates: true,
  run: async (house, { recipe: wanted, track: named, apply }, context): Promise<FlowSummary> => {
    const recipe = findFlow(house, wanted);
    const track = await findMeantTrack(house, recipe, named, context.signal);
    const { occurrence } = viewFlow(house, recipe).decision;
    changeFlowState(house.library, recipe.id, (state) => ({
      ...state,
      seeds: [
        { trackId: track.id, occurrence },
        ...state.seeds.filter((seed) => seed.trackId !== track.id && seed.occurrence === occurrence),
      ].slice(0, mostSeeds),
    }));
    house.logger.info(
      { recipe: recipe.id, artist: track.artist, title: track.title },
      'More like a track was asked for',
    );
    await followFlow(house, recipe, apply, context);
    return summariseFlow(house, recipe);
  },
});
