import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { listenOnLoopback, type Listening } from '../loopback.ts';
import type { Music } from '../music/music.ts';
import { answerFor, findUser, readExchange, splitOnce } from './dispatch.ts';
import { createState, type PlexOptions } from './create-state.ts';
import { control } from './control.ts';
import type { Events } from './events.ts';
import { createFaults, type Faults } from './faults.ts';
import { createMutations, type Mutations } from './mutations.ts';
import { openWebSocket, streamEvents } from './notifications.ts';
import { describePlaylist, type PlaylistChange, type PlaylistState } from './playlist-store.ts';
import { defaultSwitches, type Switches } from './switches.ts';
import { readBody, writeAnswer } from './wire.ts';

export type { PlexOptions } from './create-state.ts';

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
  /** The picture that a playlist shows, if somebody uploaded it. */
  pictureOf(playlistId: string): Uint8Array | undefined;
  /** Who listens for notifications; `send` one of your own, `drop` everybody. */
  readonly events: Events;
  /** Called synchronously after each applied write, before its answer leaves. Gives the way to stop. */
  onPlaylistChange(listener: (change: PlaylistChange) => void): () => void;
  onRequest(hook: RequestHook): () => void;
  /** Goes away with all its connections, and comes back on the same port as it was left. */
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

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
    if (pause > 0) await wait(pause, undefined, { ref: false });
    if (fault?.kind === 'reset') return void request.socket.destroy();
    const exchange = readExchange(request, method, decodeURIComponent(rawPath), queryText, body);
    const user = findUser(state, exchange);
    const streams = switches.notifications === 'both' || switches.notifications === 'stream-only';
    if (user && exchange.path === '/:/eventsource/notifications' && fault === undefined && streams) {
      record.status = 200;
      return streamEvents(state.events, switches, request, response, exchange.query.get('filters'));
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

  function upgrade(request: IncomingMessage, socket: Duplex): void {
    const [path, queryText] = splitOnce(request.url ?? '/', '?');
    const exchange = readExchange(request, 'GET', path, queryText, Buffer.alloc(0));
    const open = switches.notifications === 'both' || switches.notifications === 'socket-only';
    const known = path === '/:/websockets/notifications' && open;
    const refusal = known ? '401 Unauthorized' : '404 Not Found';
    const accepted = known && findUser(state, exchange) !== undefined;
    const status = accepted ? 101 : Number(refusal.slice(0, 3));
    records.push({ method: 'GET', path: request.url ?? '/', at: Date.now(), status });
    if (accepted) openWebSocket(state.events, switches, request, socket);
    else socket.end(`HTTP/1.1 ${refusal}\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n`);
  }

  async function listen(port: number | undefined): Promise<Listening> {
    const opened = await listenOnLoopback(serve, port);
    opened.server.on('upgrade', upgrade);
    return opened;
  }

  let listening = await listen(options.port);
  const { url, port } = listening;
  const stop = (): Promise<void> => {
    state.events.drop();
    return listening.close();
  };

  return {
    url,
    port,
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
    pictureOf(playlistId) {
      const shown = state.playlists.all().find(({ key }) => String(key) === playlistId)?.selectedPoster;
      return shown === undefined ? undefined : state.pictures.get(shown);
    },
    events: state.events,
    onPlaylistChange(listener) {
      playlistListeners.add(listener);
      return () => playlistListeners.delete(listener);
    },
    onRequest(hook) {
      hooks.add(hook);
      return () => hooks.delete(hook);
    },
    stop,
    async start() {
      listening = await listen(port);
    },
    close: stop,
  };
}
