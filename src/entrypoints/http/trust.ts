import { HarmoniqError } from '../../lib/errors.ts';

/** Home Assistant's ingress proxy; nobody else in the add-on network may call (home-assistant.md §6.3). */
const ingressAddress = '172.30.32.2';

/** What a guard needs to know of one request. */
export interface RequestFacts {
  readonly method: string;
  /** Address of the peer; undefined when the request did not come over a socket. */
  readonly peer: string | undefined;
  readonly header: (name: string) => string | undefined;
}

export interface TrustRules {
  /** Running under the Supervisor: only ingress and this machine may call. */
  readonly addon: boolean;
  /** Address the server listens on. */
  readonly host: string;
}

const plainAddress = (address: string): string => address.replace(/^::ffff:/, '');
const isLoopbackAddress = (address: string): boolean => address === '::1' || /^127(\.\d{1,3}){3}$/.test(address);
const isLoopbackName = (host: string): boolean => host === 'localhost' || isLoopbackAddress(host);

/** May this peer's X-Ingress-Path be believed? */
const isTrustedPeer = (peer: string | undefined): boolean => {
  if (peer === undefined) return false;
  const address = plainAddress(peer);
  return address === ingressAddress || isLoopbackAddress(address);
};

const hostName = (authority: string): string | undefined => {
  try {
    return new URL(`http://${authority}`).hostname.replace(/^\[|\]$/g, '');
  } catch {
    return undefined;
  }
};

/**
 * Who may speak to us at all. In the add-on: ingress and this machine. Bound to this machine only: a request that names another host was
 * sent here by a foreign page through DNS rebinding.
 */
export const refuseStranger = (facts: RequestFacts, rules: TrustRules): void => {
  if (rules.addon && !isTrustedPeer(facts.peer))
    throw new HarmoniqError('unauthorized', 'Only Home Assistant may open this page.', {
      hint: "Open Harmoniq from Home Assistant's sidebar.",
    });
  if (rules.addon || !isLoopbackName(rules.host)) return;
  const named = hostName(facts.header('host') ?? '');
  if (named === undefined || !isLoopbackName(named))
    throw new HarmoniqError('unauthorized', 'This page is served to this machine only.', {
      hint: 'Open it as http://127.0.0.1, or set HTTP_HOST to let others in.',
    });
};

/** A change asked for by a page of another site. JSON alone already keeps plain forms out; browsers tell the rest. */
export const refuseForeignPage = (facts: RequestFacts): void => {
  const site = facts.header('sec-fetch-site');
  const foreign = site === undefined ? isForeignOrigin(facts) : site !== 'same-origin' && site !== 'none';
  if (foreign)
    throw new HarmoniqError('unauthorized', 'A page of another site asked for this change.', {
      hint: "Use Harmoniq's own page.",
    });
};

const isForeignOrigin = (facts: RequestFacts): boolean => {
  const origin = facts.header('origin');
  if (origin === undefined) return false;
  const asked = (isTrustedPeer(facts.peer) ? facts.header('x-forwarded-host') : undefined) ?? facts.header('host');
  return !URL.canParse(origin) || new URL(origin).host !== asked;
};

/** The prefix under which the browser sees us, with a closing slash; undefined = none, or not to be believed. */
export const readIngressBase = (facts: RequestFacts): string | undefined => {
  const path = facts.header('x-ingress-path');
  if (path === undefined || !isTrustedPeer(facts.peer)) return undefined;
  return /^(\/[A-Za-z0-9_-]+)+\/?$/.test(path) ? `${path.replace(/\/$/, '')}/` : undefined;
};
