import { ERR_CONNECTION_LOST, ERR_INVALID_AUTH } from 'home-assistant-js-websocket';
import { HarmoniqError } from '../../../lib/errors.ts';
import { toOneLine } from '../../../lib/one-line.ts';
import { describeAddress, type HomeAddress } from '../../../config/home-address.ts';

const service = 'Home Assistant';

export const refusedToken = (address: HomeAddress): HarmoniqError =>
  address.by === 'supervisor'
    ? new HarmoniqError('unauthorized', 'The Supervisor refused access to Home Assistant.', {
        service,
        hint: 'The add-on needs "homeassistant_api: true"; reinstall it if that is missing.',
      })
    : new HarmoniqError('unauthorized', `Home Assistant at ${describeAddress(address)} refused the token.`, {
        service,
        hint: 'Make a long-lived access token in your Home Assistant profile (Security) and set HASS_TOKEN to it.',
      });

/** `detail`: a system error code or an HTTP status. */
export const unreachableHome = (address: HomeAddress, detail: string | undefined): HarmoniqError => {
  const suffix = detail === undefined ? '' : ` (${detail})`;
  return new HarmoniqError('unreachable', `Home Assistant at ${describeAddress(address)} cannot be reached${suffix}.`, {
    service,
    hint: address.by === 'supervisor' ? 'It may be starting.' : toHint(detail),
  });
};

const toHint = (detail: string | undefined): string => {
  if (detail === 'HTTP 403') return 'It may have banned us after failed logins: look into its ip_bans.yaml.';
  if (detail?.startsWith('HTTP 4') === true || detail?.startsWith('HTTP 2') === true)
    return 'HASS_URL must be the address at which you open Home Assistant, without a path.';
  if (detail?.startsWith('HTTP 3') === true)
    return 'It sends us elsewhere: set HASS_URL to its final address (https?).';
  if (detail !== undefined && /CERT|SELF_SIGNED|SIGNATURE|TLS/.test(detail))
    return 'Its certificate is not trusted: use an http address within your network, or set NODE_EXTRA_CA_CERTS.';
  return 'Check HASS_URL and that Home Assistant runs.';
};

export const silentHome = (address: HomeAddress, what: string): HarmoniqError =>
  new HarmoniqError('timeout', `Home Assistant at ${describeAddress(address)} did not answer in time (${what}).`, {
    service,
  });

export const lostHome = (address: HomeAddress): HarmoniqError =>
  new HarmoniqError('unreachable', `The connection to Home Assistant at ${describeAddress(address)} ended.`, {
    service,
  });

/** What the library throws is a number, or Home Assistant's own `{ code, message }`. */
export const translateHomeError = (error: unknown, address: HomeAddress, what: string): HarmoniqError => {
  if (error instanceof HarmoniqError) return error;
  const { code, message } = readAnswer(error);
  if (code === ERR_INVALID_AUTH) return refusedToken(address);
  if (code === ERR_CONNECTION_LOST) return lostHome(address);
  if (typeof code === 'number') return unreachableHome(address, `error ${code}`);
  if (code === 'unauthorized')
    return new HarmoniqError('unauthorized', `Home Assistant does not allow its user ${what}.`, {
      service,
      hint: 'The token must belong to an administrator.',
      cause: error,
    });
  const words = toOneLine(typeof message === 'string' ? message : 'no reason given').slice(0, 300);
  return new HarmoniqError('bad-response', `Home Assistant refused ${what}: ${words} (${describeCode(code)}).`, {
    service,
    cause: error,
  });
};

const describeCode = (code: unknown): string =>
  typeof code === 'string' ? toOneLine(code).slice(0, 60) : 'no error code';

/** A drop rejects with the code in an envelope: `{ type: "result", success: false, error: { code, message } }`. */
const readAnswer = (error: unknown): { readonly code?: unknown; readonly message?: unknown } => {
  if (typeof error === 'number') return { code: error };
  if (typeof error !== 'object' || error === null) return {};
  if ('error' in error && typeof error.error === 'object' && error.error !== null) return error.error;
  return error;
};
