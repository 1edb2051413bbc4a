import { distance } from 'fastest-levenshtein';
import type { TrackId } from '../track.ts';
import type { IndexedTitle } from './library-index.ts';

/** Beyond this an "artist" is a composer or a label; the first few thousand titles are enough to find a misspelling. */
const mostTitlesScored = 4_000;
const mostKeysTried = 3;
/** Titles that share less than this part of their letters are not worth a closer look. */
const leastShare = 0.5;
/** A misspelling, an article or a censored word does not make a title longer than this. */
const mostLettersApart = 6;
const shortestInside = 5;

/** Ids of the titles spelt most like one of the keys, nearest first, at most `limit`. Work is bounded whatever the list's length. */
export const findSimilarTitles = (
  titles: readonly IndexedTitle[],
  keys: readonly string[],
  limit: number,
): readonly TrackId[] => {
  const measures = keys.slice(0, mostKeysTried).map(measureAgainst);
  const scored: { readonly id: TrackId; readonly share: number }[] = [];
  for (const { id, titleKey } of titles.slice(0, mostTitlesScored)) {
    let best = 0;
    for (const measure of measures) best = Math.max(best, measure(titleKey));
    if (best >= leastShare) scored.push({ id, share: best });
  }
  scored.sort((left, right) => right.share - left.share);
  return [...new Set(scored.map(({ id }) => id))].slice(0, limit);
};

/** How much of its letters a title shares with this key, 0–1; cheap looks first. */
const measureAgainst = (key: string): ((title: string) => number) => {
  const weight = weigh(key);
  const letters = sortLetters(key);
  return (title) => {
    const longer = Math.max(key.length, title.length);
    const shorter = Math.min(key.length, title.length);
    // "Satisfaction" inside "(I Can't Get No) Satisfaction": many edits, yet worth a look.
    if (shorter >= shortestInside && (key.length > title.length ? key.includes(title) : title.includes(key)))
      return 0.8;
    if (longer - shorter > mostLettersApart || shorter < longer * leastShare) return 0;
    // Words in another order: "Satisfaction (I Can't Get No)".
    if (longer === shorter && weigh(title) === weight && sortLetters(title) === letters) return 0.9;
    return 1 - distance(key, title) / longer;
  };
};

const weigh = (text: string): number => {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) sum += text.charCodeAt(at);
  return sum;
};

const sortLetters = (text: string): string => [...text].sort().join('');
