import type { OrderItem } from '../../../src/core/flow/order-tracks.ts';
import { createRandom, type Random } from '../../../src/core/random.ts';

/** Tracks that lie somewhere in a space of eight dimensions, as sonic analysis sees them. */
export interface SoundWorld {
  readonly items: readonly OrderItem[];
  readonly distance: (a: string, b: string) => number;
  /** Mean distance of all pairs: what a random order has between neighbours. */
  readonly meanOfPairs: () => number;
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

export const makeWorld = ({ tracks, seed, perArtist = 2, scenes = 0, width = 1 }: WorldFacts): SoundWorld => {
  const random = createRandom(seed);
  const point = (): number[] => Array.from({ length: 8 }, () => gauss(random));
  const homes = Array.from({ length: scenes }, point);
  const points = new Map<string, readonly number[]>();
  const items = Array.from({ length: tracks }, (_, nth): OrderItem => {
    const artist = Math.floor(nth / perArtist);
    const home = homes[artist % scenes];
    points.set(
      `t${nth}`,
      point().map((value, axis) => value * width + (home?.[axis] ?? 0)),
    );
    return { id: `t${nth}`, artistKey: `a${artist}`, albumKey: `b${artist}`, tags: [], energy: random.next() };
  });
  const at = (id: string): readonly number[] => points.get(id) ?? [];
  const distance = (a: string, b: string): number =>
    Math.hypot(...at(a).map((value, axis) => value - (at(b)[axis] ?? 0)));
  return {
    items,
    distance,
    meanOfPairs() {
      const all = items.flatMap((a, nth) => items.slice(nth + 1).map((b) => distance(a.id, b.id)));
      return mean(all);
    },
    meanOfSteps: (ids) => mean(ids.slice(1).map((id, nth) => distance(ids[nth] ?? '', id))),
  };
};

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
