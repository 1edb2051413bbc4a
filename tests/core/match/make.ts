import type { Candidate } from '../../../src/core/candidate.ts';
import { createTrack, type Track } from '../../../src/core/track.ts';

let lastId = 0;

/** A track of which only the named facts matter. */
export const makeTrack = (facts: Partial<Track>): Track => {
  lastId += 1;
  const artist = facts.artist ?? 'Example Artist';
  return createTrack({ id: String(lastId), sectionId: '1', title: 'Track Title', ...facts, artist });
};

export const makeCandidate = (facts: Partial<Candidate>): Candidate => ({
  artist: 'Example Artist',
  title: 'Track Title',
  source: 'test',
  why: 'a test wants it',
  weight: 1,
  ...facts,
});
