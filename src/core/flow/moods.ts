import { keyOf } from '../match/fold.ts';
import { moodTable } from './mood-table.ts';
import type { Energy, Window } from './window.ts';

const levels = { low: 0.15, mid: 0.5, high: 0.85 } as const;

const groups = moodTable.map(({ energy, names }) => ({ energy: levels[energy], names: names.split('|') }));

/** By the name itself, which is what servers send, and by its key for people. */
const energies: ReadonlyMap<string, number> = new Map(
  groups.flatMap(({ energy, names }) =>
    names.flatMap((name) => [[name, energy] as const, [keyOf(name), energy] as const]),
  ),
);

/** How lively music with these moods is, 0–1; undefined = none of them is known. Case, accents and slashes do not matter. */
export const energyOf = (moods: readonly string[]): number | undefined => {
  let sum = 0;
  let known = 0;
  for (const mood of moods) {
    const energy = energies.get(mood) ?? energies.get(keyOf(mood));
    if (energy === undefined) continue;
    sum += energy;
    known += 1;
  }
  return known === 0 ? undefined : sum / known;
};

const levelOf: Readonly<Record<Energy, number | undefined>> = {
  low: levels.low,
  medium: levels.mid,
  high: levels.high,
  rising: undefined,
  falling: undefined,
  arc: undefined,
};

/** How lively a window is as it is written, 0–1, by its energy and its moods; undefined = it says nothing of that. */
export const livelinessOf = ({ energy, include }: Pick<Window, 'energy' | 'include'>): number | undefined => {
  const known = [energy === undefined ? undefined : levelOf[energy], energyOf(include.moods)].filter(
    (level) => level !== undefined,
  );
  return known.length === 0 ? undefined : known.reduce((sum, level) => sum + level, 0) / known.length;
};

/** Moods of the same energy and brightness as any of these, themselves left out; spelt as Plex spells them. */
export const moodsNear = (moods: readonly string[]): readonly string[] => {
  const own = new Set(moods.map(keyOf));
  return groups
    .map(({ names }) => names)
    .filter((names) => names.some((name) => own.has(keyOf(name))))
    .flat()
    .filter((name) => !own.has(keyOf(name)));
};
