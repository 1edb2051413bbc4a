import { HarmoniqError, abortError } from '../../lib/errors.ts';
import type { HttpAnswer } from '../../lib/http.ts';

/** Names a 503 by what Plex says about it: `<Response code="503" title="Maintenance" status="…">`, XML even when JSON was asked for. */
export const readMaintenance = (answer: HttpAnswer): void => {
  if (answer.status !== 503 || typeof answer.data !== 'string') return;
  const told = /\bstatus="([^"]{1,300})"/.exec(answer.data)?.[1] ?? /\btitle="([^"]{1,300})"/.exec(answer.data)?.[1];
  if (told === undefined) return;
  throw new HarmoniqError('unreachable', `Plex is starting or under maintenance: ${told}`, {
    service: 'Plex',
    status: 503,
    hint: 'Wait until the server has finished; it will be asked again.',
    ...retryAfter(answer.headers['retry-after']),
  });
};

const retryAfter = (value: string | undefined): { readonly retryAfterMs?: number } => {
  const seconds = Number(value ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? { retryAfterMs: seconds * 1_000 } : {};
};

const selfSigned = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
];

/** What a person can do about a connection that failed with this code. */
export const hintForCode = (code: string, url: string): string => {
  const host = readHost(url);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return 'Plex\'s certificate is for its plex.direct name: use that address ("harmoniq login" shows it), or http:// inside your network, or set PLEX_TLS_INSECURE=true.';
  if (selfSigned.includes(code))
    return 'The certificate is not trusted here: use the plex.direct address, or set PLEX_TLS_INSECURE=true for this server.';
  if ((code === 'ENOTFOUND' || code === 'EAI_AGAIN') && host.endsWith('.plex.direct'))
    return 'Your router probably blocks names that point into your own network (DNS rebinding protection): allow plex.direct there, or use http:// with the address of the server.';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `Check the host name ${host} in PLEX_URL.`;
  if (code === 'EPROTO') return 'The port does not speak TLS: use http:// in PLEX_URL.';
  if (code === 'ECONNREFUSED' && isLoopback(host))
    return 'Inside a container "localhost" is the container itself: use the address of the machine that runs Plex in PLEX_URL.';
  return 'Check that the server runs and that PLEX_URL (usually http://address:32400) can be reached from here.';
};

const isLoopback = (host: string): boolean => host === 'localhost' || host === '[::1]' || host.startsWith('127.');

const readHost = (url: string): string => {
  try {
    return new URL(url).hostname;
  } catch {
    return url;
  }
};

/** The same failure without its cause, which may hold the request with its token. An abort stays an abort. */
export const withoutCause = (error: unknown, signal: AbortSignal): Error => {
  if (signal.aborted) return abortError(signal);
  if (!(error instanceof HarmoniqError)) return new HarmoniqError('internal', 'A request failed unexpectedly.');
  const { code, message, service, hint, status, retryAfterMs } = error;
  return new HarmoniqError(code, message, { service, hint, status, retryAfterMs });
};

/** Puts a fitting hint on a failure and drops its cause, which may hold the request with its token. An abort stays an abort. */
export const explain = (error: unknown, url: string, signal: AbortSignal): Error => {
  if (signal.aborted) return abortError(signal);
  if (!(error instanceof HarmoniqError)) return new HarmoniqError('internal', 'A request to Plex failed unexpectedly.');
  const code = error.cause instanceof Error ? error.cause.message : '';
  const connectionFailed = error.code === 'unreachable' && error.status === undefined;
  return new HarmoniqError(error.code, error.message, {
    service: 'Plex',
    status: error.status,
    retryAfterMs: error.retryAfterMs,
    hint: connectionFailed ? hintForCode(code, url) : (error.hint ?? hintForStatus(error)),
  });
};

const hintForStatus = (error: HarmoniqError): string | undefined => {
  if (error.status === 403)
    return "The token belongs to a user who may not do this: use the token of the server's owner.";
  if (error.code === 'timeout')
    return 'The server may be scanning or on slow storage; raise PLEX_TIMEOUT_SECONDS if this lasts.';
  return undefined;
};

/** The account may not see this: 401, 403. */
export const isRefused = (error: unknown): boolean => error instanceof HarmoniqError && error.code === 'unauthorized';

/** The server does not know the address, the item, or an argument: 400, 404, 405, 410. */
export const isUnknown = (error: unknown): boolean =>
  error instanceof HarmoniqError && [400, 404, 405, 410].includes(error.status ?? 0);
