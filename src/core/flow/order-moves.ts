import { costOfRow, placeCostAt, spacingCost, widestGap, type OrderProblem } from './order-cost.ts';

/** Gains below this are rounding. */
const least = 1e-9;
/** A new step may be longer than both old ones beside the node by this much of what spacing costs; longer ones hardly ever pay. */
const slack = 0.3;
/** Where places matter, longer stretches are not rearranged: each of their places would have to be looked at. */
const widestWithPlaces = 100;

/**
 * A list and the ways to rearrange a stretch lo…hi of it: cut after `mid`, the second piece comes first, each piece as it is or turned around. `mid` = hi: the
 * whole stretch turned around. A list has no way back to its beginning: nothing is paid before its first place and after its last.
 */
export interface Arranger {
  readonly tour: Int32Array;
  readonly placeOf: Int32Array;
  /** What the list costs now, less what it cost at the beginning. */
  readonly change: () => number;
  /** The longest new step beside the node that can still pay. */
  reachOf(node: number): number;
  /** Does it if that lowers the cost; tells the nodes beside the joints before and after. */
  readonly tryArrange: (lo: number, mid: number, hi: number, turnFirst: boolean, turnSecond: boolean) => boolean;
  /** Swaps the pieces, whatever it costs. */
  swap(lo: number, mid: number, hi: number): void;
  /** Goes back to this list. */
  readonly restore: (tour: Int32Array, change: number) => void;
}

