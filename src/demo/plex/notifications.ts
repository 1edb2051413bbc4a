import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Events, Notification } from './events.ts';

const envelope = (notification: Notification): string => JSON.stringify({ NotificationContainer: notification });

/** Server-sent events: one per message, until either side hangs up. `filters` is a comma list of types. */
export function streamEvents(
  events: Events,
  request: IncomingMessage,
  response: ServerResponse,
  filters: string | undefined,
): void {
  const wanted = filters === undefined ? undefined : new Set(filters.split(','));
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write('event: ping\ndata: {}\n\n');
  const stop = events.subscribe({
    send(notification) {
      if (wanted !== undefined && !wanted.has(notification.type)) return;
      response.write(`event: ${notification.type}\ndata: ${envelope(notification)}\n\n`);
    },
    hangUp: () => void request.socket.destroy(),
  });
  request.socket.once('close', stop);
}

const opcodes = { text: 0x1, close: 0x8, ping: 0x9, pong: 0xa };

/** The same over a WebSocket, with a ping at once as servers send them. */
export function openWebSocket(events: Events, request: IncomingMessage, socket: Duplex): void {
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.write(frame(opcodes.ping, Buffer.from('hello')));
  const stop = events.subscribe({
    send: (notification) => void socket.write(frame(opcodes.text, Buffer.from(envelope(notification)))),
    hangUp: () => void socket.destroy(),
  });
  socket.on('data', (data: Buffer) => {
    if (((data[0] ?? 0) & 0x0f) === opcodes.close) socket.end(frame(opcodes.close, Buffer.alloc(0)));
  });
  socket.once('close', stop).on('error', () => socket.destroy());
}

/** One unmasked frame, as servers write them. */
function frame(opcode: number, payload: Buffer): Buffer {
  const head =
    payload.length < 126
      ? Buffer.from([0x80 | opcode, payload.length])
      : Buffer.from([0x80 | opcode, 126, payload.length >> 8, payload.length & 0xff]);
  return Buffer.concat([head, payload]);
}
