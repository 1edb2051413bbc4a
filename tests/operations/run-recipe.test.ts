import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Track } from '../../src/core/track.ts';
import { HarmoniqError } from '../../src/lib/errors.ts';
import { runRecipe } from '../../src/operations/run-recipe.ts';
import type { SourceTrack } from '../../src/sources/source.ts';
import { song } from '../fakes/fake-lastfm.ts';
import { makeRecipe } from '../recipes/make-recipe.ts';
import { closeHouses, context, createTestHouse, makeTracks, readPlaylist, type TestHouse } from './test-house.ts';

afterEach(closeHouses);

const asChart = (tracks: readonly Track[]): readonly SourceTrack[] =>
  tracks.map(({ artist, title }) => song(artist, title));
const strangers = (count: number): readonly SourceTrack[] =>
  Array.from({ length: count }, (_, at) =>
    song(`Stranger ${'abcdefghij'[at % 10] ?? ''}`, `Unheard ${'klmnopqrst'[at % 10] ?? ''} ${at}`),
  );
const run = (house: TestHouse, options: { readonly dryRun?: boolean; readonly recipe?: string } = {}) =>
  runRecipe.run(house, { recipe: options.recipe ?? 'lastfm-charts', dryRun: options.dryRun ?? false }, context());
const events = (house: TestHouse): readonly string[] => house.heard.map(({ name }) => name);

describe('a run that succeeds', () => {
  test('publishes the chart in its order, as long as asked, and tells everybody', async () => {
    const tracks = makeTracks(30);
    const house = await createTestHouse({ tracks, lastfm: { chart: asChart(tracks) } });
    const { report, picks } = await run(house);
    expect(report).toMatchObject({
      result: 'succeeded',
      message: 'The playlist holds 10 tracks (newly made).',
      matchRate: 1,
    });
    expect(report.counts).toMatchObject({ candidates: 30, matched: 30, missed: 0, dropped: 20, tracks: 10, added: 10 });
    expect(await readPlaylist(house, 'lastfm-charts')).toEqual(tracks.slice(0, 10).map(({ id }) => id));
    expect(picks[0]?.reason).toBe('no. 1 of the Last.fm chart');
    expect(events(house)).toEqual(['run-started', 'server-state', 'run-finished']);
    expect(house.heard.at(-1)?.event).toMatchObject({
      report: { id: report.id },
      tracks: [{ title: 'Tune AA', why: 'no. 1 of the Last.fm chart' }, {}, {}, {}, {}, {}, {}, {}, {}, {}],
    });
    expect(house.library.getRunDetail(report.id)?.report.result).toBe('succeeded');
    expect(house.library.listPublished()[0]?.tracks).toHaveLength(10);
  });

  test('describes the playlist with the moment in the time zone of the configuration', async () => {
    const tracks = makeTracks(12);
    const house = await createTestHouse({ tracks, lastfm: { chart: asChart(tracks) } });
    await run(house);
    const [playlist] = await house.server.playlists.list(context().signal);
    expect(playlist?.summary).toBe('Updated by Harmoniq on 2026-11-21 06:30');
  });

  test('asks deeper until the list has its size', async () => {
    const tracks = makeTracks(10);
    const chart = [...strangers(140), ...asChart(tracks), ...strangers(300)];
    const house = await createTestHouse({ tracks, lastfm: { chart, chartPageSize: 100 } });
    const { report } = await run(house);
    expect(report).toMatchObject({ result: 'succeeded', counts: { candidates: 150, missed: 140, tracks: 10 } });
  });

  test('writes nothing the second time', async () => {
    const tracks = makeTracks(12);
    const house = await createTestHouse({ tracks, lastfm: { chart: asChart(tracks) } });
    await run(house);
    const { report } = await run(house);
    expect(report.counts).toMatchObject({ tracks: 10, added: 0, removed: 0, moved: 0 });
    expect(report.message).toBe('The playlist holds 10 tracks (nothing had changed).');
  });

  test('tells of the whole list where it only adds to it', async () => {
    const tracks = makeTracks(16);
    const chart = [...asChart(tracks.slice(0, 8))];
    const house = await createTestHouse({
      tracks,
      lastfm: { chart },
      recipes: [makeRecipe({ updateMode: 'append', size: 10 })],
    });
    await run(house);
    chart.splice(0, 8, ...asChart(tracks.slice(8)));
    const { report } = await run(house);
    expect(report).toMatchObject({ result: 'succeeded', counts: { tracks: 16, added: 8 } });
    expect(report.message).toBe('The playlist holds 16 tracks (8 added).');
    const [kept] = house.library.listPublished();
    expect(kept?.tracks.map(({ trackId }) => trackId)).toEqual(await readPlaylist(house, report.recipeId));
    expect(kept?.tracks.every(({ title, why }) => title !== '' && why !== '')).toBe(true);
  });

  test('remembers which copy of a song it took', async () => {
    const [track] = makeTracks(1);
    const copy = { ...(track as Track), id: '900001', album: 'Another Album', guid: 'fake://track/copy' };
    const house = await createTestHouse({
      tracks: [track as Track, copy],
      lastfm: { chart: asChart([track as Track]) },
    });
    const { picks } = await run(house);
    const taken = picks[0]?.match.track;
    expect(house.library.getStickyTrack(house.library.getSongKey(taken?.id ?? '') ?? '')).toBe(taken?.id);
  });

  test("spreads an artist's tracks over a list of recommendations", async () => {
    const tracks = makeTracks(6, (number) => ({
      artist: `Neighbour ${number % 2 === 0 ? 'X' : 'Y'}`,
      albumArtist: `Neighbour ${number % 2 === 0 ? 'X' : 'Y'}`,
    }));
    const mine = (name: string) => asChart(tracks.filter(({ artist }) => artist === name));
    const house = await createTestHouse({
      tracks,
      recipes: [
        makeRecipe({
          id: 'recs',
          kind: 'lastfm-recs',
          size: 6,
          options: { user: 'rj', period: '3month', station: false },
        }),
      ],
      lastfm: {
        topArtists: { '3month': [{ name: 'Loved', plays: 9, mbid: undefined }] },
        similar: { Loved: ['X', 'Y'].map((name) => ({ name: `Neighbour ${name}`, similarity: 1, mbid: undefined })) },
        tracks: { 'Neighbour X': mine('Neighbour X'), 'Neighbour Y': mine('Neighbour Y') },
      },
    });
    const { picks } = await run(house, { recipe: 'recs' });
    const artists = picks.map(({ match }) => match.track.artist);
    expect(artists).toHaveLength(6);
    expect(artists.every((artist, at) => artist !== artists[at - 1])).toBe(true);
  });

  test('draws only from the libraries that the recipe names', async () => {
    const tracks = makeTracks(12);
    const house = await createTestHouse({
      tracks,
      lastfm: { chart: asChart(tracks) },
      recipes: [makeRecipe({ libraries: ['Elsewhere'] }), makeRecipe({ id: 'here', libraries: ['Music'] })],
    });
    expect((await run(house)).report).toMatchObject({ result: 'skipped', counts: { missed: 12 } });
    expect((await run(house, { recipe: 'here' })).report.result).toBe('succeeded');
  });
});

