import type { Logger } from '../../lib/logger.ts';
import type { Listen, MusicServer } from '../server.ts';
import type { PlexClient } from './client.ts';
import { toText, toTimeMs, type Row } from './coerce.ts';
import { isRefused, isUnknown } from './explain.ts';
import { readId } from './map.ts';
import { readPages } from './pages.ts';

const path = '/status/sessions/history/all';
const pageSize = 500;
/** Kept in memory at most: plays are read newest first and handed out oldest first. Years of a busy family. */
const mostListens = 200_000;
const listensPerBatch = 1_000;
const owner = '1';

/**
 * Reads the play log. Plex sorts it newest first on demand; that it knows the date filter, sends its pages in order, or tells how many there are is not
 * relied on. An account that may not see the log (guests) has none.
 */
export const createHistoryReader = (client: PlexClient, logger: Logger, most = mostListens) => {
  async function* listListens(sinceMs: number, signal: AbortSignal): AsyncGenerator<readonly Listen[]> {
    const since = Math.max(0, Math.floor(sinceMs / 1_000));
    const book = createListenBook(sinceMs, most);
    const request = {
      path,
      query: [['sort', 'viewedAt:desc'] as const, ['viewedAt>', since] as const],
      pageSize,
      heavy: true,
      signal,
    };
    try {
      for await (const page of readPages(client, request)) if (!book.add(page.rows)) break;
    } catch (error) {
      if (signal.aborted || !(isRefused(error) || isUnknown(error))) throw error;
      logger.debug({}, 'Plex shows no play log to this account');
      return;
    }
    if (book.full) logger.info({ kept: most }, 'The play log is longer than what is kept of it');
    yield* book.read();
  }
  return { listListens } satisfies Partial<MusicServer>;
};

/** Gathers plays and knows when all that was asked for has been seen. */
const createListenBook = (sinceMs: number, most: number) => {
  const listens: Listen[] = [];
  let oldestSeenMs = Number.POSITIVE_INFINITY;
  let descending = true;
  let firstRow: string | undefined;

  /** false = the rest of the log is of no use: older than asked for, or the same page again. */
  const add = (rows: readonly Row[]): boolean => {
    const begins = JSON.stringify(rows[0]);
    if (begins === firstRow) return false;
    firstRow ??= begins;
    const times = rows.map((row) => toTimeMs(row['viewedAt'])).filter((time) => time !== undefined);
    const newest = times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY);
    if (newest > oldestSeenMs) descending = false;
    oldestSeenMs = times.reduce((least, time) => Math.min(least, time), oldestSeenMs);
    for (const row of rows) {
      const listen = readListen(row);
      if (listen !== undefined && listen.playedAtMs >= sinceMs) listens.push(listen);
    }
    if (listens.length >= most) return false;
    return times.length === 0 || newest >= sinceMs || !descending;
  };

  function* read(): Generator<readonly Listen[]> {
    listens.sort(
      (a, b) => a.playedAtMs - b.playedAtMs || compare(a.trackId, b.trackId) || compare(a.accountId, b.accountId),
    );
    // A play that came in while the log was read moves the pages: some rows come twice.
    const once = listens.filter((listen, at) => !isSame(listen, listens[at - 1]));
    for (let start = 0; start < once.length; start += listensPerBatch) yield once.slice(start, start + listensPerBatch);
  }
  return {
    add,
    read,
    get full() {
      return listens.length >= most;
    },
  };
};

/** undefined: a video, a track that is no more, or no moment. */
const readListen = (row: Row): Listen | undefined => {
  const trackId = readId(row);
  const playedAtMs = toTimeMs(row['viewedAt']);
  if (row['type'] !== 'track' || trackId === undefined || playedAtMs === undefined) return undefined;
  return { trackId, playedAtMs, accountId: toText(row['accountID']) ?? owner };
};

const isSame = (a: Listen, b: Listen | undefined): boolean =>
  a.playedAtMs === b?.playedAtMs && a.trackId === b.trackId && a.accountId === b.accountId;

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
