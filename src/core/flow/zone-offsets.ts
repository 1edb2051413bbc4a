import { IANAZone } from 'luxon';
import { dayMs } from './durations.ts';

/** How far the clocks of a zone are ahead of UTC, and when they jump. */
export interface ZoneOffsets {
  /** Milliseconds to add to UTC. */
  offsetAt(atMs: number): number;
  /** The first jump of the clocks after `fromMs`, up to and with `toMs`; undefined = none. */
  findJump(fromMs: number, toMs: number): number | undefined;
  /** The last jump before or at `atMs`, no earlier than `fromMs`; undefined = none. */
  findJumpBefore(atMs: number, fromMs: number): number | undefined;
}

const blockMs = dayMs;
const mostBlocks = 2_000;

/**
 * Luxon's answer takes microseconds and is asked for often, so it is asked once for each edge of a day in UTC; where two edges differ, the jump between them is searched.
 * No zone ever changed its mind within a day. Throws RangeError on an unknown zone.
 */
export const createZoneOffsets = (timezone: string): ZoneOffsets => {
  const zone = IANAZone.create(timezone);
  if (!zone.isValid) throw new RangeError(`There is no time zone "${timezone}".`);
  const ask = (atMs: number): number => Math.round(zone.offset(atMs) * 60_000);
  const edges = createCache((index) => ask(index * blockMs));
  /** The jump after this block's first edge, up to and with its last. */
  const jumps = createCache((index) =>
    edges(index) === edges(index + 1) ? undefined : findFirst(ask, index * blockMs, (index + 1) * blockMs),
  );
  return {
    offsetAt: (atMs) => {
      const index = Math.floor(atMs / blockMs);
      const jump = jumps(index);
      return edges(jump === undefined || atMs < jump ? index : index + 1);
    },
    findJump: (fromMs, toMs) => {
      for (let index = Math.floor(fromMs / blockMs); index * blockMs < toMs; index += 1) {
        const jump = jumps(index);
        if (jump !== undefined && jump > fromMs) return jump <= toMs ? jump : undefined;
      }
      return undefined;
    },
    findJumpBefore: (atMs, fromMs) => {
      for (let index = Math.floor(atMs / blockMs); (index + 1) * blockMs >= fromMs; index -= 1) {
        const jump = jumps(index);
        if (jump !== undefined && jump <= atMs) return jump >= fromMs ? jump : undefined;
      }
      return undefined;
    },
  };
};

/** The first millisecond after `fromMs` at which another offset holds than there. */
const findFirst = (ask: (atMs: number) => number, fromMs: number, toMs: number): number => {
  const before = ask(fromMs);
  let [low, high] = [fromMs, toMs];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (ask(middle) === before) low = middle;
    else high = middle;
  }
  return high;
};

/** Forgets everything when it grows too large: what is asked about lies close together. */
const createCache = <Value>(make: (index: number) => Value): ((index: number) => Value) => {
  const values = new Map<number, Value>();
  return (index) => {
    const known = values.get(index);
    if (known !== undefined || values.has(index)) return known as Value;
    if (values.size >= mostBlocks) values.clear();
    const value = make(index);
    values.set(index, value);
    return value;
  };
};
