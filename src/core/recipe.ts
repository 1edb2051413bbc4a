import type { Candidate } from './candidate.ts';

export type UpdateMode = 'replace' | 'append';

/** How one playlist is made: resolved configuration, ready to run. */
export interface Recipe {
  /** Stable slug, e.g. `lastfm-charts`; part of entity ids, so a rename makes a new recipe. */
  readonly id: string;
  readonly kind: string;
  readonly enabled: boolean;
  /** Why it is off although the user asked for it, in one sentence. */
  readonly disabledReason?: string | undefined;
  readonly playlistName: string;
  /** Take over an existing playlist of that name that Harmoniq did not make. */
  readonly adopt: boolean;
  readonly size: number;
  readonly maxPerArtist: number;
  readonly updateMode: UpdateMode;
  /** Own schedule; undefined = runs in the common cycle. */
  readonly cron?: string | undefined;
  /** Music libraries to draw from, by name; empty = all configured ones. */
  readonly libraries: readonly string[];
  /** Settings of the kind, already validated by it. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** Candidates as they come in, best first; a batch is what one more request yields. Ends when the source has no more. */
export type CandidateStream = AsyncIterable<readonly Candidate[]>;