describe('a run that comes up short', () => {
  test('is partial and says why', async () => {
    const tracks = makeTracks(3);
    const house = await createTestHouse({ tracks, lastfm: { chart: [...asChart(tracks), ...strangers(5)] } });
    expect((await run(house)).report).toMatchObject({
      result: 'partial',
      message:
        'The playlist holds 3 tracks (newly made). 10 were asked for, but the source has no more that the library holds.',
    });
  });

  test('stops asking at some depth', async () => {
    const tracks = makeTracks(3);
    const chart = [
      ...asChart(tracks),
      ...Array.from({ length: 9_000 }, (_, at) => song('Stranger', `Unheard no ${at}`)),
    ];
    const house = await createTestHouse({ tracks, lastfm: { chart } });
    const { report } = await run(house);
    expect(report.counts.candidates).toBe(3_000);
    expect(report.message).toContain('but the library holds too little of what the source offers.');
  });

  test('counts tracks that the server refused as dropped', async () => {
    const tracks = makeTracks(12);
    const house = await createTestHouse({ tracks, lastfm: { chart: asChart(tracks) } });
    house.server.sections[0]?.tracks.shift();
    const { report, drops } = await run(house);
    expect(report).toMatchObject({ result: 'partial', counts: { tracks: 9 } });
    expect(drops.find(({ reason }) => reason === 'file-missing')?.match.track.title).toBe('Tune AA');
  });

  test('skips and leaves the playlist alone when nothing matched', async () => {
    const tracks = makeTracks(12);
    const world = { chart: asChart(tracks) };
    const house = await createTestHouse({ tracks, lastfm: world });
    await run(house);
    const before = await readPlaylist(house, 'lastfm-charts');
    world.chart = strangers(4);
    const { report } = await run(house);
    expect(report).toMatchObject({ result: 'skipped', counts: { candidates: 4, missed: 4 } });
    expect(report.message).toBe('None of the 4 tracks offered is in the library; the playlist is as it was.');
    expect(await readPlaylist(house, 'lastfm-charts')).toEqual(before);
    expect(house.library.listPublished()[0]?.tracks).toHaveLength(10);
    expect(house.heard.at(-1)).toMatchObject({ name: 'run-finished', event: { tracks: { length: 10 } } });
  });

  test('skips when the source has nothing at all', async () => {
    const house = await createTestHouse({ tracks: makeTracks(1) });
    expect((await run(house)).report).toMatchObject({ result: 'skipped', matchRate: 0 });
  });
});

