import { request as requestPlain, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';
import { createEventStreamReader } from './event-stream.ts';
import type { Channel, ChannelEnd, ChannelOptions } from './notifications.ts';

const openTimeoutMs = 10_000;
/** Nothing at all for so long: the line is opened anew. Plex talks now and then even when nobody plays. */
const longestSilenceMs = 15 * 60_000;

/**
 * The same notifications as server-sent events, for servers and proxies that refuse WebSockets. An answer without an end is nothing for `lib/http.ts`,
 * which bounds every answer.
 */
export const createStreamChannel = (options: ChannelOptions): Channel => {
  const url = `${options.url.replace(/\/+$/, '')}/:/eventsource/notifications?filters=playing,timeline,activity`;
  const send = /^https:/i.test(url) ? requestSecure : requestPlain;

  return (handlers, signal) =>
    new Promise<ChannelEnd>((resolve) => {
      let end: ChannelEnd | undefined;
      let opened = false;
      const request: ClientRequest = send(url, {
        headers: { ...options.headers, Accept: 'text/event-stream' },
        agent: false,
        ...(options.tlsInsecure ? { rejectUnauthorized: false } : {}),
      });
      const hangUp = (): void => void request.destroy();
      const giveUp = (): void => {
        end ??= opened ? { kind: 'lost', reason: 'it fell silent' } : { kind: 'failed', reason: 'no answer in time' };
        hangUp();
      };
      let silence = setTimeout(giveUp, options.openTimeoutMs ?? openTimeoutMs);
      const read = (response: IncomingMessage): void => {
        if (response.statusCode !== 200 || !/event-stream/i.test(response.headers['content-type'] ?? '')) {
          end ??= { kind: 'refused', reason: `status ${response.statusCode ?? 0}`, status: response.statusCode };
          return hangUp();
        }
        opened = true;
        clearTimeout(silence);
        silence = setTimeout(giveUp, longestSilenceMs);
        response.socket.setKeepAlive(true, options.pingEveryMs);
        const reader = createEventStreamReader(({ name, data }) => handlers.onMessage(data, name));
        handlers.onOpen();
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          silence.refresh();
          reader.add(part);
        });
        response.on('error', () => undefined);
        response.on('end', hangUp);
      };
      request.on('response', read);
      request.on('error', (error: Error & { readonly code?: unknown }) => {
        const reason = typeof error.code === 'string' ? error.code : 'no answer';
        end ??= { kind: opened ? 'lost' : 'failed', reason };
      });
      request.on('close', () => {
        clearTimeout(silence);
        signal.removeEventListener('abort', hangUp);
        resolve(end ?? { kind: opened ? 'lost' : 'failed', reason: 'it was closed' });
      });
      signal.addEventListener('abort', hangUp, { once: true });
      if (signal.aborted) hangUp();
      request.end();
    });
};
