import { describe, expect, test } from '@jest/globals';
import { inspect } from 'node:util';
import { silentLogger } from '../../../src/lib/logger.ts';
import { createPlexAccount } from '../../../src/servers/plex/auth.ts';
import { never } from './bench.ts';
import { startOddServer, withOddServer, type OddAnswer, type OddRequest } from './odd-server.ts';

const account = (plexTvUrl: string) =>
  createPlexAccount({
    plexTvUrl,
    clientId: 'client-1',
    version: '0',
    logger: silentLogger(),
    pollMs: 5,
    probeTimeoutMs: 500,
    backoffMs: 1,
  });
const pin = { id: 7, code: 'abcdef', expiresIn: 900, authToken: null };

/** plex.tv: makes a pin, then answers its polls in turn; the last answer repeats. */
const plexTv =
  (...polls: readonly OddAnswer[]) =>
  (request: OddRequest): OddAnswer =>
    request.method === 'POST'
      ? { status: 201, body: pin }
      : (polls[Math.min(request.number - 2, polls.length - 1)] ?? {});

describe('linking', () => {
  test('shows where to agree, and waits for the token', async () => {
    const answer = plexTv(
      { body: pin },
      { status: 429, headers: { 'Retry-After': '0' } },
      { status: 500 },
      { body: { ...pin, authToken: 'new-token' } },
    );
    await withOddServer(answer, async (server) => {
      const { startLink, awaitLink } = account(server.url);
      const link = await startLink(never());
      expect(link).toMatchObject({ id: '7', code: 'abcdef' });
      expect(link.url).toContain('https://app.plex.tv/auth#?clientID=client-1&code=abcdef');
      expect(server.requests[0]?.query.get('strong')).toBe('true');
      expect(await awaitLink(link, never())).toBe('new-token');
      expect(server.requests.map((request) => request.headers['x-plex-client-identifier'])).toEqual(
        server.requests.map(() => 'client-1'),
      );
    });
  });

  test.each([404, 410])('an expired code (%i) is told as such', async (status) => {
    await withOddServer(plexTv({ body: pin }, { status }), async (server) => {
      const { startLink, awaitLink } = account(server.url);
      await expect(awaitLink(await startLink(never()), never())).rejects.toMatchObject({ code: 'timeout' });
    });
  });

  test('it does not wait longer than the code lives', async () => {
    await withOddServer(plexTv({ body: pin }), async (server) => {
      const { startLink, awaitLink } = account(server.url);
      const link = await startLink(never());
      const short = { ...link, expiresAtMs: Date.now() + 40 };
      await expect(awaitLink(short, never())).rejects.toMatchObject({ code: 'timeout' });
    });
  });

  test('it can be stopped', async () => {
    await withOddServer(plexTv({ body: pin }), async (server) => {
      const { startLink, awaitLink } = account(server.url);
      const stop = new AbortController();
      const waiting = awaitLink(await startLink(never()), stop.signal);
      stop.abort();
      await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    });
  });

  test('an answer without a code is a bad response', async () => {
    await withOddServer(
      () => ({ body: {} }),
      async (server) => {
        await expect(account(server.url).startLink(never())).rejects.toMatchObject({ code: 'bad-response' });
      },
    );
  });
});

describe('servers of the account', () => {
  const identity = (machineIdentifier: string) =>
    startOddServer(() => ({ body: { MediaContainer: { machineIdentifier } } }));

  test('every address is tried, the nearest that answers as the right server wins, and no token is shown to it', async () => {
    const [near, far, other] = await Promise.all([identity('m1'), identity('m1'), identity('m2')]);
    const resources = [
      { name: 'Player', provides: 'client,player', clientIdentifier: 'p' },
      {
        name: 'Attic',
        provides: 'server',
        owned: 1,
        clientIdentifier: 'm1',
        accessToken: 'attic-token',
        connections: [
          { uri: far.url, local: false, relay: false },
          { uri: 'http://127.0.0.1:9', local: true, relay: false },
          { uri: other.url, local: true, relay: false },
          { uri: near.url, local: '1', relay: 0 },
        ],
      },
    ];
    await withOddServer(
      () => ({ body: resources }),
      async (server) => {
        const [attic, ...rest] = await account(server.url).listServers('account-token', never());
        expect(rest).toEqual([]);
        expect(attic).toMatchObject({
          name: 'Attic',
          machineId: 'm1',
          owned: true,
          token: 'attic-token',
          url: near.url,
        });
        expect(attic?.warning).toBeUndefined();
        expect(attic?.connections.map((connection) => [connection.kind, connection.reachable])).toEqual([
          ['local', true],
          ['remote', true],
          ['local', false],
          ['local', false],
        ]);
        expect(server.requests[0]?.headers['x-plex-token']).toBe('account-token');
        expect(server.requests[0]?.url).not.toContain('account-token');
      },
    );
    expect(near.requests[0]?.headers['x-plex-token']).toBeUndefined();
    await Promise.all([near, far, other].map((server) => server.close()));
  });

  test('a relay is warned of, silence is told', async () => {
    const relay = await identity('m1');
    const server = (connections: readonly object[]) => ({
      name: 'A',
      provides: 'server',
      clientIdentifier: 'm1',
      connections,
    });
    const resources = [server([{ uri: relay.url, relay: true }]), server([{ uri: 'http://127.0.0.1:9', local: true }])];
    await withOddServer(
      () => ({ body: resources }),
      async (plexTvServer) => {
        const [relayed, silent] = await account(plexTvServer.url).listServers('t', never());
        expect(relayed?.warning).toContain('relay');
        expect(silent).toMatchObject({ url: undefined });
        expect(silent?.warning).toContain('DNS');
      },
    );
    await relay.close();
  });

  test('no error shows the token of the account', async () => {
    await withOddServer(
      () => ({ reset: true }),
      async (server) => {
        const secret = 'account-token-4711';
        const failure: unknown = await account(server.url)
          .listServers(secret, never())
          .catch((error: unknown) => error);
        expect(failure).toMatchObject({ code: 'unreachable' });
        expect(inspect(failure, { depth: 20, showHidden: true })).not.toContain(secret);
      },
    );
  });

  test('a dead token is unauthorized', async () => {
    await withOddServer(
      () => ({ status: 401, body: '<html/>' }),
      async (server) => {
        await expect(account(server.url).listServers('t', never())).rejects.toMatchObject({ code: 'unauthorized' });
      },
    );
  });
});
