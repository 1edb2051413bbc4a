import { describe, expect, test } from '@jest/globals';
import { configSchema, type Config } from '../../src/config/schema.ts';
import { defaultWindows } from '../../src/core/flow/default-windows.ts';
import { planOf } from '../../src/core/flow/flow-recipe.ts';
import type { Recipe } from '../../src/core/recipe.ts';
import { HarmoniqError } from '../../src/lib/errors.ts';
import { configureFlow } from '../../src/recipes/flow/configure-flow.ts';
import { buildRecipes } from '../../src/recipes/build-recipes.ts';

const configure = (changes: Record<string, unknown> = {}): Config =>
  configSchema.parse({
    plexUrl: 'http://127.0.0.1:32400',
    plexToken: 'token',
    plexMusicLibraryNames: 'Music',
    lastfmApiKey: 'key',
    lastfmUser: 'rj',
    ...changes,
  });

describe('built-in recipes', () => {
  test('take their names, sizes and common settings from the configuration', () => {
    const { recipes, warnings } = buildRecipes(
      configure({
        playlistNameLastfmCharts: 'Top',
        playlistSizeCharts: 7,
        maxPerArtist: 2,
        playlistUpdateMode: 'append',
      }),
    );
    expect(recipes.map(({ id, enabled }) => [id, enabled])).toEqual([
      ['lastfm-recs', true],
      ['lastfm-charts', true],
      ['daily-flow', true],
    ]);
    expect(recipes[1]).toMatchObject({ playlistName: 'Top', size: 7, maxPerArtist: 2, updateMode: 'append' });
    expect(recipes[0]?.options).toEqual({ user: 'rj', period: '3month', station: false });
    expect(warnings).toEqual([]);
  });

  test('without a key stay off with one warning that names the option', () => {
    const { recipes, warnings } = buildRecipes(configure({ lastfmApiKey: undefined }));
    expect(recipes.map(({ enabled, disabledReason }) => [enabled, disabledReason])).toEqual([
      [false, 'LASTFM_API_KEY is not set.'],
      [false, 'LASTFM_API_KEY is not set.'],
      [true, undefined],
    ]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /^LASTFM_API_KEY is not set, so "Last.fm Recommendations", "Last.fm Charts" stay off\. /,
    );
  });

  test('without a user the charts still run', () => {
    const { recipes, warnings } = buildRecipes(configure({ lastfmUser: undefined }));
    expect(recipes.map(({ enabled }) => enabled)).toEqual([false, true, true]);
    expect(warnings).toEqual([
      expect.stringContaining('LASTFM_USER is not set, so "Last.fm Recommendations" stays off.'),
    ]);
  });

  test('that the user switched off need no key and no warning', () => {
    const { recipes, warnings } = buildRecipes(
      configure({
        lastfmApiKey: undefined,
        enableLastfmRecs: false,
        enableLastfmCharts: false,
        enableTimePlaylist: false,
      }),
    );
    expect(recipes.every(({ enabled, disabledReason }) => !enabled && disabledReason === undefined)).toBe(true);
    expect(warnings).toEqual([]);
  });
});

