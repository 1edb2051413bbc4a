import type { Recipe } from '../recipe.ts';
import type { FlowPlan } from './window.ts';

export const flowKind = 'flow';

export const isFlow = ({ kind }: Pick<Recipe, 'kind'>): boolean => kind === flowKind;

/** What a recipe of kind `flow` carries as its options; the kind itself put it there. Of a recipe of another kind it would be nonsense (`isFlow`). */
export const planOf = ({ options }: Pick<Recipe, 'options'>): FlowPlan => options as unknown as FlowPlan;

/** Names of the windows of each flow that is switched on, by its id. */
export const listFlowWindows = (recipes: readonly Recipe[]): ReadonlyMap<string, readonly string[]> =>
  new Map(
    recipes
      .filter((recipe) => recipe.enabled && isFlow(recipe))
      .map((flow) => [flow.id, planOf(flow).windows.map(({ name }) => name)]),
  );
