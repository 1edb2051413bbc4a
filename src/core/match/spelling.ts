import { distance } from 'fastest-levenshtein';
import { numberWords } from './number-words.ts';

/** Edits between two texts; two neighbouring letters swapped count as one. */
export const countEdits = (left: string, right: string): number => {
  const edits = distance(left, right);
  return edits === 2 && left.length === right.length && isSwap(left, right) ? 1 : edits;
};

const isSwap = (left: string, right: string): boolean => {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  if (at >= left.length - 1) return false;
  return left[at] === right[at + 1] && left[at + 1] === right[at] && left.slice(at + 2) === right.slice(at + 2);
};

/** Scripts in which one sign is a syllable or a word: one sign off is another name. */
const dense = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** How many edits a name of this length may hide: short names differ by design, long ones by mistake. */
const allowedEdits = (length: number, text: string): number => {
  if (dense.test(text)) return length >= 8 ? 1 : 0;
  if (length < 5) return 0;
  if (length < 11) return 1;
  return length < 18 ? 2 : 3;
};

/** `close`: a misspelling of the same name. `doubtful`: maybe another word ("dream"/"dreams"), more evidence is needed. */
export type Spelling = 'close' | 'doubtful' | 'different';

const numerals: ReadonlyMap<string, string> = new Map(Object.entries(numberWords));
const numbersIn = (words: readonly string[]): string => (words.join(' ').match(/\d+/g) ?? []).join(' ');
const smallWords = new Set(['the', 'a', 'an']);
const withoutSmallWords = (words: string): readonly string[] =>
  words.split(' ').flatMap((word) => (smallWords.has(word) ? [] : (numerals.get(word) ?? word)));

/** Compares two names given as folded words. */
export const compareSpelling = (left: string, right: string): Spelling => {
  const ours = withoutSmallWords(left);
  const theirs = withoutSmallWords(right);
  if (numbersIn(ours) !== numbersIn(theirs)) return 'different';
  const our = ours.join('');
  const their = theirs.join('');
  if (our === their) return our === '' ? 'different' : 'close';
  const shorter = Math.min(our.length, their.length);
  const edits = countEdits(our, their);
  if (edits > allowedEdits(shorter, our)) return 'different';
  if (ours.length !== theirs.length) return edits === 1 && shorter >= 6 ? 'doubtful' : 'different';
  let worst: Spelling = 'close';
  for (const [at, word] of ours.entries()) {
    const verdict = compareWord(word, theirs[at] ?? '');
    if (verdict === 'different') return 'different';
    if (verdict === 'doubtful') worst = 'doubtful';
  }
  return worst;
};

/** "Monster"/"Manster" is a slip; "night"/"right", "love"/"live" and "dream"/"dreams" are words of their own. */
const compareWord = (left: string, right: string): Spelling => {
  if (left === right) return 'close';
  const shorter = Math.min(left.length, right.length);
  if (shorter < 4 || left[0] !== right[0]) return 'different';
  if (countEdits(left, right) > (shorter < 8 ? 1 : 2)) return 'different';
  if (left.replace(/in$/, 'ing') === right.replace(/in$/, 'ing')) return 'close';
  if (left.length === right.length && isSwap(left, right)) return 'close';
  return shorter > 4 && left.at(-1) === right.at(-1) ? 'close' : 'doubtful';
};

/** Artists are stricter: two people may differ by one letter. */
export const compareNames = (left: string, right: string): Spelling => {
  const our = left.replaceAll(' ', '');
  const their = right.replaceAll(' ', '');
  const shorter = Math.min(our.length, their.length);
  const edits = countEdits(our, their);
  if (shorter < 5 || edits > (shorter >= 13 ? 2 : 1)) return 'different';
  const spelling = compareSpelling(left, right);
  if (spelling === 'close' && shorter < 7) return 'doubtful';
  return spelling;
};

/** Does a censored title ("F**k You") fit the spelt-out one? Each run of stars stands for one to six letters. */
export const fitsCensored = (censored: string, spelt: string): boolean => {
  if (!/[\p{L}\p{N}]\*|\*[\p{L}\p{N}]/u.test(censored)) return false;
  const clean = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}*]+/gu, '');
  const pattern = clean(censored).replace(/\*+/g, '[\\p{L}*]{1,6}');
  return new RegExp(`^${pattern}$`, 'u').test(clean(spelt));
};
