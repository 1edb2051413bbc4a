import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

export const homeToken = 'long-lived-token-abcdef0123456789';

export interface FakeEntity {
  state: string;
  attributes: Record<string, unknown>;
  changedAtMs: number;
  updatedAtMs: number;
}

type Message = Record<string, unknown> & { readonly id: number; readonly type: string };

/** What a test can turn, before or while it runs. */
export interface HomeScript {
  token: string;
  /** `silent`: takes connections and says nothing. `auth-then-close`: the Supervisor's proxy before a Core that is down. */
  door: 'open' | 'silent' | 'auth-then-close' | 'status-502' | 'status-404' | 'no-home-assistant';
  config: Record<string, unknown>;
  /** Answers that are not given: the commands of these types stay open. */
  mute: Set<string>;
  /** Commands of these types are refused with this code. */
  refuse: Map<string, string>;
}

/** A stand-in of Home Assistant's WebSocket API on the loopback, as far as Harmoniq uses it. */
export interface FakeHome {
  /** For HASS_URL. */
  readonly url: string;
  readonly port: number;
  readonly script: HomeScript;
  readonly entities: Map<string, FakeEntity>;
  /** Everything clients sent after the token, oldest first. */
  readonly received: Message[];
  /** Events that clients fired. */
  readonly fired: { readonly event: string; readonly data: Record<string, unknown> }[];
  /** Tokens that were shown, right or wrong. */
  readonly tokens: string[];
  readonly connections: number;
  setState(entityId: string, state: string, attributes?: Record<string, unknown>, atMs?: number): void;
  setAttributes(entityId: string, attributes: Record<string, unknown>, atMs?: number): void;
  remove(entityId: string): void;
  /** An event on the bus. */
  fire(event: string, data: Record<string, unknown>): void;
  /** As it comes, to every client. */
  sendRaw(text: string | Buffer): void;
  /** Reads nothing any more from those who are connected, not even their goodbye; the sockets stay open. */
  stall(): void;
  /** Cuts every connection without a word. */
  drop(): void;
  /** Goes away, and comes back on the same port. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

interface Client {
  readonly socket: WebSocket;
  readonly entities: { readonly id: number; readonly wanted: ReadonlySet<string> }[];
  readonly events: { readonly id: number; readonly type: string | undefined }[];
}

const version = '2026.11.0';
/** Home Assistant's own address, and the one under which the Supervisor hands it on. */
const paths = new Set(['/api/websocket', '/core/api/websocket']);

const compress = ({ state, attributes, changedAtMs, updatedAtMs }: FakeEntity) => ({
  s: state,
  a: attributes,
  c: '01JD000000000000000000000',
  lc: changedAtMs / 1_000,
  ...(updatedAtMs === changedAtMs ? {} : { lu: updatedAtMs / 1_000 }),
});

export const startFakeHome = async (settings: Partial<HomeScript> = {}): Promise<FakeHome> => {
  const script: HomeScript = {
    token: homeToken,
    door: 'open',
    config: { latitude: 52.5, longitude: 13.4, time_zone: 'Europe/Berlin', version, state: 'RUNNING' },
    mute: new Set(),
    refuse: new Map(),
    ...settings,
  };
  const entities = new Map<string, FakeEntity>();
  const received: Message[] = [];
  const fired: FakeHome['fired'] = [];
  const tokens: string[] = [];
  const clients = new Set<Client>();
  let server = createServer();
  let port = 0;
  let connections = 0;

  const send = ({ socket }: Client, message: unknown): void => {
    socket.send(JSON.stringify(message));
  };
  const answer = (client: Client, id: number, result: unknown = null): void =>
    send(client, { id, type: 'result', success: true, result });
  const refuse = (client: Client, id: number, code: string): void =>
    send(client, { id, type: 'result', success: false, error: { code, message: `Refused: ${code}.` } });
  const tellEntities = (entityId: string, event: object): void => {
    for (const client of clients)
      for (const { id, wanted } of client.entities)
        if (wanted.size === 0 || wanted.has(entityId)) send(client, { id, type: 'event', event });
  };
  const fire = (type: string, data: Record<string, unknown>): void => {
    const event = { event_type: type, data, origin: 'LOCAL', time_fired: new Date().toISOString(), context: {} };
    for (const client of clients)
      for (const { id, type: wanted } of client.events)
        if (wanted === undefined || wanted === type) send(client, { id, type: 'event', event });
  };

  const setState: FakeHome['setState'] = (entityId, state, attributes, atMs = Date.now()) => {
    const before = entities.get(entityId);
    const entity = {
      state,
      attributes: attributes ?? before?.attributes ?? {},
      changedAtMs: before?.state === state ? before.changedAtMs : atMs,
      updatedAtMs: atMs,
    };
    entities.set(entityId, entity);
    if (before === undefined) return tellEntities(entityId, { a: { [entityId]: compress(entity) } });
    const gone = Object.keys(before.attributes).filter((name) => !Object.hasOwn(entity.attributes, name));
    const plus = {
      ...(before.state === state ? { lu: atMs / 1_000 } : { s: state, lc: atMs / 1_000 }),
      ...(attributes === undefined ? {} : { a: attributes }),
    };
    tellEntities(entityId, {
      c: { [entityId]: { '+': plus, ...(gone.length === 0 ? {} : { '-': { a: gone } }) } },
    });
  };

  const obey = (client: Client, message: Message): void => {
    const { id, type } = message;
    received.push(message);
    if (script.mute.has(type)) return;
    const code = script.refuse.get(type);
    if (code !== undefined) return refuse(client, id, code);
    if (type === 'ping') return send(client, { id, type: 'pong' });
    if (type === 'get_config') return answer(client, id, script.config);
    if (type === 'subscribe_entities') {
      const wanted = new Set((message.entity_ids as string[] | undefined) ?? []);
      client.entities.push({ id, wanted });
      answer(client, id);
      const found = [...entities].filter(([entityId]) => wanted.size === 0 || wanted.has(entityId));
      const added = Object.fromEntries(found.map(([entityId, entity]) => [entityId, compress(entity)]));
      return send(client, { id, type: 'event', event: { a: added } });
    }
    if (type === 'subscribe_events') {
      client.events.push({ id, type: message.event_type as string | undefined });
      return answer(client, id);
    }
    if (type === 'fire_event') {
      const data = (message.event_data ?? {}) as Record<string, unknown>;
      fired.push({ event: String(message.event_type), data });
      answer(client, id, { context: {} });
      return fire(String(message.event_type), data);
    }
    refuse(client, id, 'unknown_command');
  };

  const welcome = (socket: WebSocket): void => {
    connections += 1;
    const client: Client = { socket, entities: [], events: [] };
    socket.on('error', () => undefined);
    if (script.door === 'silent') return;
    if (script.door === 'no-home-assistant') return socket.send(JSON.stringify({ hello: 'world' }));
    socket.send(JSON.stringify({ type: 'auth_required', ha_version: version }));
    socket.once('message', (text: Buffer) => {
      const { access_token: token } = JSON.parse(text.toString()) as { access_token: string };
      tokens.push(token);
      if (token !== script.token) {
        socket.send(JSON.stringify({ type: 'auth_invalid', message: 'Invalid access token or password' }));
        return socket.close();
      }
      socket.send(JSON.stringify({ type: 'auth_ok', ha_version: version }));
      if (script.door === 'auth-then-close') return socket.close();
      clients.add(client);
      socket.on('close', () => clients.delete(client));
      socket.on('message', (more: Buffer) => {
        obey(client, JSON.parse(more.toString()) as Message);
      });
    });
  };

  const start = async (): Promise<void> => {
    server = createServer((_request, response) => response.writeHead(404).end());
    const sockets = new WebSocketServer({ noServer: true });
    server.on('upgrade', (request, socket, head) => {
      const status = /^status-(\d+)$/.exec(script.door)?.[1] ?? (paths.has(request.url ?? '') ? undefined : '404');
      if (status === undefined) sockets.handleUpgrade(request, socket, head, welcome);
      else socket.end(`HTTP/1.1 ${status} Sorry\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    });
    server.on('close', () => {
      for (const socket of sockets.clients) socket.terminate();
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
    // Those that were refused or never let in, too.
    stopServer = async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await closed;
    };
  };
  let stopServer: () => Promise<void> = async () => undefined;
  await start();

  return {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    get port() {
      return port;
    },
    get connections() {
      return connections;
    },
    script,
    entities,
    received,
    fired,
    tokens,
    setState,
    setAttributes: (entityId, attributes, atMs) =>
      setState(entityId, entities.get(entityId)?.state ?? 'unknown', attributes, atMs),
    remove(entityId) {
      entities.delete(entityId);
      tellEntities(entityId, { r: [entityId] });
    },
    fire,
    sendRaw(text) {
      for (const { socket } of clients) socket.send(text);
    },
    stall() {
      for (const { socket } of clients) socket.pause();
    },
    drop() {
      for (const { socket } of [...clients]) socket.terminate();
    },
    stop: () => stopServer(),
    start,
  };
};
