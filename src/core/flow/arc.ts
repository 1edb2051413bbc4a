import type { Energy } from './window.ts';

/** Does this energy move over the list? The others are held: a matter of which tracks are chosen. */
export const isMoving = (energy: Energy | undefined): energy is 'rising' | 'falling' | 'arc' =>
  energy === 'rising' || energy === 'falling' || energy === 'arc';

/**
 * How lively the list shall be at a place, `share` of the way through it (0 = first, 1 = last): 0 = its calmest track, 1 = its liveliest. A list has one place for
 * each of its tracks, so these are shares of the ranking, and every curve can be met whatever the tracks are.
 */
export const targetAt = (energy: 'rising' | 'falling' | 'arc', share: number): number => {
  if (energy === 'rising') return share;
  if (energy === 'falling') return 1 - share;
  return 1 - Math.abs(2 * share - 1);
};

/** Where each value stands among all, 0–1, equal values alike; unknown ones stay unknown. */
export const rankShares = (values: readonly (number | undefined)[]): readonly (number | undefined)[] => {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  const last = Math.max(1, sorted.length - 1);
  const shares = new Map<number, number>();
  for (let from = 0; from < sorted.length;) {
    const value = sorted[from] as number;
    let to = from;
    while (sorted[to + 1] === value) to += 1;
    shares.set(value, sorted.length === 1 ? 0.5 : (from + to) / 2 / last);
    from = to + 1;
  }
  return values.map((value) => (value === undefined ? undefined : shares.get(value)));
};
