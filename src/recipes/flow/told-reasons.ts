import type { TrackId } from '../../core/track.ts';
import type { Library } from '../../library/library.ts';

/** Why each track of the recipe's playlist came in, as it was told when the list was made. */
export const readToldReasons = (
  library: Pick<Library, 'listPublished'>,
  recipeId: string,
): ReadonlyMap<TrackId, string> => {
  const published = library.listPublished().find((playlist) => playlist.recipeId === recipeId);
  return new Map(published?.tracks.map(({ trackId, why }) => [trackId, why]));
};
