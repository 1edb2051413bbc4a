import { removeCleanExplicit, removeReissue, removeRemastered } from '@web-scrobbler/metadata-filter';
import { foldText } from './fold.ts';
import {
  afterLiveVerb,
  cutWords,
  editionWords,
  fillerWords,
  languageWords,
  markerPhrases,
  markerWords,
  mixNouns,
  phraseWords,
} from './vocabulary.ts';

/** What a bracket or a dash tail of a title says. */
export type Segment =
  | { readonly kind: 'edition' }
  | { readonly kind: 'feature'; readonly names: string; readonly versions: readonly string[] }
  /** Each version is `class` or `class:qualifier`, e.g. `remix:noisia`. */
  | { readonly kind: 'version'; readonly versions: readonly string[] }
  | { readonly kind: 'name' };

const edition: Segment = { kind: 'edition' };
const name: Segment = { kind: 'name' };

const featureStart =
  /^\s*(?:(?:feat|ft|featuring|duet with|with guest|special guest|starring|w)\b[./]?|(?:with|avec|con|med|mit)\s|[+&]\s*|f\/)\s*(?<names>\S.*)$/iu;
const phraseStart = /^\s*(?:with|avec|con|med|mit|\+|&)/iu;
const producer = /^\s*(?:prod(?:uced)?\b|co-?prod|written by|engineered by)/iu;
const date = /\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b/;
const yearOrCount = /^(?:(?:19|20)\d{2}s?|1[4-8]\d{2}|\d+(?:st|nd|rd|th|e|er)|\d{1,2})$/;
const years = /^(?:released |recorded |c )?\d{4}(?: \d{2,4})?$/;
const from =
  /^(?:(?:the |love |main |end |opening |closing |title |original )*(?:theme|music|song|songs|single|taken|featured|as heard|as featured|soundtrack|ost|inspired|selection) )?from (?<what>.+)$/;
const madeFamous =
  /\b(?:made (?:famous|popular) by|in the style of|originally (?:performed |recorded )?by|tribute to|cover of|a tribute)\b/;
const parody = /^(?:a )?(?:parody of|lyrical adaption of|lyrical adaptation of)\b/;

/** Reads one bracket or dash tail. `name` means: part of the song's name, keep it. */
export const readSegment = (text: string): Segment => {
  const words = foldText(text);
  if (words === '') return edition;
  const feature = readFeature(text);
  if (feature !== undefined) return feature;
  if (producer.test(text)) return edition;
  if (isFromSoundtrack(words, text)) return edition;
  const versions = findVersions(words);
  if (versions !== undefined) return versions.length === 0 ? edition : { kind: 'version', versions };
  return isEdition(words, text) ? edition : name;
};

const readFeature = (text: string): Segment | undefined => {
  const names = featureStart.exec(text)?.groups?.names;
  if (names === undefined) return undefined;
  const following = foldText(names);
  if (following === '') return undefined;
  if (phraseStart.test(text) && phraseWords.has(following.split(' ')[0] ?? '')) return undefined;
  // "(with lyrics)", "(+ video)" speak of the file.
  const words = following.split(' ');
  if (
    words.some((word) => editionWords.has(word)) &&
    words.every((word) => editionWords.has(word) || fillerWords.has(word))
  )
    return edition;
  const last = following.slice(following.lastIndexOf(' ') + 1);
  const versions = mixNouns.has(last) && following.includes(' ') ? readVersions(following) : [];
  return { kind: 'feature', names, versions };
};

