import { createHttpClient, type HttpAnswer, type HttpClient } from '../lib/http.ts';
import type { Logger } from '../lib/logger.ts';
import { createLastfmGuard } from './lastfm-guard.ts';
import { lastfmCodes, readRefusal } from './lastfm-errors.ts';
import { isRecord, type Json } from './lastfm-parse.ts';

export interface LastfmClientOptions {
  readonly url: string;
  readonly apiKey: string;
  readonly userAgent: string;
  readonly logger: Logger;
  /** First pause between tries; doubles. */
  readonly backoffMs: number;
  /** How long Last.fm is left alone after "too many requests". */
  readonly rateLimitPauseMs: number;
  readonly timeoutMs: number;
  readonly requestsPerSecond: number;
}

/** Calls one method; undefined = Last.fm knows nothing of that name. Throws HarmoniqError. */
export type LastfmCall = (
  method: string,
  params: Readonly<Record<string, string | number>>,
  signal: AbortSignal,
) => Promise<Json | undefined>;

export const createLastfmClient = (options: LastfmClientOptions): LastfmCall => {
  const guard = createLastfmGuard(options.rateLimitPauseMs);
  /** Refusals that only mean "nothing of that name". */
  const emptyAnswers = new WeakSet<object>();

  const inspect = (answer: HttpAnswer): void => {
    const refusal = readRefusal(answer, options.rateLimitPauseMs);
    if (refusal === undefined) return;
    const { code, failure } = refusal;
    if (code === lastfmCodes.badParameter || code === lastfmCodes.badResource) emptyAnswers.add(failure);
    guard.note(refusal);
    throw failure;
  };
  const connect = (ratePerSecond: number, concurrency: number): HttpClient =>
    createHttpClient({
      service: 'Last.fm',
      baseUrl: options.url,
      headers: { 'user-agent': options.userAgent, accept: 'application/json' },
      timeoutMs: options.timeoutMs,
      concurrency,
      ratePerSecond,
      retries: 4,
      backoffMs: options.backoffMs,
      logger: options.logger,
      inspect,
      // One pause is patience; more would hold up every other playlist.
      mayRetry: (failure, tried) => failure.code !== 'rate-limited' || tried === 0,
      unreachableHint: 'Check the internet connection and LASTFM_URL; the next run tries again.',
      unauthorizedHint: 'Check LASTFM_API_KEY and LASTFM_URL.',
      maxBytes: 16 * 1024 * 1024,
    });
  const brisk = connect(options.requestsPerSecond, 2);
  const gentle = connect(options.requestsPerSecond / 2, 1);

  return async (method, params, signal) => {
    await guard.pass(signal);
    const query = new URLSearchParams({ method, format: 'json', api_key: options.apiKey });
    for (const [name, value] of Object.entries(params)) query.set(name, String(value));
    try {
      const { data } = await (guard.wasTooFast() ? gentle : brisk).request({ path: '/2.0/', query, signal });
      guard.noteSuccess();
      return isRecord(data) ? data : {};
    } catch (error) {
      if (typeof error === 'object' && error !== null && emptyAnswers.has(error)) return undefined;
      throw error;
    }
  };
};
