import type { Recipe } from '../../core/recipe.ts';
import type { TrackId } from '../../core/track.ts';
import type { KeptVersion } from '../../library/library.ts';
import type { House } from '../house.ts';
import { updateCover } from './flow-cover.ts';
import { viewFlow, type FlowView } from './flow-moment.ts';
import { describeBroughtBack, type BroughtBack } from './flow-sentences.ts';
import { changeFlowState } from './flow-state.ts';

/** For the playlist's description, behind a colon. */
export const describeUndoneFlow = (house: House, recipe: Recipe, { windowId }: KeptVersion): string => {
  const view = viewFlow(house, recipe);
  const { list, until } = describe(house, view, findWindow(view, windowId)?.name);
  return `${list.charAt(0).toLowerCase()}${list.slice(1)}, brought back by hand. It stays until ${until}.`;
};

/**
 * A flow keeps what it last made; from now on that is what was brought back. It stands until something else is asked for, even if the flow was about to be made
 * anew.
 */
export const keepUndone = (
  house: House,
  recipe: Recipe,
  { windowId }: KeptVersion,
  tracks: readonly TrackId[],
): void => {
  const last = house.library.flow.getLastList(recipe.id);
  if (last === undefined) return;
  const view = viewFlow(house, recipe);
  const window = findWindow(view, windowId);
  house.library.flow.saveList({
    ...last,
    // From now on it is the list of the present turn, whichever it was made for.
    occurrence: view.wanted === undefined ? last.occurrence : view.decision.occurrence,
    windowId: window?.id ?? '',
    tracks,
    publishedAtMs: house.clock.now(),
  });
  changeFlowState(house.library, recipe.id, (state) => ({
    ...state,
    applied: view.wanted ?? state.applied,
    appliedWindow: window?.name,
    broughtBack: { window: window?.name },
    notes: [],
  }));
  house.events.emit('flow-changed', { recipeId: recipe.id });
};

/** The playlist gets the picture of the window that its list was made for, if that is known. */
export const showUndone = async (
  house: House,
  recipe: Recipe,
  { windowId }: KeptVersion,
  playlistId: string,
  signal: AbortSignal,
): Promise<void> => {
  const window = findWindow(viewFlow(house, recipe), windowId);
  if (window === undefined) return;
  await updateCover(house, recipe, window, playlistId, signal);
  house.events.emit('flow-changed', { recipeId: recipe.id });
};

/** Does the playlist hold a list that somebody brought back, and shall it go on doing so? */
export const holdsUndone = ({ state, wanted }: FlowView): boolean =>
  state.broughtBack !== undefined && (wanted === undefined || wanted === state.applied);

/** A sentence for `why`; undefined = the playlist holds what the flow made. */
export const explainUndone = (house: House, view: FlowView): string | undefined => {
  if (!holdsUndone(view)) return undefined;
  const { list, until } = describe(house, view, view.state.broughtBack?.window);
  return `${list} was brought back by hand; it stays until ${until}.`;
};

const describe = (house: House, { decision }: FlowView, window: string | undefined): BroughtBack =>
  describeBroughtBack(window, decision, { nowMs: house.clock.now(), timezone: house.config.timezone });

const findWindow = ({ plan }: FlowView, windowId: string | undefined) => plan.windows.find(({ id }) => id === windowId);
