import { HarmoniqError } from '../../lib/errors.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Change, ItemsByLevel, Level, ListQuery, MusicServer, Page } from '../server.ts';
import type { PlexClient } from './client.ts';
import { toNumber, type Row } from './coerce.ts';
import { readContainer } from './container.ts';
import { readId, rowReaders } from './map.ts';
import { readPages, type PagesRequest, type RawPage } from './pages.ts';
import { createQuery, pagingHeaders, pagingPairs, type QueryPair } from './query.ts';
import { createSeenIds } from './seen-ids.ts';

export const levelNumbers: Readonly<Record<Level, number>> = { artist: 8, album: 9, track: 10 };

const changeFields: Readonly<Record<Change, string>> = {
  updated: 'updatedAt',
  added: 'addedAt',
  played: 'lastViewedAt',
  rated: 'lastRatedAt',
  skipped: 'lastSkippedAt',
};

/** What we never read; a server may ignore this. `Media` must stay on tracks: it holds the file's path. */
const trimming: Readonly<Record<Level, readonly QueryPair[]>> = {
  artist: [
    ['excludeElements', 'Genre,Style,Mood,Country,Similar,Collection,Label,Field,Image,UltraBlurColors,Location'],
    ['excludeFields', 'summary,thumb,art,theme'],
  ],
  album: [
    ['excludeElements', 'Genre,Style,Mood,Collection,Label,Director,Format,Subformat,Field,Image,UltraBlurColors'],
    ['excludeFields', 'summary,tagline,thumb,art,parentThumb'],
  ],
  track: [
    ['includeGuids', 1],
    ['excludeElements', 'Genre,Style,Mood,Collection,Label,Field,Image,UltraBlurColors,Stream'],
    ['excludeFields', 'summary,tagline,thumb,art,parentThumb,grandparentThumb,grandparentArt,grandparentTheme'],
  ],
};

/** Nothing but the id. */
export const idsOnly: readonly QueryPair[] = [
  ['includeFields', 'ratingKey'],
  [
    'excludeElements',
    'Media,Genre,Style,Mood,Guid,Country,Similar,Collection,Label,Field,Image,UltraBlurColors,Location',
  ],
];
const idPageSize = 1_000;

export const sectionPath = (sectionId: string): string => `/library/sections/${encodeURIComponent(sectionId)}/all`;

/** Reads a section's artists, albums and tracks. */
export const createListing = (client: PlexClient, pageSize: number, logger: Logger) => {
  async function* listItems<L extends Level>(
    sectionId: string,
    level: L,
    query: ListQuery,
    signal: AbortSignal,
  ): AsyncGenerator<Page<ItemsByLevel[L]>> {
    const change = query.changed === undefined ? undefined : createChangeFilter(level, query.changed, logger);
    const read = rowReaders[level];
    const seen = createSeenIds();
    let repeatedPages = 0;
    const request: PagesRequest = {
      path: sectionPath(sectionId),
      query: [['type', levelNumbers[level]], ...(change?.pairs ?? []), ['sort', 'id'], ...trimming[level]],
      pageSize,
      startAt: query.startAt,
      heavy: true,
      signal,
    };
    for await (const page of readPages(client, request)) {
      change?.inspect(page.rows);
      const items: ItemsByLevel[L][] = [];
      let unreadable = 0;
      let repeated = 0;
      for (const row of page.rows) {
        const item = read(row, sectionId);
        if (item === undefined) unreadable += 1;
        else if (!seen.add(item.id)) repeated += 1;
        else if (change === undefined || change.holds(row)) items.push(item);
      }
      repeatedPages = repeated > 1 && repeated === page.rows.length ? repeatedPages + 1 : 0;
      if (repeatedPages === 2) throw repeatsItself(request.path);
      yield { ...describe(page), items, unreadable };
    }
  }

  async function* listIds(sectionId: string, level: Level, signal: AbortSignal): AsyncGenerator<Page<string>> {
    const path = sectionPath(sectionId);
    const seen = createSeenIds();
    const query: QueryPair[] = [['type', levelNumbers[level]], ['sort', 'id'], ...idsOnly];
    for await (const page of readPages(client, { path, query, pageSize: idPageSize, heavy: true, signal })) {
      const items: string[] = [];
      let unreadable = 0;
      for (const row of page.rows) {
        const id = readId(row);
        if (id === undefined) unreadable += 1;
        else if (seen.add(id)) items.push(id);
      }
      yield { ...describe(page), items, unreadable };
    }
  }

  const countItems = async (sectionId: string, level: Level, signal: AbortSignal): Promise<number> => {
    const path = sectionPath(sectionId);
    const query = createQuery(['type', levelNumbers[level]], ...pagingPairs(0, 0));
    const container = readContainer(await client.request({ path, query, headers: pagingHeaders(0, 0), signal }), path);
    if (container.total !== undefined) return container.total;
    // A server that takes size 0 for "no limit" has sent everything; one that tells no total must be counted out.
    if (container.rows.length > 0) return container.rows.length;
    let count = 0;
    for await (const page of listIds(sectionId, level, signal)) count += page.items.length + page.unreadable;
    return count;
  };
  return { listItems, listIds, countItems } satisfies Partial<MusicServer>;
};

const describe = (page: RawPage) => ({
  offset: page.offset,
  nextOffset: page.offset + page.rows.length,
  total: page.total,
  openEnded: page.openEnded,
  serverTimeMs: page.serverTimeMs,
});

const repeatsItself = (path: string): HarmoniqError =>
  new HarmoniqError('bad-response', `Plex sends the same rows of ${path} again and again.`, {
    service: 'Plex',
    hint: 'The server seems to ignore paging; a reverse proxy that drops query parameters does that.',
  });

/**
 * Asks the server for what changed and checks that it understood: an unknown filter is ignored silently and the whole library comes back. A row that
 * is older than asked for proves it, and from then on rows are sifted here.
 */
const createChangeFilter = (level: Level, changed: NonNullable<ListQuery['changed']>, logger: Logger) => {
  const field = changeFields[changed.what];
  const since = Math.floor(changed.sinceMs / 1_000);
  // "After" is strict on the server, and times are whole seconds.
  const pairs: readonly QueryPair[] = [[`${level}.${field}>>`, since - 1]];
  const alwaysThere = changed.what === 'updated' || changed.what === 'added';
  let ignored = false;
  return {
    pairs,
    inspect(rows: readonly Row[]): void {
      if (ignored || !rows.some((row) => (toNumber(row[field]) ?? since) < since - 1)) return;
      ignored = true;
      logger.warn({ level, field }, 'Plex ignored a filter; changed items were picked from the whole listing');
    },
    /** What was never played, rated or skipped cannot have been so lately; other times may just be missing on a row that the server chose. */
    holds: (row: Row): boolean => {
      const at = toNumber(row[field]);
      return at === undefined ? !ignored && alwaysThere : at >= since - 1;
    },
  };
};
