/** Where Home Assistant's API is, and what opens it. */
export interface HomeAddress {
  /** Without a slash at the end; `/api/websocket` follows. */
  readonly url: string;
  readonly token: string;
  /** Who lets us in: decides what a person has to mend. */
  readonly by: 'supervisor' | 'token';
}

export interface HomeAddressOptions {
  readonly hassUrl?: string | undefined;
  readonly hassToken?: string | undefined;
  readonly supervisorUrl: string;
  readonly supervisorToken?: string | undefined;
}

/** What the user configured counts before the Supervisor; undefined = there is no Home Assistant to talk to. */
export const findHomeAddress = (options: HomeAddressOptions): HomeAddress | undefined => {
  const { hassUrl, hassToken, supervisorUrl, supervisorToken } = options;
  if (hassUrl !== undefined && hassToken !== undefined)
    return { url: withoutSlash(hassUrl), token: hassToken, by: 'token' };
  if (supervisorToken === undefined) return undefined;
  return { url: `${withoutSlash(supervisorUrl)}/core`, token: supervisorToken, by: 'supervisor' };
};

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

/** For logs: no user, no password, no query. */
export const describeAddress = ({ url, by }: HomeAddress): string => {
  if (by === 'supervisor') return 'the Supervisor';
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
};
