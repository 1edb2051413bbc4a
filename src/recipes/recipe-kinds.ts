import { HarmoniqError } from '../lib/errors.ts';
import { flow } from './flow.ts';
import { lastfmCharts } from './lastfm-charts.ts';
import { lastfmRecs } from './lastfm-recs.ts';
import type { RecipeKind } from './recipe-kind.ts';

/** Every kind of playlist there is. */
export const recipeKinds: readonly RecipeKind[] = [flow, lastfmRecs, lastfmCharts];

/** Throws `internal`: the configuration lets only known kinds through. */
export const findRecipeKind = (kind: string): RecipeKind => {
  const found = recipeKinds.find((candidate) => candidate.kind === kind);
  if (found !== undefined) return found;
  throw new HarmoniqError('internal', `There is no kind of recipe called "${kind}".`);
};
