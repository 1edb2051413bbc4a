import { z } from 'zod';
import type { RunReport } from '../core/run.ts';
import { findRecipe } from './find-recipe.ts';
import { countFrom, recipeId } from './inputs.ts';
import { defineOperation } from './operation.ts';

export const listRuns = defineOperation({
  name: 'list-runs',
  summary: 'Past runs, the newest first',
  input: z.strictObject({ recipe: recipeId.optional(), limit: countFrom(1, 1_000).default(20) }),
  mutates: false,
  run: async (house, { recipe, limit }): Promise<readonly RunReport[]> =>
    house.library.listRuns({
      recipeId: recipe === undefined ? undefined : findRecipe(house.recipes, recipe).id,
      limit,
    }),
});