describe('a run that fails', () => {
  test('of the source leaves yesterday alone and is an outcome, not an exception', async () => {
    const tracks = makeTracks(60);
    let dead = false;
    const fail = () =>
      dead ? new HarmoniqError('unreachable', 'Last.fm is gone.', { service: 'Last.fm', hint: 'Wait.' }) : undefined;
    const house = await createTestHouse({ tracks, lastfm: { chart: asChart(tracks), fail } });
    await run(house);
    const before = await readPlaylist(house, 'lastfm-charts');
    dead = true;
    const { report } = await run(house);
    expect(report).toMatchObject({
      result: 'failed',
      message: 'Last.fm is gone. Wait. The playlist is as it was.',
      error: { code: 'unreachable', message: 'Last.fm is gone. Wait.' },
    });
    expect(await readPlaylist(house, 'lastfm-charts')).toEqual(before);
    expect(house.activity.snapshot().server.connected).toBe(true);
  });

  test('half way through the source does not publish the half', async () => {
    const tracks = makeTracks(8);
    const fail = (_call: string, page: string) => (page === '2' ? new HarmoniqError('timeout', 'late') : undefined);
    const house = await createTestHouse({ tracks, lastfm: { chart: [...asChart(tracks), ...strangers(300)], fail } });
    expect((await run(house)).report.result).toBe('failed');
    expect(house.server.calls).toEqual([]);
  });

  test('of the server keeps what was found in the report and shows the server as away', async () => {
    const tracks = makeTracks(12);
    const house = await createTestHouse({ tracks, lastfm: { chart: asChart(tracks) } });
    house.server.before = () => {
      throw new HarmoniqError('unreachable', 'The server is off.', { service: 'Fake' });
    };
    const { report, picks } = await run(house);
    expect(report.result).toBe('failed');
    expect(picks).toHaveLength(10);
    expect(house.activity.snapshot()).toMatchObject({
      recipes: [],
      server: { connected: false, message: 'The server is off.' },
    });
  });

  test('by a fault of our own is recorded too', async () => {
    const house = await createTestHouse({ tracks: makeTracks(1), recipes: [makeRecipe({ kind: 'unheard-of' })] });
    expect((await run(house)).report).toMatchObject({ result: 'failed', error: { code: 'internal' } });
  });
});

test('a run whose report cannot be kept throws, and is over for the doors', async () => {
  const tracks = makeTracks(12);
  const house = await createTestHouse({ tracks, lastfm: { chart: asChart(tracks) } });
  const library = Object.assign(Object.create(house.library) as typeof house.library, {
    finishRun: () => {
      throw new HarmoniqError('internal', 'The disk is full.');
    },
  });
  await expect(run({ ...house, library })).rejects.toMatchObject({ message: 'The disk is full.' });
  expect(events(house).filter((name) => name === 'run-finished')).toHaveLength(1);
  expect(house.activity.snapshot().recipes).toEqual([]);
});

describe('a run that is stopped', () => {
  test.each(['gathering', 'publishing'])('while %s is recorded as cancelled and thrown', async (where) => {
    const tracks = makeTracks(12);
    const controller = new AbortController();
    const stop = (): undefined => controller.abort() as undefined;
    const house = await createTestHouse({
      tracks,
      lastfm: { chart: asChart(tracks), ...(where === 'gathering' ? { fail: stop } : {}) },
    });
    if (where === 'publishing') house.server.before = stop;
    const stopped = runRecipe.run(
      house,
      { recipe: 'lastfm-charts', dryRun: false },
      context({ signal: controller.signal }),
    );
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(house.library.listRuns({ limit: 5 })[0]).toMatchObject({
      result: 'cancelled',
      message: 'The run was stopped. The playlist is as it was.',
    });
    expect(house.activity.snapshot().recipes).toEqual([]);
    house.server.before = undefined;
    expect(house.library.acquireLease('recipe:lastfm-charts', 'another', 1_000)).toBe(true);
  });
});

