import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { silentLogger } from '../../../src/lib/logger.ts';
import { createPlexClient } from '../../../src/servers/plex/client.ts';
import { createPlaylistApi, type PlaylistApi } from '../../../src/servers/plex/playlist-api.ts';
import { createPlexSdk } from '../../../src/servers/plex/sdk.ts';
import { never } from './bench.ts';
import { startOddServer, type OddAnswer, type OddRequest, type OddServer } from './odd-server.ts';

const token = 'secret-token-4711';
const sdkAgent = /^speakeasy-sdk\/typescript 0\.43\.0 /;

let server: OddServer;
let answer: (request: OddRequest) => OddAnswer = () => ({});
let hybrid: PlaylistApi;

const connect = (url: string, idleMs?: number) => {
  const logger = silentLogger();
  const client = createPlexClient({
    url,
    token,
    clientId: 'c',
    version: '0',
    timeoutMs: 1_000,
    requestsPerSecond: 1_000,
    tlsInsecure: false,
    retries: 0,
    backoffMs: 1,
    patienceMs: 0,
    logger,
  });
  const sdk = createPlexSdk({ client, logger, idleMs });
  return { sdk, api: createPlaylistApi(client, sdk, logger) };
};

// One process for all calls: each takes half a second to start.
beforeAll(async () => {
  server = await startOddServer((request) => answer(request));
  hybrid = connect(server.url).api;
});
afterAll(() => server.close());

/** Lets the server answer so, and gives the requests since. */
const withAnswer = async (
  given: (request: OddRequest) => OddAnswer,
  use: (requests: () => readonly OddRequest[]) => Promise<void>,
): Promise<void> => {
  answer = given;
  const before = server.requests.length;
  await use(() => server.requests.slice(before));
};

const playlist = {
  ratingKey: '42',
  key: '/playlists/42/items',
  guid: 'com.plexapp.agents.none://abc',
  type: 'playlist',
  title: 'Mine & yours',
  summary: 'text',
  smart: false,
  playlistType: 'audio',
  leafCount: 7,
  duration: 1_000,
  addedAt: 1_700_000_000,
  updatedAt: 1_700_000_001,
};
const contain = (...rows: readonly object[]): OddAnswer => ({
  body: { MediaContainer: { size: rows.length, Metadata: rows } },
});
const wanted = {
  id: '42',
  guid: 'com.plexapp.agents.none://abc',
  title: 'Mine & yours',
  summary: 'text',
  editable: true,
  trackCount: 7,
  createdAtMs: 1_700_000_000_000,
  isAudio: true,
};
const sentBySdk = (requests: readonly OddRequest[]): readonly boolean[] =>
  requests.map((request) => sdkAgent.test(request.headers['user-agent'] ?? ''));

describe('what the SDK does', () => {
  test('reads a playlist, the list of them and the identity; our own transport sends it', async () => {
    const answer = ({ path }: OddRequest): OddAnswer =>
      path === '/identity'
        ? { body: { MediaContainer: { size: 0, claimed: true, machineIdentifier: 'abc', version: '1' } } }
        : contain(playlist);
    await withAnswer(answer, async (requests) => {
      expect(await hybrid.get('42', never())).toEqual(wanted);
      expect(await hybrid.list(never())).toEqual([wanted]);
      expect((await hybrid.getIdentity(never())).machineId).toBe('abc');
      expect(sentBySdk(requests())).toEqual([true, true, true]);
      for (const { headers, url } of requests()) {
        expect(headers['x-plex-token']).toBe(token);
        expect(headers.accept).toBe('application/json');
        expect(headers['x-plex-product']).toBe('Harmoniq');
        expect(url).not.toContain(token);
      }
    });
  });

  test.each([200, 204])('removes, moves and deletes, answered with %i', async (status) => {
    await withAnswer(
      () => ({ status, ...(status === 200 ? contain(playlist) : {}) }),
      async (requests) => {
        await hybrid.remove('42', '7', never());
        await hybrid.move('42', '8', '9', never());
        await hybrid.move('42', '8', undefined, never());
        await hybrid.deletePlaylist('42', never());
        expect(requests().map(({ method, url }) => `${method} ${url}`)).toEqual([
          'DELETE /playlists/42/items/7',
          'PUT /playlists/42/items/8/move?after=9',
          'PUT /playlists/42/items/8/move',
          'DELETE /playlists/42',
        ]);
        expect(sentBySdk(requests())).toEqual([true, true, true, true]);
      },
    );
  });
});

