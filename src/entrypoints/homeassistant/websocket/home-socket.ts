import type { HaWebSocket } from 'home-assistant-js-websocket';
import WebSocket from 'ws';
import { abortError } from '../../../lib/errors.ts';
import type { HomeAddress } from '../../../config/home-address.ts';
import { refusedToken, silentHome, unreachableHome } from './home-errors.ts';

/** No answer to what we ask is longer. */
const maxPayload = 16 * 1024 * 1024;

export interface HomeSocketOptions {
  readonly address: HomeAddress;
  readonly connectMs: number;
  readonly signal: AbortSignal;
}

/**
 * Opens a socket and shows the token. In place of the library's own, which waits for ever for a server that says nothing, cannot be stopped, and lets
 * what is no JSON end the process. Throws `unreachable`, `unauthorized` or `timeout`; AbortError when the signal fires.
 */
export const openHomeSocket = async ({ address, connectMs, signal }: HomeSocketOptions): Promise<WebSocket> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = new WebSocket(`ws${address.url.slice('http'.length)}/api/websocket`, {
    maxPayload,
    perMessageDeflate: false,
  });
  const alarm = setTimeout(() => reject(silentHome(address, 'connecting')), connectMs);
  const onAbort = (): void => reject(abortError(signal));
  const onMessage = (data: WebSocket.RawData, isBinary: boolean): void => {
    const message = isBinary ? undefined : readMessages(toText(data))?.[0];
    if (message?.type === 'auth_required') socket.send(JSON.stringify({ type: 'auth', access_token: address.token }));
    else if (message?.type === 'auth_invalid') reject(refusedToken(address));
    else if (message?.type === 'auth_ok') {
      // The library looks at the version to know what it may ask for.
      Object.assign(socket, { haVersion: typeof message.ha_version === 'string' ? message.ha_version : '0' });
      resolve();
    } else reject(unreachableHome(address, 'no Home Assistant'));
  };
  socket.on('message', onMessage);
  socket.on('unexpected-response', (_request, { statusCode }) =>
    reject(unreachableHome(address, `HTTP ${statusCode}`)),
  );
  // Stays: an error without a listener would end the process. What matters follows as "close".
  socket.on('error', (error) => reject(unreachableHome(address, codeOf(error))));
  socket.on('close', () => reject(unreachableHome(address, undefined)));
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    await promise;
    return socket;
  } catch (error) {
    socket.terminate();
    throw error;
  } finally {
    clearTimeout(alarm);
    signal.removeEventListener('abort', onAbort);
    socket.off('message', onMessage);
  }
};

/**
 * The socket as the library sees it. Its listeners throw at what is no message of Home Assistant's, and what a listener throws ends the process: such a
 * message ends the connection instead.
 */
export const toLibrarySocket = (socket: WebSocket): HaWebSocket => {
  const add = socket.addEventListener.bind(socket);
  const addGuarded: typeof socket.addEventListener = (type, listener, options) => {
    if (type !== 'message' || typeof listener !== 'function') return add(type, listener, options);
    const guarded = (event: WebSocket.MessageEvent): void => {
      const known = typeof event.data === 'string' && readMessages(event.data) !== undefined;
      if (known) (listener as (event: WebSocket.MessageEvent) => void)(event);
      else socket.terminate();
    };
    add('message', guarded, options);
  };
  return Object.assign(socket, { addEventListener: addGuarded }) as unknown as HaWebSocket;
};

type Message = Readonly<Record<string, unknown>>;

/** One message, or several in a list; undefined = not of this protocol. */
const readMessages = (text: string): readonly Message[] | undefined => {
  try {
    const parsed: unknown = JSON.parse(text);
    const messages: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
    return messages.every(isMessage) ? messages : undefined;
  } catch {
    return undefined;
  }
};

const isMessage = (value: unknown): value is Message => typeof value === 'object' && value !== null;

const toText = (data: WebSocket.RawData): string =>
  (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)).toString('utf8');

const codeOf = (error: Error): string | undefined =>
  'code' in error && typeof error.code === 'string' ? error.code : undefined;
