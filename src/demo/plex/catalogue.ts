import { createMusic, type Music } from '../music/music.ts';
import { fieldsFor } from './fields.ts';
import { parseFilters, type Test } from './filter.ts';
import { applySort, parseSort } from './order.ts';
import type { QueryText } from './query-text.ts';
import { createRegistry, type Registry } from './registry.ts';
import { createShelf, type Shelf } from './shelf.ts';
import type { Switches } from './switches.ts';
import { createTags, type TagLevel, type Tags } from './tags.ts';

export interface Movie {
  readonly key: number;
  readonly title: string;
  readonly year: number;
}

export interface MovieSection {
  readonly key: string;
  readonly title: string;
  readonly movies: readonly Movie[];
}

/** Items of one level in the order asked for. */
export interface Selection {
  readonly indexes: Int32Array;
  /** Whether the request named an order; without one the server promises none. */
  readonly ordered: boolean;
}

/** All that the server holds but playlists. */
export interface Catalogue {
  readonly registry: Registry;
  readonly tags: Tags;
  readonly movies: MovieSection;
  readonly shelves: readonly Shelf[];
  readonly music: Music;
  nowSeconds(): number;
  shelf(key: string): Shelf | undefined;
  shelfAt(position: number): Shelf;
  /** The items that a query's filters, sort, group and limit leave, for a user's own ratings and plays. */
  select(shelf: Shelf, level: TagLevel, query: QueryText, user: number): Selection;
  /** To be called after every change: remembered selections are forgotten. */
  touch(): void;
}

export interface CatalogueOptions {
  readonly seed: number;
  readonly tracks: number;
  readonly kidsTracks: number;
  readonly epoch: number;
  readonly switches: Switches;
}

const movieTitles = ['The Ferryman’s Holiday', 'Nine Lanterns', 'Salt & Static', 'Тихий берег', 'A Year of Tuesdays'];
const keptSelections = 12;

export function createCatalogue(options: CatalogueOptions): Catalogue {
  const registry = createRegistry(101, (options.tracks + options.kidsTracks) * 2 + 4_096);
  const movies = movieTitles.map((title, index) => ({
    key: registry.allocate('movie', 0, index),
    title,
    year: 2001 + index * 5,
  }));
  const music = createMusic(options.seed, options.tracks);
  const base = { registry, epoch: options.epoch };
  const shelves = [
    createShelf({ ...base, position: 1, key: '3', title: 'Music', music }),
    createShelf({
      ...base,
      position: 2,
      key: '12',
      title: 'Audiobooks & Kids',
      music: createMusic(options.seed + 7_919, options.kidsTracks),
    }),
  ];
  const tags = createTags(options.seed);
  const remembered = new Map<string, Selection>();
  const nowSeconds = (): number => Math.floor((Date.now() + options.switches.clockOffsetMs) / 1_000);
  let randomness = 0;

  function compute(shelf: Shelf, level: TagLevel, query: QueryText, user: number): Selection {
    const fields = fieldsFor(level, { shelf, listening: shelf.listening(user), tags });
    const context = { fields, tags, switches: options.switches, nowSeconds: nowSeconds() };
    const test = parseFilters(query, context);
    const sort = parseSort(query.get('sort'), level, fields);
    let indexes = applySort(collect(shelf, level, test), sort, ++randomness);
    if (query.get('group') === 'title') indexes = firstOfEachTitle(indexes, (index) => titleOf(shelf, level, index));
    const limit = Number(query.get('limit') ?? Number.NaN);
    if (limit > 0) indexes = indexes.slice(0, limit);
    return { indexes, ordered: sort.kind !== 'none' };
  }

  return {
    registry,
    tags,
    movies: { key: '1', title: 'Movies', movies },
    shelves,
    music,
    nowSeconds,
    shelf: (key) => shelves.find((shelf) => shelf.key === key),
    shelfAt: (position) => shelves.find((shelf) => shelf.position === position) as Shelf,
    touch: () => remembered.clear(),
    select(shelf, level, query, user) {
      const name = rememberName(shelf, level, query, user);
      if (name.includes('random') || /=-\d+[a-z]/.test(name)) return compute(shelf, level, query, user);
      const known = remembered.get(name);
      if (known) return known;
      const selection = compute(shelf, level, query, user);
      if (remembered.size >= keptSelections) remembered.delete(remembered.keys().next().value as string);
      remembered.set(name, selection);
      return selection;
    },
  };
}

/** What of a request decides its selection; where a page begins does not. */
function rememberName(shelf: Shelf, level: TagLevel, query: QueryText, user: number): string {
  const parts = query.pairs.filter(([name]) => !/^(X-Plex-|include|exclude)/.test(name));
  return `${shelf.key} ${level} ${user} ${parts.map(([name, value]) => `${name}=${value}`).join('&')}`;
}

function collect(shelf: Shelf, level: TagLevel, test: Test | undefined): Int32Array {
  const size = level === 'track' ? shelf.slots() : level === 'album' ? shelf.albumCount() : shelf.artistCount();
  const found = new Int32Array(size);
  let count = 0;
  for (let index = 0; index < size; index++) {
    const there = level === 'track' ? shelf.track.gone[index] === 0 : shelf[level].tracks[index] !== 0;
    if (there && (test === undefined || test(index))) found[count++] = index;
  }
  return found.slice(0, count);
}

function titleOf(shelf: Shelf, level: TagLevel, index: number): string {
  if (level === 'track') return shelf.file(index).title;
  return level === 'album' ? shelf.albumTitle(index) : shelf.artistName(index);
}

function firstOfEachTitle(indexes: Int32Array, title: (index: number) => string): Int32Array {
  const seen = new Set<string>();
  return indexes.filter((index) => {
    const name = title(index).toLowerCase();
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}
