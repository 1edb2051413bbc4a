import { foldText } from './fold.ts';
import { compareSpelling, fitsCensored } from './spelling.ts';
import type { ParsedTitle } from './title.ts';

/** `spelling`: the same in another script. `near`: a slip. `doubtful`: maybe another song. */
export type TitleAgreement = 'same' | 'spelling' | 'near' | 'doubtful' | 'none';

const ascii = /^[\x20-\x7e]*$/;

/** Do two titles name one song? */
export const compareTitles = (ours: ParsedTitle, theirs: ParsedTitle): TitleAgreement => {
  const our = ours.keys[0] ?? '';
  const their = theirs.keys[0] ?? '';
  if (our === '' || their === '') return 'none';
  if (our === their) return 'same';
  // Two native spellings that merely sound alike in Latin letters are two songs.
  const bothNative = !ascii.test(our) && !ascii.test(their);
  if (ours.keys.some((key) => theirs.keys.includes(key) && !(bothNative && ascii.test(key)))) return 'spelling';
  if (ours.part !== theirs.part) return 'none';
  const ourWords = foldText(ours.core);
  const theirWords = foldText(theirs.core);
  if (fitsCensored(ours.core, theirs.core) || fitsCensored(theirs.core, ours.core)) return 'near';
  const spelling = compareSpelling(ourWords, theirWords);
  if (spelling === 'close') return 'near';
  if (isReordered(ours.core, theirs.core, ourWords, theirWords)) return 'near';
  return spelling === 'doubtful' || differByBracket(ours.core, theirs.core) ? 'doubtful' : 'none';
};

/** "Satisfaction (I Can't Get No)" is "(I Can't Get No) Satisfaction". */
const isReordered = (ours: string, theirs: string, ourWords: string, theirWords: string): boolean =>
  /[([]/.test(ours + theirs) && ourWords.length === theirWords.length && sorted(ourWords) === sorted(theirWords);

const sorted = (words: string): string => words.split(' ').sort().join(' ');

/** "Satisfaction" and "(I Can't Get No) Satisfaction": likely one song, but only a common length says so. */
const differByBracket = (ours: string, theirs: string): boolean => {
  const bare = (core: string): string => foldText(core.replace(/[([][^)\]]*[)\]]?/g, ' '));
  const [our, their] = [bare(ours), bare(theirs)];
  return our !== '' && our === their;
};
