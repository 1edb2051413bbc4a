import { happens, hexId, mix } from '../music/hash.ts';
import type { MusicTrack } from '../music/music.ts';
import { sortTitle } from './fields.ts';
import type { Listening } from './listening.ts';
import type { Shelf } from './shelf.ts';
import { isAnalysed } from './sonic.ts';
import type { Switches } from './switches.ts';
import type { TagKind, TagLevel, Tags } from './tags.ts';

/** What a row shows beyond its plain fields, and what it leaves out. */
export interface RowStyle {
  /** `details` is what `/library/metadata/…` gives: all tags, streams, the section's name. */
  readonly detail: 'listing' | 'details';
  readonly guids: boolean;
  readonly sonic: Switches['sonic'];
  /** Names that the request asked for or away, already weighed against the server's switches. */
  keeps(name: string, isElement: boolean): boolean;
}

/** Writes one row as JSON text. */
export type RowWriter = (index: number, extra?: string) => string;

interface View {
  readonly shelf: Shelf;
  readonly index: number;
  readonly file: MusicTrack;
  readonly album: number;
  readonly artist: number;
  readonly listening: Listening;
  readonly tags: Tags;
  readonly style: RowStyle;
}

/** A key of a row: JSON text, or undefined when this item has no such key. */
interface Column {
  readonly name: string;
  readonly element?: true;
  readonly only?: 'listing' | 'details';
  /** The same for all tracks of an album: written once for a run of them. */
  readonly shared?: true;
  readonly write: (view: View) => string | undefined;
}

const text = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : JSON.stringify(value);
const number = (value: number | undefined): string | undefined => (value ? String(value) : undefined);
const tagsOf = (view: View, level: TagLevel, kind: TagKind, index: number): string | undefined => {
  const all = view.tags.read(view.shelf, level, kind, index);
  if (all.length === 0) return undefined;
  if (view.style.detail === 'details')
    return `[${all.map((tag) => `{"id":${view.tags.id(kind, tag)},"filter":"${kind}=${view.tags.id(kind, tag)}","tag":${JSON.stringify(view.tags.name(kind, tag))}}`).join(',')}]`;
  return `[${all
    .slice(0, 2)
    .map((tag) => `{"tag":${JSON.stringify(view.tags.name(kind, tag))}}`)
    .join(',')}]`;
};

const trackKey = (view: View): number => view.shelf.track.key[view.index] as number;
const albumKey = (view: View): number => view.shelf.album.key[view.album] as number;
const artistKey = (view: View): number => view.shelf.artist.key[view.artist] as number;
/** A few rows lack a key that all others have. */
const lacks = (view: View, what: number, perMille: number): boolean =>
  happens(mix(view.shelf.music.seed, view.index, 98, what), perMille);

