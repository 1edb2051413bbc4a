import { HarmoniqError, abortError, toHarmoniqError, type ErrorCode } from '../../lib/errors.ts';
import { withTimeout } from '../../lib/lifecycle.ts';

/** What one look at one thing found. */
export interface Check {
  readonly name: string;
  /** `warn`: it works, but not as well as it could. */
  readonly state: 'ok' | 'warn' | 'fail';
  /** The fact, one sentence or figure. */
  readonly found: string;
  /** What to do about it; always there when something failed. */
  readonly advice?: string | undefined;
  /** What kind of failure; decides the exit code. */
  readonly code?: ErrorCode | undefined;
}

export type Finding = Omit<Check, 'name'>;

export const fine = (found: string): Finding => ({ state: 'ok', found });
export const doubtful = (found: string, advice: string): Finding => ({ state: 'warn', found, advice });
export const failed = (found: string, advice: string, code: ErrorCode): Finding => ({
  state: 'fail',
  found,
  advice,
  code,
});

const usualAdvice = "Harmoniq's log at LOG_LEVEL=debug tells more.";

/** The same words for every error that a check runs into. */
export const toFinding = (error: unknown): Finding => {
  const known = toHarmoniqError(error);
  return failed(known.message, known.hint ?? usualAdvice, known.code);
};

/** Not looked at, because something it rests on is broken; says which. */
export const notChecked = (name: string, because: string): Check => ({
  name,
  ...doubtful(`Not checked, because ${because}.`, 'Repair that first and ask again.'),
});

/**
 * Looks at one thing within its time. Whatever goes wrong becomes a finding, so that the other checks go on; only the user's own stop is
 * thrown on.
 */
export const examine = async (
  name: string,
  timeoutMs: number,
  signal: AbortSignal,
  look: (signal: AbortSignal) => Promise<Finding>,
): Promise<Check> => {
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    const bounded = AbortSignal.any([signal, deadline]);
    // A look that is deaf to its signal must not hold up the report.
    return { name, ...(await withTimeout(look(bounded), timeoutMs + 500, name)) };
  } catch (error) {
    if (signal.aborted) throw abortError(signal);
    if (deadline.aborted) return { name, ...toFinding(tookTooLong(timeoutMs)) };
    return { name, ...toFinding(error) };
  }
};

const tookTooLong = (timeoutMs: number): HarmoniqError =>
  new HarmoniqError('timeout', `No answer within ${Math.round(timeoutMs / 1000)} s.`, {
    hint: 'Look whether the service is very busy, and ask again.',
  });
