import { createHash } from 'node:crypto';
import { container, empty, failure, type Answer, type Exchange } from '../answers.ts';
import type { StoredPlaylist } from '../playlist-store.ts';
import type { PlexState, Route } from '../state.ts';

type Handler = (state: PlexState, exchange: Exchange, playlist: StoredPlaylist) => Answer;

/** Finds the caller's own playlist, if pictures are dealt with at this address at all. */
const onPlaylist =
  (root: 'metadata' | 'playlists', handler: Handler): Route['answer'] =>
  (state, exchange, [key]) => {
    const { posters } = state.switches;
    const playlist = state.playlists.find(exchange.user.id, Number(key));
    if (playlist === undefined || (posters !== 'both' && posters !== root)) return failure(404);
    return handler(state, exchange, playlist);
  };

const roots = { metadata: '/library/metadata', playlists: '/playlists' } as const;

/** Pictures of playlists. */
export const posterRoutes: readonly Route[] = (['metadata', 'playlists'] as const).flatMap((root): Route[] => {
  const posters = new RegExp(`^${roots[root]}/(\\d+)/posters$`);
  return [
    { method: 'POST', pattern: posters, answer: onPlaylist(root, addPoster) },
    { method: 'GET', pattern: posters, answer: onPlaylist(root, listPosters) },
    { method: 'PUT', pattern: new RegExp(`^${roots[root]}/(\\d+)/poster$`), answer: onPlaylist(root, selectPoster) },
  ];
});

/** From an address, or from the bytes of a picture as the body. */
function addPoster(state: PlexState, exchange: Exchange, playlist: StoredPlaylist): Answer {
  const url = exchange.query.get('url');
  if (url === undefined && !isPicture(exchange.body)) return failure(400);
  const name = url ?? `upload://posters/${createHash('sha1').update(exchange.body).digest('hex')}`;
  if (url === undefined) state.pictures.set(name, exchange.body);
  state.playlists.addPoster(playlist, name, state.switches.selectsUploads);
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

/** The uploads, and the one that the server puts together from covers. */
function listPosters(state: PlexState, _exchange: Exchange, playlist: StoredPlaylist): Answer {
  const flag = (selected: boolean): boolean | number | string => {
    const asNumber = selected ? 1 : 0;
    const forms = { boolean: selected, number: asNumber, text: String(asNumber) };
    return forms[state.switches.flags];
  };
  const composite = `/playlists/${playlist.key}/composite/${playlist.updatedAt}`;
  const names = [...(playlist.entries.length > 0 ? [composite] : []), ...playlist.posters];
  const rows = names.map((name) =>
    JSON.stringify({
      key: name.startsWith('upload:') ? `/library/metadata/${playlist.key}/file?url=${encodeURIComponent(name)}` : name,
      ratingKey: name,
      selected: flag(name === (playlist.selectedPoster ?? composite)),
      thumb: name,
    }),
  );
  return container({ identifier: 'com.plexapp.plugins.library' }, { name: 'Metadata', rows });
}

function selectPoster(state: PlexState, exchange: Exchange, playlist: StoredPlaylist): Answer {
  const url = exchange.query.get('url');
  if (url === undefined || !playlist.posters.includes(url)) return failure(400);
  state.playlists.selectPoster(playlist, url);
  return empty(200);
}
