import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { refuse, type Refusal } from './lastfm/errors.ts';
import { methods, withdrawn, type Call } from './lastfm/methods.ts';
import { stationShape } from './lastfm/shapes.ts';
import { createWorld, hashText, type World, type WorldSong } from './lastfm/world.ts';
import { listenOnLoopback } from './loopback.ts';
import { mix } from './music/hash.ts';
import type { Music } from './music/music.ts';

export interface LastfmOptions {
  /** The library whose songs stand in the charts. */
  readonly music: Music;
  readonly seed?: number;
  readonly port?: number;
  readonly key?: string;
  /** Users that exist; "demo" unless said. */
  readonly users?: readonly string[];
  /** Users that hide what they listen to. */
  readonly privateUsers?: readonly string[];
  /** More calls within a second are refused with error 29. */
  readonly callsPerSecond?: number;
}

/** Something that shall go wrong with calls of a method, or with any call. */
export interface LastfmFault {
  readonly kind: 'error' | 'html' | 'reset' | 'truncate' | 'delay' | 'wrong-user' | 'station-error' | 'station-html';
  /** As in the address, lower case. */
  readonly method?: string;
  /** Of kind `error`: Last.fm's number; the HTTP status follows from it unless said. */
  readonly code?: number;
  readonly status?: number;
  readonly delayMs?: number;
  readonly times?: number;
  readonly after?: number;
}

export interface LastfmStandIn {
  /** For `LASTFM_URL`; the API is at `/2.0/`. */
  readonly url: string;
  /** For `LASTFM_STATION_URL`. */
  readonly stationUrl: string;
  readonly key: string;
  readonly faults: { add(fault: LastfmFault): void; clear(): void };
  readonly requests: { all(): readonly { method: string; path: string; status: number; at: number }[]; clear(): void };
  /** The chart with what of it the library owns, as an oracle for tests. */
  chart(size: number): readonly WorldSong[];
  readonly world: World;
  close(): Promise<void>;
}

