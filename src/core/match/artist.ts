import { compactWords, foldText, keyOf, latinKeyOf, limitName } from './fold.ts';
import { isOneAct } from './known-names.ts';

/** An artist credit taken apart. Each name is a list of keys: its own spelling first, then the Latin one. */
export interface ParsedCredit {
  /** The credit as a whole. */
  readonly whole: readonly string[];
  /** Everybody before "feat." together: "Macklemore & Ryan Lewis". */
  readonly lead: readonly string[];
  /** The lead as words, for comparing spellings. */
  readonly leadWords: string;
  /** Each person or band, the first-named first. */
  readonly names: readonly (readonly string[])[];
  /** Every name that could be split off, acts with "and" in their name included: evidence only beside the same names on the other side. */
  readonly loose: readonly string[];
  /** Whole, lead and names once, best first. */
  readonly keys: readonly string[];
}

const various = new Set([
  'variousartists',
  'various',
  'va',
  'variousartist',
  'unknownartist',
  'unknown',
  'diverse',
  'verschiedeneinterpreten',
  'artistesdivers',
  'soundtrack',
]);

/** "Various Artists" and its kin: names nobody, so nothing is filed under it if there is another name. */
export const isNobody = (credit: string): boolean => {
  const key = keyOf(credit);
  return key === '' || various.has(key);
};

const guestSeparator =
  /[\s([]+(?:(?:featuring|feat|ft)(?:\.\s*|\s+)|vs\.?\s+|versus\s+|pres\.\s*|presents\s+|introducing\s+|starring\s+|a\.?k\.?a\.?\s+)|\s*[;|•·]\s*|\s+\/\s+/iu;
const weakSeparator = /(\s*,\s*|\s+(?:&|\+|×|x|and|und|y|et|with)\s+|\s*&\s*)/iu;
const imitation = /\b(?:karaoke|tribute|made famous|cover band|cover version|style of|originally performed)\b/i;
const backingBand =
  /^(?:the|his|her|their|los|las|les|die|der|das|friends|sons|company|co|brothers|band|orchestra|family|my|su|sus|seine)\b/i;
const afterComma = /^(?:jr|sr|inc|ltd|md|phd|esq|ii|iii)\b\.?/i;

/** "Beatles, The". */
const sortedArticle = /^(?<name>[^,]+),\s*(?<article>the|die|der|das|los|las|les)$/iu;
const plainName = /^[A-Za-z0-9' ]+$/;
const telltale = /\b(?:feat|ft|featuring|vs|versus|presents|introducing|starring|aka|x|and|und|y|et|with)\b/i;

const parse = (credit: string): ParsedCredit => {
  const text = limitName(credit)
    .trim()
    .replace(sortedArticle, '$<article> $<name>')
    .replace(/\s+-\s+Topic$/, '')
    .replace(/(?<=\p{L})VEVO$/u, '');
  const whole = spell(text);
  const alone = { whole, lead: whole, leadWords: wordsOf(text), names: [whole], loose: whole.slice(0, 1), keys: whole };
  if ((plainName.test(text) && !telltale.test(text)) || imitation.test(text)) return alone;
  const loose = looseNames(text);
  if (isOneAct(whole[0] ?? '')) return { ...alone, loose };
  const sides = text.split(guestSeparator).filter((side) => keyOf(side) !== '');
  const lead = spell(sides[0] ?? text);
  const found = sides.flatMap((side) => splitNames(side.replace(/[)\]]+\s*$/, '')).flatMap(withAliases));
  const names = found.length === 0 ? [whole] : found;
  const sorted = reversed(text);
  const keys = new Set([...whole, ...lead, ...names.flat(), ...sorted]);
  keys.delete('');
  return { whole: [...whole, ...sorted], lead, leadWords: wordsOf(sides[0] ?? text), names, loose, keys: [...keys] };
};

const wordsOf = (name: string): string => foldText(name).replace(/^the /, '');

const looseNames = (text: string): readonly string[] =>
  text
    .split(guestSeparator)
    .flatMap((side) => side.split(weakSeparator).filter((_piece, at) => at % 2 === 0))
    .map((name) => keyOf(name.replace(/[)\]]+\s*$/, '')))
    .filter((key) => key !== '');

