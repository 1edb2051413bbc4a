import { measureSound } from '../src/core/flow/distances.ts';
import { orderTracks, type OrderItem } from '../src/core/flow/order-tracks.ts';
import { createRandom } from '../src/core/random.ts';

export interface OrderFigures {
  /** Milliseconds of computing for one list: the first in a fresh process, then the median of many. */
  readonly first: number;
  readonly median: number;
  readonly largest: number;
  /** Mean distance of neighbours against a random order. */
  readonly ratio: number;
}

const axes = 8;
const rounds = 41;

/** Tracks in clusters of six, two tracks an artist, with what a server would answer about each. */
const makeList = (tracks: number, seed: string) => {
  const random = createRandom(seed);
  const bell = (): number => Array.from({ length: 6 }, () => random.next()).reduce((sum, value) => sum + value, -3);
  const homes = Array.from({ length: Math.ceil(tracks / 6) }, () => Array.from({ length: axes }, bell));
  const points = Array.from({ length: tracks }, (_, nth) =>
    (homes[nth % homes.length] ?? []).map((value) => value + 0.4 * bell()),
  );
  const distance = (a: number, b: number): number =>
    Math.hypot(...(points[a] ?? []).map((value, axis) => value - (points[b]?.[axis] ?? 0)));
  const items = points.map((_, nth): OrderItem => {
    const energy = random.next();
    return { id: `t${nth}`, artistKey: `a${nth >> 1}`, tags: [`style ${nth % homes.length}`, 'all'], energy };
  });
  // A dozen of the list are among the neighbours of each; the others of an answer are strangers, shared with those near by.
  const nearest = new Map(
    items.map(({ id }, a) => {
      const known = items
        .map(({ id: trackId }, b) => ({ trackId, distance: distance(a, b) }))
        .filter((line) => line.trackId !== id);
      known.sort((one, other) => one.distance - other.distance);
      const reach = known[11]?.distance ?? 1;
      const strangers = Array.from({ length: 188 }, (_, nth) => ({
        trackId: `x${a % homes.length} ${(nth * 7 + a) % 400}`,
        distance: reach,
      }));
      return [id, [...known.slice(0, 12), ...strangers]];
    }),
  );
  return { items, nearest, distance: (a: string, b: string) => distance(Number(a.slice(1)), Number(b.slice(1))) };
};

const busyMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const time = (list: ReturnType<typeof makeList>): { readonly ms: number; readonly ids: readonly string[] } => {
  const started = busyMs();
  const sound = measureSound(
    list.nearest,
    list.items.map(({ id }) => id),
  );
  const ordered = orderTracks({
    items: list.items,
    after: undefined,
    energy: undefined,
    random: createRandom('bench'),
    ...sound,
  });
  return { ms: busyMs() - started, ids: ordered.map(({ id }) => id) };
};
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const lists = Array.from({ length: rounds }, (_, nth) => makeList(50, `list ${nth}`));
const runs = lists.map(time);
const ratios = runs.map(({ ids }, nth) => {
  const { distance } = lists[nth] as (typeof lists)[number];
  const steps = ids.slice(1).map((id, at) => distance(ids[at] ?? '', id));
  return mean(steps) / mean(ids.flatMap((a, at) => ids.slice(at + 1).map((b) => distance(a, b))));
});
const times = runs.map(({ ms }) => ms);
const figures: OrderFigures = {
  first: times[0] ?? 0,
  median: times.toSorted((a, b) => a - b)[rounds >> 1] ?? 0,
  largest: time(makeList(1_000, 'large')).ms,
  ratio: Math.max(...ratios),
};
console.log(JSON.stringify(figures));
process.exit(0);
