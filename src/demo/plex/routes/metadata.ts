import { container, failure, pageFacts, readPage, type Answer, type Exchange } from '../answers.ts';
import { createRowWriter, type RowWriter } from '../rows.ts';
import type { PlexState, Route } from '../state.ts';
import { readStyle } from '../style.ts';
import type { TagLevel } from '../tags.ts';
import { tracksUnder } from '../uri.ts';
import { playlistRow } from './playlist-rows.ts';
import { sectionFacts } from './listing.ts';

export const metadataRoutes: readonly Route[] = [
  { method: 'GET', pattern: /^\/library\/metadata\/([\d,]+)$/, answer: readItems },
  { method: 'GET', pattern: /^\/library\/metadata\/(\d+)\/(children|allLeaves)$/, answer: readChildren },
];

/** Several keys: only what exists comes back, in an order of the server's choosing. One unknown key: 404. */
function readItems(state: PlexState, exchange: Exchange, [list]: readonly string[]): Answer {
  const keys = (list as string).split(',').filter(Boolean).map(Number);
  const writers = new Map<string, RowWriter>();
  const rows = keys.map((key) => rowOf(state, exchange, key, writers)).filter((row) => row !== undefined);
  if (rows.length === 0 && keys.length <= 1) return failure(404);
  if (state.switches.reorderMetadata) rows.reverse();
  const first = state.catalogue.registry.resolve(keys[0] as number);
  const shelf = first && first.section > 0 ? state.catalogue.shelfAt(first.section) : undefined;
  return container({ allowSync: true, ...(shelf ? sectionFacts(shelf) : {}) }, { name: 'Metadata', rows });
}

function rowOf(state: PlexState, exchange: Exchange, key: number, writers: Map<string, RowWriter>): string | undefined {
  const item = state.catalogue.registry.resolve(key);
  if (item === undefined) return undefined;
  if (item.kind === 'playlist') {
    const playlist = state.playlists.find(exchange.user.id, key);
    return playlist && playlistRow(state, playlist);
  }
  if (item.kind === 'movie') {
    const movie = state.catalogue.movies.movies[item.index];
    return (
      movie && JSON.stringify({ ratingKey: String(movie.key), type: 'movie', title: movie.title, year: movie.year })
    );
  }
  const name = `${item.section} ${item.kind}`;
  const write = writers.get(name) ?? writerFor(state, exchange, item.section, item.kind);
  writers.set(name, write);
  return write(item.index);
}

function writerFor(state: PlexState, exchange: Exchange, section: number, level: TagLevel): RowWriter {
  const style = readStyle(exchange, 'details', state.switches);
  return createRowWriter(state.catalogue.shelfAt(section), level, exchange.user.id, state.catalogue.tags, style);
}

function readChildren(state: PlexState, exchange: Exchange, [key, what]: readonly string[]): Answer {
  const item = state.catalogue.registry.resolve(Number(key));
  if (item === undefined || (item.kind !== 'artist' && item.kind !== 'album')) return failure(404);
  const shelf = state.catalogue.shelfAt(item.section);
  const style = readStyle(exchange, 'listing', state.switches);
  const level: TagLevel = item.kind === 'artist' && what === 'children' ? 'album' : 'track';
  const write = createRowWriter(shelf, level, exchange.user.id, state.catalogue.tags, style);
  const indexes: number[] = [];
  if (level === 'album') {
    for (let album = 0; album < shelf.albumCount(); album++)
      if (shelf.album.tracks[album] !== 0 && shelf.artistOf(album) === item.index) indexes.push(album);
  } else {
    for (const track of tracksUnder(state, Number(key)))
      indexes.push(state.catalogue.registry.resolve(track)?.index as number);
  }
  const page = readPage(exchange);
  const part = indexes.slice(page.start, page.size === undefined ? undefined : page.start + page.size);
  const facts = pageFacts(page, indexes.length);
  return container(
    { ...facts.attributes, ...sectionFacts(shelf), parentRatingKey: Number(key) },
    { name: 'Metadata', rows: part.map((index) => write(index)) },
    facts.headers,
  );
}
