/** Pauses and limits of the link to Home Assistant; tests shorten them. */
export interface HomeTiming {
  /** From the first packet to the accepted token. */
  readonly connectMs: number;
  /** After the start, how long others may wait for the first word of Home Assistant. */
  readonly firstWordMs: number;
  /** How long one command may wait for its answer. */
  readonly answerMs: number;
  /** Between two signs of life, and how long one may take. */
  readonly pingEveryMs: number;
  readonly pongMs: number;
  /** Before the next attempt: doubles from `min` to `max`; a connection that was of use begins anew at `min`. */
  readonly retryMs: { readonly min: number; readonly max: number };
  /** The same after a refused token, since Home Assistant tells its user of every refusal and may lock the sender out. */
  readonly refusedMs: { readonly min: number; readonly max: number };
  /** A Home Assistant that starts has not restored its entities: how often to ask whether it has, and how long at all. */
  readonly startingPollMs: number;
  readonly startingLimitMs: number;
  /** News that nobody could hear are told later, unless they are older. */
  readonly newsKeptMs: number;
  /** Before a command that met a busy house is tried again, and how long it is tried at all. */
  readonly busyPauseMs: number;
  readonly busyLimitMs: number;
}

export const defaultHomeTiming: HomeTiming = {
  connectMs: 10_000,
  firstWordMs: 20_000,
  answerMs: 10_000,
  pingEveryMs: 30_000,
  pongMs: 10_000,
  retryMs: { min: 1_000, max: 30_000 },
  refusedMs: { min: 60_000, max: 60 * 60_000 },
  startingPollMs: 2_000,
  startingLimitMs: 3 * 60_000,
  newsKeptMs: 10 * 60_000,
  busyPauseMs: 5_000,
  busyLimitMs: 30 * 60_000,
};
