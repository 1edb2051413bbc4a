import type { Playlist, PlaylistItem } from '../../core/playlist.ts';
import type { Track } from '../../core/track.ts';
import type { Album, Artist, ItemTags, ItemsByLevel, Level, MusicSection } from '../server.ts';
import { toCount, toFlag, toNumber, toRows, toText, toTimeMs, type Row } from './coerce.ts';

/** What Plex itself shows where a file names nobody. */
const unknownArtist = '[Unknown Artist]';
const unknownAlbum = '[Unknown Album]';

/** A row's id: its `ratingKey`, or the number in its `key`. */
export const readId = (row: Row): string | undefined => {
  const id = row['ratingKey'];
  if (typeof id === 'string' && id !== '') return id;
  if (typeof id === 'number') return String(id);
  const key = row['key'];
  return typeof key === 'string' ? /\/metadata\/([^/?]+)/.exec(key)?.[1] : undefined;
};

/** Reads rows of one level; `undefined` for a row without id or title. Runs for every track of a library: no schema, no copies. */
export const rowReaders: { readonly [L in Level]: (row: Row, sectionId: string) => ItemsByLevel[L] | undefined } = {
  artist: (row, sectionId) => readArtist(row, sectionId),
  album: (row, sectionId) => readAlbum(row, sectionId),
  track: (row, sectionId) => readTrack(row, sectionId),
};

const readArtist = (row: Row, sectionId: string): Artist | undefined => {
  const id = readId(row);
  const name = toText(row['title']);
  if (id === undefined || name === undefined) return undefined;
  return { id, sectionId, name, guid: toText(row['guid']), updatedAtMs: toTimeMs(row['updatedAt']) };
};

const readAlbum = (row: Row, sectionId: string): Album | undefined => {
  const id = readId(row);
  const title = toText(row['title']);
  if (id === undefined || title === undefined) return undefined;
  return {
    id,
    sectionId,
    title,
    artistId: toText(row['parentRatingKey']),
    artistName: toText(row['parentTitle']) ?? unknownArtist,
    year: toCount(row['year']),
    guid: toText(row['guid']),
    updatedAtMs: toTimeMs(row['updatedAt']),
  };
};

export const readTrack = (row: Row, sectionId: string): Track | undefined => {
  const id = readId(row);
  const title = toText(row['title']);
  if (id === undefined || title === undefined) return undefined;
  const albumArtist = toText(row['grandparentTitle']);
  const trackArtist = toText(row['originalTitle']);
  const file = readFile(row);
  return {
    id,
    sectionId,
    title,
    artist: trackArtist ?? albumArtist ?? unknownArtist,
    albumArtist: albumArtist ?? trackArtist ?? unknownArtist,
    album: toText(row['parentTitle']) ?? unknownAlbum,
    artistId: toText(row['grandparentRatingKey']),
    albumId: toText(row['parentRatingKey']),
    guid: toText(row['guid']),
    mbTrackId: readMbTrackId(row),
    discNumber: toCount(row['parentIndex']),
    trackNumber: toCount(row['index']),
    year: toCount(row['year']) ?? toCount(row['parentYear']),
    durationMs: toCount(row['duration']) ?? file.durationMs,
    rating: readRating(row['userRating']),
    playCount: toCount(row['viewCount']) ?? 0,
    skipCount: toCount(row['skipCount']) ?? 0,
    lastPlayedAtMs: toTimeMs(row['lastViewedAt']),
    lastRatedAtMs: toTimeMs(row['lastRatedAt']),
    lastSkippedAtMs: toTimeMs(row['lastSkippedAt']),
    addedAtMs: toTimeMs(row['addedAt']),
    updatedAtMs: toTimeMs(row['updatedAt']),
    popularity: toCount(row['ratingCount']),
    bitrateKbps: file.bitrateKbps,
    filePath: file.path,
    missingFile: file.missing,
    sonicallyAnalysed: isSonicallyAnalysed(row),
  };
};

/** Present means analysed; it comes as the text "1". */
export const isSonicallyAnalysed = (row: Row): boolean => (toNumber(row['musicAnalysisVersion']) ?? 0) > 0;

/** 0–10; a cleared rating may be written as -1. */
const readRating = (value: unknown): number | undefined => {
  const rating = toNumber(value);
  return rating === undefined || rating < 0 ? undefined : Math.min(rating, 10);
};

