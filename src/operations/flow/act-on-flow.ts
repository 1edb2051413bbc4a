import type { Recipe } from '../../core/recipe.ts';
import { describeError, isAbort } from '../../lib/errors.ts';
import type { House } from '../house.ts';
import { changeFlowState } from './flow-state.ts';
import type { FlowAction } from './flow-summary.ts';
import type { MeantTrack } from './meant-track.ts';

export interface ActionFacts {
  /** The track that it was about. */
  readonly meant?: MeantTrack;
  /** false = it was tried in vain. */
  readonly ok?: boolean;
}

/** Keeps what was done, in a sentence; gives it as it was kept. */
export type NoteAction = (message: string, facts?: ActionFacts) => FlowAction;

/**
 * Does what somebody asks of a flow and keeps what came of it, so that every door can show it: what `note` is told, or the error's own words. What the work
 * throws is thrown on.
 */
export const actOnFlow = async <Answer>(
  house: House,
  { id }: Recipe,
  command: string,
  work: (note: NoteAction) => Promise<Answer>,
): Promise<Answer> => {
  const note: NoteAction = (message, { meant, ok = true } = {}) => {
    const track = meant === undefined ? undefined : nameOf(meant);
    const lastAction = { command, ok, message, doneAtMs: house.clock.now(), track, player: meant?.player };
    changeFlowState(house.library, id, (state) => ({ ...state, lastAction }));
    // What failed is logged by whoever asked.
    if (ok) house.logger.info({ recipe: id, command, result: message }, 'A flow was told what to do');
    house.events.emit('flow-changed', { recipeId: id });
    return lastAction;
  };
  try {
    return await work(note);
  } catch (error) {
    if (!isAbort(error)) note(describeError(error), { ok: false });
    throw error;
  }
};

const nameOf = ({ track: { id, artist, title } }: MeantTrack): FlowAction['track'] => ({ trackId: id, artist, title });
