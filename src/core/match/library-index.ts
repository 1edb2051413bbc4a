import type { Track, TrackId } from '../track.ts';

/** One title of an artist, small enough to score hundreds of them. */
export interface IndexedTitle {
  readonly id: TrackId;
  readonly titleKey: string;
}

/**
 * The questions the matcher asks of a library. All answers are local and synchronous; an unknown key gives an empty list.
 * Keys are those of `keys.ts`; an implementation stores them as they come and never derives its own.
 */
export interface LibraryIndex {
  /** Tracks that carry both keys, in any order. */
  findByArtistAndTitle(artistKey: string, titleKey: string): readonly Track[];
  /** Every title filed under an artist key. */
  listTitles(artistKey: string): readonly IndexedTitle[];
  /** Artist keys spelt nearly like this one, nearest first, at most `limit`. */
  findArtistsNear(artistKey: string, limit: number): readonly string[];
  /** Tracks whose title has this key, whoever plays them; at most `limit`. */
  findByTitle(titleKey: string, limit: number): readonly Track[];
  /** Tracks with this MusicBrainz release-track id. */
  findByMbTrackId(mbTrackId: string): readonly Track[];
  getTracks(ids: readonly TrackId[]): readonly Track[];
}
