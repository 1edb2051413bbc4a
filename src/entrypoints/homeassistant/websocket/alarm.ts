import type { Clock } from '../../../operations/house.ts';

export interface Alarm {
  /** In place of what was set before; undefined = never. */
  set(atMs: number | undefined): void;
}

/** A timer does not count the time that the machine sleeps, so it looks at the clock now and then. */
const longestWaitMs = 30_000;

/** Rings at a time of the clock, or earlier: who is rung for looks at the clock and sets it anew. Keeps no process alive. */
export const createAlarm = (clock: Clock, ring: () => void): Alarm => {
  let timer: NodeJS.Timeout | undefined;
  return {
    set(atMs) {
      clearTimeout(timer);
      if (atMs === undefined) return;
      timer = setTimeout(ring, Math.min(Math.max(atMs - clock.now(), 0), longestWaitMs));
      timer.unref();
    },
  };
};
