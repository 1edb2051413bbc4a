import type { TrackId } from './track.ts';

/** A playlist as the server has it. */
export interface Playlist {
  readonly id: string;
  readonly guid: string | undefined;
  readonly title: string;
  readonly summary: string;
  /** Rule-based or not ours to edit: never written to. */
  readonly editable: boolean;
  readonly trackCount: number;
}

/** One entry of a playlist. The same track may stand twice; `itemId` tells the entries apart. */
export interface PlaylistItem {
  readonly itemId: string;
  readonly trackId: TrackId;
}
