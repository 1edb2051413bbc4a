import { expect, test } from '@jest/globals';
import { isFlow, planOf } from '../../../src/core/flow/flow-recipe.ts';

test('a recipe of kind flow is one, and its options are its plan', () => {
  const options = { windows: [], rules: { keepShare: 0.5 } };
  expect(isFlow({ kind: 'flow' })).toBe(true);
  expect(isFlow({ kind: 'lastfm-charts' })).toBe(false);
  expect(planOf({ options })).toBe(options);
});