const trackColumns: readonly Column[] = [
  { name: 'ratingKey', write: (view) => `"${trackKey(view)}"` },
  { name: 'key', write: (view) => `"/library/metadata/${trackKey(view)}"` },
  { name: 'parentRatingKey', write: (view) => (lacks(view, 1, 2) ? undefined : `"${albumKey(view)}"`) },
  { name: 'grandparentRatingKey', shared: true, write: (view) => `"${artistKey(view)}"` },
  { name: 'guid', write: (view) => text(view.file.guid) },
  { name: 'parentGuid', shared: true, write: (view) => text(albumGuid(view.shelf, view.album)) },
  { name: 'grandparentGuid', shared: true, write: (view) => text(artistGuid(view.shelf, view.artist)) },
  { name: 'parentStudio', shared: true, write: (view) => text(studioOf(view.shelf, view.album)) },
  { name: 'type', shared: true, write: () => '"track"' },
  { name: 'title', write: (view) => JSON.stringify(view.file.title) },
  { name: 'titleSort', write: (view) => differing(view.file.title) },
  { name: 'grandparentKey', shared: true, write: (view) => `"/library/metadata/${artistKey(view)}"` },
  { name: 'parentKey', shared: true, write: (view) => `"/library/metadata/${albumKey(view)}"` },
  { name: 'librarySectionTitle', shared: true, only: 'details', write: (view) => text(view.shelf.title) },
  { name: 'librarySectionID', shared: true, only: 'details', write: (view) => view.shelf.key },
  {
    name: 'librarySectionKey',
    shared: true,
    only: 'details',
    write: (view) => `"/library/sections/${view.shelf.key}"`,
  },
  { name: 'grandparentTitle', shared: true, write: (view) => text(view.shelf.artistName(view.artist)) },
  { name: 'parentTitle', shared: true, write: (view) => text(view.shelf.albumTitle(view.album)) },
  { name: 'originalTitle', write: (view) => text(view.file.performer) },
  { name: 'summary', shared: true, write: () => '""' },
  { name: 'index', write: (view) => number(view.file.number) },
  { name: 'parentIndex', write: (view) => String(view.file.disc) },
  { name: 'ratingCount', write: (view) => number(view.file.listeners) },
  { name: 'userRating', write: (view) => rating(view.listening.userRating[view.index]) },
  { name: 'viewCount', write: (view) => number(view.listening.viewCount[view.index]) },
  { name: 'skipCount', write: (view) => number(view.listening.skipCount[view.index]) },
  { name: 'lastViewedAt', write: (view) => number(view.listening.lastViewedAt[view.index]) },
  { name: 'lastRatedAt', write: (view) => number(view.listening.lastRatedAt[view.index]) },
  { name: 'lastSkippedAt', write: (view) => number(view.listening.lastSkippedAt[view.index]) },
  { name: 'parentYear', shared: true, write: (view) => String(view.shelf.albumYear(view.album)) },
  { name: 'thumb', shared: true, write: (view) => `"/library/metadata/${albumKey(view)}/thumb/1714"` },
  { name: 'parentThumb', shared: true, write: (view) => `"/library/metadata/${albumKey(view)}/thumb/1714"` },
  { name: 'grandparentThumb', shared: true, write: (view) => `"/library/metadata/${artistKey(view)}/thumb/1715"` },
  { name: 'duration', write: (view) => number(view.file.durationMs) },
  { name: 'addedAt', write: (view) => number(view.shelf.track.addedAt[view.index]) },
  { name: 'updatedAt', write: (view) => number(view.shelf.track.updatedAt[view.index]) },
  {
    name: 'musicAnalysisVersion',
    write: (view) => (isAnalysed(view.shelf, view.index, view.style.sonic) ? '"1"' : undefined),
  },
  { name: 'futureHint', shared: true, write: () => '{"kind":"unheard-of","weights":[1,2.5]}' },
  { name: 'Media', element: true, write: (view) => mediaOf(view) },
  { name: 'Genre', element: true, write: (view) => tagsOf(view, 'track', 'genre', view.index) },
  { name: 'Mood', element: true, only: 'details', write: (view) => tagsOf(view, 'track', 'mood', view.index) },
  { name: 'Label', element: true, only: 'details', write: (view) => tagsOf(view, 'track', 'label', view.index) },
  { name: 'Guid', element: true, write: (view) => guidList(view, view.file.mbid) },
];

