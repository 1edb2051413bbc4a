import { findNearest } from '../config/environment-names.ts';
import { HarmoniqError } from '../lib/errors.ts';

/** A link that waits for the user's consent in a browser. */
export interface AccountLink {
  readonly id: string;
  readonly code: string;
  readonly url: string;
  readonly expiresAtMs: number;
}

/** A media server of the account. */
export interface AccountServer {
  readonly name: string;
  readonly machineId: string;
  readonly owned: boolean;
  /** Secret: opens this server. */
  readonly token: string;
  readonly connections: readonly {
    readonly uri: string;
    readonly kind: 'local' | 'remote' | 'relay';
    readonly reachable: boolean;
  }[];
  /** The address to use; undefined = none answers from here. */
  readonly url: string | undefined;
  /** What a person should know about that address. */
  readonly warning: string | undefined;
}

/** The account service, as the login needs it. Every call may throw `unreachable`, `timeout`, `unauthorized`, `rate-limited` or `bad-response`. */
export interface Account {
  startLink(signal: AbortSignal): Promise<AccountLink>;
  /** Waits for the user; gives the account's token. Throws `timeout` when the code has expired. */
  awaitLink(link: AccountLink, signal: AbortSignal): Promise<string>;
  /** With every address tried. */
  listServers(token: string, signal: AbortSignal): Promise<readonly AccountServer[]>;
  /** Names of the server's music libraries. */
  listMusicLibraries(server: AccountServer, signal: AbortSignal): Promise<readonly string[]>;
}

export interface LoginOptions {
  readonly account: Account;
  readonly signal: AbortSignal;
  /** Tells the user where to agree. */
  readonly onLink: (link: AccountLink) => void;
  /** The server asked for by name. */
  readonly serverName?: string | undefined;
  /** Asks the user when there are several; undefined = nobody can be asked. */
  readonly choose?: ((servers: readonly AccountServer[]) => Promise<AccountServer>) | undefined;
}

export interface LoginResult {
  readonly server: AccountServer;
  /** Empty when the server could not be asked. */
  readonly libraries: readonly string[];
}

/** From nothing to a server and its token: link, wait, list, choose. Stores nothing. */
export const login = async (options: LoginOptions): Promise<LoginResult> => {
  const { account, signal } = options;
  const link = await account.startLink(signal);
  options.onLink(link);
  const token = await account.awaitLink(link, signal);
  const servers = await account.listServers(token, signal);
  const server = await chooseServer(servers, options);
  return { server, libraries: await tryListLibraries(account, server, signal) };
};

const chooseServer = async (
  servers: readonly AccountServer[],
  { serverName, choose }: LoginOptions,
): Promise<AccountServer> => {
  const [first, ...others] = servers;
  if (first === undefined)
    throw new HarmoniqError('not-found', 'This account has no Plex Media Server.', {
      service: 'plex.tv',
      hint: 'Sign in to the server with this account first, or link the account that owns it.',
    });
  if (serverName !== undefined) return findByName(servers, serverName);
  if (others.length === 0) return first;
  if (choose !== undefined) return choose(servers);
  throw new HarmoniqError('invalid-input', `The account has ${servers.length} servers: ${listNames(servers)}.`, {
    hint: 'Name the one to use with --server.',
  });
};

const listNames = (servers: readonly AccountServer[]): string => servers.map(({ name }) => `"${name}"`).join(', ');

const findByName = (servers: readonly AccountServer[], wanted: string): AccountServer => {
  const found =
    servers.find(({ name, machineId }) => name === wanted || machineId === wanted) ??
    servers.find(({ name }) => name.toLowerCase() === wanted.trim().toLowerCase());
  if (found !== undefined) return found;
  const nearest = findNearest(
    wanted,
    servers.map(({ name }) => name),
  );
  throw new HarmoniqError('not-found', `The account has no server "${wanted}", but ${listNames(servers)}.`, {
    hint: nearest === undefined ? 'Name one of these with --server.' : `Did you mean "${nearest}"?`,
  });
};

/** Only a help for the next step: the login holds without it. */
const tryListLibraries = async (
  account: Account,
  server: AccountServer,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  if (server.url === undefined) return [];
  try {
    return await account.listMusicLibraries(server, signal);
  } catch (error) {
    if (signal.aborted || !(error instanceof HarmoniqError)) throw error;
    return [];
  }
};
