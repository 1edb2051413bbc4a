import type { Track } from '../core/track.ts';

/** A row as SQLite takes and gives it, in the order of `trackColumns`. */
export type TrackRow = readonly (string | number | null)[];

/** What the server tells about a track; the mirror's own columns (`n`, `song_key`, `mirrored_in`) stand apart. */
const columns = [
  'id',
  'section_id',
  'title',
  'artist',
  'album_artist',
  'album',
  'artist_id',
  'album_id',
  'guid',
  'mb_track_id',
  'disc_number',
  'track_number',
  'year',
  'duration_ms',
  'rating',
  'play_count',
  'skip_count',
  'last_played_at',
  'last_rated_at',
  'last_skipped_at',
  'added_at',
  'updated_at',
  'popularity',
  'bitrate_kbps',
  'file_path',
  'missing_file',
  'sonically_analysed',
] as const;

export const trackColumnNames: readonly string[] = columns;
/** For SELECT and INSERT lists. */
export const trackColumns = columns.join(', ');
export const qualifiedTrackColumns = columns.map((column) => `tracks.${column}`).join(', ');

/** A performer who is also the album's artist is not stored twice. Lone surrogates would come back different from SQLite. */
export const toTrackRow = (track: Track): TrackRow => [
  track.id,
  track.sectionId,
  track.title.toWellFormed(),
  track.artist === track.albumArtist ? null : track.artist.toWellFormed(),
  track.albumArtist.toWellFormed(),
  track.album.toWellFormed(),
  track.artistId ?? null,
  track.albumId ?? null,
  track.guid ?? null,
  track.mbTrackId ?? null,
  track.discNumber ?? null,
  track.trackNumber ?? null,
  track.year ?? null,
  track.durationMs ?? null,
  track.rating ?? null,
  track.playCount,
  track.skipCount,
  track.lastPlayedAtMs ?? null,
  track.lastRatedAtMs ?? null,
  track.lastSkippedAtMs ?? null,
  track.addedAtMs ?? null,
  track.updatedAtMs ?? null,
  track.popularity ?? null,
  track.bitrateKbps ?? null,
  track.filePath?.toWellFormed() ?? null,
  track.missingFile ? 1 : 0,
  track.sonicallyAnalysed ? 1 : 0,
];

export const fromTrackRow = (row: TrackRow): Track => ({
  id: text(row[0]),
  sectionId: text(row[1]),
  title: text(row[2]),
  artist: text(row[3] ?? row[4]),
  albumArtist: text(row[4]),
  album: text(row[5]),
  artistId: optionalText(row[6]),
  albumId: optionalText(row[7]),
  guid: optionalText(row[8]),
  mbTrackId: optionalText(row[9]),
  discNumber: optionalNumber(row[10]),
  trackNumber: optionalNumber(row[11]),
  year: optionalNumber(row[12]),
  durationMs: optionalNumber(row[13]),
  rating: optionalNumber(row[14]),
  playCount: Number(row[15]),
  skipCount: Number(row[16]),
  lastPlayedAtMs: optionalNumber(row[17]),
  lastRatedAtMs: optionalNumber(row[18]),
  lastSkippedAtMs: optionalNumber(row[19]),
  addedAtMs: optionalNumber(row[20]),
  updatedAtMs: optionalNumber(row[21]),
  popularity: optionalNumber(row[22]),
  bitrateKbps: optionalNumber(row[23]),
  filePath: optionalText(row[24]),
  missingFile: row[25] === 1,
  sonicallyAnalysed: row[26] === 1,
});

/** What keys are made of. */
export type TrackNames = Pick<Track, 'title' | 'artist' | 'albumArtist' | 'album'>;

export const namesOfRow = (row: TrackRow): TrackNames => ({
  title: text(row[2]),
  artist: text(row[3] ?? row[4]),
  albumArtist: text(row[4]),
  album: text(row[5]),
});

/** Do two rows tell the same? */
export const sameRow = (left: TrackRow, right: TrackRow): boolean => {
  for (let column = 0; column < left.length; column += 1) if (left[column] !== right[column]) return false;
  return true;
};

/** Where a track stands: what pools are found by, besides tags. Plays, ratings and titles are no part of it. */
const shelfColumns = (
  ['section_id', 'artist', 'album_artist', 'artist_id', 'album_id', 'year', 'missing_file'] as const
).map((name) => columns.indexOf(name));

/** Do two rows tell of a track in the same place? */
export const sameShelf = (left: TrackRow, right: TrackRow): boolean =>
  shelfColumns.every((column) => left[column] === right[column]);

type Cell = string | number | null | undefined;
const text = (cell: Cell): string => (typeof cell === 'string' ? cell : String(cell ?? ''));
const optionalText = (cell: Cell): string | undefined => (typeof cell === 'string' ? cell : undefined);
const optionalNumber = (cell: Cell): number | undefined => (typeof cell === 'number' ? cell : undefined);
