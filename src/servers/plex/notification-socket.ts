import { WebSocket } from 'ws';
import type { Channel, ChannelEnd, ChannelOptions } from './notifications.ts';

const handshakeTimeoutMs = 10_000;
/** A server that sends more at once is hung up on; real messages have a few thousand bytes. */
const largestMessage = 8 * 1024 * 1024;

/** Plex's notifications over a WebSocket. The token travels as a header: addresses end up in logs. */
export const createSocketChannel = (options: ChannelOptions): Channel => {
  const url = `${options.url.replace(/\/+$/, '').replace(/^http/i, 'ws')}/:/websockets/notifications`;
  let answersPings = false;

  return (handlers, signal) =>
    new Promise<ChannelEnd>((resolve) => {
      let end: ChannelEnd | undefined;
      let alive = true;
      let pings: NodeJS.Timeout | undefined;
      const socket = new WebSocket(url, {
        headers: { ...options.headers },
        handshakeTimeout: options.openTimeoutMs ?? handshakeTimeoutMs,
        maxPayload: largestMessage,
        perMessageDeflate: false,
        ...(options.tlsInsecure ? { rejectUnauthorized: false } : {}),
      });
      const hangUp = (): void => socket.terminate();
      /** Silence on an open line: a server that used to answer pings and no longer does is gone. */
      const ping = (): void => {
        if (!alive && answersPings) {
          end ??= { kind: 'lost', reason: 'it fell silent' };
          return hangUp();
        }
        alive = false;
        socket.ping();
      };
      socket.on('upgrade', (response) => void response.socket.setKeepAlive(true, options.pingEveryMs));
      socket.on('open', () => {
        pings = setInterval(ping, options.pingEveryMs);
        handlers.onOpen();
      });
      socket.on('pong', () => {
        alive = true;
        answersPings = true;
      });
      socket.on('message', (data: Buffer, isBinary) => {
        alive = true;
        if (!isBinary) handlers.onMessage(data.toString('utf8'));
      });
      socket.on('unexpected-response', (_request, response) => {
        response.resume();
        end ??= { kind: 'refused', reason: `status ${response.statusCode ?? 0}`, status: response.statusCode };
        hangUp();
      });
      socket.on('error', (error: Error & { readonly code?: unknown }) => {
        const code = typeof error.code === 'string' ? error.code : 'no WebSocket answer';
        // A code of the network is about the server; anything else is about how it speaks.
        const isNetwork = /^E[A-Z]+$/.test(code);
        end ??=
          pings !== undefined
            ? { kind: 'lost', reason: code }
            : { kind: isNetwork ? 'failed' : 'refused', reason: code };
      });
      socket.on('close', () => {
        clearInterval(pings);
        signal.removeEventListener('abort', hangUp);
        resolve(end ?? { kind: 'lost', reason: 'it was closed' });
      });
      signal.addEventListener('abort', hangUp, { once: true });
      if (signal.aborted) hangUp();
    });
};
