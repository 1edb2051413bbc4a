import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startLastfm, type LastfmFault, type LastfmStandIn } from '../../src/demo/lastfm.ts';
import { createMusic } from '../../src/demo/music/music.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { lastfmCharts } from '../../src/recipes/lastfm-charts.ts';
import type { CandidateKind } from '../../src/recipes/recipe-kind.ts';
import { lastfmRecs } from '../../src/recipes/lastfm-recs.ts';
import { createLastfm } from '../../src/sources/lastfm.ts';
import { createMemorySourceCache } from '../fakes/memory-source-cache.ts';
import { makeRecipe, readBatches } from '../recipes/make-recipe.ts';

const signal = new AbortController().signal;
let standIn: LastfmStandIn;

beforeAll(async () => {
  standIn = await startLastfm({ music: createMusic(7, 1_000), privateUsers: ['hidden'] });
});
afterAll(() => standIn.close());
afterEach(() => {
  standIn.faults.clear();
  standIn.requests.clear();
});

const connect = (changes: { readonly apiKey?: string } = {}) =>
  createLastfm({
    url: standIn.url,
    stationUrl: standIn.stationUrl,
    apiKey: standIn.key,
    cache: createMemorySourceCache(),
    logger: silentLogger(),
    backoffMs: 1,
    rateLimitPauseMs: 1,
    requestsPerSecond: Number.POSITIVE_INFINITY,
    ...changes,
  });
const gather = (kind: CandidateKind, station = false) =>
  kind.gather(
    { sources: { lastfm: connect() }, seed: 'today', logger: silentLogger() },
    makeRecipe({ id: kind.kind, kind: kind.kind, options: { user: 'demo', period: '3month', station } }),
    signal,
  );

describe('against the stand-in', () => {
  test('reads the whole chart in its order, short pages and repeated rows notwithstanding', async () => {
    const candidates = (await readBatches(gather(lastfmCharts))).flat();
    const chart = standIn.chart(1_000);
    expect(candidates.map(({ title }) => title)).toEqual(chart.map(({ title }) => title));
    expect(chart.length).toBeGreaterThan(400);
  });

  test('reads the taste of a user: artists with plays, their like, their tracks', async () => {
    const lastfm = connect();
    const artists = await lastfm.getTopArtists('demo', 'overall', 20, signal);
    expect(artists).toHaveLength(20);
    expect(artists.every(({ plays }, at) => plays > 0 && plays <= (artists[at - 1]?.plays ?? plays))).toBe(true);
    const [best] = artists;
    const similar = await lastfm.getSimilarArtists(best?.name ?? '', 10, signal);
    expect(similar.length).toBeGreaterThan(0);
    expect(similar.every(({ similarity }) => similarity > 0 && similarity <= 1)).toBe(true);
    expect((await lastfm.getArtistTopTracks(similar[0]?.name ?? '', 1, signal)).items.length).toBeGreaterThan(0);
    expect((await lastfm.getTopTracks('demo', 'overall', 30, signal)).length).toBeGreaterThan(0);
  });

  test('reads what listeners filed under a tag, page by page, and nothing for a tag nobody uses', async () => {
    const lastfm = connect();
    const pages = await Promise.all([1, 2, 3].map((page) => lastfm.getTagTracks('Jazz', page, signal)));
    expect(pages.map(({ last }) => last)).toEqual([false, true, true]);
    const titles = pages.flatMap(({ items }) => items.map(({ artist, title }) => `${artist} - ${title}`));
    expect(new Set(titles).size).toBe(standIn.world.rank('tag jazz', 400).length);
    expect(pages[0]?.items[0]?.listeners).toBeUndefined();
    expect(await lastfm.getTagTracks('no such tag', 1, signal)).toEqual({ items: [], last: true });
  });

  test('knows no strangers, and says that a hidden profile is hidden', async () => {
    const lastfm = connect();
    expect(await lastfm.getTopArtists('stranger', 'overall', 5, signal)).toEqual([]);
    expect(await lastfm.getStation('stranger', signal)).toEqual([]);
    expect(await lastfm.getStation('hidden', signal)).toEqual([]);
  });

  test('check proves the key', async () => {
    await expect(connect().check(signal)).resolves.toBeUndefined();
    await expect(connect({ apiKey: 'wrong' }).check(signal)).rejects.toMatchObject({ code: 'unauthorized' });
  });

  test.each<LastfmFault>([
    { kind: 'error', code: 8, status: 500 },
    { kind: 'error', code: 11 },
    { kind: 'error', code: 16 },
    { kind: 'error', code: 29 },
    { kind: 'html' },
    { kind: 'html', status: 502 },
    { kind: 'reset' },
    { kind: 'truncate' },
  ])('gets over %j', async (fault) => {
    standIn.faults.add(fault);
    expect((await connect().getChart(1, signal)).items.length).toBeGreaterThan(0);
  });

  test("takes no other user's listening for the user's own", async () => {
    standIn.faults.add({ kind: 'wrong-user', method: 'user.gettopartists' });
    await expect(connect().getTopArtists('demo', 'overall', 5, signal)).rejects.toMatchObject({ code: 'bad-response' });
  });

  test('gives recommendations from many artists, none of whom comes twice in the first turn', async () => {
    const [first, second] = await readBatches(gather(lastfmRecs), 2);
    const artists = new Set([...(first ?? []), ...(second ?? [])].map(({ artist }) => artist));
    expect(artists.size).toBeGreaterThanOrEqual(14);
    expect(first?.every(({ why }) => /^because you play ./.test(why))).toBe(true);
  });

  test('mixes in the station although it fails now and then', async () => {
    standIn.faults.add({ kind: 'station-error' });
    const [first] = await readBatches(gather(lastfmRecs, true), 1);
    expect(first?.some(({ why }) => why === 'from your Last.fm station')).toBe(true);
  });

  test('a second day asks only for what belongs to the user', async () => {
    const cache = createMemorySourceCache();
    const options = {
      url: standIn.url,
      stationUrl: standIn.stationUrl,
      apiKey: standIn.key,
      cache,
      logger: silentLogger(),
      requestsPerSecond: Number.POSITIVE_INFINITY,
    };
    const recipe = makeRecipe({ kind: 'lastfm-recs', options: { user: 'demo', period: '3month', station: false } });
    const context = { sources: { lastfm: createLastfm(options) }, seed: 'today', logger: silentLogger() };
    await readBatches(lastfmRecs.gather(context, recipe, signal), 2);
    cache.advance(86_400_000);
    standIn.requests.clear();
    await readBatches(lastfmRecs.gather(context, recipe, signal), 2);
    expect(
      standIn.requests
        .all()
        .map(({ method }) => method)
        .sort(),
    ).toEqual(['user.gettopartists', 'user.gettoptracks', 'user.gettoptracks']);
  });
});