/** `From "Casino Royale" Soundtrack`, "Theme from Titanic"; "(From Now On)" is a name. */
const isFromSoundtrack = (words: string, text: string): boolean => {
  const what = from.exec(words)?.groups?.what;
  if (what === undefined) return false;
  return !phraseWords.has(what.split(' ')[0] ?? '') || /["“]/u.test(text);
};

const isEdition = (words: string, text: string): boolean => {
  if (years.test(words) || date.test(text)) return true;
  let said = false;
  let all = true;
  for (const word of words.split(' ')) {
    if (editionWords.has(word)) said = true;
    else if (!fillerWords.has(word) && !yearOrCount.test(word)) all = false;
  }
  if (said && all) return true;
  if (
    /\b(?:remaster\w*|anniversary|soundtrack|ost|bonus track|album track|parental advisory|[ab] side|non (?:album|lp)|pre ?order|promo\w*)\b/.test(
      words,
    )
  )
    return true;
  const bracketed = ` (${text})`;
  return removeReissue(removeRemastered(removeCleanExplicit(bracketed))) === '';
};

/** The versions that a bracket announces; none when its words merely form a name. */
export const readVersions = (folded: string): string[] => findVersions(folded) ?? [];

/** An empty list: a version that is the plain recording, such as "Album Version". undefined: not about versions. */
const findVersions = (folded: string): string[] | undefined => {
  let words = folded;
  for (const [phrase, marker] of markerPhrases) words = words.replace(phrase, marker);
  if (parody.test(words)) return ['parody'];
  if (madeFamous.test(words)) return [words.includes('karaoke') ? 'karaoke' : 'cover'];
  const language = /^(?:en|in|auf|em|na|sung in) (?<language>\p{L}+)$/u.exec(words)?.groups?.language;
  if (language !== undefined && languageWords.has(language)) return [`language:${language.slice(0, 4)}`];
  const tokens = words.split(' ');
  return readTake(tokens) ?? readMix(tokens) ?? readMarkers(tokens);
};

const readTake = (tokens: readonly string[]): string[] | undefined => {
  const at = tokens.indexOf('take');
  if (at === 0 && tokens.length <= 3 && /^\d+$/.test(tokens[1] ?? '')) return [`take:${tokens[1] ?? ''}`];
  if (at > 0 && at === tokens.length - 1 && tokens.length <= 3) return [`take:${tokens.slice(0, at).join('')}`];
  return undefined;
};

const longestMixName = 12;

/** "Noisia Remix", "Radio Edit", "Live Acoustic Version", "Remix 2023", "Remixed by Four Tet". */
const readMix = (tokens: readonly string[]): string[] | undefined => {
  const at = findMixNoun(tokens);
  if (at === undefined || tokens.length > longestMixName) return undefined;
  const noun = tokens[at] ?? '';
  // "Somebody Remix Radio Edit" is an edit of a remix.
  const inner = tokens.findIndex((word, position) => position > 0 && position < at && mixNouns.get(word) === 'remix');
  if (inner > 0) return [...(readMix(tokens.slice(0, inner + 1)) ?? []), ...(readMix(tokens.slice(inner + 1)) ?? [])];
  const trailing = tokens.slice(at + 1);
  const qualifiers = [...tokens.slice(0, at), ...trailing.filter((word) => word !== 'by')];
  const versions: string[] = [];
  const rest: string[] = [];
  const isLive = isLiveSegment(tokens);
  const isReissue = qualifiers.some((word) => /^(?:remaster.*|original|album|single|lp)$/.test(word));
  for (const word of qualifiers) {
    const marker = markerWords.get(word);
    if (marker === 'live' && !isLive) rest.push(word);
    else if (marker !== undefined) versions.push(marker);
    else if (mixNouns.get(word) === 'remix' && noun !== word) versions.push('remix');
    else if (word === 'new') rest.push(word);
    else if (!editionWords.has(word) && !(isReissue && yearOrCount.test(word))) rest.push(word);
  }
  const mix = nameMix(noun, rest, versions, qualifiers);
  if (mix !== undefined) versions.push(mix);
  return versions;
};

const findMixNoun = (tokens: readonly string[]): number | undefined => {
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    const word = tokens[at] ?? '';
    // "Continuous Mix Version" is a mix.
    if (mixNouns.has(word)) return mixNouns.get(word) === 'version' && mixNouns.has(tokens[at - 1] ?? '') ? at - 1 : at;
    if (word === 'cut' && at > 0 && cutWords.has(tokens[at - 1] ?? '')) return at;
    if (editionWords.has(word) || markerWords.has(word) || yearOrCount.test(word)) continue;
    break;
  }
  const first = tokens[0] ?? '';
  // "Versión acústica", "Version française".
  if (mixNouns.get(first) === 'version' && tokens.length <= 3) return 0;
  if (/^(?:remix|remixed|rework|reworked|rmx)$/.test(first) && (tokens.length <= 2 || tokens[1] === 'by')) return 0;
  return undefined;
};

