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

/** One list of a window's criteria in the library's own words. */
export interface ResolvedList {
  readonly list: TagList;
  readonly wanted: readonly string[];
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

/** Where a name of each list is looked for. People call a style a genre, and a mood too; a label is only ever a label. */
const homes: Readonly<Record<TagList, readonly (readonly TagKind[])[]>> = {
  genres: [['genre'], ['style'], ['mood']],
  styles: [['style'], ['genre'], ['mood']],
  moods: [['mood'], ['style'], ['genre']],
  // A free tag is whatever carries the word.
  tags: [['genre', 'style', 'mood']],
  labels: [['label']],
};

/** The lists of the criteria that name something, each in the library's words. */
export const resolveCriteria = (criteria: Criteria, books: TagBooks): readonly ResolvedList[] =>
  (['genres', 'styles', 'moods', 'tags', 'labels'] as const)
    .filter((list) => criteria[list].length > 0)
    .map((list) => resolveList(list, criteria[list], books));

export const resolveList = (list: TagList, wanted: readonly string[], books: TagBooks): ResolvedList => {
  const names = new Map<TagKind, Set<string>>();
  const unknown: UnknownName[] = [];
  for (const name of wanted) {
    const found = findName(name, homes[list], books);
    if (found.length === 0) unknown.push({ wanted: name, suggestions: suggest(name, homes[list], books) });
    for (const { kind, names: spelt } of found) names.set(kind, new Set([...(names.get(kind) ?? []), ...spelt]));
  }
  return { list, wanted, tags: [...names].map(([kind, spelt]) => ({ kind, names: [...spelt] })), unknown };
};

/** The name itself in the first vocabulary that has it; else what it is an alias of. */
const findName = (name: string, places: readonly (readonly TagKind[])[], books: TagBooks): readonly KindNames[] => {
  for (const kinds of places) {
    const found = collect(kinds, (kind) => books.book(kind).findPlain(name));
    if (found.length > 0) return found;
  }
  const aliases = aliasesOf(name);
  if (aliases.length === 0) return [];
  return collect(places.flat(), (kind) => aliases.flatMap((alias) => books.book(kind).findPlain(alias)));
};

const collect = (kinds: readonly TagKind[], find: (kind: TagKind) => readonly string[]): readonly KindNames[] =>
  kinds.map((kind) => ({ kind, names: [...new Set(find(kind))] })).filter(({ names }) => names.length > 0);

const suggest = (name: string, places: readonly (readonly TagKind[])[], books: TagBooks): readonly string[] =>
  [...new Set(places.flat().flatMap((kind) => books.book(kind).suggest(name)))].slice(0, 3);

/** `The library knows no mood "Clam"; did you mean "Calm/Peaceful"?` */
export const describeUnknown = (list: TagList, { wanted, suggestions }: UnknownName): string => {
  const what = { genres: 'genre', styles: 'style', moods: 'mood', tags: 'tag', labels: 'label' }[list];
  const hint = suggestions.length === 0 ? '' : `; did you mean ${suggestions.map((name) => `"${name}"`).join(' or ')}?`;
  return `The library knows no ${what} "${wanted}"${hint === '' ? '.' : hint}`;
};
