import type { OrderItem } from '../../../src/core/flow/order-tracks.ts';
import { createRandom, type Random } from '../../../src/core/random.ts';

/** Tracks that lie somewhere in a space of eight dimensions, as sonic analysis sees them. */
export interface SoundWorld {
  readonly items: readonly OrderItem[];
  readonly distance: (a: string, b: string) => number;
  /** Mean distance of all pairs (of these tracks): what a random order has between neighbours. */
  readonly meanOfPairs: (ids?: readonly string[]) => number;
  /** What the server would answer. */
  readonly nearest: (id: string, limit: number) => readonly { readonly trackId: string; readonly distance: number }[];
  /** Mean distance between neighbours. */
  readonly meanOfSteps: (ids: readonly string[]) => number;
}

export interface WorldFacts {
  readonly tracks: number;
  readonly seed: string;
  /** Tracks of one artist; they share no more sound than their scene does. */
  readonly perArtist?: number;
  /** Scenes, to which the artists belong in turns: tracks of one scene lie around one point. */
  readonly scenes?: number;
  /** How far the tracks of a scene lie apart, compared with the scenes. */
  readonly width?: number;
}

export const gauss = (random: Random): number => {
  let sum = -6;
  for (let nth = 0; nth < 12; nth += 1) sum += random.next();
  return sum;
};

const axes = 8;

export const makeWorld = ({ tracks, seed, perArtist = 2, scenes = 0, width = 1 }: WorldFacts): SoundWorld => {
  const random = createRandom(seed);
  const homes = Float64Array.from({ length: scenes * axes }, () => gauss(random));
  const points = new Float64Array(tracks * axes);
  const items = Array.from({ length: tracks }, (_, nth): OrderItem => {
    const artist = Math.floor(nth / perArtist);
    for (let axis = 0; axis < axes; axis += 1)
      points[nth * axes + axis] = gauss(random) * width + (homes[(artist % scenes) * axes + axis] ?? 0);
    return { id: `t${nth}`, artistKey: `a${artist}`, albumKey: `b${artist}`, tags: [], energy: random.next() };
  });
  const distance = (a: string, b: string): number => {
    const [one, other] = [Number(a.slice(1)) * axes, Number(b.slice(1)) * axes];
    let sum = 0;
    for (let axis = 0; axis < axes; axis += 1)
      sum += ((points[one + axis] ?? Number.NaN) - (points[other + axis] ?? Number.NaN)) ** 2;
    return Math.sqrt(sum);
  };
  return {
    items,
    distance,
    meanOfPairs(ids = items.map(({ id }) => id)) {
      let sum = 0;
      ids.forEach((a, nth) => {
        for (let at = nth + 1; at < ids.length; at += 1) sum += distance(a, ids[at] ?? '');
      });
      return (2 * sum) / (ids.length * (ids.length - 1));
    },
    meanOfSteps: (ids) => mean(ids.slice(1).map((id, nth) => distance(ids[nth] ?? '', id))),
    nearest(id, limit) {
      const found = items.map((item) => ({ trackId: item.id, distance: distance(id, item.id) }));
      // Most lie too far away: those are not sorted.
      const bound = Float64Array.from(found, (near) => near.distance).sort()[limit] ?? Infinity;
      return found
        .filter((near) => near.trackId !== id && near.distance <= bound)
        .sort((a, b) => a.distance - b.distance)
        .slice(0, limit);
    },
  };
};

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
