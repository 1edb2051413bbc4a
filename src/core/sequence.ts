import type { Random } from './random.ts';

/**
 * The same items with each artist's spread over the whole list, in the order they came, and no two of one artist in a row wherever that is
 * possible. For lists in which rank means nothing to the listener; the same seed gives the same order.
 */
export const spreadArtists = <Item>(
  items: readonly Item[],
  artistOf: (item: Item) => string,
  random: Random,
): readonly Item[] => {
  const byArtist = Map.groupBy(items, artistOf);
  const placed = [...byArtist.values()].flatMap((own) => {
    const start = random.next();
    return own.map((item, nth) => ({ item, place: (nth + start) / own.length }));
  });
  const spread = placed.sort((a, b) => a.place - b.place).map(({ item }) => item);
  return spaceArtists(spread, artistOf);
};

/**
 * The same items, no two of one artist in a row wherever that is possible; else the given order is kept as far as it goes. `artistOf` gives the
 * key by which artists are told apart.
 */
export const spaceArtists = <Item>(items: readonly Item[], artistOf: (item: Item) => string): readonly Item[] => {
  const waiting = items.map((item) => ({ item, artist: artistOf(item) }));
  const left = new Map<string, number>();
  for (const { artist } of waiting) left.set(artist, (left.get(artist) ?? 0) + 1);
  const spaced: Item[] = [];
  let last: string | undefined;
  while (waiting.length > 0) {
    const at = chooseNext(waiting, left, last);
    const [chosen] = waiting.splice(at, 1);
    if (chosen === undefined) break;
    spaced.push(chosen.item);
    left.set(chosen.artist, (left.get(chosen.artist) ?? 1) - 1);
    last = chosen.artist;
  }
  return spaced;
};

/** An artist with more than half of what is left has to come now, or the end would be all theirs. */
const chooseNext = (
  waiting: readonly { readonly artist: string }[],
  left: ReadonlyMap<string, number>,
  last: string | undefined,
): number => {
  const crowded = waiting.findIndex(({ artist }) => artist !== last && (left.get(artist) ?? 0) * 2 > waiting.length);
  if (crowded >= 0) return crowded;
  return Math.max(
    0,
    waiting.findIndex(({ artist }) => artist !== last),
  );
};
