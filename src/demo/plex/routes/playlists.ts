import { container, empty, failure, pageFacts, readPage, type Answer, type Exchange } from '../answers.ts';
import type { StoredPlaylist } from '../playlist-store.ts';
import { createRowWriter, type RowWriter } from '../rows.ts';
import type { PlexState, Route } from '../state.ts';
import { readStyle } from '../style.ts';
import { resolveUri } from '../uri.ts';
import { durationOf, linesOf, playlistRow, readEdit } from './playlist-rows.ts';

type Handler = (state: PlexState, exchange: Exchange, playlist: StoredPlaylist, parts: readonly string[]) => Answer;

/** Finds the caller's own playlist; one that is unknown, or another user's, is a 404. */
const own =
  (handler: Handler): Route['answer'] =>
  (state, exchange, parts) => {
    const playlist = state.playlists.find(exchange.user.id, Number(parts[0]));
    return playlist ? handler(state, exchange, playlist, parts) : failure(404);
  };

/** A list that follows a rule, or belongs to the server, cannot be edited item by item. */
const plain = (handler: Handler): Route['answer'] =>
  own((state, exchange, playlist, parts) =>
    playlist.smart || playlist.readOnly ? failure(400) : handler(state, exchange, playlist, parts),
  );

export const playlistRoutes: readonly Route[] = [
  { method: 'GET', pattern: /^\/playlists(?:\/all)?$/, answer: listPlaylists },
  { method: 'POST', pattern: /^\/playlists$/, answer: createPlaylist },
  { method: 'GET', pattern: /^\/playlists\/(\d+)$/, answer: own((state, _, playlist) => one(state, playlist)) },
  { method: 'PUT', pattern: /^\/playlists\/(\d+)$/, answer: own(editPlaylist) },
  { method: 'DELETE', pattern: /^\/playlists\/(\d+)$/, answer: own(deletePlaylist) },
  { method: 'GET', pattern: /^\/playlists\/(\d+)\/items$/, answer: own(readLines) },
  { method: 'PUT', pattern: /^\/playlists\/(\d+)\/items$/, answer: own(addItems) },
  { method: 'DELETE', pattern: /^\/playlists\/(\d+)\/items$/, answer: plain(clearItems) },
  { method: 'DELETE', pattern: /^\/playlists\/(\d+)\/items\/(\d+)$/, answer: plain(removeItem) },
  { method: 'PUT', pattern: /^\/playlists\/(\d+)\/items\/(\d+)\/move$/, answer: plain(moveItem) },
];

function one(state: PlexState, playlist: StoredPlaylist): Answer {
  return container({}, { name: 'Metadata', rows: [playlistRow(state, playlist)] });
}

function listPlaylists(state: PlexState, exchange: Exchange): Answer {
  const { query } = exchange;
  const type = query.get('playlistType');
  const smart = query.get('smart');
  const title = query.get('title')?.toLowerCase();
  const sections = query.get('sectionID');
  let lists = state.playlists
    .list(exchange.user.id)
    .filter(() => type === undefined || type === 'audio')
    .filter((playlist) => smart === undefined || playlist.smart === (smart === '1'))
    .filter((playlist) => title === undefined || playlist.title.toLowerCase().includes(title))
    .filter((playlist) => sections === undefined || touches(state, playlist, sections));
  if (query.get('sort')?.startsWith('titleSort') !== true) lists = lists.reverse();
  else lists.sort((left, right) => (left.title < right.title ? -1 : 1));
  const page = readPage(exchange);
  const part = lists.slice(page.start, page.size === undefined ? undefined : page.start + page.size);
  const facts = pageFacts(page, lists.length);
  return container(
    facts.attributes,
    { name: 'Metadata', rows: part.map((list) => playlistRow(state, list)) },
    facts.headers,
  );
}

function touches(state: PlexState, playlist: StoredPlaylist, section: string): boolean {
  return linesOf(state, playlist).some((line) => {
    const item = state.catalogue.registry.resolve(line.trackKey);
    return item !== undefined && state.catalogue.shelfAt(item.section).key === section;
  });
}

