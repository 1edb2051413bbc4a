import type { Config, PlaylistOptions } from '../config/schema.ts';
import type { Recipe } from '../core/recipe.ts';
import { toSlug } from '../core/slug.ts';
import { looksLikeCron } from '../lib/cron-expression.ts';
import { HarmoniqError } from '../lib/errors.ts';
import { flow } from './flow.ts';
import type { KindSetup, RecipeKind } from './recipe-kind.ts';
import { lastfmCharts } from './lastfm-charts.ts';
import { lastfmRecs } from './lastfm-recs.ts';
import { findRecipeKind } from './recipe-kinds.ts';

export interface BuiltRecipes {
  /** The built-in ones first, then the user's own in their order; the disabled ones too. */
  readonly recipes: readonly Recipe[];
  /** Sentences for the log, one per missing option. */
  readonly warnings: readonly string[];
}

/** Makes the recipes that the configuration asks for. Throws `config-invalid` when two would get one id or one playlist, or a schedule is none. */
export const buildRecipes = (config: Config): BuiltRecipes => {
  const recipes = [...buildBuiltIns(config), ...config.playlists.map((playlist) => buildOwn(config, playlist))];
  refuse([...findBadSchedules(recipes), ...findClashes(recipes)]);
  return { recipes, warnings: listWarnings(recipes) };
};

const buildBuiltIns = (config: Config): readonly Recipe[] => [
  build(config, lastfmRecs, undefined, {
    id: 'lastfm-recs',
    playlistName: config.playlistNameLastfmRecs,
    wanted: config.enableLastfmRecs,
    size: config.playlistSizeRecs,
  }),
  build(config, lastfmCharts, undefined, {
    id: 'lastfm-charts',
    playlistName: config.playlistNameLastfmCharts,
    wanted: config.enableLastfmCharts,
    size: config.playlistSizeCharts,
  }),
  build(config, flow, undefined, {
    id: 'daily-flow',
    playlistName: config.playlistNameTime,
    wanted: config.enableTimePlaylist,
    size: config.playlistSizeTime,
  }),
];

const buildOwn = (config: Config, playlist: PlaylistOptions): Recipe =>
  build(config, findRecipeKind(playlist.kind), playlist, {
    id: playlist.id ?? toSlug(playlist.name),
    playlistName: playlist.name,
    wanted: playlist.enabled,
    size: playlist.size ?? config[usualSizes[playlist.kind]],
  });

const usualSizes = {
  'lastfm-charts': 'playlistSizeCharts',
  'lastfm-recs': 'playlistSizeRecs',
  flow: 'playlistSizeTime',
} as const satisfies Record<PlaylistOptions['kind'], keyof Config>;

interface Basics {
  readonly id: string;
  readonly playlistName: string;
  readonly wanted: boolean;
  readonly size: number;
}

const build = (config: Config, kind: RecipeKind, playlist: PlaylistOptions | undefined, basics: Basics): Recipe => {
  const setup: KindSetup = kind.configure(config, playlist);
  const missing = basics.wanted ? setup.missingOption : undefined;
  return {
    id: basics.id,
    kind: kind.kind,
    enabled: basics.wanted && missing === undefined,
    disabledReason: missing === undefined ? undefined : `${missing} is not set.`,
    playlistName: basics.playlistName,
    adopt: playlist?.adopt ?? false,
    size: basics.size,
    maxPerArtist: playlist?.max_per_artist ?? (kind === flow ? config.timePlaylistMaxPerArtist : config.maxPerArtist),
    // A flow chooses the whole list itself, and what it keeps too.
    updateMode: kind === flow ? 'replace' : (playlist?.mode ?? config.playlistUpdateMode),
    cron: playlist?.cron,
    libraries: playlist?.libraries ?? [],
    options: setup.options,
  };
};

const refuse = (problems: readonly string[]): void => {
  if (problems.length > 0) throw new HarmoniqError('config-invalid', problems.join(' '));
};

const findBadSchedules = (recipes: readonly Recipe[]): readonly string[] =>
  recipes
    .filter(({ cron }) => cron !== undefined && !looksLikeCron(cron))
    .map(
      ({ playlistName, cron }) =>
        `The schedule "${cron ?? ''}" of the playlist "${playlistName}" is no cron expression; write five fields such as "0 6 * * *".`,
    );

const findClashes = (recipes: readonly Recipe[]): readonly string[] => [
  ...findDoubles(recipes, ({ id }) => id).map(
    ([first, second]) =>
      `The playlists "${first.playlistName}" and "${second.playlistName}" have the same id "${first.id}"; give one of them another "id".`,
  ),
  ...findDoubles(
    recipes.filter(({ enabled }) => enabled),
    ({ playlistName }) => playlistName.trim().toLowerCase(),
  ).map(
    ([first, second]) =>
      `The recipes ${first.id} and ${second.id} would both write the playlist "${second.playlistName}"; give one of them another name.`,
  ),
];

const findDoubles = (
  recipes: readonly Recipe[],
  keyOf: (recipe: Recipe) => string,
): readonly (readonly [Recipe, Recipe])[] => {
  const first = new Map<string, Recipe>();
  return recipes.flatMap((recipe) => {
    const earlier = first.get(keyOf(recipe));
    if (earlier !== undefined) return [[earlier, recipe] as const];
    first.set(keyOf(recipe), recipe);
    return [];
  });
};

const advice: Readonly<Record<string, string>> = {
  LASTFM_API_KEY:
    'Make a free key at https://www.last.fm/api/account/create and set LASTFM_API_KEY, or switch these playlists off.',
  LASTFM_USER: 'Set LASTFM_USER to the Last.fm account whose taste counts, or switch these playlists off.',
};

/** One sentence per missing option, however many recipes lack it. */
const listWarnings = (recipes: readonly Recipe[]): readonly string[] =>
  Object.entries(advice).flatMap(([option, hint]) => {
    const off = recipes.filter(({ disabledReason }) => disabledReason === `${option} is not set.`);
    if (off.length === 0) return [];
    const names = off.map(({ playlistName }) => `"${playlistName}"`).join(', ');
    return [`${option} is not set, so ${names} ${off.length === 1 ? 'stays' : 'stay'} off. ${hint}`];
  });
