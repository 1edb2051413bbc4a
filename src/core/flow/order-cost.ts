import type { Energy } from './window.ts';
import { isMoving, rankShares, targetAt } from './arc.ts';

/** What the search knows of a list: nodes are tracks by number, positions are places in the list. */
export interface OrderProblem {
  readonly size: number;
  /** Square table, mean 1. */
  readonly distances: Float64Array;
  /** Equal numbers, same artist (album). */
  readonly artists: Int32Array;
  readonly albums: Int32Array;
  /** Places at the beginning that must not be changed: 1 when the list begins with the track before it. */
  readonly fixed: number;
  /** What a node costs at a place; undefined = the place does not matter. */
  readonly places: PlaceCost | undefined;
}

export interface PlaceCost {
  /** Liveliness wanted at each place. */
  readonly targets: Float64Array;
  /** Liveliness of each node; NaN = any place will do. */
  readonly levels: Float64Array;
  readonly weight: number;
}

/** Two of one artist closer than this cost something. */
export const widestGap = 5;
/** Two of one artist in a row: more than any way could save. */
export const costOfRow = 1000;
/** By gap. */
const artistCosts = [0, costOfRow, 0.6, 0.3, 0.15, 0.08];
const albumCosts = [0, 0.6, 0.3, 0.15, 0, 0];

/** What two nodes cost for standing `gap` places apart. */
export const spacingCost = ({ artists, albums }: OrderProblem, a: number, b: number, gap: number): number => {
  if (artists[a] === artists[b]) return artistCosts[gap] as number;
  return albums[a] === albums[b] ? (albumCosts[gap] as number) : 0;
};

/** How strongly a moving energy pulls against the sound: a track that stands half a list from its place costs as much as a jump of this share of a mean distance. */
const arcWeight = 1.5;
/** How much a leap in liveliness widens a step where the energy is held. */
const leapWeight = 0.25;

/** Cost of places for an energy that moves; undefined for all others. */
export const createPlaceCost = (
  energy: Energy | undefined,
  energies: readonly (number | undefined)[],
  fixed: number,
): PlaceCost | undefined => {
  if (!isMoving(energy)) return undefined;
  const ranked = rankShares(energies.slice(fixed));
  if (ranked.every((rank) => rank === undefined || rank === ranked[0])) return undefined;
  const last = Math.max(1, ranked.length - 1);
  return {
    targets: Float64Array.from(energies, (_, place) => targetAt(energy, Math.max(0, place - fixed) / last)),
    levels: Float64Array.from(energies, (_, node) => ranked[node - fixed] ?? Number.NaN),
    weight: arcWeight,
  };
};

/** Makes leaps in liveliness longer, in place, where the energy is held at a level. */
export const widenLeaps = (
  distances: Float64Array,
  energy: Energy | undefined,
  energies: readonly (number | undefined)[],
): void => {
  if (energy === undefined || isMoving(energy)) return;
  energies.forEach((own, a) => {
    energies.forEach((other, b) => {
      if (own === undefined || other === undefined || a === b) return;
      const at = a * energies.length + b;
      distances[at] = (distances[at] as number) + leapWeight * Math.min(1, Math.abs(own - other));
    });
  });
};

export const placeCostAt = ({ targets, levels, weight }: PlaceCost, node: number, place: number): number => {
  const level = levels[node] as number;
  return Number.isNaN(level) ? 0 : weight * (level - (targets[place] as number)) ** 2;
};

/** Everything the list costs; what the search lowers. */
export const costOf = (problem: OrderProblem, tour: Int32Array): number => {
  const { size, distances, places, fixed } = problem;
  let cost = 0;
  for (let place = 0; place < size; place += 1) {
    const node = tour[place] as number;
    if (places !== undefined && place >= fixed) cost += placeCostAt(places, node, place);
    if (place + 1 < size) cost += distances[node * size + (tour[place + 1] as number)] as number;
    for (let gap = 1; gap <= widestGap && place + gap < size; gap += 1)
      cost += spacingCost(problem, node, tour[place + gap] as number, gap);
  }
  return cost;
};