function createPlaylist(state: PlexState, { query, user }: Exchange): Answer {
  const title = query.get('title');
  const uri = query.get('uri');
  if (query.get('type') !== 'audio' || !title || !uri) return failure(400);
  const found = resolveUri(state, uri, user.id);
  if (found.kind === 'unreadable') return failure(400);
  if (found.kind === 'foreign' && state.switches.foreignMachine === 'refuse') return failure(400);
  const smart = query.get('smart') === '1';
  const playlist = state.playlists.create({
    user: user.id,
    title,
    smart,
    content: smart ? uri : undefined,
    trackKeys: smart || found.kind !== 'tracks' ? [] : found.trackKeys,
  });
  return one(state, playlist);
}

function addItems(state: PlexState, { query, user }: Exchange, playlist: StoredPlaylist): Answer {
  const uri = query.get('uri');
  if (!uri || playlist.readOnly) return failure(400);
  const found = resolveUri(state, uri, user.id);
  if (found.kind === 'unreadable') return failure(400);
  if (found.kind === 'foreign' && state.switches.foreignMachine === 'refuse') return failure(400);
  if (playlist.smart) {
    if (!uri.includes('/library/sections/')) return failure(400);
    state.playlists.edit(playlist, { content: uri });
    return one(state, playlist);
  }
  const trackKeys = found.kind === 'tracks' ? found.trackKeys : [];
  state.playlists.append(playlist, trackKeys);
  return container(
    {
      leafCountAdded: trackKeys.length,
      leafCountRequested: found.kind === 'tracks' ? found.requested : 0,
    },
    { name: 'Metadata', rows: [playlistRow(state, playlist)] },
  );
}

function readLines(state: PlexState, exchange: Exchange, playlist: StoredPlaylist): Answer {
  const lines = linesOf(state, playlist);
  const page = readPage(exchange);
  if (page.size !== undefined && page.size > 1_000 && state.switches.refuseLargePages) return failure(400);
  const part = lines.slice(page.start, page.size === undefined ? undefined : page.start + page.size);
  const writers = new Map<number, RowWriter>();
  const style = readStyle(exchange, 'listing', state.switches);
  const rows = part.map((line) => {
    const item = state.catalogue.registry.resolve(line.trackKey);
    if (item === undefined) return undefined;
    const shelf = state.catalogue.shelfAt(item.section);
    const write =
      writers.get(item.section) ?? createRowWriter(shelf, 'track', exchange.user.id, state.catalogue.tags, style);
    writers.set(item.section, write);
    return write(item.index, line.itemId === undefined ? '' : `,"playlistItemID":${line.itemId}`);
  });
  const facts = pageFacts(page, lines.length);
  const seconds = Math.floor(durationOf(state, lines) / 1_000);
  return container(
    {
      ...facts.attributes,
      composite: `/playlists/${playlist.key}/composite/${playlist.updatedAt}`,
      duration: seconds || undefined,
      leafCount: lines.length,
      playlistType: 'audio',
      ratingKey: playlist.key,
      smart: playlist.smart,
      title: playlist.title,
    },
    { name: 'Metadata', rows: rows.filter((row) => row !== undefined) },
    facts.headers,
  );
}

function editPlaylist(state: PlexState, exchange: Exchange, playlist: StoredPlaylist): Answer {
  const changes = readEdit(exchange.query);
  if (changes.title === '' || Object.keys(changes).length === 0 || playlist.readOnly) return failure(400);
  state.playlists.edit(playlist, changes);
  return state.switches.editAnswer === 'empty' ? empty(204) : one(state, playlist);
}

function deletePlaylist(state: PlexState, _exchange: Exchange, playlist: StoredPlaylist): Answer {
  state.playlists.delete(playlist);
  return empty(state.switches.deleteAnswer);
}

function clearItems(state: PlexState, _exchange: Exchange, playlist: StoredPlaylist): Answer {
  state.playlists.clear(playlist);
  return one(state, playlist);
}

function removeItem(state: PlexState, _exchange: Exchange, playlist: StoredPlaylist, parts: readonly string[]): Answer {
  return state.playlists.removeItem(playlist, Number(parts[1])) ? one(state, playlist) : failure(404);
}

/** `after=0` is no item: it fails; to move to the top the argument is left out. */
function moveItem(state: PlexState, { query }: Exchange, playlist: StoredPlaylist, parts: readonly string[]): Answer {
  const after = query.get('after');
  const moved = state.playlists.move(playlist, Number(parts[1]), after === undefined ? undefined : Number(after));
  return moved ? one(state, playlist) : failure(404);
}
