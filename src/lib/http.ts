import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import PQueue from 'p-queue';
import { HarmoniqError, abortError, isAbort, throwIfAborted } from './errors.ts';
import { sleep } from './lifecycle.ts';
import type { Logger } from './logger.ts';

export interface HttpClientOptions {
  /** For messages: "Plex", "Last.fm". */
  readonly service: string;
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly timeoutMs: number;
  /** Requests in flight. */
  readonly concurrency: number;
  /** Requests started per second. */
  readonly ratePerSecond: number;
  /** Tries after the first, for reads and idempotent writes. */
  readonly retries: number;
  /** First pause; doubles each time, with jitter. */
  readonly backoffMs?: number | undefined;
  readonly httpAgent?: HttpAgent | undefined;
  readonly httpsAgent?: HttpsAgent | undefined;
  readonly logger: Logger;
  /** A service may know better which answers are failures (an error inside a 200). Throw a HarmoniqError to reject the answer. */
  readonly inspect?: ((answer: HttpAnswer) => void) | undefined;
  /** Says no to another try that the error's code would allow; `tried` counts the tries after the first. */
  readonly mayRetry?: ((failure: HarmoniqError, tried: number) => boolean) | undefined;
  /** What to do when the address does not answer; ends the error message. */
  readonly unreachableHint?: string | undefined;
  readonly unauthorizedHint?: string | undefined;
  /** Largest accepted body. */
  readonly maxBytes?: number | undefined;
}

export interface HttpRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | undefined;
  readonly path: string;
  /** URLSearchParams keeps order and repeated names, which filter languages need. */
  readonly query?: URLSearchParams | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number | undefined;
  /** May this request be sent again when its answer was lost? Default: only GET. */
  readonly idempotent?: boolean | undefined;
  readonly retries?: number | undefined;
  /** Statuses that are an answer, not an error (e.g. 404 on a look-up). */
  readonly accept?: readonly number[] | undefined;
  readonly responseType?: 'json' | 'text' | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON (`json`) or the text. */
  readonly data: unknown;
}

export interface HttpClient {
  request(request: HttpRequest): Promise<HttpAnswer>;
}

const longestBackoffMs = 60_000;
const defaultMaxBytes = 64 * 1024 * 1024;

/** The one place where outside calls are made: bounded, rate-limited, retried, cancellable, logged without query or token. */
export const createHttpClient = (options: HttpClientOptions): HttpClient => {
  const transport = createTransport(options);
  const queue = new PQueue({
    concurrency: options.concurrency,
    ...(Number.isFinite(options.ratePerSecond)
      ? { interval: 1_000, intervalCap: Math.max(1, Math.round(options.ratePerSecond)) }
      : {}),
  });

  const attempt = async (request: HttpRequest): Promise<HttpAnswer> => {
    const startedAt = performance.now();
    const answer = await queue.add(() => send(transport, options, request), { signal: request.signal });
    options.logger.debug(
      {
        service: options.service,
        method: request.method ?? 'GET',
        path: request.path,
        status: answer.status,
        ms: Math.round(performance.now() - startedAt),
      },
      'Request answered',
    );
    return answer;
  };

  return {
    async request(request) {
      const mayRepeat = request.idempotent ?? (request.method ?? 'GET') === 'GET';
      const retries = mayRepeat ? (request.retries ?? options.retries) : 0;
      for (let tried = 0; ; tried += 1) {
        throwIfAborted(request.signal);
        try {
          return await attempt(request);
        } catch (error) {
          if (request.signal.aborted) throw abortError(request.signal);
          const failure = translate(error, options);
          if (!failure.retryable || tried >= retries || options.mayRetry?.(failure, tried) === false) throw failure;
          const pauseMs = failure.retryAfterMs ?? backoff(options.backoffMs ?? 500, tried);
          options.logger.debug(
            { service: options.service, path: request.path, code: failure.code, pauseMs, tried },
            'Request will be tried again',
          );
          await sleep(Math.min(pauseMs, longestBackoffMs), request.signal);
        }
      }
    },
  };
};

const backoff = (firstMs: number, tried: number): number => firstMs * 2 ** tried * (0.75 + Math.random() / 2);

const createTransport = (options: HttpClientOptions): AxiosInstance =>
  axios.create({
    baseURL: options.baseUrl.replace(/\/+$/, ''),
    headers: { ...options.headers },
    timeout: options.timeoutMs,
    maxRedirects: 3,
    beforeRedirect: (next: Record<string, unknown>) => refuseForeignRedirect(options.baseUrl, String(next.hostname)),
    maxContentLength: options.maxBytes ?? defaultMaxBytes,
    // Bodies are parsed below: an error page in HTML or XML must not surface as a parser's complaint.
    responseType: 'text',
    transformResponse: [(data: unknown) => data],
    validateStatus: () => true,
    proxy: false,
    ...(options.httpAgent === undefined ? {} : { httpAgent: options.httpAgent }),
    ...(options.httpsAgent === undefined ? {} : { httpsAgent: options.httpsAgent }),
  });

