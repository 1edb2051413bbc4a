import type { RunReport, TrackLine } from '../core/run.ts';
import type { House } from './house.ts';
import { nothing } from './inputs.ts';
import { summariseRecipes } from './list-recipes.ts';
import { defineOperation } from './operation.ts';

/** A playlist that Harmoniq keeps, as last published. */
export interface PlaylistSummary {
  readonly recipeId: string;
  readonly playlistId: string;
  readonly title: string;
  readonly publishedAtMs: number;
  readonly tracks: readonly TrackLine[];
  /** undefined = its runs have been pruned or the recipe is no longer configured. */
  readonly lastRun: RunReport | undefined;
}

/** Playlists whose recipe is gone are listed too: they still exist on the server. */
const summarisePlaylists = (house: House): readonly PlaylistSummary[] => {
  const lastRuns = new Map(summariseRecipes(house).map((recipe) => [recipe.id, recipe.lastRun]));
  return house.library.listPublished().map((playlist) => ({
    recipeId: playlist.recipeId,
    playlistId: playlist.playlistId,
    title: playlist.title,
    publishedAtMs: playlist.publishedAtMs,
    tracks: playlist.tracks,
    lastRun: lastRuns.get(playlist.recipeId),
  }));
};

export const listPlaylists = defineOperation({
  name: 'list-playlists',
  summary: 'The playlists Harmoniq keeps, with their tracks and why each is there',
  input: nothing,
  mutates: false,
  run: async (house): Promise<readonly PlaylistSummary[]> => summarisePlaylists(house),
});
