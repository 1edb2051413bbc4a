import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { listenOnLoopback } from '../loopback.ts';
import { uuid } from '../music/hash.ts';
import type { Music } from '../music/music.ts';
import { failure, maintenance, type Answer, type Exchange, type User } from './answers.ts';
import { createCatalogue } from './catalogue.ts';
import { control } from './control.ts';
import { createEvents } from './events.ts';
import { createFaults, type Fault, type Faults } from './faults.ts';
import { createHistory } from './history.ts';
import { createMutations, type Mutations } from './mutations.ts';
import { streamEvents } from './notifications.ts';
import { createPlaylistStore, describePlaylist, type PlaylistChange, type PlaylistState } from './playlist-store.ts';
import { parseQueryText } from './query-text.ts';
import { discoveryRoutes } from './routes/discovery.ts';
import { listeningRoutes } from './routes/listening.ts';
import { listingRoutes } from './routes/listing.ts';
import { metadataRoutes } from './routes/metadata.ts';
import { playlistRoutes } from './routes/playlists.ts';
import { posterRoutes } from './routes/posters.ts';
import { systemRoutes } from './routes/system.ts';
import type { PlexState, Route } from './state.ts';
import { defaultSwitches, type Switches } from './switches.ts';
import { readBody, writeAnswer } from './wire.ts';

export interface PlexOptions {
  /** Tracks of the section "Music"; 3,200 unless said. */
  readonly tracks?: number;
  /** Tracks of the section "Audiobooks & Kids". */
  readonly kidsTracks?: number;
  readonly seed?: number;
  readonly port?: number;
  readonly token?: string;
  readonly machineIdentifier?: string;
  /** Other accounts with access; each has its own playlists, ratings and plays. */
  readonly guests?: readonly { readonly title: string; readonly token: string }[];
  /** Playlists of other makers that are there from the start; true unless said. */
  readonly foreignPlaylists?: boolean;
  readonly switches?: Partial<Switches>;
}

/** A request as it came in; `status` is 0 until it was answered, and stays 0 when the connection was cut. */
export interface RequestRecord {
  readonly method: string;
  /** Path and query as sent. */
  readonly path: string;
  readonly at: number;
  status: number;
}

export interface RequestMoment {
  /** `before` anything was done, or before the `answer` leaves although all is done. */
  readonly phase: 'before' | 'answer';
  readonly method: string;
  readonly path: string;
  readonly status: number;
}
/** May hold a request by its promise, or cut the connection by answering `abort`. */
export type RequestHook = (moment: RequestMoment) => void | 'abort' | Promise<void | 'abort'>;

export interface PlexStandIn {
  readonly url: string;
  readonly port: number;
  readonly token: string;
  readonly machineIdentifier: string;
  readonly switches: Switches;
  readonly faults: Faults;
  readonly mutate: Mutations;
  /** The music of the section "Music" as it was at the start. */
  readonly music: Music;
  readonly requests: { all(): readonly RequestRecord[]; clear(): void; readonly count: number };
  /** The playlists as they stand, all users'. */
  readonly playlists: readonly PlaylistState[];
  /** Every state that any playlist ever had, in order. */
  readonly playlistLog: readonly PlaylistChange[];
  /** Called synchronously after each applied write, before its answer leaves. Gives the way to stop. */
  onPlaylistChange(listener: (change: PlaylistChange) => void): () => void;
  onRequest(hook: RequestHook): () => void;
  close(): Promise<void>;
}

const routes: readonly Route[] = [
  ...systemRoutes,
  ...listingRoutes,
  ...metadataRoutes,
  ...playlistRoutes,
  ...listeningRoutes,
  ...discoveryRoutes,
  ...posterRoutes,
];
const keptRequests = 100_000;

