import type { Candidate } from '../core/candidate.ts';
import type { SourceTrack } from '../sources/source.ts';
import { requireLastfm, toSongKey } from './lastfm-source.ts';
import type { CandidateKind } from './recipe-kind.ts';

/** Small enough that a well-stocked library does not fetch, match and miss what it has no room for. */
const batchSize = 50;

/** The world's most played tracks, from the top down, as far as it takes to fill the list. */
export const lastfmCharts: CandidateKind = {
  kind: 'lastfm-charts',
  order: 'ranked',
  configure: (config) => ({
    options: {},
    missingOption: config.lastfmApiKey === undefined ? 'LASTFM_API_KEY' : undefined,
  }),
  async *gather({ sources }, _recipe, signal) {
    const lastfm = requireLastfm(sources);
    const seen = new Set<string>();
    for (let page = 1; ; page += 1) {
      const { items, last } = await lastfm.getChart(page, signal);
      const candidates = items.flatMap((track) => {
        if (seen.has(toSongKey(track))) return [];
        seen.add(toSongKey(track));
        return toCandidate(track, seen.size);
      });
      for (let at = 0; at < candidates.length; at += batchSize) yield candidates.slice(at, at + batchSize);
      if (last) return;
    }
  },
};

const toCandidate = (track: SourceTrack, position: number): Candidate => ({
  artist: track.artist,
  title: track.title,
  durationMs: track.durationMs,
  mbRecordingId: track.mbRecordingId,
  source: lastfmCharts.kind,
  why: `no. ${position} of the Last.fm chart`,
  weight: 1 / position,
});
