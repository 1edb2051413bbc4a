/** What a playlist's picture tells. All texts are untrusted. */
export interface CoverFacts {
  readonly playlistName: string;
  readonly windowName: string;
  /** "17:00 – 23:00"; undefined for a window chosen outside its hours. */
  readonly hours: string | undefined;
  /** A few words: "Jazz · Classical". */
  readonly theme: string;
  /** Start of the window's turn in minutes after midnight: colours follow the hour. */
  readonly minuteOfDay: number;
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
