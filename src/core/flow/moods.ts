import { keyOf } from '../match/fold.ts';
import { moodTable } from './mood-table.ts';

/** How music of a mood tends to be; both 0–1. */
export interface MoodCharacter {
  /** 0 = still, 1 = wild. */
  readonly energy: number;
  /** 0 = gloomy, 1 = bright. */
  readonly valence: number;
}

const energyLevels = { low: 0.15, mid: 0.5, high: 0.85 } as const;
const valenceLevels = { negative: 0.15, mixed: 0.5, positive: 0.85 } as const;

/** By the name itself, which is what servers send, and by its key for people. */
const characters: ReadonlyMap<string, MoodCharacter> = new Map(
  moodTable.flatMap(({ energy, valence, names }) => {
    const character = { energy: energyLevels[energy], valence: valenceLevels[valence] };
    return names.split('|').flatMap((name) => [[name, character] as const, [keyOf(name), character] as const]);
  }),
);

/** The moods that Plex knows, spelt as it spells them. */
export const moodNames: readonly string[] = moodTable.flatMap(({ names }) => names.split('|')).sort();

/** undefined = a mood of somebody's own, of which nothing is known. Case, accents and slashes do not matter. */
export const findMood = (name: string): MoodCharacter | undefined =>
  characters.get(name) ?? characters.get(keyOf(name));

const average = (moods: readonly string[], of: (character: MoodCharacter) => number): number | undefined => {
  let sum = 0;
  let known = 0;
  for (const mood of moods) {
    const character = findMood(mood);
    if (character === undefined) continue;
    sum += of(character);
    known += 1;
  }
  return known === 0 ? undefined : sum / known;
};

/** How lively music with these moods is, 0–1; undefined = none of them is known. */
export const energyOf = (moods: readonly string[]): number | undefined => average(moods, ({ energy }) => energy);

/** How bright music with these moods is, 0–1; undefined = none of them is known. */
export const valenceOf = (moods: readonly string[]): number | undefined => average(moods, ({ valence }) => valence);

/** Moods of the same energy and brightness as any of these, themselves left out; spelt as Plex spells them. */
export const moodsNear = (moods: readonly string[]): readonly string[] => {
  const own = new Set(moods.map(keyOf));
  const groups = moodTable.map(({ names }) => names.split('|'));
  return groups
    .filter((names) => names.some((name) => own.has(keyOf(name))))
    .flat()
    .filter((name) => !own.has(keyOf(name)));
};
