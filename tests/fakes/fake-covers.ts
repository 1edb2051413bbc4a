import type { CoverFacts, CoverPainter } from '../../src/covers/cover.ts';

/** Pictures of a few bytes; `drawn` tells of each. */
export const createFakeCovers = (): CoverPainter & { readonly drawn: readonly CoverFacts[] } => {
  const drawn: CoverFacts[] = [];
  const keyOf = (facts: CoverFacts): string => JSON.stringify(facts);
  return {
    drawn,
    keyOf,
    async draw(facts) {
      drawn.push(facts);
      return { png: new TextEncoder().encode(keyOf(facts)), key: keyOf(facts) };
    },
  };
};
