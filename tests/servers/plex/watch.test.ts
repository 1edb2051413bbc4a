import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { defaultSwitches } from '../../../src/demo/plex/switches.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { createSocketChannel } from '../../../src/servers/plex/notification-socket.ts';
import { createStreamChannel } from '../../../src/servers/plex/notification-stream.ts';
import type { ChannelEnd } from '../../../src/servers/plex/notifications.ts';
import type { ServerEvent } from '../../../src/servers/server.ts';
import { connect, startBench, type Bench } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ tracks: 60 });
});
afterAll(() => bench.plex.close());

const stops: AbortController[] = [];
const watches: Promise<void>[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) stop.abort();
  await Promise.all(watches.splice(0));
  // The server notices a little later.
  await until(() => bench.plex.events.listeners === 0);
  Object.assign(bench.plex.switches, defaultSwitches);
  bench.plex.faults.clear();
  bench.plex.requests.clear();
});

const until = async (holds: () => boolean): Promise<void> => {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > 1_200) throw new Error('what was waited for did not happen');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

const start = (changes: Parameters<typeof connect>[2] = {}, token = bench.plex.token, url = bench.plex.url) => {
  const events: ServerEvent[] = [];
  const stop = new AbortController();
  const watching = connect(url, token, changes).watch((event) => events.push(event), stop.signal);
  stops.push(stop);
  watches.push(watching);
  return { events, stop, watching };
};
const listening = (): Promise<void> => until(() => bench.plex.events.listeners === 1);
const add = (): void => void bench.plex.mutate.addTrack({ artist: 'A', album: 'B', title: 'C' });
const count = (events: readonly ServerEvent[], kind: ServerEvent['kind']): number =>
  events.filter((event) => event.kind === kind).length;
const asked = (what: string): number => bench.plex.requests.all().filter(({ path }) => path.includes(what)).length;

describe('watching', () => {
  test('the token stands neither in an address nor in the log', async () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const logger = createLogger({ level: 'debug', format: 'json', secrets: [], destination: destination });
    bench.plex.switches.notifications = 'stream-only';
    const { events } = start({ logger });
    await listening();
    bench.plex.events.drop();
    await until(() => count(events, 'reconnected') === 1);
    expect(asked('websockets')).toBeGreaterThan(0);
    expect(asked('eventsource')).toBeGreaterThan(0);
    expect(asked(bench.plex.token)).toBe(0);
    expect(lines.join('')).toContain('notifications');
    expect(lines.join('')).not.toContain(bench.plex.token);
  });

  test('takes the event stream where WebSockets are refused, and the WebSocket again when it can be had', async () => {
    bench.plex.switches.notifications = 'stream-only';
    const { events } = start();
    await listening();
    expect([asked('websockets'), asked('eventsource')]).toEqual([1, 1]);
    add();
    await until(() => count(events, 'library-changed') > 0);
    expect(count(events, 'reconnected')).toBe(0);
    bench.plex.switches.notifications = 'both';
    bench.plex.events.drop();
    await until(() => count(events, 'reconnected') === 1);
    expect([asked('websockets'), asked('eventsource')]).toEqual([2, 1]);
  });

  test('goes on trying while the server has neither, and says when it is back', async () => {
    bench.plex.switches.notifications = 'none';
    const { events } = start();
    await until(() => asked('eventsource') >= 3);
    bench.plex.switches.notifications = 'both';
    await until(() => count(events, 'reconnected') === 1);
    add();
    await until(() => count(events, 'library-changed') > 0);
  });

  test('a line that always breaks at once is tried the other way', async () => {
    const stop = setInterval(() => bench.plex.events.drop(), 1);
    start();
    await until(() => asked('eventsource') > 0);
    clearInterval(stop);
    expect(asked('websockets')).toBeGreaterThan(0);
  });

  test('a refused token is said once', async () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const logger = createLogger({ level: 'warn', format: 'json', secrets: [], destination: destination });
    start({ logger }, 'nobody');
    await until(() => asked('eventsource') >= 4);
    expect(lines.filter((line) => line.includes('refuses its notifications'))).toHaveLength(1);
  });

  test.each(['both', 'stream-only'] as const)('survives nonsense (%s)', async (notifications) => {
    bench.plex.switches.notifications = notifications;
    const { events } = start();
    await listening();
    const { events: server } = bench.plex;
    const [id = ''] = bench.trackIds;
    server.sendRaw('{"NotificationContainer":');
    server.sendRaw(Buffer.from([0xff, 0xfe, 0, 1, 2]));
    server.sendRaw(`\n\ndata: ${'y'.repeat(1_500_000)}\n\n`);
    server.sendRaw('[[[]]]\n\n');
    server.send({
      type: 'playing',
      PlaySessionStateNotification: { sessionKey: 9, ratingKey: Number(id), state: 'playing' },
    });
    server.send({ type: 'unheard-of', List: [1] });
    bench.plex.mutate.startVideo();
    add();
    await until(() => count(events, 'library-changed') > 0);
    expect(events.filter((event) => event.kind === 'playing')).toEqual([
      { kind: 'playing', sessionId: '9', trackId: id, state: 'playing', positionMs: 0 },
    ]);
    expect(count(events, 'reconnected')).toBe(0);
  });

  test('a message without measure is hung up on, and the line opened anew', async () => {
    const { events } = start();
    await listening();
    bench.plex.events.sendRaw('z'.repeat(9_000_000));
    await until(() => count(events, 'reconnected') === 1);
  });

  test('a listener that throws hears the next event all the same', async () => {
    let heard = 0;
    const stop = new AbortController();
    stops.push(stop);
    watches.push(
      bench.server.watch(() => {
        heard += 1;
        throw new Error('the listener is broken');
      }, stop.signal),
    );
    await listening();
    add();
    await until(() => heard === 1);
    add();
    await until(() => heard === 2);
  });

  test('follows a player through its tracks', async () => {
    const { events } = start();
    await listening();
    const [one = '', two = ''] = bench.trackIds;
    const { mutate } = bench.plex;
    const session = mutate.startSession(one, { player: 'Bath' });
    mutate.advanceSession(session, 40_000);
    mutate.pauseSession(session);
    mutate.nextTrack(session, two);
    mutate.stopSession(session);
    await until(() => count(events, 'playing') === 5);
    expect(
      events.map((event) => (event.kind === 'playing' ? [event.trackId, event.state, event.positionMs] : [])),
    ).toEqual([
      [one, 'playing', 0],
      [one, 'playing', 40_000],
      [one, 'paused', 40_000],
      [two, 'playing', 0],
      [two, 'stopped', 0],
    ]);
  });
});

