import type { TrackId } from '../../core/track.ts';

const mostKeys = 100;
/** Whole path and query of one write. */
const longestUrl = 2_000;

/** How Plex names tracks of one server in a write. */
export const toItemsUri = (machineId: string, trackIds: readonly TrackId[]): string =>
  `server://${machineId}/com.plexapp.plugins.library/library/metadata/${trackIds.join(',')}`;

/** The tracks of the first write: as many as a safe URL holds, at least one. `overhead` = the rest of the URL, encoded. */
export const takeForOneUrl = (
  machineId: string,
  trackIds: readonly TrackId[],
  overhead: number,
): readonly TrackId[] => {
  let length = overhead + encodeURIComponent(toItemsUri(machineId, [])).length;
  let count = 0;
  for (const trackId of trackIds.slice(0, mostKeys)) {
    length += encodeURIComponent(trackId).length + (count === 0 ? 0 : 3);
    if (count > 0 && length > longestUrl) break;
    count += 1;
  }
  return trackIds.slice(0, count);
};

/** Cuts a list into pieces that each fit into one write, in order. */
export const cutForUrls = (
  machineId: string,
  trackIds: readonly TrackId[],
  overhead: number,
): readonly (readonly TrackId[])[] => {
  const pieces: (readonly TrackId[])[] = [];
  for (let rest = trackIds; rest.length > 0;) {
    const piece = takeForOneUrl(machineId, rest, overhead);
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  return pieces;
};