const readFile = (row: Row) => {
  let present: string | undefined;
  let vanished: string | undefined;
  let durationMs: number | undefined;
  let bitrateKbps: number | undefined;
  let parts = 0;
  let gone = 0;
  for (const media of toRows(row['Media'])) {
    bitrateKbps ??= toCount(media['bitrate']);
    durationMs ??= toCount(media['duration']);
    for (const part of toRows(media['Part'])) {
      parts += 1;
      if (isPresent(part['deletedAt']) || isPresent(media['deletedAt'])) {
        gone += 1;
        vanished ??= toText(part['file']);
      } else present ??= toText(part['file']);
    }
  }
  const missing = isPresent(row['deletedAt']) || (parts > 0 && gone === parts);
  return { path: present ?? vanished, durationMs, bitrateKbps, missing };
};

const isPresent = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== 0 && value !== '0' && value !== '' && value !== false;

const mbScheme = 'mbid://';

/** On tracks `mbid://` is MusicBrainz's release-track id. */
const readMbTrackId = (row: Row): string | undefined => {
  const list = row['Guid'];
  if (list !== undefined)
    for (const entry of Array.isArray(list) ? (list as unknown[]) : [list]) {
      const id = typeof entry === 'string' ? entry : (entry as Row | null)?.['id'];
      if (typeof id === 'string' && id.startsWith(mbScheme)) return id.slice(mbScheme.length);
    }
  const guid = row['guid'];
  return typeof guid === 'string' && guid.startsWith(mbScheme) ? guid.slice(mbScheme.length) : undefined;
};

/** Own tags of an item; undefined when it has none. */
export const readTags = (row: Row): ItemTags | undefined => {
  const id = readId(row);
  if (id === undefined) return undefined;
  const tags = {
    id,
    genres: readNames(row['Genre']),
    styles: readNames(row['Style']),
    moods: readNames(row['Mood']),
    labels: readNames(row['Label']),
  };
  const count = tags.genres.length + tags.styles.length + tags.moods.length + tags.labels.length;
  return count === 0 ? undefined : tags;
};

const readNames = (value: unknown): readonly string[] => {
  if (value === undefined || value === null) return [];
  const names = new Set<string>();
  for (const entry of Array.isArray(value) ? (value as unknown[]) : [value]) {
    const name = typeof entry === 'string' ? entry : toText((entry as Row | null)?.['tag']);
    if (name !== undefined && name !== '') names.add(name);
  }
  return [...names];
};

/** A section of the server; undefined unless it holds music. */
export const readMusicSection = (row: Row): MusicSection | undefined => {
  const id = toText(row['key']) ?? toText(row['id']);
  const title = toText(row['title']);
  if (row['type'] !== 'artist' || id === undefined || title === undefined) return undefined;
  return {
    id: /([^/]+)\/?$/.exec(id)?.[1] ?? id,
    title,
    contentChangedAtMs: toTimeMs(row['contentChangedAt']),
    scanning: toFlag(row['refreshing']),
  };
};

/** A playlist of any kind with what tells whether it may be written to. */
export interface PlexPlaylist extends Playlist {
  readonly createdAtMs: number | undefined;
  readonly isAudio: boolean;
}

export const readPlaylist = (row: Row): PlexPlaylist | undefined => {
  const id = readId(row) ?? /\/playlists\/([^/?]+)/.exec(toText(row['key']) ?? '')?.[1];
  if (id === undefined) return undefined;
  const kind = toText(row['playlistType']);
  const isAudio = kind === undefined || kind === 'audio';
  return {
    id,
    guid: toText(row['guid']),
    title: toText(row['title']) ?? '',
    summary: toText(row['summary']) ?? '',
    editable: isAudio && !toFlag(row['smart']) && !toFlag(row['readOnly']) && !toFlag(row['radio']),
    trackCount: toCount(row['leafCount']) ?? 0,
    createdAtMs: toTimeMs(row['addedAt']),
    isAudio,
  };
};

/** An entry of a playlist. A row whose track is gone has an empty `trackId`, so that it can still be removed. */
export const readPlaylistItem = (row: Row): PlaylistItem | undefined => {
  const itemId = toText(row['playlistItemID']);
  const trackId = readId(row);
  if (itemId === undefined && trackId === undefined) return undefined;
  return { itemId: itemId ?? '', trackId: trackId ?? '' };
};
