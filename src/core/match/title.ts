import { decodeHtmlEntities } from '@web-scrobbler/metadata-filter';
import { compactWords, foldText, keyOf, latinKeyOf, limitName, symbolKey } from './fold.ts';
import { canonical, readSegment, readVersions } from './segment.ts';
import { videoAnchors, videoWords } from './vocabulary.ts';

/** A title taken apart: the song's name, who else is on it, and which version it is. */
export interface ParsedTitle {
  /** The name without credits, versions and edition noise; never empty for a title that shows anything. */
  readonly core: string;
  /** Keys of the core, the best one first; then its Latin spelling and its halves when it is written in two scripts. */
  readonly keys: readonly string[];
  /** Credits of guests as written, e.g. `Rick Ross & Brisco`. */
  readonly features: readonly string[];
  /** Sorted `class` or `class:qualifier`; empty = the plain recording. */
  readonly versions: readonly string[];
  /** The number of a part ("Part II" → "2"); it is in the keys too. */
  readonly part: string | undefined;
}

/** Nothing in such a title can be a bracket, a tail, a credit or another alphabet. */
const plain = /^[A-Za-z0-9 ',!?]+$/;
const telltale =
  /\b(?:f(?:ea)?t|featuring|parts?|pts?|teil|parte|partie|remix|rmx|instrumental|karaoke|version|ver|mix|edit|remaster(?:ed)?|video|clip|audio|lyrics?|h[dq]|4k|album)\b/i;

/** Takes a title apart. Pure; costs about a microsecond for a plain title. */
export const parseTitle = (title: string): ParsedTitle => {
  if (title.length < 200 && plain.test(title) && !telltale.test(title)) {
    const key = compactWords(foldText(title));
    if (key !== '') return { core: title, keys: [key], features: [], versions: [], part: undefined };
  }
  return parseDecorated(limitName(title));
};

interface Findings {
  readonly features: string[];
  readonly versions: string[];
  readonly aliases: string[];
}

const parseDecorated = (title: string): ParsedTitle => {
  const tidied = tidy(title);
  const found: Findings = { features: [], versions: [], aliases: [] };
  const stripped = cutBareWords(cutTails(cutCredit(cutBrackets(tidied, found), found), found), found);
  const usable = foldText(stripped) !== '' || (symbolKey(stripped) !== '' && foldText(tidied) === '');
  // A title that is nothing but such words ("[Live]", "Remix") is the song's name.
  if (!usable) return finish(tidied, { features: [], versions: [], aliases: [] });
  return finish(stripped, found);
};

const finish = (text: string, found: Findings): ParsedTitle => {
  const { core, part } = numberParts(text);
  return {
    core: core.trim(),
    keys: keysOfCore(core, found.aliases),
    features: found.features,
    versions: canonical([...new Set(found.versions)]),
    part,
  };
};

/** One spelling for quotes, dashes, brackets and spaces; file endings and markup gone. */
const tidy = (title: string): string => {
  let text = title.includes('&') ? decodeHtmlEntities(title) : title;
  if (!ascii.test(text)) text = plainSigns(text);
  text = text.replace(fileEnding, '');
  if (text.includes('{')) text = text.replaceAll('{', '(').replaceAll('}', ')');
  if (text.includes('*')) text = text.replace(/(?<=\S)\s*\*+\s?[\p{L}\p{N}]+\s?\*+\s*$/u, '');
  return text.replace(/\s+/gu, ' ').trim();
};

const ascii = /^[\x20-\x7e]*$/;
const fileEnding = /\.(?:mp3|flac|wav|m4a|ogg|opus|aac|wma|avi|wmv|mpe?g|flv|mp4|mkv|webm|mov)\s*$/iu;

const plainSigns = (title: string): string => {
  let text = title.normalize('NFC').replace(/[\u2018\u2019\u201b\u2032\uff07]/gu, "'");
  text = text.replace(/[\u201c\u201d\u201e\u2033]/gu, '"').replace(/[\u2010-\u2015\u2212\uff0d]/gu, '-');
  text = text.replace(/[\u301c\uff5e\u223c]/gu, '~').replace(/[｜│]/gu, '|');
  text = text.replace(/[【〔［「『〈《]/gu, '[').replace(/[】〕］」』〉》]/gu, ']');
  return text.replace(/[（｛]/gu, '(').replace(/[）｝]/gu, ')');
};

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']' };

