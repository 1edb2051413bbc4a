import { z } from 'zod';
import { isFlow } from '../core/flow/flow-recipe.ts';
import { HarmoniqError, isAbort, toHarmoniqError } from '../lib/errors.ts';
import type { PublishIntent } from '../servers/server.ts';
import { changeFlowState } from './flow/flow-state.ts';
import { isAtRest, viewFlow } from './flow/flow-moment.ts';
import type { House } from './house.ts';
import { yesOrNo } from './inputs.ts';
import { withLease } from './lease.ts';
import { defineOperation } from './operation.ts';
import { noteServerAnswered, noteServerFailure } from './server-state.ts';

/**
 * Ran at the start of the service, before the first cycle, and when the media server is back. Those that are being made just now are left to whoever makes
 * them; `restingOnly` leaves those that are about to be made as well: what they want is newer.
 */
export const recoverPublishes = defineOperation({
  name: 'recover-publishes',
  summary: 'Completes playlist writes that were left half done',
  input: z.strictObject({ restingOnly: yesOrNo.default(false) }),
  mutates: true,
  run: async (house, { restingOnly }, { signal }): Promise<{ readonly recipes: readonly string[] }> => {
    const recipes: string[] = [];
    let failure: unknown;
    for (const { recipeId } of house.library.journal.getOpenIntents()) {
      if (restingOnly && !isResting(house, recipeId)) continue;
      try {
        recipes.push(...(await recoverOne(house, recipeId, signal)));
      } catch (error) {
        if (isAbort(error)) throw error;
        noteServerFailure(house, error);
        failure ??= error;
      }
    }
    if (recipes.length > 0) house.logger.info({ recipes }, 'Completed playlist writes that were left half done');
    if (failure !== undefined) throw toHarmoniqError(failure);
    return { recipes };
  },
});

/** Under the lock of the recipe's runs: a newer list that is made meanwhile must not be written over. Empty = there was nothing to do, or it is locked. */
const recoverOne = async (house: House, recipeId: string, signal: AbortSignal): Promise<readonly string[]> => {
  const { journal } = house.library;
  const listOpen = (): readonly PublishIntent[] =>
    journal.getOpenIntents().filter((intent) => intent.recipeId === recipeId);
  try {
    return await withLease(house, `recipe:${recipeId}`, `The recipe ${recipeId} is running.`, signal, async (held) => {
      if (listOpen().length === 0) return [];
      const recovered = await house.server.playlists.recover({ ...journal, getOpenIntents: listOpen }, held);
      noteServerAnswered(house);
      for (const id of recovered) forgetWindow(house, id);
      return recovered;
    });
  } catch (error) {
    if (error instanceof HarmoniqError && error.code === 'conflict') return [];
    throw error;
  }
};

const isResting = (house: House, recipeId: string): boolean => {
  const flow = house.recipes.find((recipe) => recipe.id === recipeId && recipe.enabled && isFlow(recipe));
  return flow === undefined || isAtRest(viewFlow(house, flow));
};

/** A flow's list that its run did not live to see complete is of no window that anybody could name. */
const forgetWindow = (house: House, recipeId: string): void => {
  if (!house.recipes.some((recipe) => recipe.id === recipeId && isFlow(recipe))) return;
  changeFlowState(house.library, recipeId, (state) =>
    state.applied === undefined ? { ...state, appliedWindow: undefined } : state,
  );
  house.events.emit('flow-changed', { recipeId });
};
