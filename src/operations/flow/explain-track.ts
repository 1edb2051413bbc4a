import { z } from 'zod';
import { HarmoniqError } from '../../lib/errors.ts';
import { judgeTrack } from '../../recipes/flow/judge-track.ts';
import { nameText } from '../inputs.ts';
import { defineOperation } from '../operation.ts';
import { findFlow, flowId } from './find-flow.ts';
import { findTrack } from './find-track.ts';
import type { TrackExplanation } from './flow-summary.ts';
import { openFlowRun } from './run-flow.ts';

export const explainTrack = defineOperation({
  name: 'explain-track',
  summary: 'Says what a flow would do with one track now, and why',
  input: z.strictObject({ recipe: flowId, track: nameText }),
  mutates: false,
  run: async (house, { recipe: wanted, track: named }, { signal }): Promise<TrackExplanation> => {
    const recipe = findFlow(house, wanted);
    const track = await findTrack(house, recipe, named, signal);
    const { run, why } = await openFlowRun(house, recipe, signal);
    if (run === undefined) throw new HarmoniqError('invalid-input', `${why} There is no list that it could come into.`);
    const { verdict, sentence, timesLikelier } = await judgeTrack(run.context, recipe, track, signal);
    return {
      recipeId: recipe.id,
      track: { trackId: track.id, artist: track.artist, title: track.title },
      window: run.context.moment.decision.window.name,
      listed: verdict === 'listed',
      reasons: [sentence, ...describeChance(timesLikelier)],
    };
  },
});

/** A figure people can picture; about the middle needs no words. */
const describeChance = (times: number | undefined): readonly string[] => {
  if (times === undefined || (times > 0.8 && times < 1.25)) return [];
  const [factor, word] = times >= 1 ? [times, 'likelier'] : [1 / times, 'less likely'];
  return [
    `It is ${factor.toFixed(factor < 10 ? 1 : 0)} times ${word} to be drawn than the typical track of this window.`,
  ];
};
