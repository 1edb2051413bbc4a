/** Pauses of the bridge; tests shorten them. */
export interface BridgeTiming {
  /** Between two attempts to reach the broker. */
  readonly reconnectMs: number;
  /** Between two questions whether the Supervisor has a broker by now, and after refused credentials. */
  readonly brokerPollMs: number;
  /** How long a retained message may take to arrive after the subscription. */
  readonly retainedWaitMs: number;
  /** Home Assistant skips a device message that comes while it still sets up the one before. */
  readonly discoveryPauseMs: number;
  /** Home Assistant asks its devices to spread their answers to its start. */
  readonly birthDelayMs: { readonly min: number; readonly max: number };
  /** Changes within this time become one update. */
  readonly gatherMs: number;
  /** Looks for changes nobody announced (another process ran a recipe). */
  readonly refreshMs: number;
  /** Before a command that met a busy house is tried again, and how long it is tried at all. */
  readonly busyPauseMs: number;
  readonly busyLimitMs: number;
}

export const defaultTiming: BridgeTiming = {
  reconnectMs: 5_000,
  brokerPollMs: 60_000,
  retainedWaitMs: 1_000,
  discoveryPauseMs: 2_100,
  birthDelayMs: { min: 500, max: 3_000 },
  gatherMs: 200,
  refreshMs: 60_000,
  busyPauseMs: 5_000,
  busyLimitMs: 30 * 60_000,
};
