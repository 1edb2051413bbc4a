import { expect, test } from '@jest/globals';
import { sameWindowName } from '../../../src/core/flow/same-window-name.ts';

test.each([
  ['Late  Night', ' late night ', true],
  ['Ｍｏｒｎｉｎｇ', 'morning', true],
  ['CAFE\u0301', 'café', true],
  ['Morning', 'Mornings', false],
  ['', 'Auto', false],
])('the window names %j and %j are the same: %s', (one, other, same) => {
  expect(sameWindowName(one, other)).toBe(same);
});
