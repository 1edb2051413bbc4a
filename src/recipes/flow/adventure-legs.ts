import type { TrackId } from '../../core/track.ts';

/** A stretch of the list between two anchors. */
export interface Leg {
  readonly from: TrackId;
  readonly to: TrackId;
  /** What stands between them now. */
  readonly between: readonly TrackId[];
}

/** Fewer tracks than this between two anchors are no way. */
const shortestLeg = 4;

/** Cuts the list into legs of equal length, at most so many; the first leg begins with the first track, each with the end of the one before. */
export const splitLegs = (ids: readonly TrackId[], most: number): readonly Leg[] => {
  const steps = ids.length - 1;
  const count = Math.min(most, Math.floor(steps / (shortestLeg + 1)));
  return Array.from({ length: count }, (_, nth) => {
    const start = Math.round((nth * steps) / count);
    const end = Math.round(((nth + 1) * steps) / count);
    return { from: ids[start] as TrackId, to: ids[end] as TrackId, between: ids.slice(start + 1, end) };
  });
};

/**
 * As many tracks as the leg has: what must stay, then what the path offers and `admit` takes, evenly over the whole of it, then what stood there. All in the order
 * in which they come along the way.
 */
export const mergeLeg = (
  leg: Leg,
  path: readonly TrackId[],
  stays: ReadonlySet<TrackId>,
  admit: (id: TrackId) => boolean,
): readonly TrackId[] => {
  const room = leg.between.length;
  const placed: { readonly id: TrackId; readonly share: number }[] = [];
  const place = (id: TrackId, list: readonly TrackId[]): void =>
    void placed.push({ id, share: (list.indexOf(id) + 1) / (list.length + 1) });
  for (const id of leg.between) if (stays.has(id)) place(id, leg.between);
  for (const id of spreadOut(path)) if (placed.length < room && admit(id)) place(id, path);
  for (const id of spreadOut(leg.between)) if (placed.length < room && admit(id)) place(id, leg.between);
  return placed.sort((a, b) => a.share - b.share).map(({ id }) => id);
};

/** The same items so that any beginning of them is spread over the whole: the middle, the quarters, the eighths … */
const spreadOut = <Item>(items: readonly Item[]): readonly Item[] => {
  const ranges: (readonly [number, number])[] = [[0, items.length]];
  const spread: Item[] = [];
  for (const [from, to] of ranges) {
    if (from >= to) continue;
    const middle = Math.floor((from + to) / 2);
    spread.push(items[middle] as Item);
    ranges.push([from, middle], [middle + 1, to]);
  }
  return spread;
};
