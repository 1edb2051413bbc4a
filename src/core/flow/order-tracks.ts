import type { Random } from '../random.ts';
import type { TrackId } from '../track.ts';
import type { SonicDistances } from './distances.ts';
import { costOf, createPlaceCost, widenLeaps, type OrderProblem } from './order-cost.ts';
import { fillDistances } from './order-distances.ts';
import { numberTexts } from './order-likeness.ts';
import { createSearch, type Search } from './order-search.ts';
import { followPlaces, listNear, walkNearest } from './order-starts.ts';
import type { Energy } from './window.ts';

/** What the order goes by. */
export interface OrderItem {
  readonly id: TrackId;
  /** Two of one artist do not stand side by side wherever that is possible, and keep a few places apart where it costs little. */
  readonly artistKey: string;
  readonly albumKey?: string | undefined;
  readonly year?: number | undefined;
  /** How lively, 0–1; undefined = not known. */
  readonly energy?: number | undefined;
  /** Moods, genres and styles together. */
  readonly tags: readonly string[];
}

/** `guessOf` and `floorOf` may be left out; `measureSound` gives all three. */
export interface OrderRequest<Item extends OrderItem> extends Partial<SonicDistances> {
  /** Each id once. In which order they come does not matter. */
  readonly items: readonly Item[];
  /** The track that is heard before this list: the first one shall be near it. It is not part of the list. */
  readonly after: OrderItem | undefined;
  readonly energy: Energy | undefined;
  readonly random: Random;
}

/**
 * The items in an order in which neighbours sound alike, no artist comes twice in a row wherever that is possible, and the energy goes the way it shall. Distances
 * that nobody knows are guessed, at worst from tags and years, so a list without any sonic analysis is ordered too. The same items and seed give the same order.
 */
export const orderTracks = <Item extends OrderItem>(request: OrderRequest<Item>): readonly Item[] => {
  const items = [...request.items].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  if (items.length < 2) return items;
  const problem = stateProblem(request, items);
  const tour = search(problem, request.random);
  return Array.from(tour.subarray(problem.fixed), (node) => items[node - problem.fixed] as Item);
};

const stateProblem = <Item extends OrderItem>(request: OrderRequest<Item>, items: readonly Item[]): OrderProblem => {
  const { after, energy } = request;
  const nodes: readonly OrderItem[] = after === undefined ? items : [after, ...items];
  const fixed = nodes.length - items.length;
  const energies = nodes.map((node) => node.energy);
  const distances = fillDistances(nodes, request);
  widenLeaps(distances, energy, energies);
  return {
    size: nodes.length,
    distances,
    artists: numberTexts(nodes.map(({ artistKey }) => artistKey)),
    albums: numberTexts(nodes.map(({ id, albumKey }) => albumKey ?? `\u0000${id}`)),
    fixed,
    places: createPlaceCost(energy, energies, fixed),
  };
};

/** How much is tried: counts and never clocks, so that every machine finds the same order. */
const effortFor = ({ size, places }: OrderProblem) => ({
  near: 8,
  // In a long list with places, what begins with the places ends up better than what begins with the sound.
  walks: places === undefined ? (size <= 120 ? 2 : 1) : size <= 300 ? 1 : 0,
  kicks: size <= 30 ? 40 : size <= 120 ? 10 : 60,
  mostLooks: 30 * size,
});

/** The best of several starts, each improved as far as it goes; then shaken again and again. */
const search = (problem: OrderProblem, random: Random): Int32Array => {
  const effort = effortFor(problem);
  const near = listNear(problem, effort.near);
  const starts = Array.from({ length: effort.walks }, () => walkNearest(problem, random));
  if (problem.places !== undefined) starts.push(followPlaces(problem, random));
  const [best] = starts
    .map((start) => {
      const attempt = createSearch(problem, start, near);
      attempt.improve(effort.mostLooks);
      return { attempt, cost: costOf(problem, attempt.tour) };
    })
    .sort((a, b) => a.cost - b.cost);
  return best === undefined ? new Int32Array() : shake(best.attempt, problem, effort, random);
};

const shake = (
  attempt: Search,
  { size, fixed }: OrderProblem,
  effort: ReturnType<typeof effortFor>,
  random: Random,
): Int32Array => {
  let best = Int32Array.from(attempt.tour);
  let lowest = attempt.change();
  const kicks = size - fixed < 4 ? 0 : effort.kicks;
  for (let kick = 0; kick < kicks; kick += 1) {
    attempt.kick(random);
    attempt.improve(effort.mostLooks);
    if (attempt.change() < lowest) {
      best = Int32Array.from(attempt.tour);
      lowest = attempt.change();
    } else attempt.restore(best, lowest);
  }
  return best;
};
