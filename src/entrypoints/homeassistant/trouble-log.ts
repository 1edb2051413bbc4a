import type { Logger } from '../../lib/logger.ts';

export interface TroubleWords {
  /** Said of something that may be awaited ("MQTT waits for a broker"). */
  readonly waiting: string;
  readonly begun: string;
  readonly still: string;
  readonly over: string;
}

/** One line when a trouble begins or changes, one when it is over; repetitions only for those who look closely. */
export const createTroubleLog = (logger: Logger, words: TroubleWords) => {
  let current: string | undefined;
  const once = (reason: string, say: () => void): void => {
    if (current === reason) logger.debug({ reason }, words.still);
    else say();
    current = reason;
  };
  return {
    wait: (reason: string) => once(reason, () => logger.info({ reason }, words.waiting)),
    begin: (reason: string) => once(reason, () => logger.warn({ reason }, words.begun)),
    over: (facts: Readonly<Record<string, unknown>>) => {
      current = undefined;
      logger.info(facts, words.over);
    },
  };
};
