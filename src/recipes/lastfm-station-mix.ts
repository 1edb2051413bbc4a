import { createRandom, shuffleWeighted } from '../core/random.ts';
import type { LastfmSource } from '../sources/source.ts';
import type { Recommendation } from './lastfm-shelves.ts';
import { toSongKey } from './lastfm-source.ts';

/** Each call is a fresh random draw; more would be a burden on a site that owes us nothing. */
const mostDraws = 3;

/** What the website's station proposes: a few draws, until one brings nothing new. */
export const drawStation = async (
  lastfm: LastfmSource,
  user: string,
  seed: string,
  signal: AbortSignal,
): Promise<readonly Recommendation[]> => {
  const found = new Map<string, Recommendation>();
  for (let drawn = 0; drawn < mostDraws; drawn += 1) {
    const before = found.size;
    for (const track of await lastfm.getStation(user, signal))
      found.set(toSongKey(track), { track, why: 'from your Last.fm station' });
    if (found.size === before) break;
  }
  // Sorted first: the order of the day must not hang on the order of the draws.
  const sorted = [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, recommendation]) => recommendation);
  return shuffleWeighted(sorted, () => 1, createRandom(`${seed}:station`));
};

/** Two derived, one drawn, as long as both last; what is left of the drawn ones comes at the end. */
export async function* interleave(
  derived: AsyncIterable<readonly Recommendation[]>,
  drawn: readonly Recommendation[],
): AsyncGenerator<readonly Recommendation[]> {
  let used = 0;
  for await (const batch of derived) {
    yield batch.flatMap((recommendation, index) => {
      const next = index % 2 === 1 ? drawn[used] : undefined;
      if (next === undefined) return [recommendation];
      used += 1;
      return [recommendation, next];
    });
  }
  if (used < drawn.length) yield drawn.slice(used);
}
