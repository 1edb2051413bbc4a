import { z } from 'zod';
import { describeHours, describeWindow, typicalStartMinute } from '../../core/flow/describe-window.ts';
import { planOf } from '../../core/flow/flow-recipe.ts';
import { livelinessOf } from '../../core/flow/moods.ts';
import type { Window } from '../../core/flow/window.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { Cover, CoverFacts } from '../../covers/cover.ts';
import { describeError, isAbort } from '../../lib/errors.ts';
import type { House } from '../house.ts';
import { changeFlowState, readFlowState, type FlowState } from './flow-state.ts';

const factsSchema = z.object({
  playlistName: z.string(),
  windowName: z.string(),
  hours: z.string().optional(),
  theme: z.string(),
  minuteOfDay: z.number().optional(),
  liveliness: z.number().optional(),
});

/**
 * What the picture shows. It hangs on the window alone, neither on the day's sun nor on the hour at which somebody chose it, so that there are few pictures and
 * the server, which keeps every one it was ever given, is given few.
 */
const toCoverFacts = ({ playlistName }: Recipe, window: Window): CoverFacts => ({
  playlistName,
  windowName: window.name,
  hours: describeHours(window),
  theme: describeWindow(window).theme,
  minuteOfDay: typicalStartMinute(window),
  liveliness: livelinessOf(window),
});

/**
 * Draws the window's picture, keeps it for the doors and gives it to the playlist unless somebody chose another. A picture is no reason to fail: what goes
 * wrong is logged, and the next run tries again.
 */
export const updateCover = async (
  house: House,
  recipe: Recipe,
  window: Window,
  playlistId: string,
  signal: AbortSignal,
): Promise<void> => {
  if (!planOf(recipe).rules.cover) return;
  const facts = toCoverFacts(recipe, window);
  const { id } = recipe;
  const known = readFlowState(house.library, id).cover;
  try {
    const key = house.covers.keyOf(facts);
    const posterKey = `${playlistId}:${key}`;
    if (known?.key !== key) saveCover(house, id, { ...known, key, facts });
    if (known?.posterKey === posterKey) return;
    const { png } = await drawCover(house, facts);
    const { outcome, posterId } = await house.server.playlists.setPoster(playlistId, png, known?.posterId, signal);
    // Whoever chose a picture of their own is asked again only when ours would change.
    saveCover(house, id, { key, facts, posterKey, posterId: outcome === 'set' ? posterId : known?.posterId });
  } catch (error) {
    if (isAbort(error)) throw error;
    house.logger.warn({ recipe: id, reason: describeError(error) }, 'The cover could not be put on the playlist');
  }
};

const saveCover = (house: House, recipeId: string, cover: FlowState['cover']): void =>
  changeFlowState(house.library, recipeId, (state) => ({ ...state, cover }));

/** The last few pictures are kept, since the doors ask for what was just drawn. */
const mostKept = 8;
const kept = new WeakMap<House['covers'], Map<string, Cover>>();

export const drawCover = async (house: House, facts: CoverFacts): Promise<Cover> => {
  const drawn = kept.get(house.covers) ?? new Map<string, Cover>();
  kept.set(house.covers, drawn);
  const known = drawn.get(house.covers.keyOf(facts));
  if (known !== undefined) return known;
  const cover = await house.covers.draw(facts);
  for (const oldest of [...drawn.keys()].slice(0, Math.max(0, drawn.size + 1 - mostKept))) drawn.delete(oldest);
  drawn.set(cover.key, cover);
  return cover;
};

/** What the kept picture shows; undefined = none yet. */
export const readCoverFacts = (state: FlowState): CoverFacts | undefined => {
  const parsed = factsSchema.safeParse(state.cover?.facts);
  if (!parsed.success) return undefined;
  const { playlistName, windowName, hours, theme, minuteOfDay, liveliness } = parsed.data;
  return { playlistName, windowName, hours, theme, minuteOfDay, liveliness };
};
