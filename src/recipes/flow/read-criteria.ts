import { joinWords } from '../../core/flow/ladder.ts';
import {
  createTagBooks,
  describeStandIn,
  describeUnknown,
  resolveCriteria,
  resolveList,
  type ResolvedList,
  type TagBooks,
} from '../../core/flow/resolve-criteria.ts';
import type { Criteria } from '../../core/flow/window.ts';
import type { ChooseContext } from '../recipe-kind.ts';
import { breathe } from './breathe.ts';
import type { ReadCriteria, ReadList } from './criteria.ts';
import type { FlowSettings } from './flow-settings.ts';
import { describeStranger, findArtists } from './known-artists.ts';
import { readTags } from './read-tags.ts';

/** The window's criteria in the library's words. Asks Last.fm about tags, and does without when it fails. Throws only for an abort. */
export const readCriteria = async (
  context: ChooseContext,
  settings: FlowSettings,
  signal: AbortSignal,
): Promise<ReadCriteria> => {
  const { library } = context;
  const { window, homeMoods, homeGenres } = settings;
  const books = createTagBooks((kind) => library.listTags(kind));
  const notes: string[] = [];
  const read = (criteria: Criteria, unwanted: boolean): Promise<readonly ReadList[]> =>
    readLists(context, criteria, { settings, books, notes, unwanted }, signal);
  const own = await read(window.include, false);
  await breathe(signal);
  const exclude = await read(window.exclude, true);
  const home = readHome(homeMoods, homeGenres, books, notes);
  await breathe(signal);
  const artists = findArtists(library, window.include.artists);
  const notArtists = findArtists(library, window.exclude.artists);
  notes.push(...[...artists.unknown, ...notArtists.unknown].map(describeStranger));
  const usable = own.filter(isUsable);
  const wantsArtists = window.include.artists.length > 0;
  const rest = [...usable.map(({ list }) => list), ...(artists.names.length > 0 ? ['artists'] : [])];
  const asked = own.length + (wantsArtists ? 1 : 0);
  if (rest.length > 0 && rest.length < asked) notes.push(`Without them the window goes by its ${joinWords(rest)}.`);
  return {
    include: withHome(usable, home),
    exclude: exclude.filter(isUsable),
    artists: artists.names,
    notArtists: [...new Set([...notArtists.names, ...window.exclude.artists])],
    years: window.include.years,
    notYears: window.exclude.years,
    home,
    books,
    notes,
    hopeless: rest.length === 0 && asked > 0,
  };
};

const isUsable = ({ tags, trackIds }: ReadList): boolean => tags.length > 0 || trackIds.length > 0;

/** `unwanted`: what is kept out. */
const readLists = async (
  context: ChooseContext,
  criteria: Criteria,
  { settings, books, notes, unwanted }: ListReading,
  signal: AbortSignal,
): Promise<readonly ReadList[]> => {
  const lists: ReadList[] = [];
  for (const resolved of resolveCriteria(criteria, books)) {
    if (resolved.list !== 'tags') {
      notes.push(...describeNames(resolved));
      lists.push(toReadList(resolved));
      continue;
    }
    const read = await readTags(context, resolved, settings, unwanted, signal);
    const covered = new Set(read.list.tagged.values());
    notes.push(...read.notes);
    for (const name of resolved.unknown) if (!covered.has(name.wanted)) notes.push(describeUnknown('tags', name));
    lists.push(read.list);
  }
  return lists;
};

interface ListReading {
  readonly settings: FlowSettings;
  readonly books: TagBooks;
  /** Sentences are added. */
  readonly notes: string[];
  /** The criteria keep out. */
  readonly unwanted: boolean;
}

/** Names that lead nowhere, or somewhere else than was asked. */
const describeNames = ({ list, unknown, parts }: ResolvedList): readonly string[] => [
  ...parts.filter(({ standsIn }) => standsIn).map((part) => describeStandIn(list, part)),
  ...unknown.map((name) => describeUnknown(list, name)),
];

const toReadList = ({ list, tags, parts }: ResolvedList): ReadList => ({
  list,
  tags,
  trackIds: [],
  tagged: new Map(),
  parts: parts.filter((part) => part.tags.length > 0).map((part) => ({ tags: part.tags, trackIds: [] })),
});

const readHome = (
  moods: readonly string[],
  genres: readonly string[],
  books: TagBooks,
  notes: string[],
): readonly ReadList[] => {
  const lists = [
    ...(moods.length > 0 ? [resolveList('moods', moods, books)] : []),
    ...(genres.length > 0 ? [resolveList('genres', genres, books)] : []),
  ];
  notes.push(...lists.flatMap(describeNames));
  return lists.map(toReadList).filter(isUsable);
};

/** What the home asks for is as good as the window's own names of the same kind. */
const withHome = (include: readonly ReadList[], home: readonly ReadList[]): readonly ReadList[] =>
  include.map((own) => ({
    ...own,
    tags: [...own.tags, ...home.filter(({ list }) => list === own.list).flatMap(({ tags }) => tags)],
    parts: [...own.parts, ...home.filter(({ list }) => list === own.list).flatMap(({ parts }) => parts)],
  }));
