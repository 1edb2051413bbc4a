import { createMatcher } from '../../../src/core/match/match.ts';
import { createMemoryIndex } from '../../../src/core/match/memory-index.ts';
import { makeCandidate, makeTrack } from './make.ts';

/** Is the one found in a library that holds nothing but the other? */
export const meets = (asked: { artist: string; title: string }, held: { artist: string; title: string }): boolean =>
  createMatcher({ index: createMemoryIndex([makeTrack(held)]), corrections: [] }).match(makeCandidate(asked)).match !==
  undefined;
