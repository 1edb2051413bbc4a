import type { IncomingMessage, ServerResponse } from 'node:http';
import { listenOnLoopback } from '../loopback.ts';
import { hexId, mix } from '../music/hash.ts';
import { createFaults, type Faults } from './faults.ts';
import { jsonToXml } from './xml.ts';

export interface PlexTvServer {
  readonly name: string;
  readonly machineIdentifier: string;
  /** Where it really answers. */
  readonly url: string;
  readonly accessToken: string;
  readonly owned?: boolean;
}

export interface PlexTvOptions {
  readonly port?: number;
  readonly servers?: readonly PlexTvServer[];
  readonly accountToken?: string;
  /** What a pin that ran out answers. */
  readonly expiredStatus?: 404 | 410;
  /** People of the home; a pin protects a switch to them. */
  readonly home?: readonly {
    readonly uuid: string;
    readonly title: string;
    readonly token: string;
    readonly pin?: string;
  }[];
}

export interface PlexTvStandIn {
  readonly url: string;
  readonly accountToken: string;
  readonly faults: Faults;
  readonly requests: readonly { readonly method: string; readonly path: string }[];
  /** What a person does in the browser: says yes to this code. Throws when nobody asked for it. */
  approve(code: string): void;
  /** Time runs out for this code. */
  expire(code: string): void;
  /** Codes that wait for a person. */
  readonly waiting: readonly string[];
  close(): Promise<void>;
}

interface Pin {
  readonly id: number;
  readonly code: string;
  readonly clientIdentifier: string;
  readonly strong: boolean;
  readonly createdAt: number;
  token: string | null;
  expired: boolean;
}

const lifetimeSeconds = 1_800;

/** Starts the account service: linking by pin, the user's servers, the home. */
export async function startPlexTv(options: PlexTvOptions = {}): Promise<PlexTvStandIn> {
  const accountToken = options.accountToken ?? 'demo-account-token-1';
  const pins = new Map<number, Pin>();
  const faults = createFaults();
  const requests: { method: string; path: string }[] = [];
  let nextPin = 4_100_001;

  const byCode = (code: string): Pin => {
    const pin = [...pins.values()].find((candidate) => candidate.code === code);
    if (pin === undefined) throw new Error(`Nobody asked plex.tv for the code ${code}.`);
    return pin;
  };

  function createPin(client: string, strong: boolean): Pin {
    const id = nextPin++;
    const code = strong ? hexId(id, 3, 1) : hexId(id, 3, 2).slice(0, 4).toUpperCase();
    const pin: Pin = { id, code, clientIdentifier: client, strong, createdAt: Date.now(), token: null, expired: false };
    pins.set(id, pin);
    return pin;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://plex.tv');
    const method = request.method ?? 'GET';
    requests.push({ method, path: request.url ?? '/' });
    request.resume();
    const reply = createReply(request, response);
    const fault = faults.take(method, request.url ?? '/');
    if (fault?.kind === 'reset') return void request.socket.destroy();
    if (fault !== undefined) return reply(fault.status ?? (fault.kind === 'maintenance' ? 503 : 500), undefined);
    const argument = (name: string): string | undefined => {
      const header = request.headers[name.toLowerCase()];
      return typeof header === 'string' ? header : (url.searchParams.get(name) ?? undefined);
    };
    const client = argument('X-Plex-Client-Identifier');
    if (url.pathname === '/api/v2/pins' && method === 'POST') {
      if (client === undefined || argument('X-Plex-Product') === undefined) return reply(400, undefined);
      return reply(201, describePin(createPin(client, url.searchParams.get('strong') === 'true'), client));
    }
    const pin = /^\/api\/v2\/pins\/(\d+)$/.exec(url.pathname);
    if (pin !== null) return answerPin(pins.get(Number(pin[1])), client, reply, options.expiredStatus ?? 404);
    answerAccount(url, method, argument('X-Plex-Token'), client, reply);
  }

  function answerAccount(
    url: URL,
    method: string,
    token: string | undefined,
    client: string | undefined,
    reply: Reply,
  ): void {
    const known = [accountToken, ...(options.home ?? []).map((user) => user.token)];
    if (token === undefined || client === undefined) return reply(token === undefined ? 401 : 400, undefined);
    if (token.length < 8) return reply(422, undefined);
    if (!known.includes(token)) return reply(401, undefined);
    const { pathname } = url;
    if (pathname === '/api/v2/user') return reply(200, { id: 1, uuid: 'u1', username: 'owner', authToken: token });
    if (pathname === '/api/v2/resources') return reply(200, describeResources(options.servers ?? [], url));
    if (pathname === '/api/v2/home/users') return reply(200, { users: (options.home ?? []).map(describeHomeUser) });
    const person = /^\/api\/v2\/home\/users\/([^/]+)\/switch$/.exec(pathname)?.[1];
    const shared = /^\/api\/servers\/([^/]+)\/shared_servers$/.exec(pathname)?.[1];
    if (person !== undefined && method === 'POST')
      return switchUser(options, person, url.searchParams.get('pin'), reply);
    if (shared !== undefined) return reply.xml(sharedServers(options));
    reply(404, undefined);
  }

  const listening = await listenOnLoopback(serve, options.port);
  return {
    url: listening.url,
    accountToken,
    faults,
    requests,
    approve: (code) => void (byCode(code).token = accountToken),
    expire: (code) => void (byCode(code).expired = true),
    get waiting() {
      return [...pins.values()].filter((pin) => pin.token === null && !pin.expired).map((pin) => pin.code);
    },
    close: () => listening.close(),
  };
}

