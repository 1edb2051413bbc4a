import type { Recipe } from '../core/recipe.ts';
import { HarmoniqError } from '../lib/errors.ts';
import { suggestRecipes } from './suggest-names.ts';

/** The recipe of that id, or of that playlist name as people write it. Throws `not-found` and names those that exist. */
export const findRecipe = (recipes: readonly Recipe[], wanted: string): Recipe => {
  const asName = wanted.trim().toLowerCase();
  const found =
    recipes.find((recipe) => recipe.id === wanted) ??
    recipes.find((recipe) => recipe.id === asName || recipe.playlistName.toLowerCase() === asName);
  if (found !== undefined) return found;
  throw new HarmoniqError('not-found', `There is no recipe "${wanted}".`, {
    hint: recipes.length === 0 ? 'No recipe is configured.' : suggestRecipes(wanted, recipes),
  });
};
