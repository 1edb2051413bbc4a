import type { House } from '../operations/house.ts';
import { reportServerState } from '../operations/server-state.ts';
import { describeError } from '../lib/errors.ts';
import { sleep, type Component } from '../lib/lifecycle.ts';

/** Pauses between two questions; tests shorten them. */
export interface MonitorTiming {
  /** While the server answers, and at most while it does not. */
  readonly connectedMs: number;
  /** After the first question without an answer; doubles. */
  readonly firstRetryMs: number;
}

const defaultTiming: MonitorTiming = { connectedMs: 60_000, firstRetryMs: 5_000 };
const probeTimeoutMs = 10_000;

/**
 * Watches whether the media server answers and tells the house when that changes. Asks every minute while it does, sooner and then ever slower
 * while it does not; a server that is down is a state, never a failure of this service.
 */
export const createServerMonitor = (house: House, timing: MonitorTiming = defaultTiming): Component => {
  const { connectedMs, firstRetryMs } = timing;
  let stopping = new AbortController();
  let watching: Promise<void> = Promise.resolve();
  let known: boolean | undefined;

  const tell = (connected: boolean, message: string): void => {
    if (known !== connected) {
      if (connected) house.logger.info('Connected to the media server');
      else house.logger.warn({ reason: message }, 'The media server cannot be used');
    }
    known = connected;
    reportServerState(house, connected, message);
  };

  const probe = async (signal: AbortSignal): Promise<boolean> => {
    try {
      await house.server.getIdentity(AbortSignal.any([signal, AbortSignal.timeout(probeTimeoutMs)]));
      tell(true, 'Connected.');
      return true;
    } catch (error) {
      if (!signal.aborted) tell(false, describeError(error));
      return false;
    }
  };

  const watch = async (signal: AbortSignal): Promise<void> => {
    let pauseMs = firstRetryMs;
    while (!signal.aborted) {
      const connected = await probe(signal);
      pauseMs = connected ? firstRetryMs : Math.min(pauseMs * 2, connectedMs);
      // An aborted wait is the normal end of the watch.
      await sleep(connected ? connectedMs : pauseMs, signal).catch(() => undefined);
    }
  };

  return {
    name: 'server monitor',
    async start() {
      stopping = new AbortController();
      watching = watch(stopping.signal);
    },
    async stop() {
      stopping.abort();
      await watching;
    },
  };
};
