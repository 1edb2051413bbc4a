import { afterEach, describe, expect, test } from '@jest/globals';
import { HarmoniqError } from '../../src/lib/errors.ts';
import { createLogger, silentLogger } from '../../src/lib/logger.ts';
import { createLastfm } from '../../src/sources/lastfm.ts';
import type { LastfmSource } from '../../src/sources/source.ts';
import { createMemorySourceCache } from '../fakes/memory-source-cache.ts';
import { startScriptedServer, type ScriptedAnswer, type ScriptedServer } from '../fakes/scripted-server.ts';

const apiKey = 'f00df00df00df00df00df00df00df00d';
const signal = new AbortController().signal;
const servers: ScriptedServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const connect = async (
  answer: Parameters<typeof startScriptedServer>[0],
  options: { readonly rateLimitPauseMs?: number; readonly lines?: string[] } = {},
) => {
  const server = await startScriptedServer(answer);
  servers.push(server);
  const cache = createMemorySourceCache();
  const logger =
    options.lines === undefined
      ? silentLogger()
      : createLogger({
          level: 'debug',
          format: 'json',
          secrets: [],
          destination: { write: (line) => options.lines?.push(line) },
        });
  const lastfm = createLastfm({
    url: server.url,
    stationUrl: server.url,
    apiKey,
    cache,
    logger,
    backoffMs: 1,
    rateLimitPauseMs: options.rateLimitPauseMs ?? 1,
    timeoutMs: 2_000,
    requestsPerSecond: Number.POSITIVE_INFINITY,
  });
  return { server, cache, lastfm };
};

const chartRow = (name: string, artist = 'Cher') => ({
  name,
  duration: '0',
  listeners: '12',
  mbid: '',
  artist: { name: artist },
});
const chart = (rows: unknown, attr: unknown = { page: '1', totalPages: '1' }): ScriptedAnswer => ({
  body: { tracks: { track: rows, '@attr': attr } },
});
const refusal = (code: number, status = 200): ScriptedAnswer => ({
  status,
  body: { error: code, message: `said ${code}`, links: [] },
});
const failureOf = async (promise: Promise<unknown>): Promise<HarmoniqError> => {
  const outcome: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof HarmoniqError)) throw new Error('Expected a HarmoniqError.');
  return outcome;
};

