import type { Listening } from './listening.ts';
import type { Shelf } from './shelf.ts';
import type { TagKind, TagLevel, Tags } from './tags.ts';

/** A field that listings can be filtered and sorted by. Numbers: `undefined` = the item has none. */
export type Field =
  | { readonly type: 'integer' | 'rating' | 'date' | 'boolean'; readonly read: (index: number) => number | undefined }
  | { readonly type: 'string'; readonly read: (index: number) => string | undefined }
  | { readonly type: 'tag'; readonly kind: TagKind; readonly read: (index: number) => readonly number[] };

export type FieldTable = Readonly<Record<string, Field>>;

export interface FieldSource {
  readonly shelf: Shelf;
  readonly listening: Listening;
  readonly tags: Tags;
}

const integer = (read: (index: number) => number | undefined): Field => ({ type: 'integer', read });
const date = (read: (index: number) => number | undefined): Field => ({
  type: 'date',
  read: (index) => read(index) || undefined,
});
const boolean = (read: (index: number) => number): Field => ({ type: 'boolean', read });
const string = (read: (index: number) => string | undefined): Field => ({ type: 'string', read });
const tag = (source: FieldSource, level: TagLevel, kind: TagKind): Field => ({
  type: 'tag',
  kind,
  read: (index) => source.tags.read(source.shelf, level, kind, index),
});
const given = (value: number | undefined): number | undefined =>
  value === undefined || Number.isNaN(value) ? undefined : value;

export function trackFields(source: FieldSource): FieldTable {
  const { shelf, listening } = source;
  const table = shelf.track;
  return {
    id: integer((slot) => table.key[slot]),
    guid: string((slot) => shelf.file(slot).guid),
    title: string((slot) => shelf.file(slot).title),
    titleSort: string((slot) => sortTitle(shelf.file(slot).title)),
    originalTitle: string((slot) => shelf.file(slot).performer),
    index: integer((slot) => shelf.file(slot).number),
    absoluteIndex: integer((slot) => shelf.file(slot).disc * 1_000 + (shelf.file(slot).number ?? 0)),
    duration: integer((slot) => shelf.file(slot).durationMs),
    ratingCount: integer((slot) => shelf.file(slot).listeners),
    mediaBitrate: integer((slot) => shelf.file(slot).bitrate),
    userRating: { type: 'rating', read: (slot) => given(listening.userRating[slot]) },
    viewCount: integer((slot) => listening.viewCount[slot]),
    skipCount: integer((slot) => listening.skipCount[slot]),
    lastViewedAt: date((slot) => listening.lastViewedAt[slot]),
    lastRatedAt: date((slot) => listening.lastRatedAt[slot]),
    lastSkippedAt: date((slot) => listening.lastSkippedAt[slot]),
    addedAt: date((slot) => table.addedAt[slot]),
    updatedAt: date((slot) => table.updatedAt[slot]),
    trash: boolean((slot) => (table.deletedAt[slot] === 0 ? 0 : 1)),
    mood: tag(source, 'track', 'mood'),
    genre: tag(source, 'track', 'genre'),
    label: tag(source, 'track', 'label'),
  };
}

export function albumFields(source: FieldSource): FieldTable {
  const { shelf } = source;
  return {
    id: integer((album) => shelf.album.key[album]),
    title: string((album) => shelf.albumTitle(album)),
    titleSort: string((album) => sortTitle(shelf.albumTitle(album))),
    year: integer((album) => shelf.albumYear(album)),
    addedAt: date((album) => shelf.album.addedAt[album]),
    updatedAt: date((album) => shelf.album.updatedAt[album]),
    genre: tag(source, 'album', 'genre'),
    style: tag(source, 'album', 'style'),
    mood: tag(source, 'album', 'mood'),
    label: tag(source, 'album', 'label'),
  };
}

export function artistFields(source: FieldSource): FieldTable {
  const { shelf } = source;
  return {
    id: integer((artist) => shelf.artist.key[artist]),
    title: string((artist) => shelf.artistName(artist)),
    titleSort: string((artist) => sortTitle(shelf.artistName(artist))),
    addedAt: date((artist) => shelf.artist.addedAt[artist]),
    updatedAt: date((artist) => shelf.artist.updatedAt[artist]),
    genre: tag(source, 'artist', 'genre'),
    style: tag(source, 'artist', 'style'),
    mood: tag(source, 'artist', 'mood'),
    country: tag(source, 'artist', 'country'),
    label: tag(source, 'artist', 'label'),
  };
}

/** The title by which a list is sorted: without a leading article. */
export function sortTitle(title: string): string {
  return title.replace(/^(the|a|an) (?=\S)/i, '');
}

/** The field as seen from a lower level: an album's genre asked of a track. */
export function lift(field: Field, upward: (index: number) => number): Field {
  switch (field.type) {
    case 'string':
      return { type: 'string', read: (index) => field.read(upward(index)) };
    case 'tag':
      return { type: 'tag', kind: field.kind, read: (index) => field.read(upward(index)) };
    default:
      return { type: field.type, read: (index) => field.read(upward(index)) };
  }
}

/** Every field that a listing of this level may name, plain (`title`) and with its level (`track.title`, `artist.genre`). */
export function fieldsFor(level: TagLevel, source: FieldSource): FieldTable {
  const { shelf } = source;
  const all: Record<string, Field> = {};
  const add = (scope: TagLevel, table: FieldTable, upward: ((index: number) => number) | undefined): void => {
    for (const [name, field] of Object.entries(table)) {
      all[`${scope}.${name}`] = upward ? lift(field, upward) : field;
      if (!upward) all[name] = field;
    }
  };
  const albumOf = (slot: number): number => shelf.track.album[slot] as number;
  if (level === 'track') {
    add('track', trackFields(source), undefined);
    add('album', albumFields(source), albumOf);
    add('artist', artistFields(source), (slot) => shelf.artistOf(albumOf(slot)));
  }
  if (level === 'album') {
    add('album', albumFields(source), undefined);
    add('artist', artistFields(source), (album) => shelf.artistOf(album));
  }
  if (level === 'artist') add('artist', artistFields(source), undefined);
  return all;
}
