import { container, failure, type Answer } from '../answers.ts';
import { household } from '../habits.ts';
import type { Shelf } from '../shelf.ts';
import type { PlexState, Route } from '../state.ts';

export const systemRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: /^\/identity$/,
    open: true,
    answer: (state) =>
      container({
        claimed: true,
        machineIdentifier: state.machineIdentifier,
        version: state.version,
        apiVersion: '1.1.1',
      }),
  },
  { method: 'GET', pattern: /^\/$/, answer: describeServer },
  { method: 'GET', pattern: /^\/library\/sections(?:\/all)?$/, answer: listSections },
  { method: 'GET', pattern: /^\/library\/sections\/(\d+)$/, answer: describeSection },
  {
    method: 'GET',
    pattern: /^\/accounts$/,
    answer: (state) =>
      container(
        {},
        {
          name: 'Account',
          rows: [...state.users.map(({ id, title }) => ({ id, name: title })), ...household].map((account) =>
            JSON.stringify(account),
          ),
        },
      ),
  },
];

function describeServer(state: PlexState): Answer {
  return container({
    allowSync: true,
    friendlyName: state.friendlyName,
    machineIdentifier: state.machineIdentifier,
    version: state.version,
    platform: 'Linux',
    myPlexUsername: 'owner@example.invalid',
    myPlexSubscription: state.switches.sonic === 'available',
    musicAnalysis: 2,
    updatedAt: state.catalogue.nowSeconds(),
  });
}

function listSections(state: PlexState): Answer {
  const { movies, shelves } = state.catalogue;
  const film = JSON.stringify({
    allowSync: true,
    key: movies.key,
    type: 'movie',
    title: movies.title,
    agent: 'tv.plex.agents.movie',
    scanner: 'Plex Movie',
    hidden: 0,
    refreshing: false,
    contentChangedAt: 11,
    Location: [{ id: 1, path: '/volume1/movies' }],
  });
  const rows = [film, ...shelves.map((shelf) => sectionRow(state, shelf))];
  return container({ allowSync: false, title1: 'Plex Library' }, { name: 'Directory', rows });
}

function sectionRow(state: PlexState, shelf: Shelf): string {
  return JSON.stringify({
    allowSync: true,
    art: '/:/resources/artist-fanart.jpg',
    composite: `/library/sections/${shelf.key}/composite/${shelf.scannedAt}`,
    filters: true,
    refreshing: state.scanning.has(shelf.key),
    thumb: '/:/resources/artist.png',
    key: shelf.key,
    type: 'artist',
    title: shelf.title,
    agent: 'tv.plex.agents.music',
    scanner: 'Plex Music',
    language: 'en-US',
    uuid: shelf.uuid,
    updatedAt: shelf.scannedAt,
    createdAt: 1_500_000_000,
    scannedAt: shelf.scannedAt,
    content: true,
    directory: true,
    contentChangedAt: shelf.contentChangedAt,
    hidden: 0,
    Location: [{ id: Number(shelf.key), path: shelf.root }],
  });
}

const filters = [
  'genre',
  'mood',
  'userRating',
  'viewCount',
  'lastViewedAt',
  'skipCount',
  'addedAt',
  'updatedAt',
  'trash',
];
const operators: Readonly<Record<string, readonly string[]>> = {
  integer: ['=', '!=', '>>=', '<<='],
  string: ['=', '!=', '==', '!==', '<=', '>='],
  date: ['>>=', '<<='],
  tag: ['=', '!='],
  boolean: ['='],
};

/** What `includeMeta=1` tells of the filters of a music section. */
export function metaOf(): string {
  const Type = [8, 9, 10].map((type, nth) => ({
    key: `/library/sections/3/all?type=${type}`,
    type: ['artist', 'album', 'track'][nth],
    title: ['Artists', 'Albums', 'Tracks'][nth],
    active: type === 10,
    Filter: filters.map((filter) => ({
      filter,
      filterType: filter === 'trash' ? 'boolean' : 'integer',
      title: filter,
    })),
    Sort: ['titleSort', 'addedAt', 'userRating'].map((key) => ({ key, defaultDirection: 'asc', title: key })),
    Field: filters.map((name) => ({ key: `track.${name}`, title: name, type: 'integer' })),
  }));
  const FieldType = Object.entries(operators).map(([type, keys]) => ({
    type,
    Operator: keys.map((key) => ({ key, title: key })),
  }));
  return JSON.stringify({ Type, FieldType });
}

function describeSection(state: PlexState, _exchange: unknown, [key]: readonly string[]): Answer {
  const shelf = state.catalogue.shelf(key as string);
  if (shelf === undefined) return failure(404);
  const meta = JSON.parse(metaOf()) as { Type: unknown[] };
  return container(
    { librarySectionID: Number(shelf.key), title1: shelf.title, viewGroup: 'secondary' },
    { name: 'Type', rows: meta.Type.map((type) => JSON.stringify(type)) },
  );
}
