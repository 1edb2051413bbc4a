import { z } from 'zod';
import type { Recipe } from '../../core/recipe.ts';
import { toHarmoniqError } from '../../lib/errors.ts';
import type { House } from '../house.ts';
import { yesOrNo } from '../inputs.ts';
import type { OperationContext } from '../operation.ts';
import { runRecipe } from '../run-recipe.ts';
import { isAtRest, viewFlow } from './flow-moment.ts';

/** `false`: the wish is only noted down; the service's conductor makes the list. */
export const applied = z.object({ apply: yesOrNo.default(true) }).shape;

/**
 * Tells the doors that a wish was noted down and, if wanted, brings the playlist to what counts now. A flow that is just being made is left to whoever makes
 * it: the wish stands, the flow stays stale, and the service makes it anew.
 */
export const followFlow = async (
  house: House,
  recipe: Recipe,
  apply: boolean,
  context: OperationContext,
): Promise<void> => {
  house.events.emit('flow-changed', { recipeId: recipe.id });
  if (!apply || isAtRest(viewFlow(house, recipe))) return;
  try {
    await runRecipe.run(house, { recipe: recipe.id, dryRun: false }, context);
  } catch (error) {
    if (toHarmoniqError(error).code !== 'conflict') throw error;
  }
};