/** Starts a server that answers as Last.fm does, about an invented world of music. */
export async function startLastfm(options: LastfmOptions): Promise<LastfmStandIn> {
  const { seed = 1, key = '0123456789abcdef0123456789abcdef' } = options;
  const world = createWorld(options.music, seed);
  const users = new Set((options.users ?? ['demo']).map((user) => user.toLowerCase()));
  const privateUsers = new Set((options.privateUsers ?? []).map((user) => user.toLowerCase()));
  let waiting: { fault: LastfmFault; pass: number; left: number }[] = [];
  let records: { method: string; path: string; status: number; at: number }[] = [];
  let recent: number[] = [];
  let stationCalls = 0;

  function takeFault(method: string, station: boolean): LastfmFault | undefined {
    for (const entry of waiting) {
      if (entry.fault.method !== undefined && entry.fault.method !== method) continue;
      if (entry.fault.kind.startsWith('station-') !== station) continue;
      if (entry.pass-- > 0) continue;
      if (--entry.left <= 0) waiting = waiting.filter((other) => other !== entry);
      return entry.fault;
    }
    return undefined;
  }

  function isTooFast(): boolean {
    if (options.callsPerSecond === undefined) return false;
    const now = Date.now();
    recent = [...recent.filter((at) => now - at < 1_000), now];
    return recent.length > options.callsPerSecond;
  }

  function answer(query: URLSearchParams, fault: LastfmFault | undefined): Record<string, unknown> | Refusal {
    const method = (query.get('method') ?? '').toLowerCase();
    if (fault?.kind === 'error') {
      const refusal = refuse(fault.code ?? 8, method);
      return fault.status === undefined ? refusal : { ...refusal, status: fault.status };
    }
    if (isTooFast()) return refuse(29, method);
    if (query.get('api_key') !== key) return refuse(10, method);
    if (withdrawn[method] !== undefined) return refuse(withdrawn[method], method);
    const call: Call = { method, world, users, privateUsers, get: (name) => query.get(name) ?? undefined };
    const result = methods[method]?.(call) ?? refuse(3, method);
    return fault?.kind === 'wrong-user' && !('error' in result) ? blameAnother(result) : result;
  }

  async function serveApi(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): Promise<number> {
    const fault = takeFault((query.get('method') ?? '').toLowerCase(), false);
    if (fault?.delayMs !== undefined) await wait(fault.delayMs, undefined, { ref: false });
    if (fault?.kind === 'reset') return (request.socket.destroy(), 0);
    if (fault?.kind === 'html') return page(response, fault.status ?? 200, 'We’ll be back soon');
    const body = answer(query, fault);
    const refused = 'error' in body && typeof body.error === 'number';
    const status = refused ? (body as Refusal).status : 200;
    const shown = refused ? { message: (body as Refusal).message, error: body.error, links: [] } : body;
    if (query.get('format') !== 'json') return xml(response, status, refused ? (body as Refusal) : undefined);
    const text = Buffer.from(JSON.stringify(shown));
    response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': text.length });
    if (fault?.kind !== 'truncate') response.end(text);
    else response.write(text.subarray(0, text.length / 2), () => request.socket.destroy());
    return status;
  }

  /** Every call is another handful of songs; every fourth fails; strangers and odd clients get pages. */
  function serveStation(request: IncomingMessage, response: ServerResponse, path: string): number {
    const parts = /^\/player\/station\/user\/([^/]+)\/(recommended|mix|library|neighbours|obsessions)$/.exec(path);
    const user = decodeURIComponent(parts?.[1] ?? '').toLowerCase();
    if (parts === null || !users.has(user)) return page(response, privateUsers.has(user) ? 403 : 404, 'Page not found');
    if (!(request.headers['user-agent'] ?? '').includes('Mozilla/')) return page(response, 403, 'Forbidden');
    const turn = ++stationCalls;
    const fault = takeFault('station', true);
    if (fault?.kind === 'station-html') return page(response, 200, 'Listen to your recommendations');
    if (fault?.kind === 'station-error' || turn % 4 === 0)
      return page(response, fault?.status ?? 500, 'Something went wrong');
    if (request.headers.accept?.includes('application/json') !== true) return page(response, 200, 'Listen');
    const pool = world.rank(`station ${user} ${parts[2]}`, Math.min(240, world.largest), 600);
    const batch = Array.from({ length: 25 }, (_, nth) => pool[mix(seed, turn, nth, hashText(user)) % pool.length]);
    const songs = [...new Set(batch)].filter((song) => song !== undefined);
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ playlist: songs.map(stationShape) }));
    return 200;
  }

  const listening = await listenOnLoopback(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://last.fm');
    const record = {
      method: url.searchParams.get('method') ?? 'station',
      path: request.url ?? '/',
      status: 0,
      at: Date.now(),
    };
    records.push(record);
    request.resume();
    if (url.pathname.startsWith('/player/')) record.status = serveStation(request, response, url.pathname);
    else if (/^\/2\.0\/?$/.test(url.pathname)) record.status = await serveApi(request, response, url.searchParams);
    else record.status = page(response, 404, 'Not found');
  }, options.port);

  return {
    url: listening.url,
    stationUrl: listening.url,
    key,
    world,
    chart: (size) => world.rank('chart', Math.min(900, world.largest)).slice(0, size),
    faults: {
      add: (fault) => void waiting.push({ fault, pass: fault.after ?? 0, left: fault.times ?? 1 }),
      clear: () => {
        waiting = [];
      },
    },
    requests: { all: () => records, clear: () => void (records = []) },
    close: () => listening.close(),
  };
}

/** The rare fault in which somebody else's list comes back. */
function blameAnother(result: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(result).map(([name, value]) => {
    const attributes = (value as { '@attr'?: { user?: string } })['@attr'];
    if (attributes?.user === undefined) return [name, value];
    return [name, { ...(value as object), '@attr': { ...attributes, user: 'somebody-else' } }];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function page(response: ServerResponse, status: number, text: string): number {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><html><body><h1>${text}</h1></body></html>`);
  return status;
}

function xml(response: ServerResponse, status: number, refusal: Refusal | undefined): number {
  response.writeHead(status, { 'Content-Type': 'text/xml; charset=utf-8' });
  const inside = refusal ? `<error code="${refusal.error}">${refusal.message}</error>` : '<nothing/>';
  response.end(`<?xml version="1.0" encoding="UTF-8"?><lfm status="${refusal ? 'failed' : 'ok'}">${inside}</lfm>`);
  return status;
}
