import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HarmoniqError } from '../../../src/lib/errors.ts';
import type { Account, AccountServer } from '../../../src/operations/login.ts';
import { type, type TerminalOptions } from '../../fakes/fake-terminal.ts';

const token = 'server-token-abcdef123456';
const attic: AccountServer = {
  name: 'Attic',
  machineId: 'm1',
  owned: true,
  token,
  connections: [{ uri: 'http://10.0.0.5:32400', kind: 'local', reachable: true }],
  url: 'http://10.0.0.5:32400',
  warning: undefined,
};
const cellar: AccountServer = {
  ...attic,
  name: 'Cellar',
  machineId: 'm2',
  owned: false,
  url: undefined,
  warning: 'None of its addresses answers from here.',
};

const accountWith = (servers: readonly AccountServer[], parts: Partial<Account> = {}): Account => ({
  startLink: async () => ({
    id: '1',
    code: 'ABCD',
    url: 'https://app.plex.tv/auth#?code=ABCD',
    expiresAtMs: Date.now() + 900_000,
  }),
  awaitLink: async () => 'account-token-xyz',
  listServers: async () => servers,
  listMusicLibraries: async () => ['Music', 'Jazz'],
  ...parts,
});

let dataDir = '';
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'harmoniq-login-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const unset = { PLEX_URL: undefined, PLEX_TOKEN: undefined, PLEX_MUSIC_LIBRARY_NAMES: undefined };
const logIn = (argv: readonly string[], account: Account, options: TerminalOptions = {}) =>
  type(['login', ...argv], {
    ...options,
    parts: { createAccount: async () => account },
    env: { ...unset, DATA_DIR: dataDir, ...options.env },
  });
const readSaved = (): unknown => JSON.parse(readFileSync(join(dataDir, 'login.json'), 'utf8'));

describe('login', () => {
  test('shows the link, keeps server and token for the owner only, and says what is next', async () => {
    const { code, out, err } = await logIn([], accountWith([attic]));
    expect(code).toBe(0);
    expect(err).toContain('https://app.plex.tv/auth#?code=ABCD');
    expect(out).toContain('Linked with Attic at http://10.0.0.5:32400');
    expect(out).toContain('PLEX_MUSIC_LIBRARY_NAMES="Music,Jazz"');
    expect(readSaved()).toEqual({ plex_token: token, plex_url: 'http://10.0.0.5:32400' });
    expect(statSync(join(dataDir, 'login.json')).mode & 0o777).toBe(0o600);
    expect(out + err).not.toContain(token);
    expect(out + err).not.toContain('account-token-xyz');
  });

  test('what it keeps is what the next command uses', async () => {
    await logIn([], accountWith([attic]));
    const { code, out } = await type(['config', 'show', '--json'], {
      env: { ...unset, DATA_DIR: dataDir, PLEX_MUSIC_LIBRARY_NAMES: 'Music' },
    });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toContainEqual(
      expect.objectContaining({ env: 'PLEX_URL', value: 'http://10.0.0.5:32400', origin: 'login' }),
    );
  });

  test('the token is printed only when asked for', async () => {
    expect((await logIn(['--show-token'], accountWith([attic]))).out).toContain(`PLEX_TOKEN=${token}`);
    expect(JSON.parse((await logIn(['--json'], accountWith([attic]))).out)).toEqual({
      server: 'Attic',
      url: 'http://10.0.0.5:32400',
      libraries: ['Music', 'Jazz'],
      savedTo: join(dataDir, 'login.json'),
    });
    expect(JSON.parse((await logIn(['--json', '--show-token'], accountWith([attic]))).out)).toHaveProperty(
      'token',
      token,
    );
  });

  test('among several servers one is named', async () => {
    const account = accountWith([attic, cellar]);
    const nobody = await logIn([], account);
    expect(nobody).toMatchObject({
      code: 64,
      err: expect.stringContaining('The account has 2 servers: "Attic", "Cellar".\nName the one to use with --server.'),
    });
    const named = await logIn(['--server', 'cellar'], account);
    expect(named.code).toBe(0);
    expect(named.out).toContain('None of its addresses answers from here.');
    expect(readSaved()).toEqual({ plex_token: token });
    const misspelt = await logIn(['--server', 'Atic'], account);
    expect(misspelt).toMatchObject({ code: 66, err: expect.stringContaining('Did you mean "Attic"?') });
  });

  test('or chosen by a person, who may mistype', async () => {
    const { code, out, err } = await logIn([], accountWith([attic, cellar]), {
      isTTY: true,
      columns: 100,
      stdin: Readable.from(['7\n', 'x\n', '1\n']),
    });
    expect(code).toBe(0);
    expect(err).toContain('2  Cellar (shared with you)');
    expect(out).toContain('Linked with Attic');
  });

  test('an end of input at the question is a stop, not a hang', async () => {
    const { code } = await logIn([], accountWith([attic, cellar]), {
      isTTY: true,
      columns: 100,
      stdin: Readable.from(['']),
    });
    expect(code).toBe(130);
  });

  test.each([
    ['no server', accountWith([]), 66, 'has no Plex Media Server'],
    [
      'an expired code',
      accountWith([attic], {
        awaitLink: async () => {
          throw new HarmoniqError('timeout', 'The code for linking has expired.');
        },
      }),
      69,
      'expired',
    ],
  ])('%s is told', async (_title, account, exit, words) => {
    const { code, err } = await logIn([], account);
    expect(code).toBe(exit);
    expect(err).toContain(words);
  });

  test('Ctrl-C while waiting ends with 130 and keeps nothing', async () => {
    const controller = new AbortController();
    const account = accountWith([attic], {
      awaitLink: (_link, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')));
          queueMicrotask(() => controller.abort());
        }),
    });
    expect((await logIn([], account, { signal: controller.signal })).code).toBe(130);
    expect(readSaved).toThrow();
  });

  test('says when the environment still wins', async () => {
    const { out } = await logIn([], accountWith([attic]), { env: { PLEX_TOKEN: 'old-token-000000' } });
    expect(out).toContain('PLEX_TOKEN is set elsewhere (environment) and still wins.');
  });

  test('libraries that cannot be asked do not spoil the login', async () => {
    const account = accountWith([attic], {
      listMusicLibraries: async () => {
        throw new HarmoniqError('unreachable', 'Plex refused the connection.');
      },
    });
    const { code, out } = await logIn([], account);
    expect(code).toBe(0);
    expect(out).toContain('Next: set PLEX_MUSIC_LIBRARY_NAMES to the names');
  });
});
