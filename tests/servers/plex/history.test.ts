import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Listen } from '../../../src/servers/server.ts';
import { defaultSwitches } from '../../../src/demo/plex/switches.ts';
import { silentLogger } from '../../../src/lib/logger.ts';
import { createPlexClient } from '../../../src/servers/plex/client.ts';
import { createHistoryReader } from '../../../src/servers/plex/history.ts';
import { collect, connect, never, startBench, type Bench } from './bench.ts';
import { withOddServer, type OddAnswer, type OddRequest } from './odd-server.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ tracks: 1_500, guests: [{ title: 'guest', token: 'guest-token' }] });
});
afterAll(() => bench.plex.close());
afterEach(() => void Object.assign(bench.plex.switches, defaultSwitches));

const listen = (sinceMs: number, token = bench.plex.token): Promise<Listen[]> =>
  collect(connect(bench.plex.url, token).listListens(sinceMs, never()));
const day = 86_400_000;

describe('the play log', () => {
  test('holds weeks of a household, oldest first, without films and what was deleted', async () => {
    const all = await listen(0);
    expect(all.length).toBeGreaterThan(1_500);
    const times = all.map(({ playedAtMs }) => playedAtMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(new Set(all.map(({ accountId }) => accountId)).size).toBe(3);
    const music = new Set([...bench.trackIds, ...bench.plex.mutate.trackIds('Audiobooks & Kids')]);
    expect(all.every(({ trackId }) => music.has(trackId))).toBe(true);
  });

  test.each([
    { historyQuery: 'no-filter' },
    { historyQuery: 'no-order' },
    { historyQuery: 'ignore' },
    { historyTotals: false },
    { historyIds: 'number' },
    { historyIds: 'key-only' },
    { historyQuery: 'ignore', historyTotals: false, historyIds: 'key-only' },
  ] as const)('says the same on a server with %j', async (switches) => {
    const sinceMs = Date.now() - 20 * day;
    const expected = await listen(sinceMs);
    expect(expected.length).toBeGreaterThan(100);
    Object.assign(bench.plex.switches, switches);
    expect(await listen(sinceMs)).toEqual(expected);
  });

  test('takes one request when little is new, and few where the date filter is ignored', async () => {
    bench.plex.requests.clear();
    await listen(Date.now() - 3_600_000);
    expect(bench.plex.requests.count).toBe(1);
    bench.plex.switches.historyQuery = 'no-filter';
    bench.plex.requests.clear();
    await listen(Date.now() - 3_600_000);
    expect(bench.plex.requests.count).toBeLessThanOrEqual(2);
    expect(bench.plex.requests.all().every(({ path }) => /Container-Size=(\d{1,3}|1000)(&|$)/.test(path))).toBe(true);
  });

  test('of a guest is their own, or none', async () => {
    const [id = ''] = bench.trackIds;
    bench.plex.mutate.playTrack(id, undefined, 2);
    expect((await listen(0, 'guest-token')).map(({ trackId, accountId }) => [trackId, accountId])).toEqual([[id, '2']]);
    for (const guestHistory of ['refused', 'empty'] as const) {
      bench.plex.switches.guestHistory = guestHistory;
      expect(await listen(0, 'guest-token')).toEqual([]);
    }
  });

  test('that is longer than memory allows is kept to its newest part', async () => {
    const all = await listen(0);
    const { plex } = bench;
    const client = createPlexClient({
      url: plex.url,
      token: plex.token,
      clientId: 'c',
      version: '0',
      timeoutMs: 2_000,
      requestsPerSecond: 10_000,
      tlsInsecure: false,
      logger: silentLogger(),
    });
    const some = await collect(createHistoryReader(client, silentLogger(), 100).listListens(0, never()));
    expect(some.length).toBeGreaterThanOrEqual(100);
    expect(some.length).toBeLessThanOrEqual(600);
    expect(some).toEqual(all.slice(-some.length));
  });

  test('ends with AbortError when it is stopped', async () => {
    await expect(
      collect(connect(bench.plex.url, bench.plex.token).listListens(0, AbortSignal.abort())),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('logs of other servers', () => {
  const read = async (answer: (request: OddRequest) => OddAnswer, sinceMs = 0) => {
    let found: readonly Listen[] = [];
    let requests = 0;
    await withOddServer(answer, async (server) => {
      found = await collect(connect(server.url, 't').listListens(sinceMs, never()));
      requests = server.requests.length;
    });
    return { found, requests };
  };
  const whole = (rows: readonly unknown[]): OddAnswer => ({
    body: { MediaContainer: { size: rows.length, totalSize: rows.length, Metadata: rows } },
  });

  test('rows are taken as they come, and what is no play of a track is left out', async () => {
    const { found } = await read(() =>
      whole([
        { type: 'track', ratingKey: 12, viewedAt: '1700000009', accountID: '3' },
        { type: 'track', key: '/library/metadata/13', viewedAt: 1_700_000_005 },
        { type: 'track', ratingKey: '14', viewedAt: 1_700_000_007.5, accountID: 1 },
        { type: 'track', ratingKey: '15' },
        { type: 'track', ratingKey: '16', viewedAt: 0 },
        { type: 'track', viewedAt: 1_700_000_001, title: 'deleted' },
        { type: 'episode', ratingKey: '17', viewedAt: 1_700_000_001 },
        { ratingKey: '18', viewedAt: 1_700_000_001 },
        { type: 'track', ratingKey: 12, viewedAt: '1700000009', accountID: '3' },
        'nonsense',
        null,
      ]),
    );
    expect(found).toEqual([
      { trackId: '13', playedAtMs: 1_700_000_005_000, accountId: '1' },
      { trackId: '14', playedAtMs: 1_700_000_007_500, accountId: '1' },
      { trackId: '12', playedAtMs: 1_700_000_009_000, accountId: '3' },
    ]);
  });

  test.each([401, 403, 404])('status %i means that there is none', async (status) => {
    expect((await read(() => ({ status }))).found).toEqual([]);
  });

  test('a failure is no empty log', async () => {
    await expect(read(() => ({ status: 500 }))).rejects.toMatchObject({ code: 'bad-response' });
  });

  test('a server that sends the same page for ever is not read for ever', async () => {
    const rows = Array.from({ length: 500 }, (_, at) => ({
      type: 'track',
      ratingKey: String(at),
      viewedAt: 1_700_000_000 - at,
    }));
    const { found, requests } = await read(() => ({
      body: { MediaContainer: { totalSize: 1_000_000, Metadata: rows } },
    }));
    expect(found).toHaveLength(500);
    expect(requests).toBeLessThan(5);
  });

  test('plays that come in while the log is read are not told twice', async () => {
    const rows = Array.from({ length: 700 }, (_, at) => ({
      type: 'track',
      ratingKey: String(at),
      viewedAt: 1_700_000_000 - at,
    }));
    const { found } = await read((request) => {
      const start = Number(request.query.get('X-Plex-Container-Start'));
      const shifted = [{ type: 'track', ratingKey: 'new', viewedAt: 1_700_000_500 }, ...rows];
      const list = start === 0 ? rows : shifted;
      return {
        body: { MediaContainer: { totalSize: list.length, offset: start, Metadata: list.slice(start, start + 500) } },
      };
    });
    expect(found.map(({ trackId }) => trackId)).toEqual(rows.map(({ ratingKey }) => ratingKey).reverse());
  });
});
