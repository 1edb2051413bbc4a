import type { Recipe } from '../../core/recipe.ts';
import { HarmoniqError } from '../../lib/errors.ts';
import { findRecipe } from '../find-recipe.ts';
import type { House } from '../house.ts';
import { recipeId } from '../inputs.ts';
import { isFlow } from '../../core/flow/flow-recipe.ts';

/** Which flow is meant; left out = the first that is switched on. */
export const flowId = recipeId.optional();

/** Throws `not-found` when there is none, `invalid-input` when that playlist is no flow or is switched off. */
export const findFlow = (house: House, wanted: string | undefined): Recipe => {
  const flows = house.recipes.filter(isFlow);
  const recipe =
    wanted === undefined ? (flows.find(({ enabled }) => enabled) ?? flows[0]) : findRecipe(house.recipes, wanted);
  if (recipe === undefined) throw new HarmoniqError('not-found', 'No flow is configured.');
  if (!isFlow(recipe))
    throw new HarmoniqError('invalid-input', `The playlist ${recipe.id} is no flow.`, {
      hint: `These are flows: ${flows.map(({ id }) => id).join(', ') || 'none'}.`,
    });
  if (!recipe.enabled)
    throw new HarmoniqError('invalid-input', `The flow ${recipe.id} is switched off.`, {
      hint: 'Switch it on in the configuration (ENABLE_TIME_PLAYLIST for the built-in one) and restart.',
    });
  return recipe;
};
