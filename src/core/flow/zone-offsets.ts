import { IANAZone } from 'luxon';

/** How far the clocks of a zone are ahead of UTC, and when they jump. */
export interface ZoneOffsets {
  /** Milliseconds to add to UTC. */
  offsetAt(atMs: number): number;
  /** The first jump of the clocks after `fromMs`, up to and with `toMs`; undefined = none. */
  findJump(fromMs: number, toMs: number): number | undefined;
  /** The last jump before or at `atMs`, no earlier than `fromMs`; undefined = none. */
  findJumpBefore(atMs: number, fromMs: number): number | undefined;
}

/** A stretch in which the clocks jump at most once. No zone ever changed its mind within a day. */
interface Block {
  readonly before: number;
  readonly jumpAtMs: number | undefined;
  readonly after: number;
}

const blockMs = 86_400_000;
const mostBlocks = 2_000;

/** Luxon's answer takes microseconds and is asked for often, so each day is looked up once. Throws on an unknown zone. */
export const createZoneOffsets = (timezone: string): ZoneOffsets => {
  const zone = IANAZone.create(timezone);
  if (!zone.isValid) throw new RangeError(`There is no time zone "${timezone}".`);
  const ask = (atMs: number): number => Math.round(zone.offset(atMs) * 60_000);
  const blocks = new Map<number, Block>();
  const getBlock = (index: number): Block => {
    const known = blocks.get(index);
    if (known !== undefined) return known;
    if (blocks.size >= mostBlocks) blocks.clear();
    const block = readBlock(ask, index * blockMs);
    blocks.set(index, block);
    return block;
  };
  const jumpOf = (index: number): number | undefined => getBlock(index).jumpAtMs;
  return {
    offsetAt: (atMs) => {
      const { before, jumpAtMs, after } = getBlock(Math.floor(atMs / blockMs));
      return jumpAtMs === undefined || atMs < jumpAtMs ? before : after;
    },
    findJump: (fromMs, toMs) => {
      for (let index = Math.floor(fromMs / blockMs); index * blockMs <= toMs; index += 1) {
        const jump = jumpOf(index);
        if (jump !== undefined && jump > fromMs) return jump <= toMs ? jump : undefined;
      }
      return undefined;
    },
    findJumpBefore: (atMs, fromMs) => {
      for (let index = Math.floor(atMs / blockMs); (index + 1) * blockMs > fromMs; index -= 1) {
        const jump = jumpOf(index);
        if (jump !== undefined && jump <= atMs) return jump >= fromMs ? jump : undefined;
      }
      return undefined;
    },
  };
};

/** The jump is the first millisecond of the new offset; it may be the block's own last edge, which then belongs to the next block's `before`. */
const readBlock = (ask: (atMs: number) => number, fromMs: number): Block => {
  const before = ask(fromMs);
  const last = fromMs + blockMs - 1;
  const after = ask(last);
  if (before === after) return withEdge(ask, fromMs, before);
  let [low, high] = [fromMs, last];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (ask(middle) === before) low = middle;
    else high = middle;
  }
  return { before, jumpAtMs: high, after };
};

/** A jump at the very first millisecond of a block is that block's jump too. */
const withEdge = (ask: (atMs: number) => number, fromMs: number, offset: number): Block =>
  ask(fromMs - 1) === offset
    ? { before: offset, jumpAtMs: undefined, after: offset }
    : { before: offset, jumpAtMs: fromMs, after: offset };
