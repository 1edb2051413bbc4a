import type { Random } from '../random.ts';
import { spaceArtists } from '../sequence.ts';
import type { OrderProblem } from './order-cost.ts';

/** The nodes nearest to each node, nearest first; its own artist's left out (they must not stand side by side) unless there is nobody else. */
export const listNear = (problem: OrderProblem, most: number): readonly Int32Array[] =>
  Array.from({ length: problem.size }, (_, node) => {
    const others = findNearest(problem, node, most, false);
    return others.length > 0 ? others : findNearest(problem, node, most, true);
  });

const findNearest = (problem: OrderProblem, node: number, most: number, ownArtist: boolean): Int32Array => {
  const { size, distances, artists } = problem;
  const found: number[] = [];
  const far = (other: number | undefined): number => distances[node * size + (other as number)] as number;
  for (let other = 0; other < size; other += 1) {
    if (other === node || (artists[other] === artists[node] && !ownArtist)) continue;
    if (found.length === most && far(other) >= far(found.at(-1))) continue;
    let place = found.length;
    while (place > 0 && far(found[place - 1]) > far(other)) place -= 1;
    found.splice(place, 0, other);
    if (found.length > most) found.pop();
  }
  return Int32Array.from(found);
};

/** From one node always on to the nearest that is left; then no artist twice in a row wherever possible. */
export const walkNearest = (problem: OrderProblem, random: Random): Int32Array => {
  const { size, distances, fixed } = problem;
  let node = fixed > 0 ? 0 : Math.floor(random.next() * size);
  const left = new Set(Array.from({ length: size }, (_, each) => each));
  left.delete(node);
  const tour = [node];
  while (left.size > 0) {
    let nearest = -1;
    let shortest = Number.POSITIVE_INFINITY;
    for (const other of left) {
      const step = distances[node * size + other] as number;
      if (step < shortest) [shortest, nearest] = [step, other];
    }
    tour.push(nearest);
    left.delete(nearest);
    node = nearest;
  }
  return space(problem, tour);
};

/** Every track where its liveliness belongs; those of unknown liveliness in between. */
export const followPlaces = (problem: OrderProblem, random: Random): Int32Array => {
  const { size, places, fixed } = problem;
  const nodes = Array.from({ length: size - fixed }, (_, nth) => nth + fixed);
  if (places === undefined) return Int32Array.from(nodes);
  const levels = new Map(
    nodes.map((node) => [node, Number.isNaN(places.levels[node]) ? random.next() : (places.levels[node] as number)]),
  );
  const byLevel = nodes.sort((a, b) => (levels.get(a) ?? 0) - (levels.get(b) ?? 0) || a - b);
  const byTarget = nodes.map((_, nth) => nth + fixed);
  byTarget.sort((a, b) => (places.targets[a] as number) - (places.targets[b] as number) || a - b);
  const tour = Array.from({ length: size }, (_, node) => node);
  byTarget.forEach((place, nth) => (tour[place] = byLevel[nth] as number));
  return space(problem, tour);
};

const space = ({ artists, fixed }: OrderProblem, tour: readonly number[]): Int32Array => {
  const free = spaceArtists(tour.slice(fixed), (node) => String(artists[node]));
  return Int32Array.from([...tour.slice(0, fixed), ...free]);
};
