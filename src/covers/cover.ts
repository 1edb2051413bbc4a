/** What a playlist's picture tells. All texts are untrusted. */
export interface CoverFacts {
  readonly playlistName: string;
  readonly windowName: string;
  /** "17:00 – 23:00"; undefined for a window without times. */
  readonly hours: string | undefined;
  /** A few words: "Jazz · Classical". */
  readonly theme: string;
  /** When the window begins, in minutes after midnight: the scene follows the hour. undefined = a window without times has a scene of its own. */
  readonly minuteOfDay: number | undefined;
  /** How lively that one is, 0 (calm) – 1; undefined = in between. */
  readonly liveliness?: number | undefined;
}

export interface Cover {
  readonly png: Uint8Array;
  /** Same facts, same key: tells whether the picture must be drawn or uploaded again. */
  readonly key: string;
}

/** Draws pictures without the network. The same facts give the same bytes on every machine. */
export interface CoverPainter {
  keyOf(facts: CoverFacts): string;
  /** Throws `internal` when the picture cannot be drawn; the caller goes on without. */
  draw(facts: CoverFacts): Promise<Cover>;
}
