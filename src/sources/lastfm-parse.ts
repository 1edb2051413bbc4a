import { toOneLine } from '../lib/one-line.ts';
import type { ArtistPlays, SimilarArtist, SourceTrack } from './source.ts';

/** Last.fm's JSON is XML in disguise: numbers are texts, a list of one may be the item itself, an empty list may be "" or absent. */
export type Json = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The member of that name, or an empty object. */
export const child = (value: unknown, name: string): Json => {
  const found = isRecord(value) ? value[name] : undefined;
  return isRecord(found) ? found : {};
};

export const asArray = (value: unknown): readonly Json[] => {
  if (Array.isArray(value)) return value.filter(isRecord);
  return isRecord(value) ? [value] : [];
};

/** A number of zero or more; undefined when it is none. */
export const toNumber = (value: unknown): number | undefined => {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return undefined;
  const number = Number(value);
  return Number.isFinite(number) && number >= 0 ? number : undefined;
};

const longestName = 500;

/** A name as one clean line; undefined when nothing is left. Control characters would break logs and tables. */
export const toName = (value: unknown): string | undefined => {
  if (typeof value !== 'string') return undefined;
  const clean = toOneLine(value);
  return clean === '' ? undefined : clean.slice(0, longestName).toWellFormed();
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
export const toMbid = (value: unknown): string | undefined =>
  typeof value === 'string' && uuid.test(value) ? value.toLowerCase() : undefined;

/** `artist` is an object with `name`, an object with `#text`, or plain text, depending on the method. */
const toArtistName = (value: unknown): string | undefined =>
  isRecord(value) ? (toName(value.name) ?? toName(value['#text'])) : toName(value);

/** A row of a track list; undefined when it names no song. Durations of lists are seconds, "0" = unknown. */
export const toTrack = (row: Json): SourceTrack | undefined => {
  const title = toName(row.name);
  const artist = toArtistName(row.artist);
  if (title === undefined || artist === undefined) return undefined;
  const seconds = toNumber(row.duration) ?? 0;
  return {
    artist,
    title,
    durationMs: seconds > 0 ? Math.round(seconds * 1000) : undefined,
    mbRecordingId: toMbid(row.mbid),
    listeners: toNumber(row.listeners),
  };
};

export const toArtistPlays = (row: Json): ArtistPlays | undefined => {
  const name = toName(row.name);
  return name === undefined ? undefined : { name, plays: toNumber(row.playcount) ?? 0, mbid: toMbid(row.mbid) };
};

export const toSimilarArtist = (row: Json): SimilarArtist | undefined => {
  const name = toName(row.name);
  if (name === undefined) return undefined;
  return { name, similarity: Math.min(1, toNumber(row.match) ?? 0), mbid: toMbid(row.mbid) };
};

/** Rows repeat between pages when plays arrive in between: the first of each name stays. */
export const uniqueBy = <Item>(items: readonly Item[], key: (item: Item) => string): readonly Item[] => {
  const seen = new Map<string, Item>();
  for (const item of items) if (!seen.has(key(item))) seen.set(key(item), item);
  return [...seen.values()];
};

export const trackKey = (track: { readonly artist: string; readonly title: string }): string =>
  `${track.artist.toLowerCase()}\u0000${track.title.toLowerCase()}`;
