/** Every way Harmoniq can fail, and what each means to a caller: may it be tried again, exit code, HTTP status. */
export const errorTable = {
  'config-invalid': { retryable: false, exitCode: 78, httpStatus: 500 },
  'invalid-input': { retryable: false, exitCode: 64, httpStatus: 400 },
  'not-found': { retryable: false, exitCode: 66, httpStatus: 404 },
  conflict: { retryable: false, exitCode: 75, httpStatus: 409 },
  unauthorized: { retryable: false, exitCode: 77, httpStatus: 502 },
  unreachable: { retryable: true, exitCode: 69, httpStatus: 502 },
  timeout: { retryable: true, exitCode: 69, httpStatus: 504 },
  'rate-limited': { retryable: true, exitCode: 75, httpStatus: 503 },
  'bad-response': { retryable: true, exitCode: 76, httpStatus: 502 },
  internal: { retryable: false, exitCode: 70, httpStatus: 500 },
} as const;

export type ErrorCode = keyof typeof errorTable;

export interface ErrorContext {
  /** The foreign service concerned: "Plex", "Last.fm", "MQTT". */
  readonly service?: string | undefined;
  /** What the user can do about it, one sentence. */
  readonly hint?: string | undefined;
  /** HTTP status of a foreign answer. */
  readonly status?: number | undefined;
  /** How long the service asked us to wait. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** The only error that crosses a room's border. `message` is the fact; `hint` says what to do. */
export class HarmoniqError extends Error {
  override readonly name = 'HarmoniqError';
  readonly code: ErrorCode;
  readonly service: string | undefined;
  readonly hint: string | undefined;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, fact: string, context: ErrorContext = {}) {
    super(fact, context.cause === undefined ? undefined : { cause: context.cause });
    this.code = code;
    this.service = context.service;
    this.hint = context.hint;
    this.status = context.status;
    this.retryAfterMs = context.retryAfterMs;
  }

  get retryable(): boolean {
    return errorTable[this.code].retryable;
  }
}

/** By name, not by class: an AbortError may come from another realm (a worker, a test's sandbox). */
export const isAbort = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError';

/** Throws the signal's AbortError when it has fired. */
export const throwIfAborted = (signal: AbortSignal): void => {
  if (signal.aborted) throw abortError(signal);
};

/** An error named AbortError whatever the signal's reason is. */
export const abortError = (signal: AbortSignal): Error => {
  if (isAbort(signal.reason)) return signal.reason as Error;
  return new DOMException('The operation was stopped.', 'AbortError');
};

/** Wraps whatever was thrown; a HarmoniqError stays as it is. */
export const toHarmoniqError = (error: unknown): HarmoniqError => {
  if (error instanceof HarmoniqError) return error;
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return new HarmoniqError('internal', String(message), { cause: error });
};

/** Fact and hint in one line. */
export const describeError = (error: unknown): string => {
  const known = toHarmoniqError(error);
  return known.hint === undefined ? known.message : `${known.message} ${known.hint}`;
};