/** Takes out each bracket that tells about the recording and keeps those that belong to the name. */
const cutBrackets = (text: string, found: Findings): string => {
  if (!/[([]/.test(text)) return text;
  let kept = '';
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (closers[character] === undefined) {
      kept += character;
      at += 1;
      continue;
    }
    const end = findClose(text, at);
    const inner = text.slice(at + 1, end);
    kept += readBracket(inner, kept, character, text.slice(end + 1), found);
    at = end + 1;
  }
  return kept.replace(/\s+/g, ' ').trim();
};

const findClose = (text: string, start: number): number => {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '(' || character === '[') depth += 1;
    else if (character === ')' || character === ']') depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
};

/** What of the bracket stays in the name. */
const readBracket = (inner: string, before: string, opener: string, after: string, found: Findings): string => {
  const parts = inner
    .replace(/[([\])]/g, ';')
    .split(/\s*;\s*|\s+\/\s+/)
    .filter((part) => part.trim() !== '');
  const leading = foldText(before) === '';
  const stays: string[] = [];
  for (const part of parts) {
    const segment = readSegment(part);
    // "(Live) and Let Die": a round bracket in front is part of the name unless it speaks of the file.
    if (segment.kind === 'name' || (leading && opener === '(' && segment.kind !== 'edition')) {
      if (isAlias(part, before) && foldText(after) === '') found.aliases.push(part);
      else stays.push(part);
    } else collect(segment, found);
  }
  return stays.length === 0 ? ' ' : ` (${stays.join(' ')}) `;
};

const collect = (segment: ReturnType<typeof readSegment>, found: Findings): void => {
  if (segment.kind === 'feature') found.features.push(segment.names);
  if (segment.kind === 'version' || segment.kind === 'feature') found.versions.push(...segment.versions);
};

const latinLetters = /\p{Script=Latin}/u;
const otherLetters = /[^\P{L}\p{Script=Latin}]/u;

/** The same name in another script: "봄날 (Spring Day)". */
const isAlias = (part: string, before: string): boolean =>
  (otherLetters.test(before) && !latinLetters.test(before) && latinLetters.test(part) && !otherLetters.test(part)) ||
  (latinLetters.test(before) && !otherLetters.test(before) && otherLetters.test(part) && !latinLetters.test(part));

const bareCredit = /(?<=\S)\s+(?:(?:feat|ft)\.\s*|(?:feat|ft|featuring)\s+|[wf]\/\s*)(?=\S)/iu;

