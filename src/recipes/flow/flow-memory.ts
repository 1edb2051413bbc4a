import type { FlowMemory } from '../../core/flow/admission.ts';
import { dayMs } from '../../core/flow/durations.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { TrackId } from '../../core/track.ts';
import type { FlowList } from '../../library/library.ts';
import type { ChooseContext } from '../recipe-kind.ts';
import type { FlowSettings } from './flow-settings.ts';

/** Live skips matter until the server's own count has surely caught up. */
const skipDays = 90;

/** What flows remember that keeps tracks out. */
export const readMemory = (
  context: ChooseContext,
  recipe: Recipe,
  { rules, turnStartMs }: FlowSettings,
): FlowMemory => {
  const { library, nowMs, moment } = context;
  const skips = new Map<TrackId, number[]>();
  for (const { trackId, skippedAtMs } of library.flow.listSkips(nowMs - skipDays * dayMs)) {
    const times = skips.get(trackId);
    if (times === undefined) skips.set(trackId, [skippedAtMs]);
    else times.push(skippedAtMs);
  }
  const { occurrence } = moment.decision;
  return {
    nowMs,
    turnStartMs,
    bans: library.flow.listBans(nowMs),
    listed: library.flow.listRecent(nowMs - rules.memoryDays * dayMs, { recipeId: recipe.id, occurrence }),
    skips,
  };
};

export interface LastLists {
  /** What the flow published in this very turn of the window. */
  readonly own: FlowList | undefined;
  /** The last track before the turn, to which the new list is joined. */
  readonly before: TrackId | undefined;
}

export const readLastLists = ({ library, moment }: ChooseContext, recipe: Recipe): LastLists => {
  const last = library.flow.getLastList(recipe.id);
  const isOwn = last?.occurrence === moment.decision.occurrence;
  return { own: isOwn ? last : undefined, before: isOwn ? undefined : last?.tracks.at(-1) };
};
