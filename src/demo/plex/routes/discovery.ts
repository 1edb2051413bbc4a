import { mix } from '../../music/hash.ts';
import { container, failure, type Answer, type Exchange } from '../answers.ts';
import { createRowWriter } from '../rows.ts';
import type { Shelf } from '../shelf.ts';
import type { Near } from '../sonic.ts';
import type { PlexState, Route } from '../state.ts';
import { readStyle } from '../style.ts';
import type { TagLevel } from '../tags.ts';

export const discoveryRoutes: readonly Route[] = [
  { method: 'GET', pattern: /^\/hubs\/search$/, answer: search },
  { method: 'GET', pattern: /^\/library\/metadata\/(\d+)\/nearest$/, answer: nearest },
  { method: 'GET', pattern: /^\/library\/sections\/(\d+)\/computePath$/, answer: computePath },
];

const hubs: readonly (readonly [TagLevel, string])[] = [
  ['artist', 'Artists'],
  ['album', 'Albums'],
  ['track', 'Tracks'],
];

/**
 * A search as one gets it: symbols alone are an error, words nobody has are answered with something that merely sounds alike, and a track now and
 * then stays hidden although its album shows.
 */
function search(state: PlexState, exchange: Exchange): Answer {
  const query = exchange.query.get('query') ?? '';
  if (query.trim() === '') return failure(400);
  if (!/[\p{L}\p{N}]/u.test(query)) return failure(500);
  const limit = Number(exchange.query.get('limit') ?? 3);
  const rows = hubs.map(([level, title]) => {
    const found = findItems(state, exchange, level, query.toLowerCase(), limit);
    const list = found.length === 0 ? '' : `,"Metadata":[${found.join(',')}]`;
    const head = JSON.stringify({
      type: level,
      hubIdentifier: level,
      size: found.length,
      title,
      more: found.length === limit,
    });
    return `${head.slice(0, -1)}${list}}`;
  });
  return container({}, { name: 'Hub', rows });
}

function findItems(state: PlexState, exchange: Exchange, level: TagLevel, query: string, limit: number): string[] {
  const exact = matching(state, exchange, level, (title) => title.includes(query), limit, 1);
  if (exact.length > 0 || query.length < 4) return exact;
  const alike = query.slice(0, 4);
  return matching(state, exchange, level, (title) => title.startsWith(alike), Math.min(limit, 2), 0.4);
}

function matching(
  state: PlexState,
  exchange: Exchange,
  level: TagLevel,
  fits: (title: string) => boolean,
  limit: number,
  score: number,
): string[] {
  const style = readStyle(exchange, 'listing', state.switches);
  const found: string[] = [];
  for (const shelf of state.catalogue.shelves) {
    const write = createRowWriter(shelf, level, exchange.user.id, state.catalogue.tags, style);
    const size = level === 'track' ? shelf.slots() : level === 'album' ? shelf.albumCount() : shelf.artistCount();
    for (let index = 0; index < size && found.length < limit; index++) {
      if (!isThere(shelf, level, index) || !fits(titleOf(shelf, level, index).toLowerCase())) continue;
      if (level === 'track' && mix(index, 3, 111) % 50 === 0) continue;
      found.push(write(index, `,"score":"${score}","reason":"${score < 1 ? 'spelling' : 'title'}"`));
    }
  }
  return found;
}

function isThere(shelf: Shelf, level: TagLevel, index: number): boolean {
  return level === 'track' ? shelf.track.gone[index] === 0 : shelf[level].tracks[index] !== 0;
}

function titleOf(shelf: Shelf, level: TagLevel, index: number): string {
  if (level === 'track') return shelf.file(index).title;
  return level === 'album' ? shelf.albumTitle(index) : shelf.artistName(index);
}

/** The refusal of sonic questions on a server without Plex Pass or without a finished analysis. */
function refuseSonic(state: PlexState): Answer | undefined {
  if (state.switches.sonic === 'unauthorized') return failure(401);
  return state.switches.sonic === 'not-analysed' ? failure(404) : undefined;
}

function nearest(state: PlexState, exchange: Exchange, [key]: readonly string[]): Answer {
  const refused = refuseSonic(state);
  if (refused) return refused;
  const item = state.catalogue.registry.resolve(Number(key));
  if (item?.kind !== 'track') return failure(404);
  const shelf = state.catalogue.shelfAt(item.section);
  const limit = Math.min(Number(exchange.query.get('limit') ?? 50), 1_000);
  const farthest = Number(exchange.query.get('maxDistance') ?? 0.25);
  if (!(limit >= 0 && farthest >= 0)) return failure(400);
  const [album, artist] = ['excludeParentID', 'excludeGrandparentID'].map((name) => Number(exchange.query.get(name)));
  const fits = (slot: number): boolean => {
    const home = shelf.track.album[slot] as number;
    return shelf.album.key[home] !== album && shelf.artist.key[shelf.artistOf(home)] !== artist;
  };
  return rowsOf(state, exchange, shelf, state.sonic.nearest(shelf, item.index, limit, farthest, fits));
}

function computePath(state: PlexState, exchange: Exchange, [key]: readonly string[]): Answer {
  const refused = refuseSonic(state);
  if (refused) return refused;
  const shelf = state.catalogue.shelf(key as string);
  const ends = ['startID', 'endID'].map((name) => state.catalogue.registry.resolve(Number(exchange.query.get(name))));
  const [start, end] = ends;
  if (shelf === undefined || start?.kind !== 'track' || end?.kind !== 'track') return failure(404);
  if (start.section !== shelf.position || end.section !== shelf.position) return failure(400);
  const count = Math.min(Math.max(2, Number(exchange.query.get('count') ?? 20)), 100);
  const farthest = Number(exchange.query.get('maxDistance') ?? 0.25);
  return rowsOf(state, exchange, shelf, state.sonic.path(shelf, start.index, end.index, count, farthest));
}

function rowsOf(state: PlexState, exchange: Exchange, shelf: Shelf, found: readonly Near[]): Answer {
  const style = readStyle(exchange, 'listing', state.switches);
  const write = createRowWriter(shelf, 'track', exchange.user.id, state.catalogue.tags, style);
  const told = state.switches.distances;
  const isLeftOut = told === 'absent' || (told === 'trimmed' && exchange.query.has('includeFields'));
  const rows = found.map(({ slot, distance }) =>
    write(slot, isLeftOut ? '' : `,"distance":${told === 'text' ? `"${distance}"` : distance}`),
  );
  return container({ librarySectionID: Number(shelf.key) }, { name: 'Metadata', rows });
}
