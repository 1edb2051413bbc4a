import type { Candidate, Correction } from '../candidate.ts';
import { compactWords, foldText, symbolKey } from './fold.ts';

/** The user's words on single candidates, looked up by name. */
export interface CorrectionBook {
  find(candidate: Pick<Candidate, 'artist' | 'title'>): Correction | undefined;
}

/** A word on "Song" does not speak of "Song (Live)": the whole spelling counts, bar case, accents and punctuation. */
const spellingOf = (artist: string, title: string): string =>
  [artist, title].map((name) => compactWords(foldText(name)) || symbolKey(name)).join('\n');

/** Of two corrections of one candidate the later in the list wins. */
export const createCorrectionBook = (corrections: readonly Correction[]): CorrectionBook => {
  const byName = new Map(
    corrections.map((correction) => [spellingOf(correction.artist, correction.title), correction]),
  );
  return {
    find: ({ artist, title }) => (byName.size === 0 ? undefined : byName.get(spellingOf(artist, title))),
  };
};
