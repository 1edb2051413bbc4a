import type { IncomingMessage } from 'node:http';
import { failure, maintenance, type Answer, type Exchange, type User } from './answers.ts';
import type { Fault } from './faults.ts';
import { parseQueryText } from './query-text.ts';
import { discoveryRoutes } from './routes/discovery.ts';
import { listeningRoutes } from './routes/listening.ts';
import { listingRoutes } from './routes/listing.ts';
import { metadataRoutes } from './routes/metadata.ts';
import { playlistRoutes } from './routes/playlists.ts';
import { posterRoutes } from './routes/posters.ts';
import { systemRoutes } from './routes/system.ts';
import type { PlexState, Route } from './state.ts';

const routes: readonly Route[] = [
  ...systemRoutes,
  ...listingRoutes,
  ...metadataRoutes,
  ...playlistRoutes,
  ...listeningRoutes,
  ...discoveryRoutes,
  ...posterRoutes,
];
/** A request, taken apart. */
export function readExchange(
  request: IncomingMessage,
  method: string,
  path: string,
  queryText: string,
  body: Buffer,
): Omit<Exchange, 'user'> {
  const query = parseQueryText(queryText);
  return {
    method,
    path: path.length > 1 ? path.replace(/\/$/, '') : path,
    query,
    body,
    contentType: request.headers['content-type'] ?? '',
    argument(name) {
      const header = request.headers[name.toLowerCase()];
      return query.get(name) ?? (typeof header === 'string' ? header : undefined);
    },
  };
}

export function findUser(state: PlexState, exchange: Omit<Exchange, 'user'>): User | undefined {
  const token = exchange.argument('X-Plex-Token');
  return state.users.find((user) => user.token === token);
}

const nobody: User = { id: 0, title: '', token: '' };

/** Finds the address and answers, or breaks as the fault wants it. */
export function answerFor(
  state: PlexState,
  exchange: Omit<Exchange, 'user'>,
  user: User | undefined,
  fault: Fault | undefined,
  url: string,
): Answer {
  if (Buffer.byteLength(url) > state.switches.maxUrlBytes) return failure(414);
  if (fault?.kind === 'maintenance') return maintenance();
  if (fault?.kind === 'status') return failure(fault.status ?? 500);
  if (fault?.kind === 'html')
    return { kind: 'html', status: 200, text: '<!doctype html><html><body><form>Please sign in</form></body></html>' };
  for (const route of routes) {
    if (route.method !== exchange.method) continue;
    const match = route.pattern.exec(exchange.path);
    if (match === null) continue;
    if (user === undefined && route.open !== true) return failure(401);
    return route.answer(state, { ...exchange, user: user ?? nobody }, match.slice(1));
  }
  return failure(user === undefined ? 401 : 404);
}

export function splitOnce(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + mark.length)];
}
