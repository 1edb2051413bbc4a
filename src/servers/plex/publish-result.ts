import type { planPlaylist } from '../../core/playlist-plan.ts';
import type { Playlist, PlaylistItem } from '../../core/playlist.ts';
import type { TrackId } from '../../core/track.ts';
import type { PublishResult } from '../server.ts';
import type { PlexPlaylist } from './map.ts';

/** The playlist as the contract knows it. */
export const toPlaylist = ({ id, guid, title, summary, editable, trackCount }: PlexPlaylist): Playlist => ({
  id,
  guid,
  title,
  summary,
  editable,
  trackCount,
});

/** What became of a playlist, by comparing its tracks before and after. */
export const describe = (
  playlist: { readonly id: string; readonly title: string },
  before: readonly PlaylistItem[],
  after: readonly TrackId[],
  moved: number,
  refused: readonly TrackId[],
): PublishResult => {
  const old = before.map((item) => item.trackId);
  const [oldSet, newSet] = [new Set(old), new Set(after)];
  return {
    playlist: { id: playlist.id, title: playlist.title },
    created: false,
    tracks: after,
    changed: old.length !== after.length || old.some((trackId, index) => trackId !== after[index]),
    added: after.filter((trackId) => !oldSet.has(trackId)),
    removed: [...oldSet].filter((trackId) => !newSet.has(trackId)),
    moved,
    refused,
  };
};

export const countMoves = (writes: ReturnType<typeof planPlaylist>): number =>
  writes.filter((write) => write.kind === 'move').length;
