import { describe, expect, test } from '@jest/globals';
import { configSchema, type Config } from '../../src/config/schema.ts';
import { HarmoniqError } from '../../src/lib/errors.ts';
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
    ]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /^LASTFM_API_KEY is not set, so "Last.fm Recommendations", "Last.fm Charts" stay off\. /,
    );
  });

  test('without a user the charts still run', () => {
    const { recipes, warnings } = buildRecipes(configure({ lastfmUser: undefined }));
    expect(recipes.map(({ enabled }) => enabled)).toEqual([false, true]);
    expect(warnings).toEqual([
      expect.stringContaining('LASTFM_USER is not set, so "Last.fm Recommendations" stays off.'),
    ]);
  });

  test('that the user switched off need no key and no warning', () => {
    const { recipes, warnings } = buildRecipes(
      configure({ lastfmApiKey: undefined, enableLastfmRecs: false, enableLastfmCharts: false }),
    );
    expect(recipes.every(({ enabled, disabledReason }) => !enabled && disabledReason === undefined)).toBe(true);
    expect(warnings).toEqual([]);
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
    expect(recipes[2]).toEqual({
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
    expect(recipes[2]?.enabled).toBe(true);
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
