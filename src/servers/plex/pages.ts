import { HarmoniqError, throwIfAborted } from '../../lib/errors.ts';
import { sleep } from '../../lib/lifecycle.ts';
import type { PlexClient } from './client.ts';
import type { Row } from './coerce.ts';
import { readContainer, readServerTime } from './container.ts';
import { createPageSize, type PageSize } from './page-size.ts';
import { createQuery, pagingHeaders, pagingPairs, type QueryPair } from './query.ts';

/** Rows as the server sent them. */
export interface RawPage {
  readonly rows: readonly Row[];
  readonly offset: number;
  readonly total: number;
  /** The server tells no total: `total` only says that more may follow, until a page comes empty. */
  readonly openEnded: boolean;
  readonly serverTimeMs: number;
}

/** A page as it came; a total only if the server told one. */
type FetchedPage = Omit<RawPage, 'total' | 'openEnded'> & { readonly total: number | undefined };

export interface PagesRequest {
  readonly path: string;
  readonly query: readonly QueryPair[];
  readonly pageSize: number;
  readonly startAt?: number | undefined;
  readonly heavy?: boolean | undefined;
  readonly signal: AbortSignal;
}

const mostFailuresInARow = 6;
const longestPauseMs = 30_000;

/**
 * Walks through a listing by offset, asking for the next page while the caller works on this one. Copes with servers that ignore paging and send
 * everything, that do not tell the total, or that cannot deliver pages of the wanted size. Leaving the loop cancels what is in flight.
 */
export async function* readPages(client: PlexClient, request: PagesRequest): AsyncGenerator<RawPage> {
  const left = new AbortController();
  const signal = AbortSignal.any([request.signal, left.signal]);
  const size = createPageSize(request.pageSize);
  const measure = createMeasure(client, { ...request, signal });
  const fetchAhead = (offset: number): Promise<FetchedPage> => {
    const page = fetchPage(client, { ...request, signal }, offset, size);
    // A page that nobody waits for any more may fail unheard.
    page.catch(() => undefined);
    return page;
  };
  try {
    let pending: Promise<FetchedPage> | undefined = fetchAhead(request.startAt ?? 0);
    while (pending !== undefined) {
      const page: RawPage = await measure(await pending);
      const next = page.offset + page.rows.length;
      pending = page.rows.length > 0 && next < page.total ? fetchAhead(next) : undefined;
      yield* slice(page, request.pageSize);
      throwIfAborted(request.signal);
    }
  } finally {
    left.abort();
  }
}

/**
 * Gives each page a total. A server that does not tell it on its pages is asked once for the count alone; one that does not tell that either is read
 * until a page comes empty, or the first page again: a page that is not full proves nothing, since servers cap its size as they like.
 */
const createMeasure = (client: PlexClient, request: PagesRequest) => {
  let counted: Promise<number | undefined> | undefined;
  let firstRow: string | undefined;
  return async (page: FetchedPage): Promise<RawPage> => {
    if (page.total !== undefined) return { ...page, total: page.total, openEnded: false };
    if (page.rows.length === 0) return { ...page, total: page.offset, openEnded: true };
    counted ??= countRows(client, request);
    const total = await counted;
    const next = page.offset + page.rows.length;
    if (total !== undefined && total >= next) return { ...page, total, openEnded: false };
    const begins = JSON.stringify(page.rows[0]);
    if (begins === firstRow) return { ...page, rows: [], total: page.offset, openEnded: true };
    firstRow ??= begins;
    return { ...page, total: next + 1, openEnded: true };
  };
};

/** Size 0 is a question for the total; a server that takes it for "no limit" has sent everything. undefined = it does not say. */
const countRows = async (client: PlexClient, request: PagesRequest): Promise<number | undefined> => {
  const { path, query, heavy, signal } = request;
  try {
    const answer = await client.request({
      path,
      query: createQuery(...query, ...pagingPairs(0, 0)),
      headers: pagingHeaders(0, 0),
      heavy,
      signal,
    });
    const { total, rows } = readContainer(answer, path);
    return total ?? (rows.length > 0 ? rows.length : undefined);
  } catch (error) {
    if (signal.aborted || !(error instanceof HarmoniqError)) throw error;
    return undefined;
  }
};

/** A server that ignores paging sends one huge page; the caller still gets pages of the usual size. */
function* slice(page: RawPage, pageSize: number): Generator<RawPage> {
  if (page.rows.length <= pageSize) {
    yield page;
    return;
  }
  for (let start = 0; start < page.rows.length; start += pageSize)
    yield { ...page, rows: page.rows.slice(start, start + pageSize), offset: page.offset + start };
}

const fetchPage = async (
  client: PlexClient,
  request: PagesRequest,
  offset: number,
  size: PageSize,
): Promise<FetchedPage> => {
  for (let failures = 0; ;) {
    throwIfAborted(request.signal);
    try {
      const page = await fetchOnce(client, request, offset, size.current);
      size.succeed();
      return page;
    } catch (error) {
      if (request.signal.aborted || !(error instanceof HarmoniqError)) throw error;
      failures += 1;
      // Too much at once shows as a timeout, a 5xx, a cut-off body, or a refusal of the size.
      const tooMuch = error.code === 'timeout' || error.code === 'bad-response' || error.status === 413;
      const refusedSize = error.status === 400 && size.current > 500;
      const shrank = (tooMuch || refusedSize) && size.shrink();
      if (!(error.retryable || (refusedSize && shrank)) || failures >= mostFailuresInARow) throw error;
      const pauseMs = error.retryAfterMs ?? client.backoffMs * 2 ** (failures - 1);
      await sleep(Math.min(pauseMs, longestPauseMs), request.signal);
    }
  }
};

const fetchOnce = async (
  client: PlexClient,
  request: PagesRequest,
  offset: number,
  size: number,
): Promise<FetchedPage> => {
  const answer = await client.request({
    path: request.path,
    query: createQuery(...request.query, ...pagingPairs(offset, size)),
    headers: pagingHeaders(offset, size),
    heavy: request.heavy,
    // The same page at once would hit the same wall: `fetchPage` asks again, for less.
    retries: 0,
    signal: request.signal,
  });
  const container = readContainer(answer, request.path);
  const { total } = container;
  const serverTimeMs = readServerTime(answer);
  if (container.rows.length === 0) return { rows: [], offset, total, serverTimeMs };
  const ignoredPaging = container.rows.length > size;
  const begins = ignoredPaging ? (container.offset ?? 0) : (container.offset ?? offset);
  if (begins > offset || (begins < offset && !ignoredPaging))
    throw new HarmoniqError(
      'bad-response',
      `Plex was asked for rows from ${offset} on and sent rows from ${begins} on.`,
      {
        service: 'Plex',
      },
    );
  const rows = begins < offset ? container.rows.slice(offset - begins) : container.rows;
  return { rows, offset, total: ignoredPaging ? offset + rows.length : total, serverTimeMs };
};
