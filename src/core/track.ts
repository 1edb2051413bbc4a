/** A track's id on its media server (Plex: `ratingKey`). It changes when a file is replaced; `guid` and `filePath` then re-link it. */
export type TrackId = string;

/** Tag vocabularies of the library. Names, never a server's numeric ids: those differ from server to server. */
export interface Tags {
  readonly genres: readonly string[];
  readonly styles: readonly string[];
  readonly moods: readonly string[];
  /** Labels the user gave; undefined = the server does not tell. */
  readonly labels?: readonly string[] | undefined;
}

export const noTags: Tags = { genres: [], styles: [], moods: [] };

/** A song file in the user's library, as the mirror keeps it. Absent facts are `undefined`, never null or an empty text. */
export interface Track {
  readonly id: TrackId;
  readonly sectionId: string;
  readonly title: string;
  /** Who performs this track: the track artist where the file names one, else the album artist. */
  readonly artist: string;
  /** Whose album it is on; "Various Artists" on compilations. */
  readonly albumArtist: string;
  readonly album: string;
  readonly artistId: string | undefined;
  readonly albumId: string | undefined;
  readonly guid: string | undefined;
  /** MusicBrainz *release track* id: not the recording id that ListenBrainz and Last.fm speak of. */
  readonly mbTrackId: string | undefined;
  readonly discNumber: number | undefined;
  readonly trackNumber: number | undefined;
  readonly year: number | undefined;
  readonly durationMs: number | undefined;
  /** 0–10 in half stars; undefined = never rated. */
  readonly rating: number | undefined;
  readonly playCount: number;
  readonly skipCount: number;
  readonly lastPlayedAtMs: number | undefined;
  readonly lastRatedAtMs: number | undefined;
  readonly lastSkippedAtMs: number | undefined;
  readonly addedAtMs: number | undefined;
  readonly updatedAtMs: number | undefined;
  /** Listeners world-wide, where the server knows them. */
  readonly popularity: number | undefined;
  readonly bitrateKbps: number | undefined;
  readonly filePath: string | undefined;
  /** The file is gone from disk although the server still lists it. */
  readonly missingFile: boolean;
  readonly sonicallyAnalysed: boolean;
}

/** A track of which only these facts are known; it stands on an album of its own artist unless told otherwise. */
export const createTrack = (facts: Pick<Track, 'id' | 'artist' | 'title'> & Partial<Track>): Track => ({
  sectionId: '',
  albumArtist: facts.artist,
  album: '',
  artistId: undefined,
  albumId: undefined,
  guid: undefined,
  mbTrackId: undefined,
  discNumber: undefined,
  trackNumber: undefined,
  year: undefined,
  durationMs: undefined,
  rating: undefined,
  playCount: 0,
  skipCount: 0,
  lastPlayedAtMs: undefined,
  lastRatedAtMs: undefined,
  lastSkippedAtMs: undefined,
  addedAtMs: undefined,
  updatedAtMs: undefined,
  popularity: undefined,
  bitrateKbps: undefined,
  filePath: undefined,
  missingFile: false,
  sonicallyAnalysed: false,
  ...facts,
});
