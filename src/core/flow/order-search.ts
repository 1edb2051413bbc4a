import type { Random } from '../random.ts';
import { placeCostAt, spacingCost, widestGap, type OrderProblem } from './order-cost.ts';

/** Longest piece that is carried elsewhere as a whole. */
const longestPiece = 3;
/** Gains below this are rounding. */
const least = 1e-9;

/** A list being improved in place. */
export interface Search {
  readonly tour: Int32Array;
  /** What the list costs now, less what it cost at the beginning. */
  gain(): number;
  /** Takes improvements until none is left around the given nodes (all when left out) or `mostMoves` were made. */
  improve(mostMoves: number, nodes?: readonly number[]): void;
  /** Swaps two neighbouring pieces somewhere, whatever it costs; gives the nodes at the joints. */
  kick(random: Random): readonly number[];
  /** Goes back to this list. */
  restore(tour: Int32Array, gain: number): void;
}

/**
 * Local search on an open list: turning a piece around (2-opt) and carrying a short piece elsewhere, as it is or turned (Or-opt), with lists of near nodes, so
 * that the work grows with the size and not with its square. Where the list ends, nothing follows and nothing is paid.
 */
export const createSearch = (problem: OrderProblem, start: Int32Array, near: readonly Int32Array[]): Search => {
  const { size, distances, fixed, places } = problem;
  const tour = Int32Array.from(start);
  const placeOf = new Int32Array(size);
  const buffer = new Int32Array(size);
  let changed = 0;
  let moved = 0;
  const waiting = new Uint8Array(size);
  let queue: number[] = [];

  const index = (from: number, to: number): void => {
    for (let place = from; place <= to; place += 1) placeOf[tour[place] as number] = place;
  };
  index(0, size - 1);

  const step = (a: number, b: number): number => (a < 0 || b < 0 ? 0 : (distances[a * size + b] as number));
  const nodeAt = (place: number): number => (place < 0 || place >= size ? -1 : (tour[place] as number));
  const wake = (node: number): void => {
    if (node < 0 || waiting[node] === 1) return;
    waiting[node] = 1;
    queue.push(node);
  };

  /** The stretch lo…hi, cut after `mid`: the second piece first, then the first one; each as it is or turned. `mid` = hi: one piece, turned. */
  const arrange = (lo: number, mid: number, hi: number, turnFirst: boolean, turnSecond: boolean): void => {
    let to = lo;
    if (turnSecond) for (let from = hi; from > mid; from -= 1) buffer[to++] = tour[from] as number;
    else for (let from = mid + 1; from <= hi; from += 1) buffer[to++] = tour[from] as number;
    if (turnFirst) for (let from = mid; from >= lo; from -= 1) buffer[to++] = tour[from] as number;
    else for (let from = lo; from <= mid; from += 1) buffer[to++] = tour[from] as number;
  };
  /** The node that would stand at a place once the buffer is taken over. */
  const nodeThen = (place: number, lo: number, hi: number): number =>
    (place >= lo && place <= hi ? buffer[place] : tour[place]) as number;

  /** Spacing paid across the joints `at` (each between place − 1 and place), now or with the buffer taken over. */
  const spacingAcross = (joints: readonly number[], lo: number, hi: number, then: boolean): number => {
    let cost = 0;
    let before = 0;
    for (const joint of joints) {
      for (let place = Math.max(before, joint - widestGap); place < joint; place += 1) {
        const node = then ? nodeThen(place, lo, hi) : (tour[place] as number);
        const end = Math.min(size - 1, place + widestGap);
        for (let other = joint; other <= end; other += 1) {
          const partner = then ? nodeThen(other, lo, hi) : (tour[other] as number);
          cost += spacingCost(problem, node, partner, other - place);
        }
      }
      before = joint;
    }
    return cost;
  };

  const placesChange = (lo: number, hi: number): number => {
    if (places === undefined) return 0;
    let change = 0;
    for (let place = lo; place <= hi; place += 1)
      change += placeCostAt(places, buffer[place] as number, place) - placeCostAt(places, tour[place] as number, place);
    return change;
  };

  const take = (lo: number, hi: number, change: number): void => {
    for (let place = lo; place <= hi; place += 1) tour[place] = buffer[place] as number;
    index(lo, hi);
    changed += change;
    moved += 1;
  };

  /** Does it if it pays. */
  const tryArrange = (lo: number, mid: number, hi: number, turnFirst: boolean, turnSecond: boolean): boolean => {
    if (lo < fixed || lo >= hi || hi >= size) return false;
    const [left, right] = [nodeAt(lo - 1), nodeAt(hi + 1)];
    const [first, middle, next, last] = [nodeAt(lo), nodeAt(mid), nodeAt(mid + 1), nodeAt(hi)];
    const [newFirst, newMiddle] = turnSecond ? [last, next] : [next, last];
    const [newNext, newLast] = turnFirst ? [middle, first] : [first, middle];
    const change =
      mid === hi
        ? step(left, last) + step(first, right) - step(left, first) - step(last, right)
        : step(left, newFirst) +
          step(newMiddle, newNext) +
          step(newLast, right) -
          step(left, first) -
          step(middle, next) -
          step(last, right);
    return settle(lo, mid, hi, turnFirst, turnSecond, change);
  };

  const settle = (
    lo: number,
    mid: number,
    hi: number,
    turnFirst: boolean,
    turnSecond: boolean,
    steps: number,
  ): boolean => {
    const now = spacingAcross(mid === hi ? [lo, hi + 1] : [lo, mid + 1, hi + 1], lo, hi, false);
    if (places === undefined && steps - now > -least) return false;
    arrange(lo, mid, hi, turnFirst, turnSecond);
    const partial = steps - now + placesChange(lo, hi);
    if (partial > -least) return false;
    const joints = mid === hi ? [lo, hi + 1] : [lo, lo + hi - mid, hi + 1];
    const change = partial + spacingAcross(joints, lo, hi, true);
    if (change > -least) return false;
    for (const joint of joints) {
      wake(nodeAt(joint - 1));
      wake(nodeAt(joint));
    }
    take(lo, hi, change);
    for (const joint of joints) {
      wake(nodeAt(joint - 1));
      wake(nodeAt(joint));
    }
    return true;
  };
  const turn = (lo: number, hi: number): boolean => tryArrange(lo, hi, hi, true, false);
  /** Carries the piece from…to so that it stands between the places `gap` − 1 and `gap`. */
  const carry = (from: number, to: number, gap: number, turned: boolean): boolean => {
    if (from < fixed) return false;
    if (gap > to + 1) return tryArrange(from, to, gap - 1, turned, false);
    if (gap < from) return tryArrange(gap, from - 1, to, false, turned);
    return false;
  };

  /** Brings the node beside that other one, every way there is. */
  const bringTogether = (node: number, other: number): boolean => {
    const a = placeOf[node] as number;
    const b = placeOf[other] as number;
    const [lo, hi] = a < b ? [a, b] : [b, a];
    if (hi - lo > 1 && (turn(lo + 1, hi) || turn(lo, hi - 1))) return true;
    for (let length = 1; length <= longestPiece; length += 1) {
      const right = a + length - 1;
      if (right < size && (b < a || b > right) && (carry(a, right, b + 1, false) || carry(a, right, b, true)))
        return true;
      const left = a - length + 1;
      if (left >= fixed && (b < left || b > a) && (carry(left, a, b, false) || carry(left, a, b + 1, true)))
        return true;
    }
    return false;
  };
  /** Makes the node an end of the list, or sends what begins or ends with it there. */
  const bringToEnds = (node: number): boolean => {
    const place = placeOf[node] as number;
    if (turn(place, size - 1) || turn(fixed, place)) return true;
    for (let length = 1; length <= longestPiece; length += 1) {
      const [left, right] = [place - length + 1, place + length - 1];
      if (right < size && (carry(place, right, size, false) || carry(place, right, size, true))) return true;
      if (left >= fixed && (carry(left, place, fixed, false) || carry(left, place, fixed, true))) return true;
    }
    return false;
  };

  const improveAround = (node: number): boolean => {
    for (const other of near[node] as Int32Array) if (bringTogether(node, other)) return true;
    return bringToEnds(node);
  };

  return {
    tour,
    gain: () => changed,
    improve(mostMoves, nodes) {
      moved = 0;
      for (const node of nodes ?? tour) wake(node);
      while (queue.length > 0 && moved < mostMoves) {
        const batch = queue;
        queue = [];
        for (const node of batch) {
          waiting[node] = 0;
          while (moved < mostMoves && (placeOf[node] as number) >= fixed && improveAround(node)) continue;
        }
      }
      for (const node of queue) waiting[node] = 0;
      queue = [];
    },
    kick(random) {
      const room = size - fixed;
      const span = Math.min(room, 2 + Math.floor(random.next() * Math.min(room - 1, 30)));
      const lo = fixed + Math.floor(random.next() * (room - span + 1));
      const hi = lo + span - 1;
      const mid = lo + Math.floor(random.next() * (span - 1));
      const joints = [lo, mid + 1, hi + 1];
      const [left, right] = [nodeAt(lo - 1), nodeAt(hi + 1)];
      const [first, middle, next, last] = [nodeAt(lo), nodeAt(mid), nodeAt(mid + 1), nodeAt(hi)];
      const steps =
        step(left, next) +
        step(last, first) +
        step(middle, right) -
        step(left, first) -
        step(middle, next) -
        step(last, right);
      const now = spacingAcross(joints, lo, hi, false);
      arrange(lo, mid, hi, false, false);
      const change = steps - now + placesChange(lo, hi) + spacingAcross([lo, lo + hi - mid, hi + 1], lo, hi, true);
      take(lo, hi, change);
      return [left, right, first, middle, next, last].filter((node) => node >= 0);
    },
    restore(from, gain) {
      tour.set(from);
      index(0, size - 1);
      changed = gain;
    },
  };
};
