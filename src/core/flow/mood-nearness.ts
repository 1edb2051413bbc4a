import { keyOf } from '../match/fold.ts';
import { moodTable } from './mood-table.ts';

/** A point between still (0) and wild (1), gloomy (0) and bright (1). */
type Character = readonly [energy: number, valence: number];

const energies = { low: 0.15, mid: 0.5, high: 0.85 } as const;
const valences = { negative: 0.15, mixed: 0.5, positive: 0.85 } as const;
/** One step of the table in the one or the other, not in both. */
const near = 0.36;

const characters: ReadonlyMap<string, Character> = new Map(
  moodTable.flatMap(({ energy, valence, names }) =>
    names.split('|').map((name) => [keyOf(name), [energies[energy], valences[valence]]] as const),
  ),
);

/** Where music with these moods lies, taken together; undefined = none of them is known. */
const locate = (moods: readonly string[]): Character | undefined => {
  const known = moods.flatMap((name) => {
    const character = characters.get(keyOf(name));
    return character === undefined ? [] : [character];
  });
  if (known.length === 0) return undefined;
  const mean = (of: (character: Character) => number): number =>
    known.reduce((sum, character) => sum + of(character), 0) / known.length;
  return [mean(([energy]) => energy), mean(([, valence]) => valence)];
};

/**
 * Does music with these moods, all taken together, lie near one of the wanted moods in energy and brightness? Not where nothing is known of either: moods of
 * somebody's own are near to nothing.
 */
export const liesNear = (moods: readonly string[], wanted: readonly string[]): boolean => {
  const place = locate(moods);
  if (place === undefined) return false;
  return wanted.some((name) => {
    const character = characters.get(keyOf(name));
    return character !== undefined && Math.hypot(place[0] - character[0], place[1] - character[1]) <= near;
  });
};
