import { container, failure, pageFacts, readPage, type Answer, type Exchange, type PageRequest } from '../answers.ts';
import { createRowWriter } from '../rows.ts';
import type { Shelf } from '../shelf.ts';
import type { PlexState, Route } from '../state.ts';
import { readStyle } from '../style.ts';
import { tagKinds, tagTypeNumbers, type TagKind, type TagLevel } from '../tags.ts';
import { metaOf } from './system.ts';
import { noQuery } from '../answers.ts';

export const listingRoutes: readonly Route[] = [
  { method: 'GET', pattern: /^\/library\/sections\/(\d+)\/all$/, answer: listSection },
  { method: 'GET', pattern: /^\/library\/all$/, answer: listLibrary },
  {
    method: 'GET',
    pattern: new RegExp(`^/library/sections/(\\d+)/(${tagKinds.join('|')})$`),
    answer: listTagChoices,
  },
  { method: 'GET', pattern: /^\/library\/tags$/, answer: listAllTags },
];

export const levels: Readonly<Record<string, TagLevel>> = { 8: 'artist', 9: 'album', 10: 'track' };
const largestPage = 1_000;

/** 400 for a page that this server does not hand out; undefined = it does. */
export function refusePage(state: PlexState, page: PageRequest): Answer | undefined {
  if (page.size === undefined) return state.switches.refuseMissingSize ? failure(400) : undefined;
  return page.size > largestPage && state.switches.refuseLargePages ? failure(400) : undefined;
}

function listSection(state: PlexState, exchange: Exchange, [key]: readonly string[]): Answer {
  const page = readPage(exchange);
  const refused = refusePage(state, page);
  if (refused) return refused;
  if (key === state.catalogue.movies.key) return listMovies(state, page);
  const shelf = state.catalogue.shelf(key as string);
  if (shelf === undefined) return failure(404);
  const type = exchange.query.get('type');
  const level = type === undefined ? 'artist' : levels[type];
  if (level === undefined) return failure(400);
  // Filters count only beside a type: without one the section shows its artists, all of them.
  const selection = state.catalogue.select(
    shelf,
    level,
    type === undefined ? noQuery : exchange.query,
    exchange.user.id,
  );
  const indexes = cut(state, selection, page);
  const write = createRowWriter(
    shelf,
    level,
    exchange.user.id,
    state.catalogue.tags,
    readStyle(exchange, 'listing', state.switches),
  );
  const rows = Array.from(indexes, (index) => write(index));
  const facts = pageFacts(page, selection.indexes.length);
  const answer = container(
    { ...facts.attributes, ...sectionFacts(shelf), viewGroup: level },
    { name: 'Metadata', rows },
    facts.headers,
  );
  if (exchange.query.get('includeMeta') !== '1' || answer.kind !== 'container') return answer;
  return { ...answer, json: `${answer.json.slice(0, -2)},"Meta":${metaOf()}}}` };
}

export function sectionFacts(shelf: Shelf): Record<string, string | number | boolean> {
  return {
    allowSync: true,
    art: '/:/resources/artist-fanart.jpg',
    identifier: 'com.plexapp.plugins.library',
    librarySectionID: Number(shelf.key),
    librarySectionTitle: shelf.title,
    librarySectionUUID: shelf.uuid,
    mediaTagPrefix: '/system/bundle/media/flags/',
    mediaTagVersion: 1_712_000_000,
  };
}

let turns = 0;

/** The part that was asked for. Without an order each request begins somewhere else, so that pages overlap and leave gaps. */
function cut(state: PlexState, selection: { indexes: Int32Array; ordered: boolean }, page: PageRequest): Int32Array {
  const { indexes, ordered } = selection;
  const end = page.size === undefined ? indexes.length : page.start + page.size;
  if (ordered || !state.switches.unstableOrder || indexes.length < 2) return indexes.slice(page.start, end);
  const shift = (++turns * 7) % indexes.length;
  const length = Math.max(0, Math.min(end, indexes.length) - page.start);
  return Int32Array.from({ length }, (_, nth) => indexes[(page.start + nth + shift) % indexes.length] as number);
}

function listMovies(state: PlexState, page: PageRequest): Answer {
  const { movies, key, title } = state.catalogue.movies;
  const rows = movies
    .slice(page.start, page.size === undefined ? undefined : page.start + page.size)
    .map((movie) =>
      JSON.stringify({ ratingKey: String(movie.key), type: 'movie', title: movie.title, year: movie.year }),
    );
  const facts = pageFacts(page, movies.length);
  return container(
    { ...facts.attributes, librarySectionID: Number(key), librarySectionTitle: title },
    { name: 'Metadata', rows },
    facts.headers,
  );
}

/** Across the sections; the way to find a guid again. */
function listLibrary(state: PlexState, exchange: Exchange): Answer {
  const page = readPage(exchange);
  const guid = exchange.query.get('guid');
  if (guid === undefined) return failure(400);
  const style = readStyle(exchange, 'listing', state.switches);
  const rows = state.catalogue.shelves.flatMap((shelf) => {
    const write = createRowWriter(shelf, 'track', exchange.user.id, state.catalogue.tags, style);
    const found: string[] = [];
    for (let slot = 0; slot < shelf.slots(); slot++)
      if (shelf.track.gone[slot] === 0 && shelf.file(slot).guid === guid) found.push(write(slot));
    return found;
  });
  const part = rows.slice(page.start, page.size === undefined ? undefined : page.start + page.size);
  const facts = pageFacts(page, rows.length);
  return container(facts.attributes, { name: 'Metadata', rows: part }, facts.headers);
}

function listTagChoices(state: PlexState, exchange: Exchange, [key, kind]: readonly string[]): Answer {
  const shelf = state.catalogue.shelf(key as string);
  const level = levels[exchange.query.get('type') ?? '8'];
  if (shelf === undefined) return failure(404);
  if (level === undefined) return failure(400);
  const { tags } = state.catalogue;
  const used = new Set<number>();
  for (const index of state.catalogue.select(shelf, level, noQuery, 1).indexes)
    for (const tag of tags.read(shelf, level, kind as TagKind, index)) used.add(tag);
  const rows = [...used]
    .sort((left, right) => (tags.name(kind as TagKind, left) < tags.name(kind as TagKind, right) ? -1 : 1))
    .map((tag) => choiceRow(state, kind as TagKind, tag, shelf));
  return container({ ...sectionFacts(shelf), title2: kind }, { name: 'Directory', rows });
}

function choiceRow(state: PlexState, kind: TagKind, tag: number, shelf: Shelf): string {
  const id = state.catalogue.tags.id(kind, tag);
  return JSON.stringify({
    fastKey: `/library/sections/${shelf.key}/all?${kind}=${id}`,
    key: String(id),
    title: state.catalogue.tags.name(kind, tag),
    type: kind,
  });
}

function listAllTags(state: PlexState, exchange: Exchange): Answer {
  const kind = tagTypeNumbers[exchange.query.get('type') ?? ''];
  if (kind === undefined) return failure(400);
  const used = new Set<number>();
  for (const shelf of state.catalogue.shelves)
    for (const level of ['artist', 'album', 'track'] as const)
      for (const index of state.catalogue.select(shelf, level, noQuery, 1).indexes)
        for (const tag of state.catalogue.tags.read(shelf, level, kind, index)) used.add(tag);
  const { tags } = state.catalogue;
  const rows = [...used].map((tag) =>
    JSON.stringify({ id: tags.id(kind, tag), tag: tags.name(kind, tag), tagType: 300 }),
  );
  return container({}, { name: 'Directory', rows });
}
