import type { Pick } from '../core/candidate.ts';
import type { Recipe } from '../core/recipe.ts';
import type { PublishJournal, PublishRequest, PublishResult } from '../servers/server.ts';
import type { House } from './house.ts';
import { noteServerAnswered } from './server-state.ts';
import { toSummaryLine } from './summary-line.ts';

/** How the picks go into the recipe's playlist, and where the write keeps its book. */
export interface PublishManner extends Omit<PublishRequest, 'recipeId' | 'title' | 'summaryLine' | 'tracks'> {
  readonly journal: PublishJournal;
  /** undefined = the moment of writing. */
  readonly summaryLine?: string | undefined;
}

/** Brings the recipe's playlist to these picks; throws what the writer throws. */
export const publishPicks = async (
  house: House,
  recipe: Recipe,
  picks: readonly Pick[],
  { journal, ...manner }: PublishManner,
  signal: AbortSignal,
): Promise<PublishResult> => {
  const request: PublishRequest = {
    ...manner,
    recipeId: recipe.id,
    title: recipe.playlistName,
    summaryLine: manner.summaryLine ?? toSummaryLine(house.clock.now(), house.config.timezone),
    tracks: picks.map(({ match }) => match.track.id),
  };
  const result = await house.server.playlists.publish(request, journal, signal);
  noteServerAnswered(house);
  return result;
};
