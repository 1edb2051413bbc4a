import { DateTime } from 'luxon';
import { z } from 'zod';
import { describeWindow } from '../../core/flow/describe-window.ts';
import type { Cover, CoverFacts } from '../../covers/cover.ts';
import { describeError, isAbort } from '../../lib/errors.ts';
import type { House } from '../house.ts';
import type { FlowView } from './flow-moment.ts';
import { changeFlowState, readFlowState, type FlowState } from './flow-state.ts';

const factsSchema = z.object({
  playlistName: z.string(),
  windowName: z.string(),
  hours: z.string().optional(),
  theme: z.string(),
  minuteOfDay: z.number(),
});

/** What the picture shows at this moment; undefined = no window counts. */
export const toCoverFacts = (house: House, view: FlowView): CoverFacts | undefined => {
  const { window, by } = view.decision;
  if (window === undefined) return undefined;
  const start = DateTime.fromMillis(view.turnStartMs, { zone: house.config.timezone });
  return {
    playlistName: view.recipe.playlistName,
    windowName: window.name,
    hours: by === 'schedule' ? describeHours(house, view) : undefined,
    theme: describeWindow(window).theme,
    minuteOfDay: start.hour * 60 + start.minute,
  };
};

const describeHours = (house: House, { turnStartMs, timetable }: FlowView): string | undefined => {
  const turn = timetable.at(turnStartMs);
  if (turn === undefined) return undefined;
  const [start, end] = [turn.startMs, turn.endMs].map((atMs) =>
    DateTime.fromMillis(atMs, { zone: house.config.timezone }).toFormat('HH:mm'),
  );
  return `${start ?? ''} – ${end ?? ''}`;
};

/**
 * Draws the window's picture, keeps it for the doors and gives it to the playlist unless somebody chose another. A picture is no reason to fail: what goes
 * wrong is logged, and the next run tries again.
 */
export const updateCover = async (
  house: House,
  view: FlowView,
  playlistId: string,
  signal: AbortSignal,
): Promise<void> => {
  const facts = view.plan.rules.cover ? toCoverFacts(house, view) : undefined;
  if (facts === undefined) return;
  const { id } = view.recipe;
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

/** The last picture is kept, since the doors ask for what was just drawn. */
const drawn = new WeakMap<House['covers'], Cover>();

export const drawCover = async (house: House, facts: CoverFacts): Promise<Cover> => {
  const known = drawn.get(house.covers);
  if (known?.key === house.covers.keyOf(facts)) return known;
  const cover = await house.covers.draw(facts);
  drawn.set(house.covers, cover);
  return cover;
};

/** What the kept picture shows; undefined = none yet. */
export const readCoverFacts = (state: FlowState): CoverFacts | undefined => {
  const parsed = factsSchema.safeParse(state.cover?.facts);
  return parsed.success ? { ...parsed.data, hours: parsed.data.hours } : undefined;
};
