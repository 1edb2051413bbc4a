/** What is known of a track without hearing it. */
export interface Traits {
  readonly artistKey: string;
  readonly year?: number | undefined;
  /** 0–1. */
  readonly energy?: number | undefined;
  /** Moods, genres and styles together. */
  readonly tags: readonly string[];
}

const weights = { tags: 0.65, year: 0.15, energy: 0.1, artist: 0.1 };
/** Years apart at which two tracks count as of different times. */
const era = 15;

/**
 * How unlike the tracks are by what is written about them, 0–1, as a square table by place of which the upper half is filled (row before column). Tags that few of
 * the tracks carry say more than those all carry. A fact that is missing counts as half unlike.
 */
export const compareTraits = (tracks: readonly Traits[]): Float64Array => {
  const size = tracks.length;
  const { lists, worths } = weighTags(tracks);
  const sums = lists.map((list) => list.reduce((sum, tag) => sum + (worths[tag] as number), 0));
  const compareRest = createComparison(tracks);
  const table = new Float64Array(size * size);
  /** What each tag is worth if the track at hand carries it. */
  const carried = new Float64Array(worths.length);
  for (const [a, own] of lists.entries()) {
    for (const tag of own) carried[tag] = worths[tag] as number;
    for (let b = a + 1; b < size; b += 1) {
      let shared = 0;
      for (const tag of lists[b] as Int32Array) shared += carried[tag] as number;
      const union = (sums[a] as number) + (sums[b] as number) - shared;
      const unlike = union > 0 ? 1 - shared / union : 0.5;
      table[a * size + b] = weights.tags * unlike + compareRest(a, b);
    }
    for (const tag of own) carried[tag] = 0;
  }
  return table;
};

const createComparison = (tracks: readonly Traits[]): ((a: number, b: number) => number) => {
  const years = Float64Array.from(tracks, ({ year }) => year ?? Number.NaN);
  const energies = Float64Array.from(tracks, ({ energy }) => energy ?? Number.NaN);
  const artists = numberTexts(tracks.map(({ artistKey }) => artistKey));
  return (a, b) => {
    const apart = Math.abs((years[a] as number) - (years[b] as number)) / era;
    const leap = Math.abs((energies[a] as number) - (energies[b] as number));
    return (
      weights.year * (Number.isNaN(apart) ? 0.5 : Math.min(1, apart)) +
      weights.energy * (Number.isNaN(leap) ? 0.5 : Math.min(1, leap)) +
      (artists[a] === artists[b] ? 0 : weights.artist)
    );
  };
};

/** Equal texts, equal numbers. */
export const numberTexts = (texts: readonly string[]): Int32Array => {
  const numbers = new Map<string, number>();
  return Int32Array.from(texts, (text) => {
    const known = numbers.get(text) ?? numbers.size;
    numbers.set(text, known);
    return known;
  });
};

/** Tags as numbers, and what each is worth: the rarer, the more. */
const weighTags = (tracks: readonly Traits[]) => {
  const numbers = new Map<string, number>();
  const counts: number[] = [];
  const lists = tracks.map(({ tags }) =>
    Int32Array.from(new Set(tags), (tag) => {
      const number = numbers.get(tag) ?? numbers.size;
      numbers.set(tag, number);
      counts[number] = (counts[number] ?? 0) + 1;
      return number;
    }),
  );
  return { lists, worths: counts.map((count) => Math.log(1 + tracks.length / count)) };
};
