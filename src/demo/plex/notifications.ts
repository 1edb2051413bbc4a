import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Events, Notification } from './events.ts';
import type { Switches } from './switches.ts';

const envelope = (notification: Notification): string => JSON.stringify({ NotificationContainer: notification });

/** Without the envelope the kind stands beside the message alone. */
function bare({ type: _type, size: _size, ...lists }: Notification): string {
  return JSON.stringify(lists);
}

/** Server-sent events: one per message, until either side hangs up. `filters` is a comma list of types. */
export function streamEvents(
  events: Events,
  switches: Switches,
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
      const data = switches.streamEnvelope ? envelope(notification) : bare(notification);
      response.write(`event: ${notification.type}\ndata: ${data}\n\n`);
    },
    sendRaw: (message) => void response.write(message),
    hangUp: () => void request.socket.destroy(),
  });
  request.socket.once('close', stop);
}

const opcodes = { text: 0x1, binary: 0x2, close: 0x8, ping: 0x9, pong: 0xa };

/** The same over a WebSocket, with a ping at once as servers send them. */
export function openWebSocket(events: Events, switches: Switches, request: IncomingMessage, socket: Duplex): void {
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.write(frame(opcodes.ping, Buffer.from('hello')));
  const stop = events.subscribe({
    send: (notification) => void socket.write(frame(opcodes.text, Buffer.from(envelope(notification)))),
    sendRaw: (message) =>
      void socket.write(
        typeof message === 'string' ? frame(opcodes.text, Buffer.from(message)) : frame(opcodes.binary, message),
      ),
    hangUp: () => void socket.destroy(),
  });
  let waiting = Buffer.alloc(0);
  socket.on('data', (data: Buffer) => {
    waiting = Buffer.concat([waiting, data]);
    for (let next = readFrame(waiting); next !== undefined; next = readFrame(waiting)) {
      waiting = waiting.subarray(next.length);
      if (next.opcode === opcodes.close) socket.end(frame(opcodes.close, Buffer.alloc(0)));
      if (next.opcode === opcodes.ping && switches.answersPings) socket.write(frame(opcodes.pong, next.payload));
    }
  });
  // A client that is gone has only closed its half.
  socket.on('end', () => socket.destroy());
  socket.once('close', stop).on('error', () => socket.destroy());
}

/** One unmasked frame, as servers write them. */
function frame(opcode: number, payload: Buffer): Buffer {
  const first = 0x80 | opcode;
  if (payload.length < 126) return Buffer.concat([Buffer.from([first, payload.length]), payload]);
  if (payload.length < 65_536) {
    const head = Buffer.from([first, 126, 0, 0]);
    head.writeUInt16BE(payload.length, 2);
    return Buffer.concat([head, payload]);
  }
  const head = Buffer.from([first, 127, 0, 0, 0, 0, 0, 0, 0, 0]);
  head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}

/** The first whole frame of what a client sent: short and masked, as all that clients have to say is. */
function readFrame(data: Buffer): { opcode: number; payload: Buffer; length: number } | undefined {
  const size = (data[1] ?? 0) & 0x7f;
  const length = 6 + size;
  if (data.length < 6 || size > 125 || data.length < length) return undefined;
  const mask = data.subarray(2, 6);
  const payload = Buffer.from(data.subarray(6, length).map((byte, at) => byte ^ (mask[at % 4] as number)));
  return { opcode: (data[0] ?? 0) & 0x0f, payload, length };
}
