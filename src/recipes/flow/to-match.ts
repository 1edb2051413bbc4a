import type { Match } from '../../core/candidate.ts';
import type { Track } from '../../core/track.ts';

/** A track that the flow itself named. */
export const toMatch = (track: Track, why: string, weight = 0): Match => ({
  candidate: {
    artist: track.artist,
    title: track.title,
    album: track.album,
    durationMs: track.durationMs,
    source: 'flow',
    why,
    weight,
  },
  track,
  confidence: 1,
  method: 'library',
  reason: 'of the library itself',
});