describe('a preview', () => {
  test('says what would be, and leaves no trace but its row', async () => {
    const tracks = makeTracks(12);
    const house = await createTestHouse({ tracks, lastfm: { chart: [...strangers(3), ...asChart(tracks)] } });
    const { report, picks } = await run(house, { dryRun: true });
    expect(report).toMatchObject({ result: 'succeeded', dryRun: true, counts: { tracks: 10 } });
    expect(report.message).toBe('The playlist would hold 10 tracks (newly made).');
    expect(await readPlaylist(house, 'lastfm-charts')).toEqual([]);
    expect(house.library.listMissing()).toEqual([]);
    expect(house.library.listPublished()).toEqual([]);
    expect(
      house.library.getStickyTrack(house.library.getSongKey(picks[0]?.match.track.id ?? '') ?? ''),
    ).toBeUndefined();
    expect(events(house).filter((name) => name.startsWith('run-'))).toEqual([]);
    expect(existsSync(join(house.config.dataDir, 'missing_tracks.json'))).toBe(false);
    expect(house.library.listRuns({ limit: 5 })).toHaveLength(1);
  });

  test('may be taken while the recipe runs', async () => {
    const tracks = makeTracks(12);
    const house = await createTestHouse({ tracks, lastfm: { chart: asChart(tracks) } });
    house.library.acquireLease('recipe:lastfm-charts', 'another', 60_000);
    expect((await run(house, { dryRun: true })).report.result).toBe('succeeded');
  });
});

