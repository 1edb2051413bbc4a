import { HarmoniqError } from '../lib/errors.ts';
import type { HttpAnswer } from '../lib/http.ts';
import { isRecord, toName } from './lastfm-parse.ts';

const service = 'Last.fm';
const keyHint = 'Check LASTFM_API_KEY; a key can be made at https://www.last.fm/api/account/create.';
const laterHint = 'Nothing was changed; the next run tries again.';
const reportHint = 'Check LASTFM_URL; if it is the public address, this is a fault in Harmoniq.';

/** Last.fm's own numbers that change how it is called from then on. */
export const lastfmCodes = { badParameter: 6, badResource: 7, suspendedKey: 26, tooManyRequests: 29 } as const;

const toError = (code: number, message: string, pauseMs: number): HarmoniqError => {
  const said = message === '' ? '' : ` ("${message}")`;
  switch (code) {
    case 2:
    case 3:
    case 5:
    case 13:
    case 27:
      return new HarmoniqError('internal', `Last.fm refused a request as malformed: error ${code}${said}.`, {
        service,
        hint: reportHint,
      });
    case 4:
    case 9:
    case 10:
      return new HarmoniqError('unauthorized', `Last.fm refused the API key: error ${code}${said}.`, {
        service,
        hint: keyHint,
      });
    case 6:
    case 7:
      return new HarmoniqError('not-found', `Last.fm knows nothing of that name: error ${code}${said}.`, { service });
    case 17:
      return new HarmoniqError('unauthorized', `The Last.fm profile hides its listening: error 17${said}.`, {
        service,
        hint: 'Turn off "Hide recent listening information" in the privacy settings of that Last.fm account.',
      });
    case lastfmCodes.suspendedKey:
      return new HarmoniqError('unauthorized', `Last.fm has suspended the API key: error 26${said}.`, {
        service,
        hint: 'Harmoniq makes no further call with it. Make a new key, set LASTFM_API_KEY and restart.',
      });
    case 29:
      return new HarmoniqError('rate-limited', `Last.fm asks for fewer requests: error 29${said}.`, {
        service,
        hint: laterHint,
        retryAfterMs: pauseMs,
      });
    case 11:
    case 16:
      return new HarmoniqError('unreachable', `Last.fm is out of service for the moment: error ${code}${said}.`, {
        service,
        hint: laterHint,
      });
    default:
      return new HarmoniqError('bad-response', `Last.fm could not answer: error ${code}${said}.`, {
        service,
        hint: laterHint,
      });
  }
};

/** What Last.fm said when it refused; `code` is its own number (29 also stands for a bare status 429). */
export interface LastfmRefusal {
  readonly code: number;
  readonly failure: HarmoniqError;
}

/**
 * Recognises an error in disguise: Last.fm sends `{"error":n,"message":…}` with status 200 as well as with 4xx and 5xx (its API
 * documentation, "error codes"). `pauseMs` is how long to leave it in peace after code 29. undefined = no word of refusal.
 */
export const readRefusal = ({ data, status }: HttpAnswer, pauseMs: number): LastfmRefusal | undefined => {
  if (isRecord(data) && 'error' in data) {
    const code = Number(data.error);
    const message = toName(data.message)?.slice(0, 200) ?? '';
    return { code, failure: toError(code, message, pauseMs) };
  }
  if (status === 429) return { code: 29, failure: toError(29, '', pauseMs) };
  if (status >= 400 || isRecord(data)) return undefined;
  const failure = new HarmoniqError('bad-response', 'Last.fm answered with something that is not its format.', {
    service,
    hint: laterHint,
  });
  return { code: Number.NaN, failure };
};
