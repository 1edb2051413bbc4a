import type { Random } from '../random.ts';
import type { TrackId } from '../track.ts';
import type { SonicDistances } from './distances.ts';
import { costOf, createPlaceCost, widenLeaps, type OrderProblem } from './order-cost.ts';
import { fillDistances } from './order-distances.ts';
import { createSearch } from './order-search.ts';
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
    artists: number(nodes.map(({ artistKey }) => artistKey)),
    albums: number(nodes.map(({ id, albumKey }) => albumKey ?? `\u0000${id}`)),
    fixed,
    places: createPlaceCost(energy, energies, fixed),
  };
};

/** Equal texts, equal numbers. */
const number = (texts: readonly string[]): Int32Array => {
  const numbers = new Map<string, number>();
  return Int32Array.from(texts, (text) => {
    const known = numbers.get(text) ?? numbers.size;
    numbers.set(text, known);
    return known;
  });
};

/** How much is tried, by size: counts and never clocks, so that every machine finds the same order. */
const effortFor = (size: number) => ({
  near: size <= 120 ? 10 : 8,
  starts: size <= 120 ? 3 : 1,
  kicks: size <= 120 ? 60 : 150,
  mostMoves: 20 * size,
});

/** The best of several starts, each improved as far as it goes, then shaken and improved again. */
const search = (problem: OrderProblem, random: Random): Int32Array => {
  const effort = effortFor(problem.size);
  const near = listNear(problem, effort.near);
  const starts = Array.from({ length: effort.starts }, () => walkNearest(problem, random));
  if (problem.places !== undefined) starts.push(followPlaces(problem, random));
  let best: { readonly tour: Int32Array; readonly cost: number } | undefined;
  for (const start of starts) {
    const attempt = createSearch(problem, start, near);
    attempt.improve(effort.mostMoves);
    const cost = costOf(problem, attempt.tour);
    if (best === undefined || cost < best.cost) best = { tour: attempt.tour, cost };
  }
  return best === undefined ? new Int32Array() : shake(problem, best.tour, near, effort, random);
};

const shake = (
  problem: OrderProblem,
  start: Int32Array,
  near: readonly Int32Array[],
  effort: ReturnType<typeof effortFor>,
  random: Random,
): Int32Array => {
  const attempt = createSearch(problem, start, near);
  let best = Int32Array.from(start);
  let gain = 0;
  if (problem.size - problem.fixed < 4) return best;
  for (let kick = 0; kick < effort.kicks; kick += 1) {
    attempt.improve(effort.mostMoves, attempt.kick(random));
    if (attempt.gain() < gain) {
      best = Int32Array.from(attempt.tour);
      gain = attempt.gain();
    } else attempt.restore(best, gain);
  }
  return best;
};
