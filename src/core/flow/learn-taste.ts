import type { Tags } from '../track.ts';
import type { TagCount } from './tag-names.ts';

/** A track that was played within past turns of a window. */
export interface TasteSample {
  readonly plays: number;
  readonly tags: Pick<Tags, 'moods' | 'styles'>;
}

/** What the listening of a window says of it: names as the library spells them, how much each speaks, 0–1, the strongest first. */
export interface Taste {
  readonly moods: ReadonlyMap<string, number>;
  readonly styles: ReadonlyMap<string, number>;
}

export const noTaste: Taste = { moods: new Map(), styles: new Map() };

/** Less says nothing about anybody. */
const fewestPlays = 20;
const fewestTracks = 8;
/** A name must stand on so many of the tracks, and be so much commoner among the plays than in the library. */
const fewestCarriers = 3;
const leastLift = 1.3;
const mostMoods = 8;
const mostStyles = 6;

/** What is heard in this window more than the library would have it. Nothing without enough history. `tracks`: size of the library. */
export const learnTaste = (
  samples: readonly TasteSample[],
  library: { readonly tracks: number; readonly moods: readonly TagCount[]; readonly styles: readonly TagCount[] },
): Taste => {
  const plays = samples.reduce((sum, sample) => sum + sample.plays, 0);
  if (plays < fewestPlays || samples.length < fewestTracks || library.tracks === 0) return noTaste;
  const learn = (
    namesOf: (sample: TasteSample) => readonly string[],
    vocabulary: readonly TagCount[],
    most: number,
  ): ReadonlyMap<string, number> => {
    const usual = new Map(vocabulary.map(({ name, tracks }) => [name, tracks / library.tracks]));
    const counts = countNames(samples, namesOf);
    const scored = [...counts].flatMap(([name, count]) => {
      const share = count.plays / plays;
      const lift = share / Math.max(usual.get(name) ?? 1, 1 / library.tracks);
      return count.carriers < fewestCarriers || lift < leastLift ? [] : [{ name, score: share * Math.log2(lift) }];
    });
    scored.sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1));
    const best = scored[0]?.score ?? 1;
    return new Map(scored.slice(0, most).map(({ name, score }) => [name, score / best]));
  };
  return {
    moods: learn(({ tags }) => tags.moods, library.moods, mostMoods),
    styles: learn(({ tags }) => tags.styles, library.styles, mostStyles),
  };
};

const countNames = (
  samples: readonly TasteSample[],
  namesOf: (sample: TasteSample) => readonly string[],
): ReadonlyMap<string, { plays: number; carriers: number }> => {
  const counts = new Map<string, { plays: number; carriers: number }>();
  for (const sample of samples)
    for (const name of new Set(namesOf(sample))) {
      const count = counts.get(name) ?? { plays: 0, carriers: 0 };
      counts.set(name, { plays: count.plays + sample.plays, carriers: count.carriers + 1 });
    }
  return counts;
};
