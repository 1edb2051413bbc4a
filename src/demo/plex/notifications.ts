import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Events, Notification } from './events.ts';

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
  const stop = events.subscribe((notification: Notification) => {
    if (wanted !== undefined && !wanted.has(notification.type)) return;
    response.write(`event: ${notification.type}\ndata: ${JSON.stringify({ NotificationContainer: notification })}\n\n`);
  });
  request.socket.once('close', stop);
}
