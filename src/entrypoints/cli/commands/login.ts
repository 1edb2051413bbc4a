import type { Command } from 'commander';
import { saveLogin } from '../../../config/saved-login.ts';
import type { LoadedConfig } from '../../../config/load.ts';
import type { Config } from '../../../config/schema.ts';
import { login, type AccountServer, type LoginResult } from '../../../operations/login.ts';
import { cleanText, formatDuration } from '../../format.ts';
import { askForNumber } from '../ask.ts';
import type { Act } from '../command.ts';
import type { Session } from '../session.ts';

interface LoginFlags {
  readonly server?: string;
  readonly showToken?: boolean;
}

/** Links a Plex account in the browser and keeps server and token. */
export const addLoginCommand = (program: Command, act: Act): void => {
  act<LoginFlags>(
    program
      .command('login')
      .description('link a Plex account in the browser, find the server, keep its token')
      .option('--server <name>', 'the server to use, when the account has several')
      .option('--show-token', 'print the token too, to set it elsewhere')
      .addHelpText('after', '\nExamples:\n  harmoniq login\n  harmoniq login --server Attic --show-token'),
    linkAccount,
  );
};

const linkAccount = async (session: Session, _args: unknown, flags: LoginFlags): Promise<void> => {
  const loaded = session.loadPartialConfig();
  const { config } = loaded;
  const { ui, io, signal } = session;
  const { stdin } = io;
  const account = await session.parts.createAccount(config, session.createLogger(config));
  const result = await login({
    account,
    signal,
    serverName: flags.server,
    onLink: (link) => {
      const left = formatDuration(link.expiresAtMs - Date.now());
      ui.note(
        `Open this page, sign in and agree:\n\n  ${link.url}\n\nCode: ${link.code}\nWaiting for you, ${left} at most; Ctrl-C ends it.`,
        true,
      );
    },
    choose: io.isTTY && stdin !== undefined ? (servers) => ask(session, stdin, servers) : undefined,
  });
  const { server } = result;
  const savedTo = saveLogin(config.dataDir ?? './data', { plexToken: server.token, plexUrl: server.url });
  const shown = {
    server: server.name,
    url: server.url,
    warning: server.warning,
    libraries: result.libraries,
    savedTo,
    ...(flags.showToken === true ? { token: server.token } : {}),
  };
  ui.show(shown, () => describe(result, savedTo, flags, loaded), session.zone());
};

const ask = async (
  session: Session,
  stdin: NodeJS.ReadableStream,
  servers: readonly AccountServer[],
): Promise<AccountServer> => {
  const lines = servers.map(
    ({ name, owned, url }, index) =>
      `  ${index + 1}  ${cleanText(name)}${owned ? '' : ' (shared with you)'}  ${url ?? 'does not answer from here'}`,
  );
  session.ui.note(`The account has several servers:\n${lines.join('\n')}`, true);
  const number = await askForNumber(
    { stdin, stderr: session.io.stderr },
    `Which one, 1 to ${servers.length}? `,
    servers.length,
    session.signal,
  );
  const chosen = servers[number - 1];
  if (chosen === undefined) throw new Error('The answer names no server.');
  return chosen;
};

const quote = (text: string): string => `"${cleanText(text).replace(/["\\$`]/g, '\\$&')}"`;

const describe = (
  { server, libraries }: LoginResult,
  savedTo: string,
  flags: LoginFlags,
  { config, origins }: LoadedConfig<Partial<Config>>,
): string => {
  const overruled = (['plexUrl', 'plexToken'] as const).filter(
    (name) => !['default', 'login', 'supervisor'].includes(origins.get(name) ?? 'default'),
  );
  return [
    `Linked with ${cleanText(server.name)}${server.url === undefined ? '' : ` at ${server.url}`}; kept in ${savedTo}.`,
    ...(server.warning === undefined ? [] : [server.warning]),
    ...overruled.map(
      (name) =>
        `${name === 'plexUrl' ? 'PLEX_URL' : 'PLEX_TOKEN'} is set elsewhere (${origins.get(name)}) and still wins.`,
    ),
    ...(config.plexMusicLibraryNames === undefined ? nameLibraries(libraries) : []),
    '',
    'To set it by the environment instead:',
    `  PLEX_URL=${server.url ?? '(address of the server)'}`,
    `  PLEX_TOKEN=${flags.showToken === true ? server.token : '(hidden; --show-token prints it)'}`,
  ].join('\n');
};

const nameLibraries = (libraries: readonly string[]): readonly string[] =>
  libraries.length === 0
    ? ['Next: set PLEX_MUSIC_LIBRARY_NAMES to the names of your music libraries.']
    : [`Next: set PLEX_MUSIC_LIBRARY_NAMES, for example PLEX_MUSIC_LIBRARY_NAMES=${quote(libraries.join(','))}`];
