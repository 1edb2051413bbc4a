import { HarmoniqError } from '../lib/errors.ts';
import type { Logger } from '../lib/logger.ts';

/** Passes over single answers that a service stumbles on; a dead or refusing service still ends the run. */
export interface Forgiveness {
  /** The answer, or the stand-in when the service answered with rubbish. Every other failure passes through. */
  in<Value>(answer: Promise<Value>, instead: Value): Promise<Value>;
  /** To be called when nothing came of it all: throws the last failure that was passed over, if there was one. */
  complain(): void;
}

export const createForgiveness = (logger: Logger): Forgiveness => {
  let last: HarmoniqError | undefined;
  return {
    async in(answer, instead) {
      try {
        return await answer;
      } catch (error) {
        if (!(error instanceof HarmoniqError) || error.code !== 'bad-response') throw error;
        last = error;
        logger.debug({ reason: error.message }, 'An answer that made no sense was passed over');
        return instead;
      }
    },
    complain() {
      if (last !== undefined) throw last;
    },
  };
};