interface Reply {
  (status: number, body: unknown): void;
  xml(text: string): void;
}

/** JSON when asked for, XML else; a refusal is a list of errors. */
function createReply(request: IncomingMessage, response: ServerResponse): Reply {
  const json = request.headers.accept?.includes('application/json') === true;
  const send = (status: number, type: string, text: string): void =>
    void response
      .writeHead(status, { 'Content-Type': type, ...(status === 429 ? { 'Retry-After': '1' } : {}) })
      .end(text);
  const reply = (status: number, body: unknown): void => {
    const value = body ?? { errors: [{ code: 1000 + status, message: `refused with ${status}`, status }] };
    if (json) send(status, 'application/json', JSON.stringify(value));
    else send(status, 'application/xml', jsonToXml(JSON.stringify({ response: value })));
  };
  return Object.assign(reply, { xml: (text: string) => send(200, 'application/xml', text) });
}

/** A pin asked for by another client never completes; one that ran out, or never was, is gone. */
function answerPin(pin: Pin | undefined, client: string | undefined, reply: Reply, expiredStatus: number): void {
  if (client === undefined) return reply(400, undefined);
  if (pin === undefined) return reply(404, undefined);
  const tooOld = Date.now() - pin.createdAt > lifetimeSeconds * 1_000;
  if (pin.expired || tooOld) return reply(expiredStatus, undefined);
  reply(200, describePin(pin, client));
}

function describePin(pin: Pin, client: string): unknown {
  return {
    id: pin.id,
    code: pin.code,
    product: 'Harmoniq',
    trusted: false,
    qr: `https://plex.tv/api/v2/pins/qr/${pin.code}`,
    clientIdentifier: pin.clientIdentifier,
    location: { code: 'SE', country: 'Sweden' },
    expiresIn: lifetimeSeconds - Math.floor((Date.now() - pin.createdAt) / 1_000),
    createdAt: new Date(pin.createdAt).toISOString(),
    expiresAt: new Date(pin.createdAt + lifetimeSeconds * 1_000).toISOString(),
    authToken: client === pin.clientIdentifier ? pin.token : null,
    newRegistration: null,
  };
}

/** Each server by a dead local address, its real one, a dead remote one, and a relay that also leads to it; beside them a player and a server that is off. */
function describeResources(servers: readonly PlexTvServer[], url: URL): unknown {
  const relay = url.searchParams.get('includeRelay') === '1';
  const rows = servers.map((server) => ({
    ...resourceFacts(server.name, server.machineIdentifier, 'server'),
    owned: server.owned ?? true,
    accessToken: server.accessToken,
    presence: true,
    connections: [
      connection('http://127.0.0.1:9', { local: true }),
      connection(server.url, { local: true }),
      connection('http://127.0.0.2:9', { local: false }),
      ...(relay ? [connection(server.url, { local: false, relay: true })] : []),
    ],
  }));
  return [
    {
      ...resourceFacts('Kitchen', 'player-1', 'client,player'),
      owned: true,
      accessToken: null,
      presence: true,
      connections: [],
    },
    ...rows,
    {
      ...resourceFacts('Cabin', hexId(9, 9, 9), 'server'),
      owned: false,
      accessToken: 'token-of-the-cabin',
      presence: false,
      connections: [connection('http://127.0.0.1:9', { local: true })],
    },
  ];
}

function resourceFacts(name: string, clientIdentifier: string, provides: string): Record<string, unknown> {
  return {
    name,
    product: 'Plex Media Server',
    productVersion: '1.43.3.10861-f4a0c2d31',
    platform: 'Linux',
    clientIdentifier,
    provides,
    home: false,
    httpsRequired: false,
    dnsRebindingProtection: false,
    publicAddressMatches: true,
  };
}

function connection(uri: string, kind: { readonly local: boolean; readonly relay?: boolean }): unknown {
  const { protocol, hostname, port } = new URL(uri);
  return {
    protocol: protocol.slice(0, -1),
    address: hostname,
    port: Number(port),
    uri,
    relay: false,
    ...kind,
    IPv6: false,
  };
}

function describeHomeUser(user: NonNullable<PlexTvOptions['home']>[number], nth: number): unknown {
  return { id: nth + 2, uuid: user.uuid, title: user.title, username: '', protected: user.pin !== undefined };
}

function switchUser(options: PlexTvOptions, person: string, pin: string | null, reply: Reply): void {
  const user = options.home?.find((candidate) => candidate.uuid === person);
  if (user === undefined) return reply(404, undefined);
  if (user.pin !== undefined && user.pin !== pin) return reply(401, undefined);
  reply(201, { uuid: user.uuid, title: user.title, authToken: user.token });
}

function sharedServers(options: PlexTvOptions): string {
  const rows = (options.home ?? []).map(
    (user, nth) =>
      `<SharedServer id="${mix(nth, 1, 1)}" username="" email="" userID="${nth + 2}" accessToken="${user.token}" name="Attic"/>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<MediaContainer friendlyName="myPlex" size="${rows.length}">${rows.join('')}</MediaContainer>\n`;
}
