import { happens, mix } from '../music/hash.ts';
import { hashText, type WorldSong } from './world.ts';

/** A list as Last.fm's JSON has it: one item is no array, and nothing is nothing in one of three ways. */
export function listOf(name: string, items: readonly unknown[], salt: number): Record<string, unknown> {
  if (items.length === 1) return { [name]: items[0] };
  if (items.length > 1) return { [name]: items };
  const ways: readonly Record<string, unknown>[] = [{}, { [name]: '' }, { [name]: [] }];
  return ways[salt % ways.length] as Record<string, unknown>;
}

export interface PageOf<T> {
  readonly items: readonly T[];
  /** Rank of the first item, from 1. */
  readonly from: number;
  readonly facts: {
    readonly page: string;
    readonly perPage: string;
    readonly totalPages: string;
    readonly total: string;
  };
}

/**
 * One page of a list. Pages after the first repeat the last row of the one before, as when somebody listened meanwhile; a page of 100 holds fewer
 * rows than asked for.
 */
export function pageOf<T>(all: readonly T[], page: number, limit: number): PageOf<T> {
  const shift = page > 1 ? 1 : 0;
  const start = (page - 1) * limit - shift;
  const rows = all.slice(start, start + limit);
  return {
    items: limit === 100 ? rows.filter((_, nth) => nth % 24 !== 23) : rows,
    from: start + 1,
    facts: {
      page: String(page),
      perPage: String(limit),
      totalPages: String(Math.ceil(all.length / limit)),
      total: String(all.length),
    },
  };
}

const greyStar = [
  { '#text': 'https://lastfm.freetls.fastly.net/i/u/34s/2a96cbd8b46e442fc41c2b86b821562f.png', size: 'small' },
];

export function artistShape(name: string): Record<string, unknown> {
  return { name, ...maybeMbid(name), url: `https://www.last.fm/music/${encodeURIComponent(name)}` };
}

/** An id, an empty text, or no key at all. */
function maybeMbid(name: string, known = ''): Record<string, string> {
  const hash = hashText(name);
  if (happens(hash, 200)) return {};
  return { mbid: known };
}

export function songShape(song: WorldSong, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: song.title,
    duration: String(song.durationSeconds),
    playcount: String(song.listeners * 7),
    listeners: String(song.listeners),
    ...maybeMbid(song.title, song.mbid),
    url: `https://www.last.fm/music/${encodeURIComponent(song.artist)}/_/${encodeURIComponent(song.title)}`,
    streamable: { '#text': '0', fulltrack: '0' },
    artist: artistShape(song.artist),
    image: greyStar,
    ...more,
  };
}

/** `track.getSimilar` writes real numbers. */
export function similarSongShape(song: WorldSong, match: number): Record<string, unknown> {
  return { ...songShape(song), playcount: song.listeners * 7, duration: song.durationSeconds, match };
}

export function stationShape(song: WorldSong): Record<string, unknown> {
  const artist = { _name: song.artist, name: song.artist, url: `/music/${encodeURIComponent(song.artist)}` };
  const link = { affiliate: 'youtube', id: 'x', url: 'https://www.youtube.com/watch?v=x', source: 'scrobble' };
  return {
    _name: song.title,
    name: song.title,
    url: `${artist.url}/_/${encodeURIComponent(song.title)}`,
    duration: song.durationSeconds === 0 ? null : song.durationSeconds,
    artists: [artist],
    _playlinks: [link],
    playlinks: [link],
    spelling_id: mix(hashText(song.title), 1, 211),
  };
}
