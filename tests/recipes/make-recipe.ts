import type { Candidate } from '../../src/core/candidate.ts';
import type { CandidateStream, Recipe } from '../../src/core/recipe.ts';

export const makeRecipe = (changes: Partial<Recipe> = {}): Recipe => ({
  id: 'lastfm-charts',
  kind: 'lastfm-charts',
  enabled: true,
  playlistName: 'Charts',
  adopt: false,
  size: 10,
  maxPerArtist: 3,
  updateMode: 'replace',
  libraries: [],
  options: {},
  ...changes,
});

/** Reads at most `batches` batches. */
export const readBatches = async (
  stream: CandidateStream,
  batches = Number.POSITIVE_INFINITY,
): Promise<readonly (readonly Candidate[])[]> => {
  const read: (readonly Candidate[])[] = [];
  for await (const batch of stream) {
    read.push(batch);
    if (read.length >= batches) break;
  }
  return read;
};