const albumColumns: readonly Column[] = [
  { name: 'ratingKey', write: (view) => `"${albumKey(view)}"` },
  { name: 'key', write: (view) => `"/library/metadata/${albumKey(view)}/children"` },
  { name: 'parentRatingKey', write: (view) => `"${artistKey(view)}"` },
  { name: 'guid', write: (view) => text(albumGuid(view.shelf, view.album)) },
  { name: 'parentGuid', write: (view) => text(artistGuid(view.shelf, view.artist)) },
  { name: 'studio', write: (view) => text(studioOf(view.shelf, view.album)) },
  { name: 'type', write: () => '"album"' },
  { name: 'title', write: (view) => text(view.shelf.albumTitle(view.album)) },
  { name: 'titleSort', write: (view) => differing(view.shelf.albumTitle(view.album)) },
  { name: 'parentKey', write: (view) => `"/library/metadata/${artistKey(view)}"` },
  { name: 'librarySectionTitle', only: 'details', write: (view) => text(view.shelf.title) },
  { name: 'librarySectionID', only: 'details', write: (view) => view.shelf.key },
  { name: 'parentTitle', write: (view) => text(view.shelf.artistName(view.artist)) },
  { name: 'summary', write: () => '""' },
  { name: 'index', write: () => '1' },
  { name: 'year', write: (view) => (lacks(view, 3, 20) ? undefined : String(view.shelf.albumYear(view.album))) },
  { name: 'originallyAvailableAt', write: (view) => `"${view.shelf.albumYear(view.album)}-03-01"` },
  { name: 'leafCount', write: (view) => String(view.shelf.album.tracks[view.album]) },
  { name: 'addedAt', write: (view) => number(view.shelf.album.addedAt[view.album]) },
  { name: 'updatedAt', write: (view) => number(view.shelf.album.updatedAt[view.album]) },
  { name: 'loudnessAnalysisVersion', write: () => '"2"' },
  { name: 'futureHint', write: () => '"something new"' },
  { name: 'Genre', element: true, write: (view) => tagsOf(view, 'album', 'genre', view.album) },
  { name: 'Style', element: true, only: 'details', write: (view) => tagsOf(view, 'album', 'style', view.album) },
  { name: 'Mood', element: true, only: 'details', write: (view) => tagsOf(view, 'album', 'mood', view.album) },
  { name: 'Label', element: true, only: 'details', write: (view) => tagsOf(view, 'album', 'label', view.album) },
  { name: 'Format', element: true, write: () => '[{"tag":"Album"}]' },
  { name: 'Guid', element: true, write: (view) => guidList(view, albumMbid(view)) },
];

const artistColumns: readonly Column[] = [
  { name: 'ratingKey', write: (view) => `"${artistKey(view)}"` },
  { name: 'key', write: (view) => `"/library/metadata/${artistKey(view)}/children"` },
  { name: 'guid', write: (view) => text(artistGuid(view.shelf, view.artist)) },
  { name: 'type', write: () => '"artist"' },
  { name: 'title', write: (view) => text(view.shelf.artistName(view.artist)) },
  { name: 'titleSort', write: (view) => differing(view.shelf.artistName(view.artist)) },
  { name: 'librarySectionTitle', only: 'details', write: (view) => text(view.shelf.title) },
  { name: 'librarySectionID', only: 'details', write: (view) => view.shelf.key },
  { name: 'summary', write: () => '""' },
  { name: 'index', write: () => '1' },
  { name: 'addedAt', write: (view) => number(view.shelf.artist.addedAt[view.artist]) },
  { name: 'updatedAt', write: (view) => number(view.shelf.artist.updatedAt[view.artist]) },
  { name: 'futureHint', write: () => '[]' },
  { name: 'Genre', element: true, write: (view) => tagsOf(view, 'artist', 'genre', view.artist) },
  { name: 'Country', element: true, write: (view) => tagsOf(view, 'artist', 'country', view.artist) },
  { name: 'Style', element: true, only: 'details', write: (view) => tagsOf(view, 'artist', 'style', view.artist) },
  { name: 'Mood', element: true, only: 'details', write: (view) => tagsOf(view, 'artist', 'mood', view.artist) },
  { name: 'Label', element: true, only: 'details', write: (view) => tagsOf(view, 'artist', 'label', view.artist) },
  { name: 'Guid', element: true, write: (view) => guidList(view, artistMbid(view)) },
];

const columnsOf: Readonly<Record<TagLevel, readonly Column[]>> = {
  track: trackColumns,
  album: albumColumns,
  artist: artistColumns,
};
const noFile = {} as MusicTrack;

