import { joinWords } from './ladder.ts';
import type { Criteria } from './window.ts';
import { aliasesOf } from './tag-aliases.ts';
import { createTagBook, type TagBook, type TagCount, type UnknownName } from './tag-names.ts';

export type TagKind = 'genre' | 'style' | 'mood' | 'label';
export type TagList = 'genres' | 'styles' | 'moods' | 'tags' | 'labels';

/** Names of one kind. */
export interface KindNames {
  readonly kind: TagKind;
  readonly names: readonly string[];
}

/** One name of a list. */
export interface ResolvedName {
  readonly wanted: string;
  /** Empty = the library has nothing of the name. */
  readonly tags: readonly KindNames[];
  /** Found only in a vocabulary that the list does not speak of: a mood in place of a genre. */
  readonly standsIn: boolean;
}

/** One list of a window's criteria in the library's own words. */
export interface ResolvedList {
  readonly list: TagList;
  readonly parts: readonly ResolvedName[];
  /** Any of these is enough; empty = the library has nothing of the kind. */
  readonly tags: readonly KindNames[];
  readonly unknown: readonly UnknownName[];
}

/** Answers questions about the library's vocabularies; each is read when first needed. */
export interface TagBooks {
  book(kind: TagKind): TagBook;
}

export const createTagBooks = (read: (kind: TagKind) => readonly TagCount[]): TagBooks => {
  const books = new Map<TagKind, TagBook>();
  return {
    book(kind) {
      const known = books.get(kind);
      if (known !== undefined) return known;
      const book = createTagBook(read(kind));
      books.set(kind, book);
      return book;
    },
  };
};

/** Where a name of a list is looked for. */
interface Homes {
  /** One vocabulary after the other. People call a style a genre; a label is only ever a label. */
  readonly near: readonly (readonly TagKind[])[];
  /** Asked only when the library knows none of the list's names otherwise: a mood in place of a genre is better than nothing, and no more than that. */
  readonly far: readonly (readonly TagKind[])[];
  /** Everyday words stand for moods: may they, beside names that the library has? */
  readonly aliases: boolean;
}

const homes: Readonly<Record<TagList, Homes>> = {
  genres: { near: [['genre'], ['style']], far: [['mood']], aliases: false },
  styles: { near: [['style'], ['genre']], far: [['mood']], aliases: false },
  moods: { near: [['mood']], far: [['style'], ['genre']], aliases: true },
  // A free tag is whatever carries the word.
  tags: { near: [['genre', 'style', 'mood']], far: [], aliases: true },
  labels: { near: [['label']], far: [], aliases: false },
};

/** The lists of the criteria that name something, each in the library's words. */
export const resolveCriteria = (criteria: Criteria, books: TagBooks): readonly ResolvedList[] =>
  (['genres', 'styles', 'moods', 'tags', 'labels'] as const)
    .filter((list) => criteria[list].length > 0)
    .map((list) => resolveList(list, criteria[list], books));

export const resolveList = (list: TagList, wanted: readonly string[], books: TagBooks): ResolvedList => {
  const { near, far, aliases } = homes[list];
  const found = wanted.map((name) => findName(name, near, aliases, books));
  const isLost = list !== 'labels' && found.every(({ length }) => length === 0);
  const own = new Set(near.flat());
  const parts = wanted.map((name, at): ResolvedName => {
    const tags = isLost ? findName(name, [...near, ...far], true, books) : (found[at] ?? []);
    return { wanted: name, tags, standsIn: tags.some(({ kind }) => !own.has(kind)) };
  });
  const unknown = parts.filter(({ tags }) => tags.length === 0).map(({ wanted: name }) => name);
  return {
    list,
    parts,
    tags: joinKinds(parts.flatMap(({ tags }) => tags)),
    unknown: unknown.map((name) => ({ wanted: name, suggestions: suggest(name, near, books) })),
  };
};

/** Names of one kind put together, each once. */
export const joinKinds = (tags: readonly KindNames[]): readonly KindNames[] => {
  const names = new Map<TagKind, Set<string>>();
  for (const { kind, names: more } of tags) names.set(kind, new Set([...(names.get(kind) ?? []), ...more]));
  return [...names].map(([kind, spelt]) => ({ kind, names: [...spelt] }));
};

/** The name itself in the first vocabulary that has it; else, where that is allowed, what it is an alias of. */
const findName = (
  name: string,
  places: readonly (readonly TagKind[])[],
  byAlias: boolean,
  books: TagBooks,
): readonly KindNames[] => {
  for (const kinds of places) {
    const found = collect(kinds, (kind) => books.book(kind).find(name));
    if (found.length > 0) return found;
  }
  const aliases = byAlias ? aliasesOf(name) : [];
  if (aliases.length === 0) return [];
  return collect(places.flat(), (kind) => aliases.flatMap((alias) => books.book(kind).find(alias)));
};

const collect = (kinds: readonly TagKind[], find: (kind: TagKind) => readonly string[]): readonly KindNames[] =>
  kinds.map((kind) => ({ kind, names: [...new Set(find(kind))] })).filter(({ names }) => names.length > 0);

const suggest = (name: string, places: readonly (readonly TagKind[])[], books: TagBooks): readonly string[] =>
  [...new Set(places.flat().flatMap((kind) => books.book(kind).suggest(name)))].slice(0, 3);

const kindOf: Readonly<Record<TagList, string>> = {
  genres: 'genre',
  styles: 'style',
  moods: 'mood',
  tags: 'tag',
  labels: 'label',
};

/** `The library knows no mood "Clam"; did you mean "Calm/Peaceful"?` */
export const describeUnknown = (list: TagList, { wanted, suggestions }: UnknownName): string => {
  const hint = suggestions.length === 0 ? '' : `; did you mean ${suggestions.map((name) => `"${name}"`).join(' or ')}?`;
  return `The library knows no ${kindOf[list]} "${wanted}"${hint === '' ? '.' : hint}`;
};

const mostNamed = 4;

/** `The library has no genre "Sleep"; tracks of the moods Soothing and Gentle stand in.` */
export const describeStandIn = (list: TagList, { wanted, tags }: ResolvedName): string => {
  const kinds = tags.map(({ kind, names }) => `the ${kind}${names.length === 1 ? '' : 's'} ${listSome(names)}`);
  return `The library has no ${kindOf[list]} "${wanted}"; tracks of ${joinWords(kinds)} stand in.`;
};

const listSome = (names: readonly string[]): string =>
  names.length > mostNamed ? `${names.slice(0, mostNamed).join(', ')} …` : joinWords(names);
