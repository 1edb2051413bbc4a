import type { HarmoniqError } from '../lib/errors.ts';
import { sleep } from '../lib/lifecycle.ts';
import { lastfmCodes, type LastfmRefusal } from './lastfm-errors.ts';

/** Remembers what Last.fm has forbidden: for a while (too many requests) or for the life of this process (a suspended key). */
export interface LastfmGuard {
  note(refusal: LastfmRefusal): void;
  noteSuccess(): void;
  /** Has it ever complained about the rate? Then half of it must do. */
  wasTooFast(): boolean;
  /**
   * Returns when a call may be made. The first complaint is waited out; after a second one in a row callers are turned away
   * (`rate-limited`) until the pause is over, so that no run hangs for minutes.
   */
  pass(signal: AbortSignal): Promise<void>;
}

export const createLastfmGuard = (pauseMs: number): LastfmGuard => {
  let suspension: HarmoniqError | undefined;
  let complaint: HarmoniqError | undefined;
  let complaintsInARow = 0;
  let tooFast = false;
  let closedUntilMs = 0;

  return {
    note({ code, failure }) {
      if (code === lastfmCodes.suspendedKey) suspension = failure;
      if (code !== lastfmCodes.tooManyRequests) return;
      tooFast = true;
      // Answers to requests that were already on their way belong to the same complaint.
      if (performance.now() < closedUntilMs) return;
      complaint = failure;
      complaintsInARow += 1;
      closedUntilMs = performance.now() + pauseMs;
    },
    noteSuccess() {
      if (performance.now() >= closedUntilMs) complaintsInARow = 0;
    },
    wasTooFast: () => tooFast,
    async pass(signal) {
      if (suspension !== undefined) throw suspension;
      const remainingMs = closedUntilMs - performance.now();
      if (remainingMs <= 0) return;
      if (complaintsInARow > 1 && complaint !== undefined) throw complaint;
      await sleep(remainingMs, signal);
    },
  };
};
