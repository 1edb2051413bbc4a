import anyAscii from 'any-ascii';

/** Letters that Unicode does not decompose, or that two spellings of one name use in turn. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ς: 'σ',
  ى: 'ي',
  ة: 'ه',
  ک: 'ك',
  ی: 'ي',
};
const letterPattern = new RegExp(`[${Object.keys(letters).join('')}]`, 'gu');

/** Accents, vowel points and joiners that writers leave out. Kana voicing and Indic vowel signs change the word and stay. */
/** Ranges as text: combining signs in a literal class would read as parts of their neighbours. */
const anyOf = (ranges: readonly string[]): RegExp => new RegExp(`[${ranges.join('')}]+`, 'gu');

const invisibles = '\\u200b-\\u200f\\u2060\\ufe00-\\ufe0f\\ufeff';
const marks = anyOf([
  '\\u0300-\\u036f\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f', // accents
  '\\u0483-\\u0487', // Old Cyrillic
  '\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7', // Hebrew points
  '\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e8\\u06ea-\\u06ed', // Arabic points
  invisibles,
]);
const invisible = anyOf(['\\s', invisibles]);

/** Longer names do not exist; a longer text is cut, so that no input can cost more than a moment. */
const longestName = 500;

/** The part of a name that is looked at. */
export const limitName = (text: string): string => (text.length > longestName ? text.slice(0, longestName) : text);

const simple = /^[A-Za-z0-9 ]*$/;
const ascii = /^[\x20-\x7e]*$/;
const anyWordCharacter = /[\p{L}\p{N}]/u;
const quotes = /['’‘‛`´ʼʻ′＇]/gu;
const initials = /(?<![\p{L}\p{N}])\p{L}(?:\.\p{L}(?![\p{L}\p{N}]))+\.?/gu;
const separators = /[^\p{L}\p{N}\p{M}]+/gu;
/** The same where all letters are ASCII and small already: several times quicker. */
const plainSeparators = /[^a-z0-9]+/g;

/**
 * A text as lower-case words, one space between them: accents, quotes and punctuation gone, `&` and `+` spelt "and", initials joined
 * ("U.S.A." → "usa"), letters drawn as signs read as letters ("Ke$ha", "P!nk"). Every alphabet is kept. Empty when the text has no letter or digit.
 */
export const foldText = (text: string): string => {
  if (simple.test(text)) return text.toLowerCase().replace(/ +/g, ' ').trim();
  if (!anyWordCharacter.test(text)) return '';
  let folded = text.toLowerCase();
  const isPlain = ascii.test(folded);
  if (!isPlain)
    folded = folded
      .normalize('NFKD')
      .replace(marks, '')
      .replace(letterPattern, (letter) => letters[letter] ?? letter)
      .normalize('NFC');
  folded = folded.replace(quotes, '');
  if (folded.includes('.')) folded = folded.replace(initials, (run) => run.replaceAll('.', ''));
  if (folded.includes('$')) folded = folded.replace(/\$(?!\d)/g, 's');
  if (folded.includes('!')) folded = folded.replace(/(?<=\p{L})!(?=\p{L})/gu, 'i');
  if (folded.includes('&') || folded.includes('+'))
    folded = folded.replace(/&/g, ' and ').replace(/(?<=[\p{L}\p{N})\s])\+(?=\s*[\p{L}\p{N}(])/gu, ' and ');
  return folded.replace(isPlain ? plainSeparators : separators, ' ').trim();
};

const joiners = /\b(?:und|n)\b/;

/** The words run together, without a leading article and with one spelling of "and": what keys are made of. */
export const compactWords = (folded: string): string => {
  let text = folded;
  if (text.startsWith('the ')) text = text.slice(4);
  if (joiners.test(text)) text = text.replace(/(?<=\S )(?:und|n)(?= \S)/g, 'and');
  return text.includes(' ') ? text.replaceAll(' ', '') : text;
};

/** The key of a text that has no letter and no digit ("÷", "???"): its signs. Empty only for white space. */
export const symbolKey = (text: string): string => text.normalize('NFKC').replace(invisible, '');

/** The key of a name. Two spellings of one name share it; empty only when nothing visible is there. */
export const keyOf = (text: string): string => compactWords(foldText(text)) || symbolKey(text);

/** A second key in Latin letters for a name in another script; undefined when the first key is Latin already. */
export const latinKeyOf = (text: string, key: string): string | undefined => {
  if (ascii.test(key)) return undefined;
  const latin = compactWords(foldText(anyAscii(text)));
  return latin === '' || latin === key ? undefined : latin;
};
