import type { Drop, Match, Miss, Pick } from './candidate.ts';
import type { TrackId } from './track.ts';

export const runResults = ['succeeded', 'partial', 'failed', 'skipped', 'cancelled'] as const;
/**
 * `succeeded`: the playlist is as wanted. `partial`: published, but shorter than asked. `failed`: an error, the playlist is untouched or
 * journalled. `skipped`: nothing to publish (no candidate matched), the playlist is left alone. `cancelled`: stopped by the user or a shutdown.
 */
export type RunResult = (typeof runResults)[number];

export type RunTrigger = 'schedule' | 'start' | 'mqtt' | 'home-assistant' | 'cli' | 'http';

/** What became of one run. */
export interface RunReport {
  readonly id: number;
  readonly recipeId: string;
  readonly trigger: RunTrigger;
  readonly dryRun: boolean;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly result: RunResult;
  /** One sentence for a person: what happened. */
  readonly message: string;
  readonly error?: { readonly code: string; readonly message: string } | undefined;
  /** What else a person may want to know, one sentence each: rules that were relaxed, names the library does not know. */
  readonly notes?: readonly string[] | undefined;
  readonly playlist?: { readonly id: string; readonly title: string } | undefined;
  readonly counts: {
    readonly candidates: number;
    readonly matched: number;
    readonly missed: number;
    readonly dropped: number;
    readonly tracks: number;
    readonly added: number;
    readonly removed: number;
    readonly moved: number;
  };
  /** The recipe named tracks of the library itself: nothing had to be matched, and nothing can be missing. */
  readonly ownTracks?: boolean | undefined;
  /** matched ÷ candidates, 0–1; 0 when there was no candidate. */
  readonly matchRate: number;
}

/** The whole of a run, for `--explain`, the page and the tests. Every candidate stands in exactly one list. */
export interface RunDetail {
  readonly report: RunReport;
  readonly picks: readonly Pick[];
  readonly drops: readonly Drop[];
  readonly misses: readonly Miss[];
  /** What the playlist holds now, in order; only where it holds more than the picks. */
  readonly holds?: readonly TrackId[] | undefined;
}

/** A track as doors show it. */
export interface TrackLine {
  readonly trackId: TrackId;
  readonly artist: string;
  readonly title: string;
  readonly album: string;
  readonly why: string;
}

export const toTrackLine = (match: Match, why: string): TrackLine => ({
  trackId: match.track.id,
  artist: match.track.artist,
  title: match.track.title,
  album: match.track.album,
  why,
});
