import type { Recipe } from '../core/recipe.ts';
import type { RunReport } from '../core/run.ts';
import type { PublishedPlaylist } from '../library/library.ts';
import type { House } from './house.ts';
import { nothing } from './inputs.ts';
import { defineOperation } from './operation.ts';

export interface RecipeSummary {
  readonly id: string;
  readonly kind: string;
  readonly enabled: boolean;
  readonly disabledReason: string | undefined;
  readonly playlistName: string;
  readonly size: number;
  readonly updateMode: Recipe['updateMode'];
  readonly cron: string | undefined;
  readonly running: boolean;
  /** The last real run; previews do not count. */
  readonly lastRun: RunReport | undefined;
  /** The playlist on the server, once it exists. */
  readonly playlist: { readonly id: string; readonly title: string; readonly tracks: number } | undefined;
}

const toPlaylist = (published: PublishedPlaylist | undefined): RecipeSummary['playlist'] =>
  published === undefined
    ? undefined
    : { id: published.playlistId, title: published.title, tracks: published.tracks.length };

/** All recipes with what became of each. */
export const summariseRecipes = (house: House): readonly RecipeSummary[] => {
  const published = new Map(house.library.listPublished().map((playlist) => [playlist.recipeId, playlist]));
  const running = new Set(house.activity.snapshot().recipes);
  return house.recipes.map((recipe) => ({
    id: recipe.id,
    kind: recipe.kind,
    enabled: recipe.enabled,
    disabledReason: recipe.disabledReason,
    playlistName: recipe.playlistName,
    size: recipe.size,
    updateMode: recipe.updateMode,
    cron: recipe.cron,
    running: running.has(recipe.id),
    lastRun: findLastRun(house, recipe.id),
    playlist: toPlaylist(published.get(recipe.id)),
  }));
};

/** Enough to look past a row of previews. */
const runsLookedAt = 50;

const findLastRun = (house: House, recipeId: string): RunReport | undefined =>
  house.library.listRuns({ recipeId, limit: runsLookedAt }).find((run) => !run.dryRun);

export const listRecipes = defineOperation({
  name: 'list-recipes',
  summary: 'All recipes, what each makes and how its last run went',
  input: nothing,
  mutates: false,
  run: async (house): Promise<readonly RecipeSummary[]> => summariseRecipes(house),
});
