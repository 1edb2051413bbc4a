import { foldText, keyOf, latinKeyOf } from './fold.ts';
import { numberWords } from './number-words.ts';

const latinLetters = /\p{Script=Latin}/u;
const otherLetters = /[^\P{L}\p{Script=Latin}]/u;

/** The same name in another script: "봄날 (Spring Day)". */
export const isAlias = (part: string, before: string): boolean =>
  (otherLetters.test(before) && !latinLetters.test(before) && latinLetters.test(part) && !otherLetters.test(part)) ||
  (latinLetters.test(before) && !otherLetters.test(before) && otherLetters.test(part) && !latinLetters.test(part));

/** Behind "part" a single letter is a number, too. */
const numbers: Readonly<Record<string, string>> = { ...numberWords, i: '1', v: '5', x: '10', xi: '11', xii: '12' };
const anyNumber = '\\d+|[ivx]+|one|two|three|four|five|six|seven|eight|nine|ten';
const partNumber = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:parts?|pts?|teil|parte|partie)\\.?\\s*(?<first>${anyNumber})(?:\\s*(?:-|&|to|and)\\s*(?<last>${anyNumber}))?(?![\\p{L}\\p{N}])`,
  'iu',
);

/** "Pt. II", "Part Two" and "part 2" become one spelling. */
export const numberParts = (text: string): { readonly core: string; readonly part: string | undefined } => {
  const match = partNumber.exec(text);
  const first = match?.groups?.first;
  if (match === null || first === undefined || foldText(text.slice(0, match.index)) === '')
    return { core: text, part: undefined };
  const part = [first, match.groups?.last].flatMap((raw) => (raw === undefined ? [] : toNumber(raw))).join('-');
  return { core: `${text.slice(0, match.index)}part ${part}${text.slice(match.index + match[0].length)}`, part };
};

const toNumber = (raw: string): string => numbers[raw.toLowerCase()] ?? raw.toLowerCase();

/** The keys of a song's name and of its other names, best first. */
export const keysOfCore = (core: string, aliases: readonly string[]): readonly string[] => {
  const key = keyOf(core);
  const keys = new Set([key]);
  const latin = latinKeyOf(core, key);
  if (latin !== undefined) keys.add(latin);
  for (const half of [...splitScripts(core), ...aliases]) {
    const halfKey = keyOf(half);
    keys.add(halfKey);
    const halfLatin = latinKeyOf(half, halfKey);
    if (halfLatin !== undefined) keys.add(halfLatin);
  }
  keys.delete('');
  return [...keys];
};

/** "山地情歌 San-Di Love Song" names one song twice; each half is long enough to stand alone. */
const splitScripts = (core: string): readonly string[] => {
  if (!otherLetters.test(core) || !latinLetters.test(core)) return [];
  const halves =
    /^(?<a>[^\p{Script=Latin}]+?)\s+(?<b>[\p{Script=Latin}\p{N}\p{P}\p{M}\s]+)$/u.exec(core) ??
    /^(?<a>[\p{Script=Latin}\p{N}\p{P}\p{M}\s]+?)\s+(?<b>[^\p{Script=Latin}]+)$/u.exec(core);
  const found = [halves?.groups?.a ?? '', halves?.groups?.b ?? ''];
  return found.every((half) => foldText(half).replaceAll(' ', '').length >= 2 && /\p{L}/u.test(half)) ? found : [];
};
