import { z } from 'zod';
import { isFlow } from '../core/flow/flow-recipe.ts';
import type { PublishIntent } from '../servers/server.ts';
import { changeFlowState } from './flow/flow-state.ts';
import { viewFlow } from './flow/flow-moment.ts';
import type { House } from './house.ts';
import { yesOrNo } from './inputs.ts';
import { defineOperation } from './operation.ts';
import { noteServerAnswered, noteServerFailure } from './server-state.ts';

/**
 * Ran at the start of the service, before the first cycle, and when the media server is back. `restingOnly` leaves to themselves those that run, or are
 * about to: what they want is newer.
 */
export const recoverPublishes = defineOperation({
  name: 'recover-publishes',
  summary: 'Completes playlist writes that were left half done',
  input: z.strictObject({ restingOnly: yesOrNo.default(false) }),
  mutates: true,
  run: async (house, { restingOnly }, { signal }): Promise<{ readonly recipes: readonly string[] }> => {
    const { journal } = house.library;
    const listIntents = (): readonly PublishIntent[] =>
      journal.getOpenIntents().filter((intent) => !restingOnly || isResting(house, intent.recipeId));
    if (listIntents().length === 0) return { recipes: [] };
    try {
      const recipes = await house.server.playlists.recover({ ...journal, getOpenIntents: listIntents }, signal);
      noteServerAnswered(house);
      for (const recipeId of recipes) forgetWindow(house, recipeId);
      if (recipes.length > 0) house.logger.info({ recipes }, 'Completed playlist writes that were left half done');
      return { recipes };
    } catch (error) {
      noteServerFailure(house, error);
      throw error;
    }
  },
});

const isResting = (house: House, recipeId: string): boolean => {
  if (house.activity.snapshot().recipes.includes(recipeId)) return false;
  const flow = house.recipes.find((recipe) => recipe.id === recipeId && recipe.enabled && isFlow(recipe));
  if (flow === undefined) return true;
  const { wanted, state } = viewFlow(house, flow);
  return wanted === undefined || wanted === state.applied;
};

/** A flow's list that its run did not live to see complete is of no window that anybody could name. */
const forgetWindow = (house: House, recipeId: string): void => {
  if (!house.recipes.some((recipe) => recipe.id === recipeId && isFlow(recipe))) return;
  changeFlowState(house.library, recipeId, (state) =>
    state.applied === undefined ? { ...state, appliedWindow: undefined } : state,
  );
  house.events.emit('flow-changed', { recipeId });
};
