/** The user's standing with an artist or track over a period. */
export interface ArtistPlays {
  readonly name: string;
  readonly plays: number;
  readonly mbid: string | undefined;
}

export interface SimilarArtist {
  readonly name: string;
  /** 0–1. */
  readonly similarity: number;
  readonly mbid: string | undefined;
}

export interface SourceTrack {
  readonly artist: string;
  readonly title: string;
  readonly durationMs: number | undefined;
  readonly mbRecordingId: string | undefined;
  readonly listeners: number | undefined;
}

/** One page of a ranked list. `items` empty and `last` true = the source has no more. */
export interface SourcePage<Item> {
  readonly items: readonly Item[];
  readonly last: boolean;
}

export type ListenPeriod = 'overall' | '7day' | '1month' | '3month' | '6month' | '12month';

/**
 * Last.fm as Harmoniq needs it. Unknown artists and users are an empty page, not an error. Throws HarmoniqError: `unauthorized` (key refused or suspended,
 * private profile), `rate-limited`, `unreachable`, `timeout`, `bad-response`.
 */
export interface LastfmSource {
  /** The most played tracks world-wide; page from 1. */
  getChart(page: number, signal: AbortSignal): Promise<SourcePage<SourceTrack>>;
  getTopArtists(
    user: string,
    period: ListenPeriod,
    limit: number,
    signal: AbortSignal,
  ): Promise<readonly ArtistPlays[]>;
  getTopTracks(user: string, period: ListenPeriod, limit: number, signal: AbortSignal): Promise<readonly SourceTrack[]>;
  getSimilarArtists(artist: string, limit: number, signal: AbortSignal): Promise<readonly SimilarArtist[]>;
  getArtistTopTracks(artist: string, page: number, signal: AbortSignal): Promise<SourcePage<SourceTrack>>;
  /** What listeners filed under a tag, the most typical first; page from 1. An unknown tag is an empty page. */
  getTagTracks(tag: string, page: number, signal: AbortSignal): Promise<SourcePage<SourceTrack>>;
  /** The website's recommendation station: undocumented, keyless, a fresh random batch per call. Empty when it does not answer usefully. */
  getStation(user: string, signal: AbortSignal): Promise<readonly SourceTrack[]>;
  /** One cheap call that proves address and key. */
  check(signal: AbortSignal): Promise<void>;
}

/** Answers of outside services, kept on disk with an expiry. Values are JSON. */
export interface SourceCache {
  /** `fresh` false = expired, still usable when the service is dead. */
  get(key: string): { readonly value: unknown; readonly fresh: boolean } | undefined;
  set(key: string, value: unknown, lifetimeMs: number): void;
}

export interface Sources {
  readonly lastfm: LastfmSource | undefined;
}
