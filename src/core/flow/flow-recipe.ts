import type { Recipe } from '../recipe.ts';
import type { FlowPlan } from './window.ts';

export const flowKind = 'flow';

export const isFlow = ({ kind }: Pick<Recipe, 'kind'>): boolean => kind === flowKind;

/** What a recipe of kind `flow` carries as its options; the kind itself put it there. Of a recipe of another kind it would be nonsense (`isFlow`). */
export const planOf = ({ options }: Pick<Recipe, 'options'>): FlowPlan => options as unknown as FlowPlan;