/** Starts a server that behaves like a Plex Media Server with an invented library, on loopback. */
export async function startPlexServer(options: PlexOptions = {}): Promise<PlexStandIn> {
  const { seed = 1, token = 'demo-plex-token-1' } = options;
  const switches: Switches = { ...defaultSwitches, ...options.switches };
  const playlistLog: PlaylistChange[] = [];
  const playlistListeners = new Set<(change: PlaylistChange) => void>();
  const state = createState({ ...options, seed, token }, switches, (change) => {
    playlistLog.push(change);
    for (const listener of playlistListeners) listener(change);
  });
  const faults = createFaults();
  const mutate = createMutations(state);
  const hooks = new Set<RequestHook>();
  let records: RequestRecord[] = [];

  const controls = {
    faults,
    switches,
    mutate,
    requests: { all: () => records, clear: () => void (records = []) },
    playlists: () => state.playlists.all().map(describePlaylist),
    playlistLog: () => playlistLog,
    stats: () => ({ requests: records.length, memoryBytes: process.memoryUsage().rss, faults: faults.pending }),
  };

  async function runHooks(moment: RequestMoment): Promise<boolean> {
    for (const hook of hooks) if ((await hook(moment)) === 'abort') return false;
    return true;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET';
    const url = request.url ?? '/';
    const [rawPath = '/', queryText = ''] = splitOnce(url, '?');
    if (rawPath.startsWith('/__stand-in/')) return serveControl(request, response, rawPath);
    const record: RequestRecord = { method, path: url, at: Date.now(), status: 0 };
    records.push(record);
    if (records.length > keptRequests) records.splice(0, keptRequests / 2);
    const body = await readBody(request);
    const moment = { method, path: url };
    if (!(await runHooks({ ...moment, phase: 'before', status: 0 }))) return void request.socket.destroy();
    const fault = faults.take(method, url);
    const pause = switches.latencyMs + (fault?.delayMs ?? 0);
    if (pause > 0) await wait(pause);
    if (fault?.kind === 'reset') return void request.socket.destroy();
    const exchange = readExchange(request, method, decodeURIComponent(rawPath), queryText, body);
    const user = findUser(state, exchange);
    if (user && exchange.path === '/:/eventsource/notifications' && fault === undefined) {
      record.status = 200;
      return streamEvents(state.events, request, response, exchange.query.get('filters'));
    }
    const answer = answerFor(state, exchange, user, fault, url);
    if (!(await runHooks({ ...moment, phase: 'answer', status: answer.status }))) return void request.socket.destroy();
    if (fault?.kind === 'reset-after-apply') return void request.socket.destroy();
    record.status = answer.status;
    await writeAnswer(request, response, answer, {
      truncate: fault?.kind === 'truncate',
      clockOffsetMs: switches.clockOffsetMs,
    });
  }

  async function serveControl(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const body = (await readBody(request)).toString('utf8');
    const reply = (status: number, value: unknown): void => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
    };
    if (!/^(::ffff:)?127\.|^::1$/.test(request.socket.remoteAddress ?? ''))
      return reply(403, { error: 'loopback only' });
    try {
      const result = control(controls, request.method ?? 'GET', path, body);
      if (result === undefined) reply(404, { error: `no control ${path}` });
      else reply(200, result);
    } catch (error) {
      reply(400, { error: String(error) });
    }
  }

  const listening = await listenOnLoopback(serve, options.port);

  return {
    url: listening.url,
    port: listening.port,
    token,
    machineIdentifier: state.machineIdentifier,
    switches,
    faults,
    mutate,
    music: state.catalogue.music,
    requests: {
      ...controls.requests,
      get count() {
        return records.length;
      },
    },
    get playlists() {
      return controls.playlists();
    },
    playlistLog,
    onPlaylistChange(listener) {
      playlistListeners.add(listener);
      return () => playlistListeners.delete(listener);
    },
    onRequest(hook) {
      hooks.add(hook);
      return () => hooks.delete(hook);
    },
    close: () => listening.close(),
  };
}

function createState(
  options: PlexOptions & { readonly seed: number; readonly token: string },
  switches: Switches,
  changed: (change: PlaylistChange) => void,
): PlexState {
  const tracks = options.tracks ?? 3_200;
  const epoch = Math.floor(Date.now() / 86_400_000) * 86_400;
  const catalogue = createCatalogue({
    seed: options.seed,
    tracks,
    kidsTracks: options.kidsTracks ?? Math.min(tracks, 120),
    epoch,
    switches,
  });
  const playlists = createPlaylistStore(
    catalogue.registry,
    () => catalogue.nowSeconds(),
    (playlist, kind) => changed({ ...describePlaylist(playlist), kind }),
  );
  const guests = (options.guests ?? []).map((guest, nth) => ({ id: nth + 2, ...guest }));
  const state: PlexState = {
    machineIdentifier: options.machineIdentifier ?? uuid(options.seed, 7, 1).replaceAll('-', ''),
    friendlyName: 'Attic',
    version: '1.43.3.10861-f4a0c2d31',
    switches,
    catalogue,
    playlists,
    history: createHistory(catalogue),
    events: createEvents(),
    users: [{ id: 1, title: 'owner', token: options.token }, ...guests],
    sessions: new Map(),
    scanning: new Set(),
  };
  if (options.foreignPlaylists !== false) addForeignPlaylists(state);
  return state;
}

/** Lists that somebody else made: nobody may touch them. */
function addForeignPlaylists(state: PlexState): void {
  const shelf = state.catalogue.shelves[0];
  if (shelf === undefined) return;
  const rule = `server://${state.machineIdentifier}/com.plexapp.plugins.library/library/sections/${shelf.key}/all?type=10&sort=addedAt:desc&limit=25`;
  state.playlists.create({
    user: 1,
    title: 'Recently Added',
    smart: true,
    readOnly: true,
    content: rule,
    trackKeys: [],
  });
  const trackKeys = Array.from({ length: Math.min(12, shelf.slots()) }, (_, slot) => shelf.track.key[slot] as number);
  state.playlists.create({ user: 1, title: 'Sunday Drive', smart: false, content: undefined, trackKeys });
}

function readExchange(
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

function findUser(state: PlexState, exchange: Omit<Exchange, 'user'>): User | undefined {
  const token = exchange.argument('X-Plex-Token');
  return state.users.find((user) => user.token === token);
}

const nobody: User = { id: 0, title: '', token: '' };

function answerFor(
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

function splitOnce(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + mark.length)];
}
