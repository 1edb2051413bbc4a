import { DateTime } from 'luxon';
import { z } from 'zod';
import type { TrackLine } from '../../core/run.ts';
import { nameText } from '../inputs.ts';
import { defineOperation } from '../operation.ts';
import { runRecipe } from '../run-recipe.ts';
import { findFlow, flowId } from './find-flow.ts';
import { findPlayingTrack, findTrack } from './find-track.ts';
import { viewFlow } from './flow-moment.ts';

/** What became of "not today". */
export interface Banned {
  readonly track: Pick<TrackLine, 'trackId' | 'artist' | 'title'>;
  readonly untilMs: number;
  /** The flow was made anew without it. */
  readonly refreshed: boolean;
}

/** Late at night "today" still means the hours to come. */
const leastHours = 6;

export const notToday = defineOperation({
  name: 'not-today',
  summary: 'Keeps a track, the one being played unless told otherwise, out of every flow until tomorrow',
  input: z.strictObject({ recipe: flowId, track: nameText.optional() }),
  mutates: true,
  run: async (house, { recipe: wanted, track: named }, context): Promise<Banned> => {
    const recipe = findFlow(house, wanted);
    const { id, artist, title } = await (named === undefined
      ? findPlayingTrack(house, recipe, context.signal)
      : findTrack(house, recipe, named, context.signal));
    const untilMs = findTomorrow(house.clock.now(), house.config.timezone);
    house.library.flow.saveBan(id, untilMs);
    const listed = house.library.flow.getLastList(recipe.id)?.tracks.includes(id) ?? false;
    const refreshed = listed && viewFlow(house, recipe).wanted !== undefined;
    if (refreshed) await runRecipe.run(house, { recipe: recipe.id, dryRun: false }, context);
    return { track: { trackId: id, artist, title }, untilMs, refreshed };
  },
});

const findTomorrow = (nowMs: number, timezone: string): number => {
  const now = DateTime.fromMillis(nowMs, { zone: timezone });
  return Math.max(now.plus({ days: 1 }).startOf('day').toMillis(), now.plus({ hours: leastHours }).toMillis());
};