export const createArranger = (problem: OrderProblem, start: Int32Array, touch: (node: number) => void): Arranger => {
  const { size, distances, fixed, places } = problem;
  const tour = Int32Array.from(start);
  const placeOf = new Int32Array(size);
  /** The stretch as it would be. */
  const draft = new Int32Array(size);
  /** What the places before each place cost now. */
  const placeSums = new Float64Array(size + 1);
  let changed = 0;
  /** What is paid for spacing now: no rearrangement can save more than that by spacing. */
  let paid = 0;

  const index = (lo: number, hi: number): void => {
    for (let place = lo; place <= hi; place += 1) placeOf[tour[place] as number] = place;
  };
  const nodeAt = (place: number): number => (place < 0 || place >= size ? -1 : (tour[place] as number));
  const step = (a: number, b: number): number => (a < 0 || b < 0 ? 0 : (distances[a * size + b] as number));

  const arrange = (lo: number, mid: number, hi: number, turnFirst: boolean, turnSecond: boolean): void => {
    let to = lo;
    if (turnSecond) for (let from = hi; from > mid; from -= 1) draft[to++] = tour[from] as number;
    else for (let from = mid + 1; from <= hi; from += 1) draft[to++] = tour[from] as number;
    if (turnFirst) for (let from = mid; from >= lo; from -= 1) draft[to++] = tour[from] as number;
    else for (let from = lo; from <= mid; from += 1) draft[to++] = tour[from] as number;
  };

  /** Spacing paid by pairs on either side of a joint (between place − 1 and place), the earlier one not before `from`; `drafted`: as it would be. */
  const spacingAt = (joint: number, from: number, lo: number, hi: number, drafted: boolean): number => {
    let cost = 0;
    for (let place = Math.max(from, joint - widestGap); place < joint; place += 1) {
      const node = (drafted && place >= lo && place <= hi ? draft[place] : tour[place]) as number;
      const end = Math.min(size - 1, place + widestGap);
      for (let other = joint; other <= end; other += 1) {
        const partner = (drafted && other >= lo && other <= hi ? draft[other] : tour[other]) as number;
        cost += spacingCost(problem, node, partner, other - place);
      }
    }
    return cost;
  };
  /** The same for all joints of a stretch; each pair is paid at the first joint between the two. */
  const spacingOf = (lo: number, inner: number, hi: number, drafted: boolean): number => {
    const outer = spacingAt(lo, 0, lo, hi, drafted);
    if (inner > hi) return outer + spacingAt(hi + 1, lo, lo, hi, drafted);
    return outer + spacingAt(inner, lo, lo, hi, drafted) + spacingAt(hi + 1, inner, lo, hi, drafted);
  };

  /** What the draft's places cost. */
  const placesThen = (lo: number, hi: number): number => {
    let cost = 0;
    if (places !== undefined)
      for (let place = lo; place <= hi; place += 1) cost += placeCostAt(places, draft[place] as number, place);
    return cost;
  };
  const placesNow = (lo: number, hi: number): number => (placeSums[hi + 1] as number) - (placeSums[lo] as number);
  const sumPlaces = (from: number): void => {
    if (places === undefined) return;
    for (let place = from; place < size; place += 1) {
      const cost = place < fixed ? 0 : placeCostAt(places, tour[place] as number, place);
      placeSums[place + 1] = (placeSums[place] as number) + cost;
    }
  };

  const stepsOf = (lo: number, mid: number, hi: number, turnFirst: boolean, turnSecond: boolean): number => {
    const left = nodeAt(lo - 1);
    const right = nodeAt(hi + 1);
    const first = tour[lo] as number;
    const last = tour[hi] as number;
    const before = step(left, first) + step(last, right);
    if (mid === hi) return step(left, last) + step(first, right) - before;
    const middle = tour[mid] as number;
    const next = tour[mid + 1] as number;
    const joint = step(turnSecond ? next : last, turnFirst ? middle : first) - step(middle, next);
    return joint + step(left, turnSecond ? last : next) + step(turnFirst ? first : middle, right) - before;
  };

  const touchJoints = (lo: number, inner: number, hi: number): void => {
    for (const place of [lo - 1, lo, inner - 1, inner, hi, hi + 1]) {
      const node = nodeAt(place);
      if (node >= 0) touch(node);
    }
  };
  const take = (lo: number, mid: number, hi: number, change: number, spacing: number): void => {
    touchJoints(lo, mid + 1, hi);
    for (let place = lo; place <= hi; place += 1) tour[place] = draft[place] as number;
    index(lo, hi);
    sumPlaces(lo);
    touchJoints(lo, lo + hi - mid, hi);
    changed += change;
    paid += spacing;
  };

  /** Reads everything from the tour anew. */
  const readAnew = (): void => {
    index(0, size - 1);
    sumPlaces(0);
    paid = 0;
    for (let place = 1; place < size; place += 1) paid += spacingAt(place, place - 1, 0, -1, false);
  };

  readAnew();
  return {
    tour,
    placeOf,
    change: () => changed,
    reachOf(node) {
      const place = placeOf[node] as number;
      const longest = Math.max(step(nodeAt(place - 1), node), step(node, nodeAt(place + 1)));
      return paid >= costOfRow ? Number.POSITIVE_INFINITY : longest + Math.min(paid, slack);
    },
    tryArrange(lo, mid, hi, turnFirst, turnSecond) {
      if (lo < fixed || lo >= hi || hi >= size) return false;
      const steps = stepsOf(lo, mid, hi, turnFirst, turnSecond);
      const atBest = steps - paid - placesNow(lo, hi);
      if (atBest > -least || (places !== undefined && hi - lo > widestWithPlaces)) return false;
      arrange(lo, mid, hi, turnFirst, turnSecond);
      const way = steps + placesThen(lo, hi) - placesNow(lo, hi);
      if (way - paid > -least) return false;
      const before = spacingOf(lo, mid + 1, hi, false);
      if (way - before > -least) return false;
      const spacing = spacingOf(lo, lo + hi - mid, hi, true) - before;
      if (way + spacing > -least) return false;
      take(lo, mid, hi, way + spacing, spacing);
      return true;
    },
    swap(lo, mid, hi) {
      const steps = stepsOf(lo, mid, hi, false, false);
      arrange(lo, mid, hi, false, false);
      const spacing = spacingOf(lo, lo + hi - mid, hi, true) - spacingOf(lo, mid + 1, hi, false);
      take(lo, mid, hi, steps + placesThen(lo, hi) - placesNow(lo, hi) + spacing, spacing);
    },
    restore(from, change) {
      tour.set(from);
      changed = change;
      readAnew();
    },
  };
};
