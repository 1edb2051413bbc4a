import { describeError, isAbort } from '../../lib/errors.ts';
import { sleep } from '../../lib/lifecycle.ts';
import type { Logger } from '../../lib/logger.ts';
import type { MusicServer } from '../server.ts';
import type { Channel, ChannelEnd } from './notifications.ts';
import { readNotification } from './read-notification.ts';

export interface WatchOptions {
  readonly socket: Channel;
  /** Tried where the WebSocket is refused. */
  readonly stream: Channel;
  /** First pause; doubles up to `longestPauseMs`. */
  readonly firstPauseMs: number;
  readonly logger: Logger;
}

const longestPauseMs = 64_000;
/** A connection that held this long was a good one. */
const steadyMs = 10_000;

/** Listens to a server's notifications, over whichever channel it accepts, until the signal fires. */
export const createWatch = ({ socket, stream, firstPauseMs, logger }: WatchOptions): MusicServer['watch'] => {
  const watch: MusicServer['watch'] = async (listener, signal) => {
    let channel = socket;
    let troubles = 0;
    // Until the first try is over nothing can have been missed.
    let missed = false;
    const hear = (event: Parameters<typeof listener>[0]): void => {
      try {
        if (!signal.aborted) listener(event);
      } catch (error) {
        logger.error(
          { event: event.kind, reason: describeError(error) },
          'A notification of Plex could not be dealt with',
        );
      }
    };
    const listenOnce = async (): Promise<ChannelEnd & { readonly steady: boolean }> => {
      let openedAt: number | undefined;
      const end = await channel(
        {
          onOpen: () => {
            openedAt = performance.now();
            logger.debug({ way: channel === socket ? 'WebSocket' : 'event stream' }, "Plex's notifications are heard");
            if (missed) hear({ kind: 'reconnected' });
          },
          onMessage: (text, name) => readNotification(text, name).forEach(hear),
        },
        signal,
      );
      return { ...end, steady: openedAt !== undefined && performance.now() - openedAt >= steadyMs };
    };
    const pause = (): Promise<void> => {
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(troubles - 1, 16));
      return sleep(pauseMs * (0.75 + Math.random() / 2), signal).catch((error: unknown) => {
        if (!isAbort(error)) throw error;
      });
    };

    while (!signal.aborted) {
      const end = await listenOnce();
      if (signal.aborted) return;
      logger.debug({ reason: end.reason, kind: end.kind }, "Plex's notifications are not heard");
      if (channel === socket && end.kind === 'refused') {
        channel = stream;
        continue;
      }
      missed = true;
      if (troubles === 0 && (end.status === 401 || end.status === 403))
        logger.warn({ status: end.status }, 'Plex refuses its notifications to this account; they are asked for again');
      troubles = end.steady ? 1 : troubles + 1;
      // A line that breaks at once may be a proxy that only pretends to know this way.
      const flaky = end.kind === 'lost' && !end.steady && channel === socket && troubles >= 2;
      channel = flaky ? stream : socket;
      await pause();
    }
  };
  return watch;
};