describe('flows', () => {
  test('the built-in one has a name, a size and caps of its own, and the default windows', () => {
    const { recipes } = buildRecipes(
      configure({
        playlistNameTime: 'Hours',
        playlistSizeTime: 30,
        maxPerArtist: 9,
        timePlaylistMaxPerArtist: 1,
        playlistUpdateMode: 'append',
      }),
    );
    expect(recipes[2]).toMatchObject({
      id: 'daily-flow',
      kind: 'flow',
      enabled: true,
      playlistName: 'Hours',
      size: 30,
      maxPerArtist: 1,
      updateMode: 'replace',
      libraries: [],
    });
    const plan = planOf(recipes[2] as Recipe);
    expect(plan.windows).toBe(defaultWindows);
    expect(plan.followsHome).toBe(true);
  });

  test('need no Last.fm', () => {
    const { recipes } = buildRecipes(configure({ lastfmApiKey: undefined, lastfmUser: undefined }));
    expect(recipes.find(({ id }) => id === 'daily-flow')).toMatchObject({ enabled: true, disabledReason: undefined });
  });

  test("one of the user's own overrides what the others share, window by window and rule by rule", () => {
    const { recipes } = buildRecipes(
      configure({
        timeWindows: '00:00-24:00:genres=Jazz',
        timePlaylistKeepPercent: 10,
        playlistSizeTime: 30,
        playlists: [
          {
            kind: 'flow',
            name: 'Kitchen',
            windows: '06:00-10:00:genres=Pop',
            min_rating: 3.5,
            exclude_played_days: 9,
            follow_home: false,
            max_per_artist: 4,
          },
          { kind: 'flow', name: 'Bath', size: 5 },
        ],
      }),
    );
    const [builtIn, kitchen, bath] = recipes.slice(2) as [Recipe, Recipe, Recipe];
    expect(planOf(builtIn).windows.map(({ name }) => name)).toEqual(['All Day']);
    expect(planOf(kitchen).windows.map(({ name }) => name)).toEqual(['Morning']);
    expect(planOf(bath).windows).toBe(planOf(builtIn).windows);
    expect(planOf(kitchen)).toMatchObject({
      rules: { minRating: 7, unheardForDays: 9, keepShare: 0.1, maxPerArtist: 4, maxPerAlbum: 2 },
      followsHome: false,
    });
    expect([kitchen.size, kitchen.maxPerArtist, bath.size, bath.maxPerArtist]).toEqual([30, 4, 5, 2]);
  });

  test('rules are in the units of the code', () => {
    const plan = configureFlow(
      configure({ timePlaylistMinRating: 4.5, timePlaylistFamiliarity: 25, timePlaylistLongestMinutes: 10 }),
      undefined,
    );
    expect(plan.rules).toEqual({
      minRating: 9,
      unrated: 'include',
      unheardForDays: 3,
      maxSkips: undefined,
      memoryDays: 3,
      keepShare: 0.5,
      familiarity: 0.25,
      maxPerArtist: 2,
      maxPerAlbum: 2,
      longestMs: 600_000,
      learn: true,
      sound: 'smooth',
      cover: true,
    });
  });
});

describe("the user's own playlists", () => {
  test('override the common settings one by one', () => {
    const { recipes } = buildRecipes(
      configure({
        playlists: [
          {
            kind: 'lastfm-recs',
            name: 'Für Anna',
            user: 'anna',
            period: '7day',
            station: true,
            size: 12,
            max_per_artist: 1,
            mode: 'append',
            cron: '0 6 * * *',
            adopt: true,
            libraries: ['Music'],
          },
        ],
      }),
    );
    expect(recipes[3]).toEqual({
      id: 'fur-anna',
      kind: 'lastfm-recs',
      enabled: true,
      disabledReason: undefined,
      playlistName: 'Für Anna',
      adopt: true,
      size: 12,
      maxPerArtist: 1,
      updateMode: 'append',
      cron: '0 6 * * *',
      libraries: ['Music'],
      options: { user: 'anna', period: '7day', station: true },
    });
  });

  test('with a user of their own run without LASTFM_USER', () => {
    const { recipes } = buildRecipes(
      configure({ lastfmUser: undefined, playlists: [{ kind: 'lastfm-recs', name: 'Anna', user: 'anna' }] }),
    );
    expect(recipes[3]?.enabled).toBe(true);
  });

  test.each([
    [
      'the same slug',
      [
        { kind: 'lastfm-charts', name: 'Party!' },
        { kind: 'lastfm-charts', name: 'party?' },
      ],
      'the same id "party"',
    ],
    ['the id of a built-in recipe', [{ kind: 'lastfm-charts', name: 'Lastfm charts' }], 'the same id "lastfm-charts"'],
    [
      'the same playlist',
      [{ id: 'a', kind: 'lastfm-charts', name: 'LAST.FM CHARTS' }],
      'would both write the playlist',
    ],
    ['the id of the built-in flow', [{ kind: 'flow', name: 'Daily-Flow!' }], 'the same id "daily-flow"'],
    [
      'the playlist of the built-in flow',
      [{ id: 'a', kind: 'flow', name: 'daily flow' }],
      'The recipes daily-flow and a would both write the playlist "daily flow"',
    ],
  ])('are refused when two have %s', (_what, playlists, sentence) => {
    const build = () => buildRecipes(configure({ playlists }));
    expect(build).toThrow(HarmoniqError);
    expect(build).toThrow(sentence);
  });
});

test.each(['* * *', '2040-01-01', '2040-01-01 10:00', '2040-01-01 10:00 or so then'])(
  'the schedule "%s" is refused',
  (cron) => {
    const configured = configure();
    const playlist = {
      ...configured.playlists[0],
      kind: 'lastfm-charts' as const,
      name: 'Party',
      enabled: true,
      adopt: false,
      cron,
    };
    expect(() => buildRecipes({ ...configured, playlists: [playlist] })).toThrow(
      `The schedule "${cron}" of the playlist "Party" is no cron expression`,
    );
  },
);
