import {
  createConnection,
  createLongLivedTokenAuth,
  type Connection,
  type MessageBase,
} from 'home-assistant-js-websocket';
import type WebSocket from 'ws';
import { HarmoniqError } from '../../../lib/errors.ts';
import { sleep, withTimeout } from '../../../lib/lifecycle.ts';
import type { HomeAddress } from '../../../config/home-address.ts';
import { lostHome, silentHome, translateHomeError } from './home-errors.ts';
import { openHomeSocket, toLibrarySocket } from './home-socket.ts';
import type { HomeTiming } from './home-timing.ts';

/** One connection to Home Assistant. It is never revived: after `closed` a new one is opened. */
export interface HomeConnection {
  /** `what` completes "Home Assistant refused …". Rejects with `unreachable`, `timeout`, `unauthorized` or `bad-response`. */
  ask(message: MessageBase, what: string): Promise<unknown>;
  /** Settles when Home Assistant has accepted the subscription; the listener may be called from then on, and must not throw. */
  subscribe(message: MessageBase, what: string, listener: (event: unknown) => void): Promise<void>;
  /** Settles when the connection has ended, for whatever reason. Never rejects. */
  readonly closed: Promise<void>;
  /** Rejects when it has ended, with the reason: to race against. */
  readonly lost: Promise<never>;
  /** Says goodbye; a peer that stays silent is left after a moment. */
  end(): Promise<void>;
  /** Breaks off; `lost` tells the reason. */
  drop(reason: unknown): void;
}

const goodbyeMs = 500;

/**
 * Opens one connection and watches that it lives. The library's way of coming back is not used: it subscribes again on its own, and when Home Assistant,
 * still starting, refuses that, the rejection reaches nobody and ends the process; and it gives up for good when a token is refused once.
 */
export const openHomeConnection = async (
  address: HomeAddress,
  timing: HomeTiming,
  signal: AbortSignal,
): Promise<HomeConnection> => {
  const closing = Promise.withResolvers<void>();
  const made: { socket?: WebSocket; connection?: Connection } = {};
  const connection = await createConnection({
    auth: createLongLivedTokenAuth(address.url, address.token),
    setupRetry: 0,
    createSocket: async () => {
      const socket = await openHomeSocket({ address, connectMs: timing.connectMs, signal });
      socket.once('close', () => {
        // Before the library hears of it, so that it does not begin to reconnect.
        made.connection?.close();
        closing.resolve();
      });
      made.socket = socket;
      return toLibrarySocket(socket);
    },
  });
  made.connection = connection;
  const { socket } = made;
  if (socket === undefined) throw lostHome(address);
  const link = createLink(connection, socket, closing.promise, address, timing);
  void watchPulse(link, timing);
  return link;
};

const createLink = (
  connection: Connection,
  socket: WebSocket,
  closed: Promise<void>,
  address: HomeAddress,
  timing: HomeTiming,
): HomeConnection => {
  let reason: unknown;
  const lost = closed.then((): never => {
    throw translateHomeError(reason ?? lostHome(address), address, 'the connection');
  });
  lost.catch(() => undefined);
  /** A drop leaves subscriptions that wait for their answer waiting for ever. */
  const answered = async <T>(exchange: Promise<T>, limitMs: number, what: string): Promise<T> => {
    try {
      return await withTimeout(Promise.race([exchange, lost]), limitMs, what);
    } catch (error) {
      if (error instanceof HarmoniqError && error.code === 'timeout') throw silentHome(address, what);
      throw translateHomeError(error, address, what);
    }
  };
  return {
    ask: (message, what) =>
      answered(connection.sendMessagePromise(message), message.type === 'ping' ? timing.pongMs : timing.answerMs, what),
    async subscribe(message, what, listener) {
      await answered(connection.subscribeMessage(listener, message, { resubscribe: false }), timing.answerMs, what);
    },
    closed,
    lost,
    async end() {
      connection.close();
      await withTimeout(closed, goodbyeMs, 'Leaving Home Assistant').catch(() => socket.terminate());
    },
    drop(why) {
      reason = why;
      socket.terminate();
    },
  };
};

/** A connection can be dead without anybody having closed it: who does not answer a ping is gone. */
const watchPulse = async (link: HomeConnection, { pingEveryMs }: HomeTiming): Promise<void> => {
  const over = new AbortController();
  void link.closed.then(() => over.abort());
  try {
    for (;;) {
      await sleep(pingEveryMs, over.signal);
      await link.ask({ type: 'ping' }, 'a ping');
    }
  } catch (error) {
    if (!over.signal.aborted) link.drop(error);
  }
};
