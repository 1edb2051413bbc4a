import { joinWords } from '../../core/flow/ladder.ts';
import {
  createTagBooks,
  describeUnknown,
  resolveCriteria,
  resolveList,
  type KindNames,
  type ResolvedList,
  type TagBooks,
  type TagList,
} from '../../core/flow/resolve-criteria.ts';
import type { Criteria, YearRange } from '../../core/flow/window.ts';
import type { TrackId } from '../../core/track.ts';
import type { ChooseContext } from '../recipe-kind.ts';
import { breathe } from './breathe.ts';
import type { FlowSettings } from './flow-settings.ts';
import { findArtists } from './known-artists.ts';
import { findTagTracks } from './tag-tracks.ts';

/** One list of the criteria as the library can answer it: a track meets it with any of the tags, or by being one of the tracks. */
export interface ReadList {
  readonly list: TagList;
  readonly tags: readonly KindNames[];
  /** By Last.fm's tags. */
  readonly trackIds: readonly TrackId[];
  /** Words for reasons: which wanted word led to which of Last.fm's tracks. */
  readonly tagged: ReadonlyMap<TrackId, string>;
}

export interface ReadCriteria {
  /** Lists of which the library has something; all must be met. */
  readonly include: readonly ReadList[];
  readonly exclude: readonly ReadList[];
  readonly artists: readonly string[];
  readonly notArtists: readonly string[];
  readonly years: readonly YearRange[];
  readonly notYears: readonly YearRange[];
  /** Moods and genres of the home, for whom they speak. */
  readonly home: readonly ReadList[];
  readonly books: TagBooks;
  readonly notes: readonly string[];
  /** Something was asked for, and the library has nothing of it. */
  readonly hopeless: boolean;
}

/** The window's criteria in the library's words. Asks Last.fm about tags, and does without when it fails. Throws only for an abort. */
export const readCriteria = async (
  context: ChooseContext,
  { window, homeMoods, homeGenres }: FlowSettings,
  signal: AbortSignal,
): Promise<ReadCriteria> => {
  const { library } = context;
  const books = createTagBooks((kind) => library.listTags(kind));
  const notes: string[] = [];
  const read = (criteria: Criteria): Promise<readonly ReadList[]> => readLists(context, criteria, books, notes, signal);
  const own = await read(window.include);
  await breathe(signal);
  const exclude = await read(window.exclude);
  const home = readHome(homeMoods, homeGenres, books, notes);
  await breathe(signal);
  const artists = findArtists(library.index, window.include.artists);
  const notArtists = findArtists(library.index, window.exclude.artists);
  for (const { wanted, suggestions } of [...artists.unknown, ...notArtists.unknown])
    notes.push(describeStranger(wanted, suggestions));
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

const describeStranger = (wanted: string, suggestions: readonly string[]): string =>
  suggestions.length === 0
    ? `The library knows no artist "${wanted}".`
    : `The library knows no artist "${wanted}"; did you mean ${suggestions.map((name) => `"${name}"`).join(' or ')}?`;

const readLists = async (
  context: ChooseContext,
  criteria: Criteria,
  books: TagBooks,
  notes: string[],
  signal: AbortSignal,
): Promise<readonly ReadList[]> => {
  const lists: ReadList[] = [];
  for (const resolved of resolveCriteria(criteria, books)) {
    const { list, tags } = resolved;
    const tagged = list === 'tags' ? await readTags(context, resolved, notes, signal) : new Map<TrackId, string>();
    const covered = new Set(tagged.values());
    for (const name of resolved.unknown) if (!covered.has(name.wanted)) notes.push(describeUnknown(list, name));
    lists.push({ list, tags, trackIds: [...tagged.keys()], tagged });
  }
  return lists;
};

/** Fewer tracks than this are no answer to a tag. */
const fewestTagged = 5;

const readTags = async (
  context: ChooseContext,
  { wanted, unknown }: ResolvedList,
  notes: string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<TrackId, string>> => {
  const tagged = new Map<TrackId, string>();
  for (const tag of wanted) {
    const { ids, trouble } = await findTagTracks(context, tag, signal);
    const isOwn = !unknown.some((name) => name.wanted === tag);
    if (trouble !== undefined) notes.push(describeTrouble(tag, trouble, ids.length > 0, isOwn));
    if (isOwn && ids.length < fewestTagged) continue;
    for (const id of ids) if (!tagged.has(id)) tagged.set(id, tag);
  }
  return tagged;
};

const describeTrouble = (tag: string, trouble: string, remembered: boolean, isOwn: boolean): string => {
  const instead = remembered
    ? 'what it said before counts'
    : isOwn
      ? "the library's own moods, styles and genres stand in"
      : 'nothing in the library stands in for it';
  return `Last.fm could not say what is "${tag}" (${trouble.replace(/\.$/, '')}); ${instead}.`;
};

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
  for (const { list, unknown } of lists) for (const name of unknown) notes.push(describeUnknown(list, name));
  return lists
    .map(({ list, tags }) => ({ list, tags, trackIds: [], tagged: new Map<TrackId, string>() }))
    .filter(isUsable);
};

/** What the home asks for is as good as the window's own names of the same kind. */
const withHome = (include: readonly ReadList[], home: readonly ReadList[]): readonly ReadList[] =>
  include.map((own) => ({
    ...own,
    tags: [...own.tags, ...home.filter(({ list }) => list === own.list).flatMap(({ tags }) => tags)],
  }));
