import { isFlow } from '../../core/flow/flow-recipe.ts';
import type { SyncReport } from '../../library/library.ts';
import type { House } from '../house.ts';
import { changeFlowState, readFlowState, unsettle } from './flow-state.ts';

/**
 * Tracks that went, or came back under another id, have left the playlists on the server with them: every flow that was made is looked at again. One that lost
 * nothing is found as wanted, and nothing is written.
 */
export const unsettleFlows = (house: House, { relinked, removed }: Pick<SyncReport, 'relinked' | 'removed'>): void => {
  if (relinked + removed === 0) return;
  for (const { id } of house.recipes.filter((recipe) => recipe.enabled && isFlow(recipe))) {
    if (readFlowState(house.library, id).applied === undefined) continue;
    changeFlowState(house.library, id, unsettle);
    house.events.emit('flow-changed', { recipeId: id });
  }
};
