import { z } from 'zod';
import type { MissingTrack } from '../library/library.ts';
import { findRecipe } from './find-recipe.ts';
import { countFrom, recipeId } from './inputs.ts';
import { defineOperation } from './operation.ts';

export interface MissingList {
  /** How many there are in all, whatever the limit. */
  readonly total: number;
  /** The most wanted first. */
  readonly tracks: readonly MissingTrack[];
}

const byDemand = (a: MissingTrack, b: MissingTrack): number =>
  b.recipes.length - a.recipes.length || b.timesMissed - a.timesMissed || b.lastMissedAtMs - a.lastMissedAtMs;

export const listMissing = defineOperation({
  name: 'list-missing',
  summary: 'Tracks that recipes wanted and the library does not hold',
  input: z.strictObject({ recipe: recipeId.optional(), limit: countFrom(1, 100_000).default(1_000) }),
  mutates: false,
  run: async (house, { recipe, limit }): Promise<MissingList> => {
    const wantedBy = recipe === undefined ? undefined : findRecipe(house.recipes, recipe).id;
    const all = house.library
      .listMissing()
      .filter((track) => wantedBy === undefined || track.recipes.includes(wantedBy));
    return { total: all.length, tracks: all.toSorted(byDemand).slice(0, limit) };
  },
});
