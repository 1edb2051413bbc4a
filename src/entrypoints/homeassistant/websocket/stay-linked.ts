import { describeError, toHarmoniqError } from '../../../lib/errors.ts';
import { sleep } from '../../../lib/lifecycle.ts';
import type { Logger } from '../../../lib/logger.ts';
import { createTroubleLog } from '../trouble-log.ts';
import { describeAddress, type HomeAddress } from '../../../config/home-address.ts';
import type { HomeFacts } from './home-config.ts';
import { openHomeConnection, type HomeConnection } from './home-connection.ts';
import { openHomeSession } from './home-session.ts';
import type { HomeState } from './home-state.ts';
import type { HomeTiming } from './home-timing.ts';
import type { Letter, Mailbox } from './mailbox.ts';
import { createRetryPauses } from './retry-pauses.ts';

export interface StayLinkedOptions {
  readonly address: HomeAddress;
  readonly state: HomeState;
  readonly mailbox: Mailbox;
  readonly timing: HomeTiming;
  readonly logger: Logger;
  readonly onFacts: (facts: HomeFacts) => void;
  readonly onCommand: ((event: unknown) => void) | undefined;
}

const words = {
  waiting: 'Waiting for Home Assistant',
  begun: 'Home Assistant is not heard, trying again',
  still: 'Still no Home Assistant',
  over: 'Home Assistant is heard',
};

/**
 * Keeps one connection to Home Assistant for as long as the signal lasts, and begins again after a pause when it ends or cannot be had, a refused token
 * included. Never rejects; a trouble is logged once, until it is over.
 */
export const stayLinked = async (options: StayLinkedOptions, signal: AbortSignal): Promise<void> => {
  const { address, timing, logger } = options;
  const trouble = createTroubleLog(logger, words);
  const pauses = createRetryPauses(timing);
  const warnOnce = createOnce((reason, message) => logger.warn({ reason }, message));
  while (!signal.aborted) {
    let failure: unknown;
    try {
      const connection = await openHomeConnection(address, timing, signal);
      const startedAtMs = performance.now();
      const onHeard = (facts: HomeFacts): void =>
        trouble.over({ homeAssistant: describeAddress(address), version: facts.version });
      await useConnection(connection, { ...options, warnOnce, onHeard }, signal).finally(() => {
        // One that ends at once, again and again, is no reason to hurry.
        if (performance.now() - startedAtMs > timing.retryMs.max) pauses.reset();
      });
    } catch (error) {
      failure = error;
    }
    if (signal.aborted) return;
    trouble.begin(describeError(failure));
    if (toHarmoniqError(failure).code === 'unauthorized') options.state.expect(0);
    // An aborted wait is the normal end of the link.
    await sleep(pauses.next(failure), signal).catch(() => undefined);
  }
};

interface Use extends StayLinkedOptions {
  readonly warnOnce: (key: string, reason: string, message: string) => void;
  readonly onHeard: (facts: HomeFacts) => void;
}

/** One connection from its opening to its end. Always rejects: a connection that ends is a failure unless the signal has fired. */
const useConnection = async (connection: HomeConnection, options: Use, signal: AbortSignal): Promise<never> => {
  const { state, mailbox } = options;
  const goodbye = (): void => void connection.end();
  signal.addEventListener('abort', goodbye, { once: true });
  try {
    if (signal.aborted) goodbye();
    const facts = await openHomeSession(connection, options, signal);
    options.onHeard(facts);
    mailbox.open((letter) => send(connection, letter, options));
    return await connection.lost;
  } finally {
    signal.removeEventListener('abort', goodbye);
    mailbox.close();
    state.noteConnected(false);
    await connection.end();
  }
};

/** `false` = it did not arrive and may another time; an account that may not fire events never may. */
const send = async (
  connection: HomeConnection,
  { event, data }: Letter,
  { logger, warnOnce }: Use,
): Promise<boolean> => {
  try {
    await connection.ask({ type: 'fire_event', event_type: event, event_data: data }, `to fire the event ${event}`);
    return true;
  } catch (error) {
    const { code } = toHarmoniqError(error);
    if (code === 'unauthorized') warnOnce('fire', describeError(error), 'Events cannot be fired in Home Assistant');
    else logger.debug({ event, reason: describeError(error) }, 'An event did not reach Home Assistant');
    return code === 'unauthorized';
  }
};

const createOnce = (say: (reason: string, message: string) => void) => {
  const said = new Set<string>();
  return (key: string, reason: string, message: string): void => {
    if (said.has(key)) return;
    said.add(key);
    say(reason, message);
  };
};
