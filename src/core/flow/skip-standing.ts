import type { TrackFacts } from './track-facts.ts';

/** How a track fares with those who skip. */
export interface SkipStanding {
  /** As the server counts, and what was seen live since. */
  readonly total: number;
  /** Skips since it was last heard to its end, as far as can be told. */
  readonly inARow: number;
  readonly lastAtMs: number | undefined;
}

/** The server notes a skip some seconds before or after we see it. */
const sameSkipMs = 120_000;

/** `seenAtMs`: skips that were seen live. Those that the server has counted by now are not counted twice. */
export const judgeSkips = (
  facts: Pick<TrackFacts, 'skipCount' | 'playCount' | 'lastPlayedAtMs' | 'lastSkippedAtMs'>,
  seenAtMs: readonly number[],
): SkipStanding => {
  const countedUntil = (facts.lastSkippedAtMs ?? Number.NEGATIVE_INFINITY) + sameSkipMs;
  const uncounted = seenAtMs.filter((atMs) => atMs > countedUntil);
  const playedAtMs = facts.lastPlayedAtMs ?? Number.NEGATIVE_INFINITY;
  const total = facts.skipCount + uncounted.length;
  const seenSince = seenAtMs.filter((atMs) => atMs > playedAtMs).length;
  const lastAtMs = Math.max(facts.lastSkippedAtMs ?? 0, ...seenAtMs);
  return {
    total,
    inARow: facts.playCount === 0 ? total : Math.max(seenSince, countSince(facts, uncounted, playedAtMs)),
    lastAtMs: lastAtMs > 0 ? lastAtMs : undefined,
  };
};

/** Of the server's skips only the last one has a time: it proves one. */
const countSince = (
  { lastSkippedAtMs, skipCount }: Pick<TrackFacts, 'skipCount' | 'lastSkippedAtMs'>,
  uncounted: readonly number[],
  playedAtMs: number,
): number => {
  const proven = skipCount > 0 && lastSkippedAtMs !== undefined && lastSkippedAtMs > playedAtMs ? 1 : 0;
  return proven + uncounted.filter((atMs) => atMs > playedAtMs).length;
};
