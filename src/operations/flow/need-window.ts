import { HarmoniqError } from '../../lib/errors.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { FlowMoment } from '../../recipes/recipe-kind.ts';
import type { House } from '../house.ts';
import { viewFlow } from './flow-moment.ts';

/** What counts now, for a wish that needs a window. `lack`: "There is nothing to refresh". Throws `invalid-input` when no window counts. */
export const needWindow = (house: House, recipe: Recipe, lack: string): FlowMoment['decision'] => {
  const { decision } = viewFlow(house, recipe);
  const { window, why } = decision;
  if (window === undefined)
    throw new HarmoniqError('invalid-input', `${lack}: ${why}`, {
      hint: 'Choose a window by hand, or wait for the next one.',
    });
  return { ...decision, window };
};
