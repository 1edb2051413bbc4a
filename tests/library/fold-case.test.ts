import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foldCase } from '../../src/library/fold-case.ts';

test('names are alike in any case, width and composition, in any script', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      const folded = foldCase(name);
      for (const spelling of [name.toUpperCase(), name.toLowerCase(), name.normalize('NFD'), `  ${name} `, folded])
        expect(foldCase(spelling)).toBe(folded);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['ẞ', 'ss'],
  ['ΟΔΥΣΣΕΥΣ', 'οδυσσευς'],
  ['İZEL', 'i̇zel'],
  ['ＡＢＣ', 'abc'],
  ['ﬁn', 'FIN'],
])('%s is %s', (left, right) => {
  expect(foldCase(left)).toBe(foldCase(right));
});

test.each([
  ['Pop', 'Póp'],
  ['R&B', 'RB'],
  ['House', 'Houses'],
])('%s is not %s', (left, right) => {
  expect(foldCase(left)).not.toBe(foldCase(right));
});