describe('reading', () => {
  test('asks for JSON with the key and says who it is', async () => {
    const { lastfm, server } = await connect(() => chart([chartRow('Believe')]));
    await lastfm.getChart(3, signal);
    const [request] = server.requests;
    expect(request?.path).toBe('/2.0/');
    expect(Object.fromEntries(request?.query ?? [])).toMatchObject({
      method: 'chart.gettoptracks',
      api_key: apiKey,
      format: 'json',
      page: '3',
    });
    expect(request?.headers['user-agent']).toMatch(/Harmoniq/);
  });

  test('understands numbers as texts, an unknown duration, an empty and a malformed mbid', async () => {
    const { lastfm } = await connect(() =>
      chart([
        {
          name: 'A',
          duration: '215',
          listeners: '1234',
          mbid: '0A1B2C3D-0000-4000-8000-000000000001',
          artist: { name: 'X' },
        },
        { name: 'B', duration: '0', listeners: 55, mbid: '', artist: { '#text': 'Y' } },
        { name: 'C', duration: 'soon', mbid: 'not-an-id', artist: 'Z' },
      ]),
    );
    expect((await lastfm.getChart(1, signal)).items).toEqual([
      {
        artist: 'X',
        title: 'A',
        durationMs: 215_000,
        mbRecordingId: '0a1b2c3d-0000-4000-8000-000000000001',
        listeners: 1234,
      },
      { artist: 'Y', title: 'B', durationMs: undefined, mbRecordingId: undefined, listeners: 55 },
      { artist: 'Z', title: 'C', durationMs: undefined, mbRecordingId: undefined, listeners: undefined },
    ]);
  });

  test.each([
    ['one object instead of a list', chartRow('Believe'), 1],
    ['an empty text', '', 0],
    ['an empty list', [], 0],
    ['nothing', undefined, 0],
    ['null', null, 0],
    ['rows that are no objects', ['x', 3, null, [chartRow('hidden')]], 0],
    [
      'rows without a title or artist',
      [{ name: '', artist: { name: 'X' } }, { name: 'A' }, { artist: { name: 'X' } }],
      0,
    ],
  ])('accepts %s where a list is due', async (_what, rows, count) => {
    const { lastfm } = await connect(() => chart(rows));
    expect((await lastfm.getChart(1, signal)).items).toHaveLength(count);
  });

  test('takes control characters and overlong text out of names', async () => {
    const { lastfm } = await connect(() => chart([chartRow('Be\u0000lie\nve\u202e', `C${'h'.repeat(5_000)}er`)]));
    const [track] = (await lastfm.getChart(1, signal)).items;
    expect(track?.title).toBe('Be lie ve');
    expect(track?.artist).toHaveLength(500);
  });

  test('pages the chart by totalPages although a page is short', async () => {
    const { lastfm } = await connect(({ query }) =>
      chart([chartRow(`Song ${query.get('page')}`)], { page: query.get('page'), totalPages: '2' }),
    );
    expect((await lastfm.getChart(1, signal)).last).toBe(false);
    expect((await lastfm.getChart(2, signal)).last).toBe(true);
  });

  test('treats an empty page as the end whatever totalPages says', async () => {
    const { lastfm } = await connect(() => chart([], { page: '1', totalPages: '9' }));
    expect(await lastfm.getChart(1, signal)).toEqual({ items: [], last: true });
  });

  test('collects short pages until the limit and drops rows that repeat', async () => {
    const names = [['a', 'b'], ['b', 'c'], ['d', 'e'], ['f']];
    const { lastfm, server } = await connect(({ query }) => ({
      body: {
        topartists: {
          artist: names[Number(query.get('page')) - 1]?.map((name) => ({ name, playcount: '7' })),
          '@attr': { user: 'RJ', page: query.get('page'), totalPages: '4' },
        },
      },
    }));
    const artists = await lastfm.getTopArtists('rj', '3month', 5, signal);
    expect(artists.map((artist) => artist.name)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(server.requests).toHaveLength(3);
  });

  test('stops when a server ignores the page and repeats itself', async () => {
    const { lastfm, server } = await connect(() => ({
      body: { topartists: { artist: [{ name: 'a' }], '@attr': { totalPages: '1000' } } },
    }));
    expect(await lastfm.getTopArtists('rj', 'overall', 50, signal)).toHaveLength(1);
    expect(server.requests).toHaveLength(2);
  });

  test('refuses the answer for another user', async () => {
    const { lastfm } = await connect(() => ({
      body: { topartists: { artist: [{ name: 'a' }], '@attr': { user: 'somebody', totalPages: '1' } } },
    }));
    expect((await failureOf(lastfm.getTopArtists('rj', 'overall', 5, signal))).message).toContain('another user');
  });

  test('asks for corrected artist names and reads similarity from 0 to 1', async () => {
    const { lastfm, server } = await connect(() => ({
      body: {
        similarartists: {
          artist: [
            { name: 'Sonny', match: '0.60' },
            { name: 'Odd', match: '17' },
          ],
          '@attr': { artist: 'Cher' },
        },
      },
    }));
    expect(await lastfm.getSimilarArtists('cher', 10, signal)).toEqual([
      { name: 'Sonny', similarity: 0.6, mbid: undefined },
      { name: 'Odd', similarity: 1, mbid: undefined },
    ]);
    expect(server.requests[0]?.query.get('autocorrect')).toBe('1');
  });
});

describe('refusals', () => {
  test.each([
    [2, 'internal'],
    [3, 'internal'],
    [4, 'unauthorized'],
    [5, 'internal'],
    [9, 'unauthorized'],
    [10, 'unauthorized'],
    [13, 'internal'],
    [17, 'unauthorized'],
    [26, 'unauthorized'],
    [27, 'internal'],
  ])('error %i inside a status 200 stops at once as %s', async (code, expected) => {
    const { lastfm, server } = await connect(() => refusal(code));
    const failure = await failureOf(lastfm.getChart(1, signal));
    expect(failure.code).toBe(expected);
    expect(failure.message).toContain(`error ${code} ("said ${code}")`);
    expect(failure.hint).toBeDefined();
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    [6, 200],
    [6, 400],
    [6, 404],
    [7, 200],
  ])('error %i with status %i is an empty answer', async (code, status) => {
    const { lastfm, server } = await connect(() => refusal(code, status));
    expect(await lastfm.getTopArtists('nobody', 'overall', 5, signal)).toEqual([]);
    expect(await lastfm.getArtistTopTracks('nobody', 1, signal)).toEqual({ items: [], last: true });
    expect(server.requests).toHaveLength(2);
  });

  test.each([
    [8, 500],
    [8, 200],
    [11, 200],
    [16, 503],
    [29, 429],
  ])('error %i with status %i is tried again', async (code, status) => {
    const { lastfm, server } = await connect(({ number }) =>
      number === 1 ? refusal(code, status) : chart([chartRow('A')]),
    );
    expect((await lastfm.getChart(1, signal)).items).toHaveLength(1);
    expect(server.requests).toHaveLength(2);
  });

  test.each([
    [8, 'bad-response'],
    [11, 'unreachable'],
    [16, 'unreachable'],
  ])('error %i that stays ends as %s after five tries', async (code, expected) => {
    const { lastfm, server } = await connect(() => refusal(code));
    expect((await failureOf(lastfm.getChart(1, signal))).code).toBe(expected);
    expect(server.requests).toHaveLength(5);
  });

  test('a hidden profile is named, with where to change it', async () => {
    const { lastfm } = await connect(() => refusal(17, 403));
    const failure = await failureOf(lastfm.getTopTracks('rj', 'overall', 5, signal));
    expect(failure.hint).toContain('Hide recent listening');
  });

  test('a suspended key ends every further call of this process', async () => {
    const { lastfm, server } = await connect(() => refusal(26));
    await failureOf(lastfm.getChart(1, signal));
    const second = await failureOf(lastfm.getTopArtists('rj', 'overall', 5, signal));
    expect(second.message).toContain('suspended');
    expect(server.requests).toHaveLength(1);
  });

  test('"too many requests" twice in a row turns everybody away until the pause is over', async () => {
    const { lastfm, server } = await connect(() => refusal(29), { rateLimitPauseMs: 400 });
    expect((await failureOf(lastfm.getChart(1, signal))).code).toBe('rate-limited');
    expect(server.requests).toHaveLength(2);
    expect((await failureOf(lastfm.getChart(2, signal))).code).toBe('rate-limited');
    expect(server.requests).toHaveLength(2);
  });

  test('a bare status 429 counts as "too many requests"', async () => {
    const { lastfm, server } = await connect(() => ({ status: 429, body: '' }));
    expect((await failureOf(lastfm.getChart(1, signal))).code).toBe('rate-limited');
    expect(server.requests).toHaveLength(2);
  });

  test('the wait after "too many requests" ends with the signal', async () => {
    const { lastfm } = await connect(() => refusal(29), { rateLimitPauseMs: 60_000 });
    const controller = new AbortController();
    const waiting = lastfm.getChart(1, controller.signal);
    setTimeout(() => controller.abort(), 50);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  test.each<[string, string, ScriptedAnswer]>([
    ['HTML', 'bad-response', { body: '<html>maintenance</html>', contentType: 'text/html' }],
    ['nothing at all', 'bad-response', { body: '' }],
    ['a bare list', 'bad-response', { body: [] }],
    ['a closed connection', 'unreachable', { body: '', reset: true }],
    ['status 502', 'bad-response', { status: 502, body: 'Bad gateway' }],
  ])('%s is a %s of the service', async (_what, expected, answer) => {
    const { lastfm } = await connect(() => answer);
    expect((await failureOf(lastfm.getChart(1, signal))).code).toBe(expected);
  });

  test('a wrong address is not mistaken for an unknown name', async () => {
    const { lastfm } = await connect(() => ({ status: 404, body: 'no such page' }));
    expect((await failureOf(lastfm.getTopArtists('rj', 'overall', 5, signal))).code).toBe('not-found');
  });

  test('the key stands in no log line and no error', async () => {
    const lines: string[] = [];
    const { lastfm } = await connect(({ number }) => (number < 3 ? refusal(8, 500) : refusal(10, 403)), { lines });
    const failure = await failureOf(lastfm.getChart(1, signal));
    expect(lines.join('')).toContain('Request will be tried again');
    expect(lines.join('') + JSON.stringify(failure) + String(failure.stack) + String(failure.cause)).not.toContain(
      apiKey,
    );
  });
});

describe('cache', () => {
  const hourMs = 3_600_000;
  test.each<[string, number, (source: LastfmSource) => Promise<unknown>]>([
    ['the chart', 6 * hourMs, (source) => source.getChart(1, signal)],
    ['top artists', hourMs / 2, (source) => source.getTopArtists('RJ', 'overall', 5, signal)],
    ['top tracks', hourMs / 2, (source) => source.getTopTracks('RJ', 'overall', 5, signal)],
    ['similar artists', 168 * hourMs, (source) => source.getSimilarArtists('Cher', 5, signal)],
    ["an artist's tracks", 168 * hourMs, (source) => source.getArtistTopTracks('Cher', 1, signal)],
    ["a tag's tracks", 168 * hourMs, (source) => source.getTagTracks('jazz', 1, signal)],
  ])('%s is asked for again only after its time', async (_what, lifetimeMs, ask) => {
    const { lastfm, server, cache } = await connect(() => ({ body: {} }));
    const first = await ask(lastfm);
    cache.advance(lifetimeMs - 1);
    expect(await ask(lastfm)).toEqual(first);
    expect(server.requests).toHaveLength(1);
    cache.advance(1);
    await ask(lastfm);
    expect(server.requests).toHaveLength(2);
  });

  test('an older answer about artists stands in when the service is dead, the chart does not', async () => {
    let dead = false;
    const { lastfm, cache } = await connect(() =>
      dead
        ? refusal(11)
        : {
            body: {
              tracks: { track: [chartRow('A')] },
              toptracks: { track: [chartRow('B')] },
              similarartists: { artist: { name: 'S', match: '1' } },
            },
          },
    );
    const before = await lastfm.getArtistTopTracks('Cher', 1, signal);
    await lastfm.getChart(1, signal);
    dead = true;
    cache.advance(365 * 24 * hourMs);
    expect(before.items).toHaveLength(1);
    expect(await lastfm.getArtistTopTracks('cher', 1, signal)).toEqual(before);
    expect((await failureOf(lastfm.getChart(1, signal))).code).toBe('unreachable');
  });

  test("a tag's tracks are asked for by tag and page, and an older answer stands in when the service is dead", async () => {
    let dead = false;
    const { lastfm, cache, server } = await connect(() => (dead ? refusal(11) : chart([chartRow('A')])));
    const before = await lastfm.getTagTracks('Trip Hop', 2, signal);
    expect(before.items.map(({ title }) => title)).toEqual(['A']);
    expect(Object.fromEntries(server.requests[0]?.query ?? [])).toMatchObject({
      method: 'tag.gettoptracks',
      tag: 'Trip Hop',
      page: '2',
    });
    dead = true;
    cache.advance(365 * 24 * hourMs);
    expect(await lastfm.getTagTracks('trip hop', 2, signal)).toEqual(before);
    expect((await failureOf(lastfm.getTagTracks('trip hop', 1, signal))).code).toBe('unreachable');
  });

  test('an entry of another shape counts as absent', async () => {
    const { lastfm, cache, server } = await connect(() => chart([chartRow('A')]));
    await lastfm.getChart(1, signal);
    for (const key of cache.keys()) cache.set(key, { items: 'rubbish' }, hourMs);
    expect((await lastfm.getChart(1, signal)).items).toHaveLength(1);
    expect(server.requests).toHaveLength(2);
  });
});

describe('station', () => {
  const song = (title: string) => ({
    _name: title,
    name: title,
    duration: 200,
    artists: [{ _name: 'Cher', name: 'Cher' }],
    _playlinks: [],
  });

  test('reads names and seconds, asks without the key and as a browser would', async () => {
    const { lastfm, server } = await connect(() => ({
      body: { playlist: [song('A'), song('A'), { name: 'B', duration: null, artists: [] }] },
    }));
    expect(await lastfm.getStation('R J/1', signal)).toEqual([
      { artist: 'Cher', title: 'A', durationMs: 200_000, mbRecordingId: undefined, listeners: undefined },
    ]);
    const [request] = server.requests;
    expect(request?.path).toBe('/player/station/user/R%20J%2F1/recommended');
    expect(request?.query.toString()).toBe('');
    expect(request?.headers['user-agent']).toMatch(/^Mozilla/);
    expect(request?.headers.accept).toBe('application/json');
  });

  test('is tried again on status 500', async () => {
    const { lastfm, server } = await connect(({ number }) =>
      number < 3 ? { status: 500, body: '' } : { body: { playlist: [song('A')] } },
    );
    expect(await lastfm.getStation('rj', signal)).toHaveLength(1);
    expect(server.requests).toHaveLength(3);
  });

  test.each<[string, ScriptedAnswer]>([
    ['an HTML page', { body: '<html>', contentType: 'text/html' }],
    ['status 403', { status: 403, body: 'no' }],
    ['status 404', { status: 404, body: 'no' }],
    ['another shape', { body: { playlist: 'none' } }],
    ['a closed connection', { body: '', reset: true }],
  ])('%s is an empty batch after one request', async (_what, answer) => {
    const { lastfm, server } = await connect(() => answer);
    expect(await lastfm.getStation('rj', signal)).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });
});

describe('check', () => {
  test('passes with a good key', async () => {
    const { lastfm } = await connect(() => chart([chartRow('A')]));
    await expect(lastfm.check(signal)).resolves.toBeUndefined();
  });

  test.each<[string, ScriptedAnswer, string]>([
    ['a refused key', refusal(10, 403), 'unauthorized'],
    ['a service that is something else', { body: { hello: 'world' } }, 'bad-response'],
    ['a service that knows no such method', refusal(6), 'bad-response'],
  ])('fails on %s', async (_what, answer, expected) => {
    const { lastfm } = await connect(() => answer);
    expect((await failureOf(lastfm.check(signal))).code).toBe(expected);
  });
});
