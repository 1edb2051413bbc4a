import type { Track, TrackId } from '../track.ts';

/** One title of an artist, small enough to score hundreds of them. */
export interface IndexedTitle {
  readonly id: TrackId;
  readonly titleKey: string;
}

/**
 * The questions the matcher asks of a library. All answers are local and synchronous; an unknown key gives an empty list.
 * Keys are those of `keys.ts`; an implementation stores them as they come and never derives its own: a track is filed under every pair of one
 * of its `trackKeys().artistKeys` and one of its `titleKeys`. `tests/contracts/library-index.contract.ts` says the same as tests.
 */
export interface LibraryIndex {
  /** Tracks that carry both keys, each once, in any order. Equal means equal to the letter. */
  findByArtistAndTitle(artistKey: string, titleKey: string): readonly Track[];
  /** Every title filed under an artist key: one entry per track and title key, so a track with two title keys stands twice. */
  listTitles(artistKey: string): readonly IndexedTitle[];
  /**
   * Artist keys spelt nearly like this one, nearest (fewest edits) first, at most `limit`. The key itself may be among them. A key that one edit makes (a
   * letter changed, added or dropped; five letters or more) is always among them unless `limit` nearer ones are; what is further off than half
   * of its letters never is. Between the two an implementation may choose.
   */
  findArtistsNear(artistKey: string, limit: number): readonly string[];
  /** Tracks whose title has this key, whoever plays them, each once; at most `limit`. */
  findByTitle(titleKey: string, limit: number): readonly Track[];
  /** Tracks with this MusicBrainz release-track id, compared to the letter. */
  findByMbTrackId(mbTrackId: string): readonly Track[];
  /** The tracks of these ids in the order asked; unknown ids are left out. */
  getTracks(ids: readonly TrackId[]): readonly Track[];
}
