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
 * How unlike the tracks are by what is written about them, 0–1, as a square table by place. Tags that few of the tracks carry say more than those all carry. A
 * fact that is missing counts as half unlike.
 */
export const compareTraits = (tracks: readonly Traits[]): Float64Array => {
  const size = tracks.length;
  const { lists, worths } = weighTags(tracks);
  const sums = lists.map((list) => list.reduce((sum, tag) => sum + (worths[tag] as number), 0));
  const table = new Float64Array(size * size);
  const carried = new Uint8Array(worths.length);
  tracks.forEach((track, a) => {
    const own = lists[a] as readonly number[];
    for (const tag of own) carried[tag] = 1;
    for (let b = a + 1; b < size; b += 1) {
      let shared = 0;
      for (const tag of lists[b] as readonly number[]) if (carried[tag] === 1) shared += worths[tag] as number;
      const union = (sums[a] as number) + (sums[b] as number) - shared;
      const unlike = union > 0 ? 1 - shared / union : 0.5;
      table[a * size + b] = table[b * size + a] = weights.tags * unlike + compareRest(track, tracks[b] as Traits);
    }
    for (const tag of own) carried[tag] = 0;
  });
  return table;
};

const compareRest = (a: Traits, b: Traits): number => {
  const years = a.year === undefined || b.year === undefined ? 0.5 : Math.min(1, Math.abs(a.year - b.year) / era);
  const energies = a.energy === undefined || b.energy === undefined ? 0.5 : Math.min(1, Math.abs(a.energy - b.energy));
  return weights.year * years + weights.energy * energies + (a.artistKey === b.artistKey ? 0 : weights.artist);
};

/** Tags as numbers, and what each is worth: the rarer, the more. */
const weighTags = (tracks: readonly Traits[]) => {
  const numbers = new Map<string, number>();
  const counts: number[] = [];
  const lists = tracks.map(({ tags }) =>
    [...new Set(tags)].map((tag) => {
      const number = numbers.get(tag) ?? numbers.size;
      numbers.set(tag, number);
      counts[number] = (counts[number] ?? 0) + 1;
      return number;
    }),
  );
  return { lists, worths: counts.map((count) => Math.log(1 + tracks.length / count)) };
};
