import type { Random } from '../random.ts';
import type { OrderProblem } from './order-cost.ts';
import { createArranger } from './order-moves.ts';

/** Longest piece that is carried elsewhere as a whole. */
const longestPiece = 3;
/** Longest stretch that a kick swaps. */
const longestKick = 30;

/** A list being improved in place. */
export interface Search {
  readonly tour: Int32Array;
  /** What the list costs now, less what it cost at the beginning. */
  readonly change: () => number;
  /** Takes improvements until none is left, or until that many nodes were looked at. All nodes are looked at first, later those around what changed. */
  improve(mostLooks: number): void;
  /** Swaps two neighbouring pieces somewhere, whatever it costs. */
  kick(random: Random): void;
  /** Goes back to this list. */
  readonly restore: (tour: Int32Array, change: number) => void;
}

/**
 * Local search on a list: turning a stretch around (2-opt) and carrying a short piece elsewhere, as it is or turned (Or-opt), tried only where they bring a node
 * beside one of its near ones or to an end of the list, so that the work grows with the size and not with its square.
 */
export const createSearch = (problem: OrderProblem, start: Int32Array, near: readonly Int32Array[]): Search => {
  const { size, fixed } = problem;
  const waiting = new Uint8Array(size);
  let queue: number[] = [];
  const wake = (node: number): void => {
    if (waiting[node] === 1) return;
    waiting[node] = 1;
    queue.push(node);
  };
  const arranger = createArranger(problem, start, wake);
  const { tour, placeOf, tryArrange } = arranger;

  const turn = (lo: number, hi: number): boolean => tryArrange(lo, hi, hi, true, false);
  /** Carries the piece from…to so that it stands before what is now at `gap`. */
  const carry = (from: number, to: number, gap: number, turned: boolean): boolean => {
    if (from < fixed || to >= size) return false;
    if (gap > to + 1) return tryArrange(from, to, gap - 1, turned, false);
    return gap < from && tryArrange(gap, from - 1, to, false, turned);
  };

  /** Brings the node beside that other one, every way there is. */
  const bringTogether = (node: number, other: number): boolean => {
    const a = placeOf[node] as number;
    const b = placeOf[other] as number;
    const [lo, hi] = a < b ? [a, b] : [b, a];
    // They stand together already.
    if (hi - lo <= 1) return false;
    if (turn(lo + 1, hi) || turn(lo, hi - 1)) return true;
    for (let length = 1; length <= longestPiece; length += 1) {
      const right = a + length - 1;
      if ((b < a || b > right) && (carry(a, right, b + 1, false) || carry(a, right, b, true))) return true;
      if (length === 1) continue;
      const left = a - length + 1;
      if ((b < left || b > a) && (carry(left, a, b, false) || carry(left, a, b + 1, true))) return true;
    }
    return false;
  };
  /** Makes the node an end of the list, or sends a piece that begins or ends with it there. */
  const bringToEnds = (node: number): boolean => {
    const place = placeOf[node] as number;
    if (turn(place, size - 1) || turn(fixed, place)) return true;
    for (let length = 1; length <= longestPiece; length += 1) {
      const [left, right] = [place - length + 1, place + length - 1];
      if (carry(place, right, size, false) || carry(left, place, fixed, false)) return true;
      if (length > 1 && (carry(place, right, size, true) || carry(left, place, fixed, true))) return true;
    }
    return false;
  };
  const improveAround = (node: number): boolean => {
    if ((placeOf[node] as number) < fixed) return false;
    const reach = arranger.reachOf(node);
    for (const other of near[node] as Int32Array) {
      if ((problem.distances[node * size + other] as number) >= reach) break;
      if (bringTogether(node, other)) return true;
    }
    return bringToEnds(node);
  };

  for (const node of tour) wake(node);
  return {
    tour,
    change: arranger.change,
    improve(mostLooks) {
      let looks = 0;
      while (queue.length > 0) {
        const batch = queue;
        queue = [];
        for (const node of batch) {
          waiting[node] = 0;
          looks += 1;
          if (looks <= mostLooks && improveAround(node)) wake(node);
        }
      }
    },
    kick(random) {
      const room = size - fixed;
      const span = Math.min(room, 2 + Math.floor(random.next() * longestKick));
      const lo = fixed + Math.floor(random.next() * (room - span + 1));
      arranger.swap(lo, lo + Math.floor(random.next() * (span - 1)), lo + span - 1);
    },
    restore: arranger.restore,
  };
};
