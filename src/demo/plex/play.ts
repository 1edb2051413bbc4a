/** A line of the play log. */
export interface Play {
  readonly id: number;
  /** Position of the section; 0 = the films. */
  readonly section: number;
  /** −1 = the track is no more (or it is a film). */
  readonly slot: number;
  /** Rating key at the time of the play. */
  readonly trackKey: number;
  readonly viewedAt: number;
  readonly accountID: number;
}
