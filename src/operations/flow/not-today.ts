import { DateTime } from 'luxon';
import { z } from 'zod';
import { isFlow } from '../../core/flow/flow-recipe.ts';
import { joinWords } from '../../core/flow/ladder.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { TrackLine } from '../../core/run.ts';
import type { TrackId } from '../../core/track.ts';
import type { House } from '../house.ts';
import { nameText } from '../inputs.ts';
import { defineOperation } from '../operation.ts';
import { actOnFlow } from './act-on-flow.ts';
import { findFlow, flowId } from './find-flow.ts';
import { changeFlowState, unsettle } from './flow-state.ts';
import type { FlowAction } from './flow-summary.ts';
import { applied, followFlow } from './follow-flow.ts';
import { findMeantTrack, type MeantTrack } from './meant-track.ts';

/** What became of "not today". */
export interface Banned {
  /** The flow that was told. */
  readonly recipeId: string;
  readonly track: Pick<TrackLine, 'trackId' | 'artist' | 'title'>;
  readonly untilMs: number;
  /** Ids of the flows whose lists held it and are made anew. */
  readonly flows: readonly string[];
  /** As the flow keeps it. */
  readonly lastAction: FlowAction;
}

/** Late at night "today" still means the hours to come. */
const leastHours = 6;

export const notToday = defineOperation({
  name: 'not-today',
  summary: 'Keeps a track, the one being played unless told otherwise, out of every flow until tomorrow',
  input: z.strictObject({ recipe: flowId, track: nameText.optional(), ...applied }),
  mutates: true,
  run: async (house, { recipe: wanted, track: named, apply }, context): Promise<Banned> => {
    const recipe = findFlow(house, wanted);
    return actOnFlow(house, recipe, 'not-today', async (note) => {
      const meant = await findMeantTrack(house, recipe, named, context.signal);
      const { id, artist, title } = meant.track;
      const untilMs = findTomorrow(house.clock.now(), house.config.timezone);
      house.library.flow.saveBan(id, untilMs);
      const holding = house.recipes.filter((flow) => flow.enabled && isFlow(flow) && holds(house, flow, id));
      const lastAction = note(describeBan(house, meant, untilMs, holding), { meant });
      for (const flow of holding) changeFlowState(house.library, flow.id, unsettle);
      for (const flow of holding) await followFlow(house, flow, apply, context);
      const track = { trackId: id, artist, title };
      return { recipeId: recipe.id, track, untilMs, flows: holding.map((flow) => flow.id), lastAction };
    });
  },
});

const describeBan = (
  { config: { timezone } }: House,
  { named }: MeantTrack,
  untilMs: number,
  holding: readonly Recipe[],
): string => {
  const until = DateTime.fromMillis(untilMs, { zone: timezone, locale: 'en' }).toFormat("cccc 'at' HH:mm");
  const lists = joinWords(holding.map(({ playlistName }) => playlistName));
  const outcome = lists === '' ? 'No list holds it now.' : `Made anew without it: ${lists}.`;
  return `${named} stays out of every flow until ${until}. ${outcome}`;
};

const holds = (house: House, flow: Recipe, id: TrackId): boolean =>
  house.library.flow.getLastList(flow.id)?.tracks.includes(id) ?? false;

const findTomorrow = (nowMs: number, timezone: string): number => {
  const now = DateTime.fromMillis(nowMs, { zone: timezone });
  return Math.max(now.plus({ days: 1 }).startOf('day').toMillis(), now.plus({ hours: leastHours }).toMillis());
};