const spell = (name: string): readonly string[] => {
  const key = keyOf(name);
  const latin = latinKeyOf(name, key);
  return latin === undefined ? [key] : [key, latin];
};

/** "Doe, Jane" is Jane Doe. */
const reversed = (text: string): readonly string[] => {
  const match = /^(?<last>[^,&+;]+),\s*(?<first>[^,&+;]+)$/u.exec(text);
  if (match?.groups === undefined) return [];
  return [compactWords(foldText(`${match.groups.first ?? ''} ${match.groups.last ?? ''}`))];
};

/** Splits "A, B & C" into people, keeping acts such as "Earth, Wind & Fire" and "Florence + the Machine" whole. */
const splitNames = (side: string): readonly string[] => {
  const pieces = side.split(weakSeparator);
  const names: string[] = [];
  let current = pieces[0] ?? '';
  for (let at = 1; at < pieces.length; at += 2) {
    const separator = pieces[at] ?? '';
    const next = pieces[at + 1] ?? '';
    const act = longestAct(pieces, at - 1, current);
    if (act !== undefined && act.end > at) {
      current = act.name;
      at = act.end - 1;
      continue;
    }
    if (staysTogether(current, separator.trim().toLowerCase(), next, names.length > 0)) current += separator + next;
    else {
      names.push(current);
      current = next;
    }
  }
  names.push(current);
  return names.filter((name) => keyOf(name) !== '');
};

/** The longest known act that begins at this piece. */
const longestAct = (
  pieces: readonly string[],
  start: number,
  current: string,
): { name: string; end: number } | undefined => {
  if (current !== pieces[start]) return undefined;
  for (let end = Math.min(pieces.length - 1, start + 8); end > start; end -= 2) {
    const joined = pieces.slice(start, end + 1).join('');
    if (isOneAct(keyOf(joined))) return { name: joined, end };
  }
  return undefined;
};

const staysTogether = (left: string, separator: string, right: string, inList: boolean): boolean => {
  if (keyOf(left) === '' || keyOf(right) === '') return true;
  const leftWords = left.trim().split(/\s+/).length;
  const rightWords = right.trim().split(/\s+/).length;
  if (separator === ',') return afterComma.test(right) || (/\d$/.test(left) && /^\d{3}\b/.test(right));
  if (separator === '×' || separator === 'x') return false;
  if (backingBand.test(right)) return true;
  if (separator === '&' || separator === '+') return leftWords === 1 && left.trim().length === 1;
  if (separator === 'with' || separator === 'y' || separator === 'et') return leftWords < 2 || rightWords < 2;
  return !inList && (leftWords < 2 || rightWords < 2);
};

const withBand = /^(?<leader>\S+\s+\S.*?)\s+(?:&|\+|and|und)\s+(?:the|his|her|los|las|les|die)\s/iu;

/** "Nirvana (UK)" is another band than "Nirvana". */
const countryCode = /^[A-Z]{2,3}$/;

/** "Bob Marley & The Wailers" also answers to "Bob Marley", never to "The Wailers"; "BTS (방탄소년단)" to both spellings. */
const withAliases = (name: string): readonly (readonly string[])[] => {
  const spelt = [...spell(name)];
  const leader = withBand.exec(name)?.groups?.leader;
  if (leader !== undefined) spelt.push(...spell(leader));
  const bracket = /^(?<outer>[^([]+)[([](?<inner>[^)\]]+)[)\]]?\s*$/u.exec(name)?.groups;
  if (
    bracket?.outer !== undefined &&
    bracket.inner !== undefined &&
    foldText(bracket.outer) !== '' &&
    !countryCode.test(bracket.inner)
  ) {
    spelt.push(...spell(bracket.outer));
    if (/[^\P{L}\p{Script=Latin}]/u.test(bracket.outer) !== /[^\P{L}\p{Script=Latin}]/u.test(bracket.inner))
      spelt.push(...spell(bracket.inner));
  }
  return [[...new Set(spelt)]];
};

const mostRemembered = 16_384;
const remembered = new Map<string, ParsedCredit>();

/** Takes an artist credit apart. Libraries repeat names, so the last few thousand answers are kept. */
export const parseCredit = (credit: string): ParsedCredit => {
  const known = remembered.get(credit);
  if (known !== undefined) return known;
  const parsed = parse(credit);
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(credit, parsed);
  return parsed;
};
