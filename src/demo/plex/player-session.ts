/** Something that is being played. */
export interface PlayerSession {
  readonly key: string;
  trackKey: number;
  offsetMs: number;
  state: 'playing' | 'paused' | 'buffering';
  readonly player: string;
  readonly user: { readonly id: number; readonly title: string };
  /** The present item has been counted as played. */
  counted: boolean;
  readonly isVideo: boolean;
}
