import type { Database } from 'better-sqlite3';
import { findSimilarTitles } from '../core/match/similar-titles.ts';

/** A misspelling makes a title no longer or shorter than this. */
const mostLettersApart = 3;
/** Within `findSimilarTitles`' own bound. */
const titlesAtOnce = 4_000;

/** Finds title keys spelt nearly like a given one, whoever's they are. Reads every title of about its length: for a person's slip, not for matching. */
export const createTitlesNear = (database: Database): ((titleKey: string, limit: number) => readonly string[]) => {
  const titles = database
    .prepare<[number, number, string], string>(
      `SELECT DISTINCT title_key FROM track_keys WHERE length(title_key) BETWEEN ? AND ? OR instr(title_key, ?) > 0`,
    )
    .pluck();
  return (titleKey, limit) => {
    if (titleKey === '' || limit <= 0) return [];
    const { length } = titleKey;
    const keys = titles.all(length - mostLettersApart, length + mostLettersApart, titleKey);
    const choose = (some: readonly string[]): readonly string[] =>
      findSimilarTitles(
        some.map((key) => ({ id: key, titleKey: key })),
        [titleKey],
        limit,
      );
    const best: string[] = [];
    for (let start = 0; start < keys.length; start += titlesAtOnce)
      best.push(...choose(keys.slice(start, start + titlesAtOnce)));
    return choose(best);
  };
};
