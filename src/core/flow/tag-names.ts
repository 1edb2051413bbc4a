import { distance } from 'fastest-levenshtein';
import { foldText, keyOf } from '../match/fold.ts';

/** A name of a vocabulary and how many tracks carry it. */
export interface TagCount {
  readonly name: string;
  readonly tracks: number;
}

export interface UnknownName {
  readonly wanted: string;
  /** Names the library has that somebody may have meant, the nearest first; at most three. */
  readonly suggestions: readonly string[];
}

/** A vocabulary made ready for questions. */
export interface TagBook {
  /** Names that are the wanted one but for case, accents, slashes and hyphens, or one side of a name with a slash. Empty = unknown. */
  find(wanted: string): readonly string[];
  suggest(wanted: string): readonly string[];
}

const mostSuggestions = 3;

export const createTagBook = (vocabulary: readonly TagCount[]): TagBook => {
  const whole = new Map<string, string[]>();
  const sides = new Map<string, string[]>();
  for (const { name } of vocabulary) {
    push(whole, keyOf(name), name);
    if (name.includes('/')) for (const side of name.split('/')) push(sides, keyOf(side), name);
  }
  const find = (wanted: string): readonly string[] => {
    const key = keyOf(wanted);
    if (key === '') return [];
    return whole.get(key) ?? sides.get(key) ?? whole.get(otherNumber(key)) ?? [];
  };
  return { find, suggest: (wanted) => suggest(wanted, vocabulary) };
};

const push = (map: Map<string, string[]>, key: string, name: string): void => {
  if (key === '') return;
  const list = map.get(key);
  if (list === undefined) map.set(key, [name]);
  else list.push(name);
};

/** "Soundtracks" for "Soundtrack" and the other way round. */
const otherNumber = (key: string): string => (key.endsWith('s') ? key.slice(0, -1) : `${key}s`);

const suggest = (wanted: string, vocabulary: readonly TagCount[]): readonly string[] => {
  const key = keyOf(wanted);
  if (key === '') return [];
  const words = new Set(foldText(wanted).split(' '));
  const near = vocabulary.flatMap(({ name, tracks }) => {
    const far = distanceTo(name, key, words);
    return far === undefined ? [] : [{ name, tracks, far }];
  });
  return near
    .sort((one, other) => one.far - other.far || other.tracks - one.tracks || (one.name < other.name ? -1 : 1))
    .slice(0, mostSuggestions)
    .map(({ name }) => name);
};

/** undefined = nobody can have meant this name. */
const distanceTo = (name: string, key: string, words: ReadonlySet<string>): number | undefined => {
  const keys = [name, ...name.split('/')].map(keyOf);
  const edits = Math.min(...keys.map((side) => distance(key, side)));
  const sharesWord = foldText(name)
    .split(' ')
    .some((word) => word.length > 2 && words.has(word));
  const isInside = keys.some(
    (side) => Math.min(key.length, side.length) > 2 && (side.includes(key) || key.includes(side)),
  );
  if (sharesWord || isInside) return edits - 4;
  const isNear = (side: string): boolean =>
    distance(key, side) <= mostEdits(Math.max(key.length, side.length)) || isJumbled(key, side);
  return keys.some(isNear) ? edits : undefined;
};

const mostEdits = (length: number): number => (length < 6 ? 1 : Math.max(2, Math.floor(length * 0.4)));

/** Letters that changed places are two edits already. */
const isJumbled = (one: string, other: string): boolean =>
  one.length === other.length && [...one].sort().join('') === [...other].sort().join('');
