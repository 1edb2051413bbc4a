import { describeError, toHarmoniqError } from '../../lib/errors.ts';
import { sleep, withTimeout } from '../../lib/lifecycle.ts';
import type { Logger } from '../../lib/logger.ts';
import { openBrokerLink, type BrokerLink, type LinkOptions } from './broker-link.ts';
import { describeBroker, type ResolveBroker } from './broker-answer.ts';
import type { BridgeTiming } from './timing.ts';
import { createTroubleLog } from './trouble-log.ts';

export interface ConnectionOptions {
  readonly resolveBroker: ResolveBroker;
  readonly link: LinkOptions;
  readonly timing: BridgeTiming;
  readonly logger: Logger;
  /**
   * Works over one connection until the signal fires, which it does when the connection ends or the service stops. Calls `onReady` once it is of
   * use; a rejection gives the connection up.
   */
  readonly onConnected: (link: BrokerLink, signal: AbortSignal, onReady: () => void) => Promise<void>;
  /** The last words over a living connection when the service stops. */
  readonly onGoodbye: (link: BrokerLink) => Promise<void>;
}

const windDownMs = 200;
const goodbyeLimitMs = 1_000;
/** A connection that ends sooner, several times in a row, was pushed out by another client of the same id. */
const shortMs = 15_000;
const shortsUntilWarning = 3;

/**
 * Keeps one connection to the broker for as long as the signal lasts: asks where the broker is, connects, and begins again after a pause when the
 * connection ends. Never rejects for a foreign reason; a trouble is logged once, until it is over.
 */
export const stayConnected = async (options: ConnectionOptions, signal: AbortSignal): Promise<void> => {
  const { timing, logger } = options;
  const trouble = createTroubleLog(logger, mqttTroubles);
  let shorts = 0;
  while (!signal.aborted) {
    try {
      const answer = await options.resolveBroker(signal);
      if (answer.kind === 'none') {
        logger.info('MQTT is off: no broker is configured');
        return;
      }
      if (answer.kind === 'later') {
        trouble.wait(answer.reason);
        await sleep(timing.brokerPollMs, signal);
        continue;
      }
      const link = await openBrokerLink(answer.broker, options.link, signal);
      const startedAtMs = performance.now();
      const failure = await useLink(link, options, signal, () =>
        trouble.over({ broker: describeBroker(answer.broker) }),
      );
      if (signal.aborted) return;
      trouble.begin(failure ?? 'The connection to the MQTT broker ended.');
      shorts = performance.now() - startedAtMs < shortMs ? shorts + 1 : 0;
      if (shorts === shortsUntilWarning) warnOfTwin(logger, options.link.clientId);
      await sleep(timing.reconnectMs, signal);
    } catch (error) {
      if (signal.aborted) return;
      trouble.begin(describeError(error));
      await sleep(pauseAfter(error, timing), signal).catch(() => undefined);
    }
  }
};

const pauseAfter = (error: unknown, timing: BridgeTiming): number =>
  toHarmoniqError(error).code === 'unauthorized' ? timing.brokerPollMs : timing.reconnectMs;

/** Gives the reason when the work failed although the connection stood. */
const useLink = async (
  link: BrokerLink,
  options: ConnectionOptions,
  signal: AbortSignal,
  onReady: () => void,
): Promise<string | undefined> => {
  const over = new AbortController();
  const during = AbortSignal.any([signal, over.signal]);
  let failure: string | undefined;
  const work = options.onConnected(link, during, onReady).catch((error: unknown) => {
    if (during.aborted || toHarmoniqError(error).code === 'unreachable') return;
    failure = describeError(error);
    link.drop();
  });
  const stopped = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true, signal: over.signal });
  });
  await Promise.race([link.closed, stopped]);
  over.abort();
  if (!signal.aborted) await work;
  else {
    // A broker that confirms nothing must not keep the service from stopping.
    await Promise.race([work, sleep(windDownMs)]);
    await sayGoodbye(link, options);
  }
  return failure;
};

const sayGoodbye = async (link: BrokerLink, { onGoodbye, logger }: ConnectionOptions): Promise<void> => {
  try {
    await withTimeout(
      onGoodbye(link).then(() => link.end()),
      goodbyeLimitMs,
      'Leaving the MQTT broker',
    );
  } catch (error) {
    // The will says the same once the broker notices.
    logger.debug({ reason: describeError(error) }, 'Left the MQTT broker without goodbye');
    link.drop();
  }
};

const warnOfTwin = (logger: Logger, clientId: string): void =>
  logger.warn(
    { clientId },
    'The MQTT broker keeps ending the connection. If another Harmoniq uses this broker, give each its own INSTANCE_ID',
  );

const mqttTroubles = {
  waiting: 'MQTT waits for a broker',
  begun: 'MQTT is not available, trying again',
  still: 'Still no MQTT broker',
  over: 'Connected to the MQTT broker',
};
