import { isFlow } from '../../core/flow/flow-recipe.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { Entity } from './entity.ts';
import { listFlowAnswer } from './flow-answer.ts';
import { listFlowButtons, listFlowControls } from './flow-controls.ts';
import type { Naming } from './flow-parts.ts';
import { listFlowCover, listFlowSensors } from './flow-views.ts';
import { leadName, toSlug } from './playlist-entities.ts';

/** Enabled flows in the order of the configuration. */
export const listFlowRecipes = (recipes: readonly Recipe[]): readonly Recipe[] =>
  recipes.filter((recipe) => recipe.enabled && isFlow(recipe));

/** The entities of every enabled flow. `deviceName` must not open an entity's name, since Home Assistant puts it in front. */
export const listFlowEntities = (recipes: readonly Recipe[], deviceName: string): readonly Entity[] =>
  listFlowRecipes(recipes).flatMap((recipe, index) => {
    const naming = index === 0 ? plainNaming : namingOf(recipe, deviceName);
    return [
      ...listFlowControls(recipe, naming),
      ...listFlowSensors(recipe, naming),
      ...listFlowAnswer(recipe, naming),
      ...listFlowButtons(recipe, naming),
      ...listFlowCover(recipe, naming),
    ];
  });

const plainNaming: Naming = { name: (plain) => plain, objectId: (plain) => plain };

const namingOf = (recipe: Recipe, deviceName: string): Naming => ({
  name: (plain) => `${leadName(recipe, deviceName)} ${plain.charAt(0).toLowerCase()}${plain.slice(1)}`,
  objectId: (plain) => `${toSlug(recipe.id)}_${plain}`,
});