const nameMix = (
  noun: string,
  rest: readonly string[],
  found: readonly string[],
  qualifiers: readonly string[],
): string | undefined => {
  const meaning = mixNouns.get(noun) ?? 'edit';
  const said = rest.filter((word) => !fillerWords.has(word));
  const language = said.find((word) => languageWords.has(word));
  if (language !== undefined && said.length === 1) return `language:${language.slice(0, 4)}`;
  if (said.length === 1 && said[0] === 'radio')
    return meaning === 'remix' && noun === 'remix' ? 'remix:radio' : 'edit:radio';
  if (said.length === 1 && said[0] === 'short') return 'edit:short';
  if (/^(?:dub|vip|bootleg|rework|refix|remake|flip|megamix)$/.test(noun)) return `remix:${said.join('')}${noun}`;
  if (meaning === 'version') return said.length === 0 ? undefined : `version:${said.join('')}`;
  if (said.length > 0) return `${meaning}:${said.join('')}`;
  if (noun === 'mix') {
    const plain = qualifiers.some((word) => /^(?:original|album|stereo|standard|main|single)$/.test(word));
    return plain || found.length > 0 ? undefined : 'remix';
  }
  if (found.includes('extended')) return undefined;
  if (meaning === 'edit' && qualifiers.includes('single')) return 'edit:radio';
  return found.includes(meaning) ? undefined : meaning;
};

const isLiveSegment = (tokens: readonly string[]): boolean => {
  const at = tokens.indexOf('live');
  if (at < 0 || /^(?:to|we|i|you|long|ill|cant|dont|will|lets|let)$/.test(tokens[at - 1] ?? '')) return false;
  return !afterLiveVerb.has(tokens[at + 1] ?? '');
};

const isQuiet = (word: string): boolean =>
  editionWords.has(word) ||
  fillerWords.has(word) ||
  yearOrCount.test(word) ||
  word === 'recorded' ||
  word === 'recording';

const mostWordsBeside = 6;

/** Markers without a noun: "Live at Wembley", "Demo", "MTV Unplugged", "Acoustic from Kansas City". */
const readMarkers = (tokens: readonly string[]): string[] | undefined => {
  const loud = tokens.filter((word) => !isQuiet(word));
  const first = loud[0];
  const last = loud.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const leads = markerWords.has(first) && announces(tokens, tokens.indexOf(first));
  const namesVenue = tokens.some((word, at) => word === 'live' && /^(?:at|in|from|on)$/.test(tokens[at + 1] ?? ''));
  if (!leads && !namesVenue && !markerWords.has(last)) return undefined;
  const versions = new Set<string>();
  const beside: string[] = [];
  for (const word of tokens) {
    const marker = markerWords.get(word);
    if (marker === undefined) {
      if (!isQuiet(word) || /^(?:19|20)\d{2}$/.test(word)) beside.push(word);
    } else if (marker !== 'live' || isLiveSegment(tokens)) versions.add(marker);
  }
  if (versions.size === 0) return undefined;
  if (!versions.has('live') && beside.length > mostWordsBeside) return undefined;
  if (versions.size > 1) versions.delete('session');
  const where = beside.filter((word) => !/^(?:at|performance|recording|recorded)$/.test(word)).join('');
  return [...versions].map((version) =>
    where !== '' && (version === 'live' || version === 'session') ? `${version}:${where}` : version,
  );
};

/** "Acoustic from Kansas City" announces, "(Acoustic Love)" and "(Cover Me)" do not. */
const announces = (tokens: readonly string[], at: number): boolean => {
  const next = tokens[at + 1];
  if (next === undefined || tokens[at] === 'live') return true;
  return isQuiet(next) || markerWords.has(next) || next === 'at';
};
