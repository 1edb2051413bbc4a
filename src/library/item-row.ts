import type { Track } from '../core/track.ts';
import type { Album, Artist, ItemsByLevel, Level } from '../servers/server.ts';
import { toTrackRow, trackColumnNames, type TrackRow } from './track-row.ts';

/** A row of one of the three levels, in the order of `itemColumns`; the id comes first. */
export type ItemRow = TrackRow;

export const itemTables: Readonly<Record<Level, string>> = { artist: 'artists', album: 'albums', track: 'tracks' };

/** What the server tells about an item; the mirror's own columns stand apart. */
export const itemColumns: Readonly<Record<Level, readonly string[]>> = {
  artist: ['id', 'section_id', 'name', 'guid', 'updated_at'],
  album: ['id', 'section_id', 'title', 'artist_id', 'artist_name', 'year', 'guid', 'updated_at'],
  track: trackColumnNames,
};

export const toItemRow = <L extends Level>(level: L, item: ItemsByLevel[L]): ItemRow => {
  if (level === 'artist') return toArtistRow(item as Artist);
  if (level === 'album') return toAlbumRow(item as Album);
  return toTrackRow(item as Track);
};

const toArtistRow = (artist: Artist): ItemRow => [
  artist.id,
  artist.sectionId,
  artist.name.toWellFormed(),
  artist.guid ?? null,
  artist.updatedAtMs ?? null,
];

const toAlbumRow = (album: Album): ItemRow => [
  album.id,
  album.sectionId,
  album.title.toWellFormed(),
  album.artistId ?? null,
  album.artistName.toWellFormed(),
  album.year ?? null,
  album.guid ?? null,
  album.updatedAtMs ?? null,
];
