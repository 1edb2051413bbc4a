import { mix } from '../../music/hash.ts';
import { container, failure, type Answer, type Exchange } from '../answers.ts';
import { createRowWriter } from '../rows.ts';
import type { Shelf } from '../shelf.ts';
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

/** A pretended distance between two tracks: always the same, the same both ways, smaller within an artist. */
function distance(shelf: Shelf, left: number, right: number): number {
  const [low, high] = left < right ? [left, right] : [right, left];
  const near = shelf.artistOf(shelf.track.album[left] as number) === shelf.artistOf(shelf.track.album[right] as number);
  return (near ? 0.02 : 0.08) + (mix(low, high, 112) % 10_000) / (near ? 100_000 : 12_500);
}

const consideredTracks = 5_000;

function nearest(state: PlexState, exchange: Exchange, [key]: readonly string[]): Answer {
  const refused = refuseSonic(state);
  if (refused) return refused;
  const item = state.catalogue.registry.resolve(Number(key));
  if (item?.kind !== 'track') return failure(404);
  const shelf = state.catalogue.shelfAt(item.section);
  const limit = Number(exchange.query.get('limit') ?? 50);
  const farthest = Number(exchange.query.get('maxDistance') ?? 0.25);
  const found: { slot: number; distance: number }[] = [];
  for (let slot = 0; slot < Math.min(shelf.slots(), consideredTracks); slot++) {
    if (slot === item.index || shelf.track.gone[slot] === 1) continue;
    const away = distance(shelf, item.index, slot);
    if (away <= farthest) found.push({ slot, distance: away });
  }
  found.sort((left, right) => left.distance - right.distance);
  return rowsOf(state, exchange, shelf, found.slice(0, limit));
}

function computePath(state: PlexState, exchange: Exchange, [key]: readonly string[]): Answer {
  const refused = refuseSonic(state);
  if (refused) return refused;
  const shelf = state.catalogue.shelf(key as string);
  const ends = ['startID', 'endID'].map((name) => state.catalogue.registry.resolve(Number(exchange.query.get(name))));
  const [start, end] = ends;
  if (shelf === undefined || start?.kind !== 'track' || end?.kind !== 'track') return failure(404);
  const count = Math.max(2, Number(exchange.query.get('count') ?? 20));
  const slots = [start.index];
  for (let step = 1; step < count - 1; step++) {
    const slot = mix(start.index, end.index, step) % shelf.slots();
    if (shelf.track.gone[slot] === 0 && !slots.includes(slot) && slot !== end.index) slots.push(slot);
  }
  slots.push(end.index);
  return rowsOf(
    state,
    exchange,
    shelf,
    slots.map((slot) => ({ slot, distance: undefined })),
  );
}

function rowsOf(
  state: PlexState,
  exchange: Exchange,
  shelf: Shelf,
  found: readonly { slot: number; distance: number | undefined }[],
): Answer {
  const style = readStyle(exchange, 'listing', state.switches);
  const write = createRowWriter(shelf, 'track', exchange.user.id, state.catalogue.tags, style);
  const rows = found.map(({ slot, distance: away }) => write(slot, away === undefined ? '' : `,"distance":${away}`));
  return container({ librarySectionID: Number(shelf.key) }, { name: 'Metadata', rows });
}
