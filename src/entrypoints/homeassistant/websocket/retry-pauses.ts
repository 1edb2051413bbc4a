import { toHarmoniqError } from '../../../lib/errors.ts';
import type { HomeTiming } from './home-timing.ts';

export interface RetryPauses {
  /** How long to wait after an attempt that failed with this error, or after a connection that ended (undefined). */
  next(error: unknown): number;
  /** Things went well: begin anew. */
  reset(): void;
}

/** Ever longer, and longer still after a refused token. */
export const createRetryPauses = ({ retryMs, refusedMs }: Pick<HomeTiming, 'retryMs' | 'refusedMs'>): RetryPauses => {
  let tries = 0;
  let refusals = 0;
  return {
    next(error) {
      const refused = error !== undefined && toHarmoniqError(error).code === 'unauthorized';
      return refused ? double(refusedMs, refusals++) : double(retryMs, tries++);
    },
    reset() {
      tries = 0;
      refusals = 0;
    },
  };
};

const double = ({ min, max }: { readonly min: number; readonly max: number }, times: number): number =>
  Math.min(min * 2 ** Math.min(times, 30), max);