describe('the end of a watch', () => {
  test('comes at once, whatever it is doing', async () => {
    const sockets = new Set<Socket>();
    const mute = createServer((socket) => void sockets.add(socket));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const muteUrl = `http://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const open = start();
    await listening();
    const connecting = start({}, 't', muteUrl);
    await until(() => sockets.size > 0);
    const pausing = start({ backoffMs: 60_000 }, 't', 'http://127.0.0.1:9');
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const { stop, watching } of [open, connecting, pausing]) {
      stop.abort();
      await expect(watching).resolves.toBeUndefined();
    }
    await until(() => bench.plex.events.listeners === 0);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => mute.close(resolve));
  });
});

describe('one connection', () => {
  const channelOptions = (url: string) => ({
    url,
    headers: { 'X-Plex-Token': bench.plex.token },
    tlsInsecure: false,
    pingEveryMs: 15,
    openTimeoutMs: 60,
  });
  const run = (channel: ReturnType<typeof createSocketChannel>) => {
    const stop = new AbortController();
    stops.push(stop);
    let opened = false;
    const end = channel({ onOpen: () => (opened = true), onMessage: () => undefined }, stop.signal);
    return { end, stop, isOpen: () => opened };
  };
  const withMuteServer = async (use: (url: string) => Promise<ChannelEnd>): Promise<ChannelEnd> => {
    const sockets = new Set<Socket>();
    const mute = createServer((socket) => void sockets.add(socket));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const end = await use(`http://127.0.0.1:${(mute.address() as AddressInfo).port}`);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => mute.close(resolve));
    return end;
  };

  test('a server that used to answer pings and no longer does is given up', async () => {
    const { end } = run(createSocketChannel(channelOptions(bench.plex.url)));
    await listening();
    await new Promise((resolve) => setTimeout(resolve, 100));
    bench.plex.switches.answersPings = false;
    expect(await end).toEqual({ kind: 'lost', reason: 'it fell silent' });
  });

  test('a server that never answers pings is not', async () => {
    bench.plex.switches.answersPings = false;
    const { end, stop } = run(createSocketChannel(channelOptions(bench.plex.url)));
    await listening();
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(bench.plex.events.listeners).toBe(1);
    stop.abort();
    expect((await end).kind).toBe('lost');
  });

  test.each([
    ['WebSocket', createSocketChannel],
    ['event stream', createStreamChannel],
  ])('a server that takes the connection and says nothing fails the %s in time', async (_name, create) => {
    const end = await withMuteServer((url) => run(create(channelOptions(url))).end);
    expect(end.kind === 'failed' || end.kind === 'refused').toBe(true);
  });

  test.each([
    ['WebSocket', createSocketChannel],
    ['event stream', createStreamChannel],
  ])('nobody there fails the %s', async (_name, create) => {
    const { end, isOpen } = run(create(channelOptions('http://127.0.0.1:9')));
    expect(await end).toMatchObject({ kind: 'failed', reason: 'ECONNREFUSED' });
    expect(isOpen()).toBe(false);
  });

  test('an answer that is no event stream is a refusal', async () => {
    bench.plex.faults.add({ path: /eventsource/, kind: 'html' });
    expect(await run(createStreamChannel(channelOptions(bench.plex.url))).end).toMatchObject({ kind: 'refused' });
  });
});
