import type { PlaylistItem } from './playlist.ts';
import type { UpdateMode } from './recipe.ts';
import type { TrackId } from './track.ts';

/**
 * One write to a playlist. Carried out in their order, writes never leave the list shorter than the shorter of its old and new state, and never put a
 * track in twice.
 */
export type PlaylistWrite =
  | { readonly kind: 'append'; readonly trackIds: readonly TrackId[] }
  | { readonly kind: 'remove'; readonly itemId: string; readonly trackId: TrackId }
  /** Puts the track right behind another one; `undefined` = to the top. */
  | { readonly kind: 'move'; readonly trackId: TrackId; readonly afterTrackId: TrackId | undefined };

/** The first of every repeated id stays. */
export const withoutRepeats = (trackIds: readonly TrackId[]): readonly TrackId[] => [...new Set(trackIds)];

/** What the playlist shall hold: `replace` = the given order; `append` = what is there, then what is new. */
export const desiredOrder = (
  current: readonly PlaylistItem[],
  wanted: readonly TrackId[],
  mode: UpdateMode,
): readonly TrackId[] =>
  mode === 'replace' ? withoutRepeats(wanted) : withoutRepeats([...current.map((item) => item.trackId), ...wanted]);

/** Does the playlist hold exactly these tracks in this order? */
export const isSameOrder = (current: readonly PlaylistItem[], wanted: readonly TrackId[]): boolean =>
  current.length === wanted.length && current.every((item, index) => item.trackId === wanted[index]);

/**
 * The smallest safe list of writes from what the playlist holds to what it shall hold: first all additions (at the end, in chunks), then removals of
 * what is gone or stands twice, then the fewest moves that make the order. An empty wish changes nothing: it must never clear a list.
 *
 * Adding everything anew and removing the old entries would never take fewer requests: removals and moves together are at most one per old entry.
 */
export const planPlaylist = (
  current: readonly PlaylistItem[],
  wanted: readonly TrackId[],
  maxTracksPerAppend = 100,
): readonly PlaylistWrite[] => {
  const desired = withoutRepeats(wanted);
  if (desired.length === 0 || isSameOrder(current, desired)) return [];
  const { kept, removals } = sift(current, new Set(desired));
  const missing = desired.filter((trackId) => !kept.has(trackId));
  return [
    ...chunk(missing, maxTracksPerAppend).map((trackIds) => ({ kind: 'append', trackIds }) as const),
    ...removals,
    ...planMoves([...kept, ...missing], desired),
  ];
};

/** Splits current entries into the tracks that stay, in their order, and the entries that go: unwanted ones and second copies. */
const sift = (current: readonly PlaylistItem[], desired: ReadonlySet<TrackId>) => {
  const kept = new Set<TrackId>();
  const removals: PlaylistWrite[] = [];
  for (const { itemId, trackId } of current) {
    if (desired.has(trackId) && !kept.has(trackId)) kept.add(trackId);
    else removals.push({ kind: 'remove', itemId, trackId });
  }
  return { kept, removals };
};

/** Tracks of the longest run that is in order already stay; each other one is put behind its predecessor, from the top down. */
const planMoves = (present: readonly TrackId[], desired: readonly TrackId[]): readonly PlaylistWrite[] => {
  const positions = new Map(present.map((trackId, index) => [trackId, index]));
  const resting = longestRisingRun(desired.map((trackId) => positions.get(trackId) ?? -1));
  return desired.flatMap((trackId, index) =>
    resting.has(index) ? [] : [{ kind: 'move' as const, trackId, afterTrackId: desired[index - 1] }],
  );
};

/** Indexes of a longest strictly rising subsequence (patience sorting, n log n). */
const longestRisingRun = (values: readonly number[]): ReadonlySet<number> => {
  /** `tails[k]` = index of the smallest value that ends a rising run of k + 1 values. */
  const tails: number[] = [];
  const before: number[] = [];
  const valueAt = (index: number | undefined): number => (index === undefined ? -1 : (values[index] ?? -1));
  for (let index = 0; index < values.length; index += 1) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (valueAt(tails[middle]) < valueAt(index)) low = middle + 1;
      else high = middle;
    }
    before[index] = tails[low - 1] ?? -1;
    tails[low] = index;
  }
  const run = new Set<number>();
  for (let index = tails.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) run.add(index);
  return run;
};

/** Cuts a list into pieces of at most `size`. */
export const chunk = <T>(list: readonly T[], size: number): readonly (readonly T[])[] => {
  const pieces: (readonly T[])[] = [];
  for (let start = 0; start < list.length; start += size) pieces.push(list.slice(start, start + size));
  return pieces;
};
