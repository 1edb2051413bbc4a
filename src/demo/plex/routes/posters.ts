import { createHash } from 'node:crypto';
import { container, empty, failure, type Answer, type Exchange } from '../answers.ts';
import type { PlexState, Route } from '../state.ts';

/** Pictures of playlists. */
export const posterRoutes: readonly Route[] = [
  { method: 'POST', pattern: /^\/(?:library\/metadata|playlists)\/(\d+)\/posters$/, answer: addPoster },
  { method: 'GET', pattern: /^\/(?:library\/metadata|playlists)\/(\d+)\/posters$/, answer: listPosters },
  { method: 'PUT', pattern: /^\/(?:library\/metadata|playlists)\/(\d+)\/poster$/, answer: selectPoster },
];

/** From an address, or from the bytes of a picture as the body. */
function addPoster(state: PlexState, exchange: Exchange, [key]: readonly string[]): Answer {
  const playlist = state.playlists.find(exchange.user.id, Number(key));
  if (playlist === undefined) return failure(404);
  const url = exchange.query.get('url');
  if (url === undefined && !isPicture(exchange.body)) return failure(400);
  state.playlists.addPoster(
    playlist,
    url ?? `upload://posters/${createHash('sha1').update(exchange.body).digest('hex')}`,
  );
  return empty(200);
}

function isPicture(body: Buffer): boolean {
  const start = body.subarray(0, 4).toString('latin1');
  return (
    start.startsWith('\x89PNG') ||
    start.startsWith('\xff\xd8\xff') ||
    start.startsWith('RIFF') ||
    start.startsWith('GIF8')
  );
}

function listPosters(state: PlexState, exchange: Exchange, [key]: readonly string[]): Answer {
  const playlist = state.playlists.find(exchange.user.id, Number(key));
  if (playlist === undefined) return failure(404);
  const last = playlist.posters.at(-1);
  const rows = playlist.posters.map((poster) =>
    JSON.stringify({ key: poster, ratingKey: poster, selected: poster === last, thumb: poster }),
  );
  return container({}, { name: 'Metadata', rows });
}

function selectPoster(state: PlexState, exchange: Exchange, [key]: readonly string[]): Answer {
  const playlist = state.playlists.find(exchange.user.id, Number(key));
  const url = exchange.query.get('url');
  if (playlist === undefined) return failure(404);
  if (url === undefined || !playlist.posters.includes(url)) return failure(400);
  playlist.posters.splice(playlist.posters.indexOf(url), 1);
  state.playlists.addPoster(playlist, url);
  return empty(200);
}