/** A guest named without brackets: "Song feat. X", up to the next bracket or dash. */
const cutCredit = (text: string, found: Findings): string => {
  const credit = bareCredit.exec(text);
  if (credit === null) return text;
  const start = credit.index;
  const rest = text.slice(start + credit[0].length);
  const stop = /\s[-([]|\s*\[|\s*\|/.exec(rest);
  const names = stop === null ? rest : rest.slice(0, stop.index);
  found.features.push(names.trim());
  const last = /\b(?:remix|mix|edit|version)$/i.test(names.trim()) ? readVersions(foldText(names)) : [];
  found.versions.push(...last);
  return `${text.slice(0, start)}${stop === null ? '' : rest.slice(stop.index)}`;
};

const tail =
  /^(?<head>.*\S)\s*(?:\s-{1,2}\s+|\s-(?=[^-\s][^-]*-$)|\s~\s*|\s*\|\s*|\s+\/\/\s+|\s*;\s*(?=\S))(?<tail>[^|]*?)[-~\s]*$/u;

/** Peels tails behind dashes from the end, as long as they tell about the recording. */
const cutTails = (text: string, found: Findings): string => {
  if (!/[-~|;/]/.test(text)) return text;
  let rest = text;
  let peeled = false;
  for (let round = 0; round < 6; round += 1) {
    const match = tail.exec(rest)?.groups;
    const head = match?.head ?? '';
    const said = match?.tail ?? '';
    if (match === undefined || foldText(head) === '') return rest;
    const segments = said.split(/\s+\/\s+|\s*;\s*/).map(readSegment);
    const bareYear = /^\d{4}$/.test(said.trim());
    const piped = /\|[^|]*$/.test(rest) && rest.lastIndexOf('|') >= head.length;
    if ((segments.some(({ kind }) => kind === 'name') && !piped) || (bareYear && !peeled)) return rest;
    for (const segment of segments) collect(segment, found);
    peeled = true;
    rest = head;
  }
  return rest;
};

/** Cheap first look. */
const bareVersionEnd = /(?:ver|version|edit|mix|rmx|instrumental|karaoke|remaster|remastered)\.?$/iu;
const bareVersion =
  /^(?<head>.*[\p{L}\p{N}].*?)\s+(?<tail>(?:(?:(?:album|single|original|stereo|lp|radio|extended|acoustic|live|demo|karaoke|instrumental|mono|club|piano|remastered|explicit|clean) )+(?:version|ver|edit|mix)|remix|rmx|instrumental|karaoke|remastered|\d{4} remaster(?:ed)?)\.?)$/iu;
const articles = /^(?:the|a|an|this|that|my|to|in|no)$/i;

/** Tails without any mark: "Song Remix", "Song radio edit", "Song official video". */
const cutBareWords = (text: string, found: Findings): string => {
  const bare = bareVersionEnd.test(text) ? bareVersion.exec(text)?.groups : undefined;
  if (bare?.head !== undefined && bare.tail !== undefined && !articles.test(bare.head.split(' ').at(-1) ?? '')) {
    collect(readSegment(bare.tail), found);
    return bare.head;
  }
  return cutVideoWords(text, 2);
};

/** Cuts at least so many words about a video from the end; a name of one word is left alone when it would be all that stays. */
export const cutVideoWords = (text: string, atLeast: number): string => {
  const words = text.split(' ');
  let count = 0;
  let anchored = false;
  while (count < words.length) {
    const word = foldText(words[words.length - 1 - count] ?? '');
    if (word !== '' && !videoWords.has(word)) break;
    anchored ||= videoAnchors.has(word);
    count += 1;
  }
  if (!anchored || count < atLeast || count === words.length) return text;
  return words.slice(0, words.length - count).join(' ');
};

const numbers: Readonly<Record<string, string>> = {
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
  i: '1',
  ii: '2',
  iii: '3',
  iv: '4',
  v: '5',
  vi: '6',
  vii: '7',
  viii: '8',
  ix: '9',
  x: '10',
  xi: '11',
  xii: '12',
};
const anyNumber = '\\d+|[ivx]+|one|two|three|four|five|six|seven|eight|nine|ten';
const partNumber = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:parts?|pts?|teil|parte|partie)\\.?\\s*(?<first>${anyNumber})(?:\\s*(?:-|&|to|and)\\s*(?<last>${anyNumber}))?(?![\\p{L}\\p{N}])`,
  'iu',
);

/** "Pt. II", "Part Two" and "part 2" become one spelling. */
const numberParts = (text: string): { readonly core: string; readonly part: string | undefined } => {
  const match = partNumber.exec(text);
  const first = match?.groups?.first;
  if (match === null || first === undefined || foldText(text.slice(0, match.index)) === '')
    return { core: text, part: undefined };
  const part = [first, match.groups?.last].flatMap((raw) => (raw === undefined ? [] : toNumber(raw))).join('-');
  return { core: `${text.slice(0, match.index)}part ${part}${text.slice(match.index + match[0].length)}`, part };
};

const toNumber = (raw: string): string => numbers[raw.toLowerCase()] ?? raw.toLowerCase();

const keysOfCore = (core: string, aliases: readonly string[]): readonly string[] => {
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