/** Our headers may carry a token in a field that no library knows to be one: it goes to the configured host or nowhere. */
const refuseForeignRedirect = (baseUrl: string, hostname: string): void => {
  if (hostname !== new URL(baseUrl).hostname) throw new Error('redirect to another host');
};

const send = async (
  transport: AxiosInstance,
  options: HttpClientOptions,
  request: HttpRequest,
): Promise<HttpAnswer> => {
  const timeoutMs = request.timeoutMs ?? options.timeoutMs;
  // axios's own timeout does not cover a body that trickles in, so the deadline is a signal.
  const deadline = AbortSignal.timeout(timeoutMs);
  let response: AxiosResponse<string>;
  try {
    response = await transport.request<string>({
      method: request.method ?? 'GET',
      url: request.path,
      params: request.query,
      ...(request.headers === undefined ? {} : { headers: { ...request.headers } }),
      data: request.body,
      signal: AbortSignal.any([request.signal, deadline]),
      timeout: timeoutMs,
      // A redirected write may arrive as a read, or twice.
      ...((request.method ?? 'GET') === 'GET' ? {} : { maxRedirects: 0 }),
    });
  } catch (error) {
    // No cause: axios errors carry the request's headers, tokens included.
    if (deadline.aborted && !request.signal.aborted)
      throw new HarmoniqError(
        'timeout',
        `${options.service} did not answer within ${Math.round(timeoutMs / 1000)} s.`,
        { service: options.service },
      );
    throw error;
  }
  const headers = response.headers as Record<string, string | undefined>;
  const expected =
    (response.status >= 200 && response.status < 300) || (request.accept ?? []).includes(response.status);
  if (!expected) {
    // A service that explains its refusals in the body gets to name the error first.
    options.inspect?.({ status: response.status, headers, data: tryParse(response.data) });
    throw statusError(options, request, response.status, headers['retry-after']);
  }
  const data = request.responseType === 'text' ? response.data : parse(options, request, response);
  const answer = { status: response.status, headers, data };
  options.inspect?.(answer);
  return answer;
};

const tryParse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

const parse = (options: HttpClientOptions, request: HttpRequest, response: AxiosResponse<string>): unknown => {
  if (response.data === '' || response.data === undefined || response.status >= 400) return undefined;
  try {
    return JSON.parse(response.data) as unknown;
  } catch (cause) {
    throw new HarmoniqError(
      'bad-response',
      `${options.service} answered ${request.path} with something that is not JSON.`,
      {
        service: options.service,
        status: response.status,
        cause,
      },
    );
  }
};

const statusError = (
  options: HttpClientOptions,
  request: HttpRequest,
  status: number,
  retryAfter: string | undefined,
): HarmoniqError => {
  const { service } = options;
  const fact = `${service} answered ${request.path} with status ${status}.`;
  if (status === 401 || status === 403)
    return new HarmoniqError('unauthorized', fact, { service, status, hint: options.unauthorizedHint });
  if (status === 404 || status === 410) return new HarmoniqError('not-found', fact, { service, status });
  if (status === 429)
    return new HarmoniqError('rate-limited', fact, { service, status, retryAfterMs: parseRetryAfter(retryAfter) });
  if (status === 503)
    return new HarmoniqError('unreachable', `${service} is starting or under maintenance (status 503).`, {
      service,
      status,
      retryAfterMs: parseRetryAfter(retryAfter),
    });
  if (status >= 500) return new HarmoniqError('bad-response', fact, { service, status });
  return new HarmoniqError('invalid-input', fact, { service, status });
};

const parseRetryAfter = (value: string | undefined): number | undefined => {
  if (value === undefined) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const moment = Date.parse(value);
  return Number.isNaN(moment) ? undefined : Math.max(0, moment - Date.now());
};

const networkFacts: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'closed the connection',
  ENOTFOUND: 'has a host name that is not known here',
  EAI_AGAIN: 'has a host name that could not be looked up',
  ECONNABORTED: 'did not answer in time',
  ETIMEDOUT: 'did not answer in time',
  EHOSTUNREACH: 'cannot be reached from here',
  ERR_FR_REDIRECTION_FAILURE:
    'sends us on to another host, which is not followed; configure that address if it is right',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another host name',
};

const translate = (error: unknown, options: HttpClientOptions): HarmoniqError => {
  if (error instanceof HarmoniqError) return error;
  if (isAbort(error))
    return new HarmoniqError('timeout', `${options.service} did not answer in time.`, { service: options.service });
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const timedOut = code === 'ECONNABORTED' || code === 'ETIMEDOUT';
  return new HarmoniqError(
    timedOut ? 'timeout' : 'unreachable',
    `${options.service} ${networkFacts[code] ?? `cannot be reached (${code || 'no detail'})`}.`,
    {
      service: options.service,
      hint: options.unreachableHint,
      // axios errors carry the request's headers, tokens included: only the code goes on.
      cause: code === '' ? undefined : new Error(code),
    },
  );
};
