import type { Track, TrackId } from './track.ts';

/** A recording that a source proposes; whether the user owns it is the matcher's question. */
export interface Candidate {
  readonly artist: string;
  readonly title: string;
  readonly album?: string | undefined;
  readonly durationMs?: number | undefined;
  /** MusicBrainz recording id, where the source gives one. May be stale. */
  readonly mbRecordingId?: string | undefined;
  /** MusicBrainz release-track id. */
  readonly mbTrackId?: string | undefined;
  /** Which source proposed it, e.g. `lastfm-charts`. */
  readonly source: string;
  /** One clause for a person: "no. 3 of the Last.fm chart". */
  readonly why: string;
  /** How much the source wants it; only the order within one run counts. Higher is better. */
  readonly weight: number;
}

/** `library`: the recipe named the track itself. */
export type MatchMethod = 'correction' | 'mbid' | 'exact' | 'fuzzy' | 'library';

/** A candidate found in the library. */
export interface Match {
  readonly candidate: Candidate;
  readonly track: Track;
  /** 0–1; 1 = certain. */
  readonly confidence: number;
  readonly method: MatchMethod;
  readonly reason: string;
}

export type MissReason =
  'no-such-artist' | 'no-such-title' | 'only-other-version' | 'too-unsure' | 'rejected-by-user' | 'unusable-name';

/** A candidate that the library does not hold. */
export interface Miss {
  readonly candidate: Candidate;
  readonly reason: MissReason;
  /** The nearest thing the library has, for a person who wants to correct us. */
  readonly nearest?: { readonly trackId: TrackId; readonly artist: string; readonly title: string } | undefined;
}

/** A match that made it into the playlist. */
export interface Pick {
  readonly match: Match;
  readonly reason: string;
}

export type DropReason =
  | 'duplicate-song'
  | 'artist-cap'
  | 'album-cap'
  | 'list-full'
  | 'file-missing'
  | 'excluded'
  | 'rated-too-low'
  | 'unrated'
  | 'played-lately'
  | 'skipped-often'
  | 'listed-lately'
  | 'not-today'
  | 'other-version'
  | 'too-long'
  | 'too-short';

/** A match that was left out, and why. */
export interface Drop {
  readonly match: Match;
  readonly reason: DropReason;
  readonly detail: string;
}

/** The user's word on one candidate; it wins over every score. `trackId` undefined = "I do not own this". */
export interface Correction {
  readonly artist: string;
  readonly title: string;
  readonly target:
    | { readonly kind: 'track'; readonly trackId: TrackId }
    | { readonly kind: 'names'; readonly artist: string; readonly title: string; readonly album?: string | undefined }
    | { readonly kind: 'none' };
  /** `harmoniq.yaml` or `harmoniq match fix`. */
  readonly origin: 'configuration' | 'command';
}
