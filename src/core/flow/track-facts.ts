import type { TrackId } from '../track.ts';

/** The few facts of a track by which a flow weighs it; tens of thousands are looked at for one list, the rest is read for those that are drawn. */
export interface TrackFacts {
  readonly id: TrackId;
  readonly artistId: string | undefined;
  readonly albumId: string | undefined;
  readonly year: number | undefined;
  readonly durationMs: number | undefined;
  /** 0–10; undefined = never rated. */
  readonly rating: number | undefined;
  readonly playCount: number;
  readonly skipCount: number;
  readonly lastPlayedAtMs: number | undefined;
  readonly lastSkippedAtMs: number | undefined;
  readonly addedAtMs: number | undefined;
  readonly popularity: number | undefined;
}