describe('where the SDK cannot go on', () => {
  test.each([
    ['flags as numbers', { ...playlist, smart: 0, readOnly: 0 }],
    ['numbers as texts', { ...playlist, leafCount: '7', addedAt: '1700000000' }],
    ['an unknown kind of picture', { ...playlist, Image: [{ type: 'hologram', url: 'x', alt: 'y' }] }],
  ])('a playlist with %s is read all the same, with one request', async (_name, odd) => {
    await withAnswer(
      () => contain(odd),
      async (requests) => {
        expect(await hybrid.get('42', never())).toEqual(wanted);
        expect(requests()).toHaveLength(1);
      },
    );
  });

  test('an id that is no number goes by axios', async () => {
    await withAnswer(
      () => contain({ ...playlist, ratingKey: 'a-b' }),
      async (requests) => {
        expect((await hybrid.get('a-b', never()))?.id).toBe('a-b');
        expect(sentBySdk(requests())).toEqual([false]);
      },
    );
  });

  test.each([
    ['text that is no JSON', { body: '<html>done</html>' }],
    ['nothing', { body: '' }],
    ['an unexpected shape', { body: { MediaContainer: { Metadata: [{ smart: 'perhaps' }] } } }],
  ])('a write answered with %s has happened and is not sent again', async (_name, answer: OddAnswer) => {
    await withAnswer(
      () => answer,
      async (requests) => {
        await hybrid.remove('42', '7', never());
        expect(requests()).toHaveLength(1);
      },
    );
  });

  test('a missing playlist is undefined, a refusal keeps its code', async () => {
    await withAnswer(
      ({ path }) => ({ status: path.endsWith('/1') ? 404 : 401, body: '<html/>' }),
      async () => {
        expect(await hybrid.get('1', never())).toBeUndefined();
        const failure: unknown = await hybrid.get('2', never()).catch((error: unknown) => error);
        expect(failure).toMatchObject({ name: 'HarmoniqError', code: 'unauthorized', status: 401 });
      },
    );
  });

  test.each([
    ['hangs up', { reset: true } as const, 'unreachable'],
    ['is silent', { delayMs: 1_500 }, 'timeout'],
    ['fails', { status: 500, body: '<html/>' }, 'bad-response'],
  ])('a server that %s at a write gives one error of our own after one request', async (_name, answer, code) => {
    await withAnswer(
      () => answer,
      async (requests) => {
        await expect(hybrid.remove('42', '7', never())).rejects.toMatchObject({ code });
        expect(requests()).toHaveLength(1);
      },
    );
  });

  test('a stop ends the call', async () => {
    await withAnswer(
      () => ({ delayMs: 900, ...contain(playlist) }),
      async () => {
        const stop = new AbortController();
        const call = hybrid.get('42', stop.signal);
        await wait(20);
        stop.abort();
        await expect(call).rejects.toMatchObject({ name: 'AbortError' });
      },
    );
  });
});

describe('the process that holds the SDK', () => {
  const isAlive = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  test('starts with the first call, ends when idle, and starts again when needed', async () => {
    answer = () => contain(playlist);
    const { sdk, api } = connect(server.url, 50);
    expect(sdk.processId()).toBeUndefined();
    await api.get('42', never());
    const pid = sdk.processId() ?? 0;
    expect(isAlive(pid)).toBe(true);
    for (let waited = 0; isAlive(pid) && waited < 5_000; waited += 50) await wait(50);
    expect(isAlive(pid)).toBe(false);
    expect((await api.get('42', never()))?.id).toBe('42');
    expect(sdk.processId()).not.toBe(pid);
  });

  test('when it dies, axios takes over', async () => {
    answer = () => contain(playlist);
    const { sdk, api } = connect(server.url);
    await api.get('42', never());
    const pid = sdk.processId() ?? 0;
    process.kill(pid, 'SIGKILL');
    for (let waited = 0; sdk.processId() !== undefined && waited < 5_000; waited += 20) await wait(20);
    const before = server.requests.length;
    expect((await api.get('42', never()))?.id).toBe('42');
    expect(sentBySdk(server.requests.slice(before))).toEqual([false]);
  });
});
