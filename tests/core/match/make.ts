import type { Candidate } from '../../../src/core/candidate.ts';
import type { Track } from '../../../src/core/track.ts';

let lastId = 0;

/** A track of which only the named facts matter. */
export const makeTrack = (facts: Partial<Track>): Track => {
  lastId += 1;
  const artist = facts.artist ?? 'Example Artist';
  return {
    id: String(lastId),
    sectionId: '1',
    title: 'Track Title',
    artist,
    albumArtist: facts.albumArtist ?? artist,
    album: '',
    artistId: undefined,
    albumId: undefined,
    guid: undefined,
    mbTrackId: undefined,
    discNumber: undefined,
    trackNumber: undefined,
    year: undefined,
    durationMs: undefined,
    rating: undefined,
    playCount: 0,
    skipCount: 0,
    lastPlayedAtMs: undefined,
    lastRatedAtMs: undefined,
    lastSkippedAtMs: undefined,
    addedAtMs: undefined,
    updatedAtMs: undefined,
    popularity: undefined,
    bitrateKbps: undefined,
    filePath: undefined,
    missingFile: false,
    sonicallyAnalysed: false,
    ...facts,
  };
};

export const makeCandidate = (facts: Partial<Candidate>): Candidate => ({
  artist: 'Example Artist',
  title: 'Track Title',
  source: 'test',
  why: 'a test wants it',
  weight: 1,
  ...facts,
});
