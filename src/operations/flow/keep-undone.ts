import type { Recipe } from '../../core/recipe.ts';
import type { TrackId } from '../../core/track.ts';
import type { KeptVersion } from '../../library/library.ts';
import type { House } from '../house.ts';
import { updateCover } from './flow-cover.ts';
import { isAtRest, viewFlow, type FlowView } from './flow-moment.ts';
import { describeBroughtBack, type BroughtBack } from './flow-sentences.ts';
import { changeFlowState } from './flow-state.ts';

/** An undo of a flow, from the moment it began. */
export interface FlowUndo {
  /** For the playlist's description, behind a colon. */
  readonly line: string;
  /** The playlist holds these tracks again. */
  keep(tracks: readonly TrackId[]): void;
  /** Gives the playlist the picture of the window that its list was made for, if that is known. Throws only for an abort. */
  show(playlistId: string, signal: AbortSignal): Promise<void>;
}

/**
 * A flow keeps what it last made; from now on that is what was brought back. It stands until something else is asked for than when the undo began, even if the
 * flow was about to be made anew then.
 */
export const openFlowUndo = (house: House, recipe: Recipe, { windowId }: KeptVersion): FlowUndo => {
  const view = viewFlow(house, recipe);
  const window = view.plan.windows.find(({ id }) => id === windowId);
  const { list, until } = describe(house, view, window?.name);
  const tellDoors = (): void => house.events.emit('flow-changed', { recipeId: recipe.id });
  return {
    line: `${list.charAt(0).toLowerCase()}${list.slice(1)}, brought back by hand. It stays until ${until}.`,
    keep(tracks) {
      const last = house.library.flow.getLastList(recipe.id);
      if (last === undefined) return;
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
        applied: state.unsettled === view.state.unsettled ? (view.wanted ?? state.applied) : undefined,
        appliedWindow: window?.name,
        broughtBack: { window: window?.name },
        notes: [],
      }));
      tellDoors();
    },
    async show(playlistId, signal) {
      if (window === undefined) return;
      await updateCover(house, recipe, window, playlistId, signal);
      tellDoors();
    },
  };
};

/** Does the playlist hold a list that somebody brought back, and shall it go on doing so? */
export const holdsUndone = (view: FlowView): boolean => view.state.broughtBack !== undefined && isAtRest(view);

/** A sentence for `why`; undefined = the playlist holds what the flow made. */
export const explainUndone = (house: House, view: FlowView): string | undefined => {
  if (!holdsUndone(view)) return undefined;
  const { list, until } = describe(house, view, view.state.broughtBack?.window);
  return `${list} was brought back by hand; it stays until ${until}.`;
};

const describe = (house: House, { decision }: FlowView, window: string | undefined): BroughtBack =>
  describeBroughtBack(window, decision, { nowMs: house.clock.now(), timezone: house.config.timezone });
