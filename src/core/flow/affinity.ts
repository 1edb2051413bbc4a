import type { Tags } from '../track.ts';
import type { Taste } from './learn-taste.ts';
import { energyOf } from './moods.ts';
import type { Energy } from './window.ts';

/** What speaks for a track's tags beyond the window's criteria. */
export interface Wishes {
  readonly energy: Energy | undefined;
  readonly taste: Taste;
  /** Names in any case. */
  readonly moods: readonly string[];
  readonly genres: readonly string[];
  /** Tags of tracks that somebody wanted more of. */
  readonly like: readonly Tags[];
}

/** How well a track's tags meet the wishes; above 0, 1 = no wish or no knowledge. */
export type Affinity = (tags: Tags) => number;

const levels: Readonly<Record<Energy, number | undefined>> = {
  low: 0.15,
  medium: 0.5,
  high: 0.85,
  // Held by the order, not by the choice.
  rising: undefined,
  falling: undefined,
  arc: undefined,
};
/** A track of unknown energy beside one that meets it. */
const unknownEnergy = 0.5;
const habitWeight = 1.5;
const wishFactor = 3;
const likenessWeight = 4;

export const createAffinity = ({ energy, taste, moods, genres, like }: Wishes): Affinity => {
  const wanted = energy === undefined ? undefined : levels[energy];
  const wishedMoods = new Set(moods.map(ignoreCase));
  const wishedGenres = new Set(genres.map(ignoreCase));
  const models = like.map(namesOf).filter(({ size }) => size > 0);
  const habits = new Map([...taste.moods, ...taste.styles]);
  const meetsWish = (tags: Tags): boolean =>
    tags.moods.some((name) => wishedMoods.has(ignoreCase(name))) ||
    [...tags.genres, ...tags.styles].some((name) => wishedGenres.has(ignoreCase(name)));
  const habitOf = (tags: Tags): number =>
    [...tags.moods, ...tags.styles].reduce((sum, name) => sum + (habits.get(name) ?? 0), 0);
  return (tags) => {
    const byEnergy = wanted === undefined ? 1 : closeness(energyOf(tags.moods), wanted);
    const byHabit = 1 + habitWeight * Math.min(1.5, habitOf(tags));
    return byEnergy * byHabit * byLikeness(tags, models) * (meetsWish(tags) ? wishFactor : 1);
  };
};

/** Genres are too wide to say "like this". */
const namesOf = ({ moods, styles }: Tags): ReadonlySet<string> => new Set([...moods, ...styles]);

/** By the share of a model's names that the track has as well, of the model that it is most like. */
const byLikeness = (tags: Tags, models: readonly ReadonlySet<string>[]): number => {
  const own = namesOf(tags);
  const shares = models.map((model) => [...model].filter((name) => own.has(name)).length / model.size);
  return 1 + likenessWeight * Math.max(0, ...shares);
};

const ignoreCase = (name: string): string => name.toLowerCase();

const closeness = (energy: number | undefined, wanted: number): number =>
  energy === undefined ? unknownEnergy : 0.05 + 0.95 * Math.exp(-(((energy - wanted) / 0.25) ** 2));
