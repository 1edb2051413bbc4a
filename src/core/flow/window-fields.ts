import { quote, tidy, toPlain } from './plain-text.ts';
import { readDays } from './window-days.ts';
import type { WindowDraft } from './window-draft.ts';
import type { Read } from './window-time.ts';
import { readYears } from './window-years.ts';
import { energies, type Criteria } from './window.ts';

/** What tracks can be asked for, or kept out by. */
export const criteriaFields = [
  'genres',
  'styles',
  'moods',
  'tags',
  'labels',
  'artists',
  'years',
] as const satisfies readonly (keyof Criteria)[];
export type CriteriaField = (typeof criteriaFields)[number];

/** Every part that a window may have beside its times, as files write it. */
export const windowFields = [
  'name',
  'days',
  ...criteriaFields,
  'exclude_genres',
  'exclude_styles',
  'exclude_moods',
  'exclude_tags',
  'exclude_labels',
  'exclude_artists',
  'exclude_years',
  'min_rating',
  'familiarity',
  'energy',
  'tracks',
  'minutes',
] as const;
export type WindowField = (typeof windowFields)[number];

/** The window with one part more, or why that part cannot be. */
export type ReadField = (draft: WindowDraft, texts: readonly string[]) => Read<WindowDraft>;

const longestName = 100;
const longestValue = 200;
/** Words that Home Assistant or the choice of the window itself use for something else. */
const reservedNames = ['auto', 'none', 'unknown', 'unavailable'];

/** The one sentence of a reader lacks the name of its field and the full stop. */
export const fieldReaders: Readonly<Record<WindowField, ReadField>> = {
  name: (draft, texts) => {
    const name = tidy(texts.join(', '));
    if (name === '' || [...name].length > longestName) return { problem: `must have 1 to ${longestName} characters` };
    if (reservedNames.includes(name.toLowerCase()))
      return { problem: `${quote(name)} already means something where the window is chosen; take another name` };
    return { value: { ...draft, name } };
  },
  days: (draft, texts) => change(readDays(texts), (days) => ({ ...draft, days })),
  genres: readList('include', 'genres'),
  styles: readList('include', 'styles'),
  moods: readList('include', 'moods'),
  tags: readList('include', 'tags'),
  labels: readList('include', 'labels'),
  artists: readList('include', 'artists'),
  years: (draft, texts) => change(readYears(texts), (years) => ({ ...draft, include: { ...draft.include, years } })),
  exclude_genres: readList('exclude', 'genres'),
  exclude_styles: readList('exclude', 'styles'),
  exclude_moods: readList('exclude', 'moods'),
  exclude_tags: readList('exclude', 'tags'),
  exclude_labels: readList('exclude', 'labels'),
  exclude_artists: readList('exclude', 'artists'),
  exclude_years: (draft, texts) =>
    change(readYears(texts), (years) => ({ ...draft, exclude: { ...draft.exclude, years } })),
  min_rating: (draft, texts) =>
    change(readNumber(texts, 0, 5, 0.5, ' stars, in half steps', 'stars?|\\*'), (stars) => ({
      ...draft,
      minRating: stars * 2,
    })),
  familiarity: (draft, texts) =>
    change(readNumber(texts, 0, 100, 1, ' percent', '%|percent'), (percent) => ({
      ...draft,
      familiarity: percent / 100,
    })),
  energy: (draft, texts) => {
    const word = tidy(texts.join(', ')).toLowerCase();
    const energy = energies.find((candidate) => candidate === word);
    if (energy === undefined) return { problem: `${quote(word)} is none of ${energies.join(', ')}` };
    return { value: { ...draft, energy } };
  },
  tracks: (draft, texts) =>
    change(readNumber(texts, 1, 1000, 1, ' tracks', 'tracks?'), (tracks) => ({
      ...draft,
      length: { kind: 'tracks', tracks },
    })),
  minutes: (draft, texts) =>
    change(readNumber(texts, 1, 1440, 1, ' minutes', 'm|min|minutes?'), (minutes) => ({
      ...draft,
      length: { kind: 'minutes', minutes },
    })),
};

const change = <Value>(read: Read<Value>, apply: (value: Value) => WindowDraft): Read<WindowDraft> =>
  'problem' in read ? read : { value: apply(read.value) };

function readList(side: 'include' | 'exclude', field: Exclude<CriteriaField, 'years'>): ReadField {
  return (draft, texts) => {
    const names = texts.map(tidy).filter((text) => text !== '');
    const long = names.find((name) => [...name].length > longestValue);
    if (long !== undefined) return { problem: `${quote(long)} is longer than ${longestValue} characters` };
    if (names.length === 0) return { problem: 'must name at least one' };
    const first = new Map(names.toReversed().map((name) => [name.toLowerCase(), name]));
    const once = names.filter((name) => first.get(name.toLowerCase()) === name);
    return { value: { ...draft, [side]: { ...draft[side], [field]: [...new Set(once)] } } };
  };
}

const readNumber = (
  texts: readonly string[],
  min: number,
  max: number,
  step: number,
  unit: string,
  suffix: string,
): Read<number> => {
  const text = tidy(texts.join(', '));
  const match = new RegExp(`^(\\d{1,6}(?:\\.\\d{1,3})?) ?(?:${suffix})?$`, 'i').exec(tidy(toPlain(text)));
  const value = Number(match?.[1] ?? Number.NaN);
  const fits = value >= min && value <= max && Number.isInteger(value / step);
  return fits ? { value } : { problem: `${quote(text)} is not from ${min} to ${max}${unit}` };
};

const otherNames: Readonly<Record<string, WindowField>> = {
  title: 'name',
  rating: 'min_rating',
  stars: 'min_rating',
  familiar: 'familiarity',
  size: 'tracks',
  length: 'tracks',
  weekdays: 'days',
};

/** `genres`, `Genre`, `-genres`, `not-genres`, `exclude_genres`, `rating` → the field that is meant; undefined = there is none. */
export const findField = (key: string): WindowField | undefined => {
  const match = /^(?:(-|!|not[-_ ]|no[-_ ]|without[-_ ]|exclude[-_ ]) ?)?([a-z][a-z_ -]*)$/.exec(
    tidy(toPlain(key)).toLowerCase(),
  );
  if (match === null) return undefined;
  const word = (match[2] ?? '').replaceAll(/[ -]/g, '_');
  const known = findWord(word) ?? findWord(`${word}s`);
  if (match[1] === undefined) return known;
  return windowFields.find((field) => field === `exclude_${known ?? ''}`);
};

const findWord = (word: string): WindowField | undefined =>
  windowFields.find((field) => field === word) ?? (Object.hasOwn(otherNames, word) ? otherNames[word] : undefined);
