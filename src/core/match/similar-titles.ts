import { distance } from 'fastest-levenshtein';
import type { TrackId } from '../track.ts';
import type { IndexedTitle } from './library-index.ts';

/** Beyond this an "artist" is a composer or a label; the first few thousand titles are enough to find a misspelling. */
const mostTitlesScored = 4_000;
const mostKeysTried = 3;
/** Titles that share less than this part of their letters are not worth a closer look. */
const leastShare = 0.5;

/** Ids of the titles spelt most like one of the keys, nearest first, at most `limit`. Work is bounded whatever the list's length. */
export const findSimilarTitles = (
  titles: readonly IndexedTitle[],
  keys: readonly string[],
  limit: number,
): readonly TrackId[] => {
  const scored: { readonly id: TrackId; readonly share: number }[] = [];
  const wanted = keys.slice(0, mostKeysTried);
  for (const { id, titleKey } of titles.slice(0, mostTitlesScored)) {
    let best = 0;
    for (const key of wanted) best = Math.max(best, shareOf(key, titleKey));
    if (best >= leastShare) scored.push({ id, share: best });
  }
  scored.sort((left, right) => right.share - left.share);
  return [...new Set(scored.map(({ id }) => id))].slice(0, limit);
};

const shareOf = (left: string, right: string): number => {
  const longer = Math.max(left.length, right.length);
  const shorter = Math.min(left.length, right.length);
  // "Satisfaction" inside "(I Can't Get No) Satisfaction": too many edits, yet worth a look.
  if (shorter >= 5 && (left.length > right.length ? left : right).includes(left.length > right.length ? right : left))
    return 0.8;
  if (shorter < longer * leastShare) return 0;
  // Words in another order: "Satisfaction (I Can't Get No)".
  if (left.length === right.length && sortedLetters(left) === sortedLetters(right)) return 0.9;
  return 1 - distance(left, right) / longer;
};

const sortedLetters = (text: string): string => [...text].sort().join('');