describe('a run that is refused', () => {
  test('because the recipe runs already, here or in another process', async () => {
    const house = await createTestHouse({ tracks: makeTracks(3) });
    house.library.acquireLease('recipe:lastfm-charts', 'another', 60_000);
    await expect(run(house)).rejects.toMatchObject({
      code: 'conflict',
      message: 'The recipe lastfm-charts is already running.',
    });
    expect(house.library.listRuns({ limit: 5 })).toEqual([]);
  });

  test('when two are asked for at once, one runs', async () => {
    const tracks = makeTracks(12);
    const house = await createTestHouse({ tracks, lastfm: { chart: asChart(tracks) } });
    const outcomes = await Promise.allSettled([run(house), run(house)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test.each([
    ['an unknown recipe', { recipe: 'nope' }, 'not-found', 'There is no recipe "nope".'],
    [
      'a recipe that lacks an option',
      { recipe: 'off' },
      'invalid-input',
      'The recipe off is off: LASTFM_API_KEY is not set.',
    ],
  ])('for %s', async (_what, options, code, message) => {
    const recipes = [
      makeRecipe(),
      makeRecipe({ id: 'off', enabled: false, disabledReason: 'LASTFM_API_KEY is not set.' }),
    ];
    const house = await createTestHouse({ tracks: makeTracks(1), recipes });
    await expect(run(house, options)).rejects.toMatchObject({ code, message });
  });

  test('before the library has been read', async () => {
    const house = await createTestHouse({ synced: false });
    await expect(run(house)).rejects.toMatchObject({ code: 'not-found', hint: 'Run "harmoniq sync" first.' });
    house.events.emit('sync-started', {});
    await expect(run(house)).rejects.toMatchObject({ message: 'The library is being read for the first time.' });
  });

  test('is found by the name of its playlist too', async () => {
    const tracks = makeTracks(12);
    const house = await createTestHouse({ tracks, lastfm: { chart: asChart(tracks) } });
    expect((await run(house, { recipe: 'charts' })).report.recipeId).toBe('lastfm-charts');
  });
});

describe('missing tracks', () => {
  const line = (house: TestHouse) =>
    house.log.filter(({ msg }) => msg.startsWith('Track not found')).map(({ level, msg }) => `${level} ${msg}`);
  const sums = (house: TestHouse) => house.log.filter(({ msg }) => msg === 'Wanted tracks were not found in Plex');

  test('are one line in the log with their number, one each for who looks closer, kept, and written to both files', async () => {
    const tracks = makeTracks(12);
    const world = {
      chart: [song('Evil\u202e', '=HYPERLINK("x")'), song('Comma, Inc', 'A "quoted" song'), ...asChart(tracks)],
    };
    const house = await createTestHouse({ tracks, lastfm: world, logLevel: 'debug' });
    await run(house);
    expect(line(house)).toEqual([
      'debug Track not found in Plex: Evil - =HYPERLINK("x")',
      'debug Track not found in Plex: Comma, Inc - A "quoted" song',
    ]);
    expect(sums(house)).toEqual([
      expect.objectContaining({
        level: 'info',
        recipe: 'lastfm-charts',
        missing: 2,
        new: 2,
        list: 'missing_tracks.csv',
      }),
    ]);
    expect(house.heard).toContainEqual({ name: 'missing-changed', event: { count: 2 } });
    const { dataDir } = house.config;
    const rows = JSON.parse(readFileSync(join(dataDir, 'missing_tracks.json'), 'utf8')) as unknown[];
    expect(rows).toContainEqual({
      artist: 'Comma, Inc',
      title: 'A "quoted" song',
      reason: 'no-such-artist',
      recipes: ['lastfm-charts'],
      sources: ['lastfm-charts'],
      firstMissed: '2026-11-21T06:30:00+01:00',
      lastMissed: '2026-11-21T06:30:00+01:00',
      timesMissed: 1,
      nearest: '',
    });
    const csv = readFileSync(join(dataDir, 'missing_tracks.csv'), 'utf8');
    expect(csv).toContain('"Comma, Inc","A ""quoted"" song",no-such-artist,lastfm-charts,lastfm-charts,');
    expect(csv).toContain(`Evil,"'=HYPERLINK(""x"")",`);
    expect(readdirSync(dataDir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('that were missing before too are no news', async () => {
    const tracks = makeTracks(12);
    const house = await createTestHouse({
      tracks,
      lastfm: { chart: [...strangers(1), ...asChart(tracks)] },
      logLevel: 'debug',
    });
    await run(house);
    await run(house);
    expect(line(house)).toHaveLength(2);
    expect(sums(house)).toHaveLength(1);
  });

  test('do not spoil the run when the disk refuses the files', async () => {
    const tracks = makeTracks(12);
    const house = await createTestHouse({
      tracks,
      lastfm: { chart: asChart(tracks) },
      config: { dataDir: '/dev/null/nowhere' },
    });
    expect((await run(house)).report.result).toBe('succeeded');
    expect(house.log.some(({ msg }) => msg === 'The lists of missing tracks were not written')).toBe(true);
  });
});

describe('the law of a run', () => {
  test('every candidate ends as a pick, a drop or a miss, exactly once', async () => {
    const tracks = makeTracks(40, (number) =>
      number % 7 === 0 ? { missingFile: true } : number % 3 === 0 ? { artist: 'Busy', albumArtist: 'Busy' } : {},
    );
    const world: { chart: readonly SourceTrack[] } = { chart: [] };
    const recipe = { ...makeRecipe(), size: 10, maxPerArtist: 2 };
    const house = await createTestHouse({ tracks, lastfm: world, recipes: [recipe] });
    const candidates = fc.uniqueArray(
      fc.oneof(
        fc.nat(39).map((at) => asChart(tracks)[at] as SourceTrack),
        fc
          .tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }))
          .map(([artist, title]) => song(artist, title)),
      ),
      { maxLength: 60, selector: ({ artist, title }) => `${artist}\u0000${title}`.toLowerCase() },
    );
    await fc.assert(
      fc.asyncProperty(
        candidates,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 4 }),
        async (chart, size, maxPerArtist) => {
          world.chart = chart;
          Object.assign(recipe, { size, maxPerArtist });
          const { picks, drops, misses, report } = await run(house, { dryRun: true });
          const ended = [
            ...[...picks, ...drops].map(({ match }) => match.candidate),
            ...misses.map(({ candidate }) => candidate),
          ];
          const offered = chart.slice(0, ended.length).map(({ artist, title }) => `${artist}\u0000${title}`);
          expect(ended.map(({ artist, title }) => `${artist}\u0000${title}`).sort()).toEqual([...offered].sort());
          expect(picks.length).toBeLessThanOrEqual(size);
          if (picks.length < size) expect(ended).toHaveLength(chart.length);
          expect(report.counts.candidates).toBe(ended.length);
          expect(new Set(picks.map(({ match }) => match.track.id)).size).toBe(picks.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});
