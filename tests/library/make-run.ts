import type { Match } from '../../src/core/candidate.ts';
import type { RunDetail, RunReport } from '../../src/core/run.ts';
import type { Track } from '../../src/core/track.ts';

export const makeMatch = (track: Track): Match => ({
  candidate: { artist: track.artist, title: track.title, source: 'lastfm-charts', why: 'no. 1', weight: 1 },
  track,
  confidence: 1,
  method: 'exact',
  reason: 'same names',
});

/** A run that published these tracks. */
export const makeRun = (
  id: number,
  recipeId: string,
  tracks: readonly Track[],
  facts: Partial<RunReport> = {},
): RunDetail => ({
  report: {
    id,
    recipeId,
    trigger: 'cli',
    dryRun: false,
    startedAtMs: 1,
    endedAtMs: 2,
    result: 'succeeded',
    message: 'Published.',
    playlist: { id: 'p', title: 'Charts' },
    counts: {
      candidates: tracks.length,
      matched: tracks.length,
      missed: 0,
      dropped: 0,
      tracks: tracks.length,
      added: tracks.length,
      removed: 0,
      moved: 0,
    },
    matchRate: 1,
    ...facts,
  },
  picks: tracks.map((track) => ({ match: makeMatch(track), reason: `wants ${track.title}` })),
  drops: [],
  misses: [],
});