/** Prepares the writing of many rows: which keys stay is decided once. */
export function createRowWriter(shelf: Shelf, level: TagLevel, user: number, tags: Tags, style: RowStyle): RowWriter {
  const columns = columnsOf[level]
    .filter((column) => column.only === undefined || column.only === style.detail)
    .filter((column) => style.keeps(column.name, column.element === true));
  const shared = columns.filter((column) => column.shared);
  const own = columns.filter((column) => !column.shared);
  const listening = shelf.listening(user);
  let sharedAlbum = -1;
  let sharedText = '';
  return (index, extra = '') => {
    const album = level === 'track' ? (shelf.track.album[index] as number) : index;
    const view: View = {
      shelf,
      index,
      file: level === 'track' ? shelf.file(index) : noFile,
      album,
      artist: level === 'artist' ? index : shelf.artistOf(album),
      listening,
      tags,
      style,
    };
    if (album !== sharedAlbum) {
      sharedText = writeColumns(shared, view);
      sharedAlbum = album;
    }
    return `{${(writeColumns(own, view) + sharedText + extra).slice(1)}}`;
  };
}

function writeColumns(columns: readonly Column[], view: View): string {
  let text = '';
  for (const column of columns) {
    const value = column.write(view);
    if (value !== undefined) text += `,"${column.name}":${value}`;
  }
  return text;
}

function differing(title: string): string | undefined {
  const sorted = sortTitle(title);
  return sorted === title ? undefined : JSON.stringify(sorted);
}

function rating(value: number | undefined): string | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : String(value);
}

function albumGuid(shelf: Shelf, album: number): string {
  return `plex://album/${hexId(shelf.music.seed, album, 101)}`;
}

function artistGuid(shelf: Shelf, artist: number): string {
  return `plex://artist/${hexId(shelf.music.seed, artist, 102)}`;
}

function studioOf(shelf: Shelf, album: number): string | undefined {
  return album < shelf.music.albumCount ? shelf.music.album(album).studio : undefined;
}

function albumMbid(view: View): string | undefined {
  return view.album < view.shelf.music.albumCount ? view.shelf.music.album(view.album).mbid : undefined;
}

function artistMbid(view: View): string | undefined {
  return view.artist < view.shelf.music.artistCount ? view.shelf.music.artist(view.artist).mbid : undefined;
}

function guidList(view: View, mbid: string | undefined): string | undefined {
  return view.style.guids && mbid !== undefined ? `[{"id":"mbid://${mbid}"}]` : undefined;
}

function mediaOf(view: View): string {
  const { file, index, shelf } = view;
  const duration = file.durationMs === undefined ? '' : `"duration":${file.durationMs},`;
  const isM4a = file.container === 'm4a';
  const deleted = shelf.track.deletedAt[index];
  const id = 900_000 + index;
  const path = JSON.stringify(shelf.filePath(index, file));
  const size = Math.round(((file.durationMs ?? 200_000) / 8) * file.bitrate);
  const part =
    `{"id":${id},"key":"/library/parts/${id}/1712/file.${file.container}",${duration}"file":${path},"size":${size},` +
    `"container":"${isM4a ? 'mp4' : file.container}","hasThumbnail":"1"${isM4a ? ',"optimizedForStreaming":true' : ''}` +
    `${deleted ? `,"deletedAt":${deleted}` : ''}${view.style.detail === 'details' ? streamsOf(file, id) : ''}}`;
  return (
    `[{"id":${id},${duration}"bitrate":${file.bitrate},"audioChannels":2,"audioCodec":"${isM4a ? 'aac' : file.container}",` +
    `"container":"${isM4a ? 'mp4' : file.container}","hasVoiceActivity":"0"${isM4a ? ',"optimizedForStreaming":0,"has64bitOffsets":false' : ''}` +
    `${deleted ? `,"deletedAt":${deleted}` : ''},"Part":[${part}]}]`
  );
}

function streamsOf(file: MusicTrack, id: number): string {
  return (
    `,"Stream":[{"id":${id + 1},"streamType":2,"selected":true,"codec":"${file.container}","index":0,"channels":2,"bitrate":${file.bitrate},` +
    '"albumGain":"-7.80","gain":"-7.80","loudness":"-10.2","peak":"0.988","samplingRate":44100}]'
  );
}
