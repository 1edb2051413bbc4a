import { HarmoniqError } from '../../lib/errors.ts';
import type { ItemTags } from '../server.ts';
import type { PlexClient } from './client.ts';
import { readContainer } from './container.ts';
import { readId, readTags } from './map.ts';
import { createPageSize, type PageSize } from './page-size.ts';
import { createQuery, pagingHeaders, pagingPairs } from './query.ts';

export const keysPerRequest = 200;
/** Path of one metadata request. */
const longestPath = 4_000;
const mostFailuresInARow = 6;

/** Full tags by `/library/metadata/k1,k2,…`, the next batch under way while the caller works. Items without tags and unknown ids are left out. */
export async function* readTagsByKey(
  client: PlexClient,
  ids: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<readonly ItemTags[]> {
  const left = new AbortController();
  const either = AbortSignal.any([signal, left.signal]);
  const size = createPageSize(keysPerRequest);
  let next = 0;
  const fetchAhead = (): Promise<readonly ItemTags[]> | undefined => {
    if (next >= ids.length) return undefined;
    const keys = takeKeys(ids, next, size.current);
    next += keys.length;
    const batch = fetchTags(client, keys, size, either);
    batch.catch(() => undefined);
    return batch;
  };
  try {
    const pending = [fetchAhead(), fetchAhead()];
    for (let batch = pending.shift(); batch !== undefined; batch = pending.shift()) {
      const tags = await batch;
      pending.push(fetchAhead());
      if (tags.length > 0) yield tags;
    }
  } finally {
    left.abort();
  }
}

const takeKeys = (ids: readonly string[], start: number, most: number): readonly string[] => {
  let length = '/library/metadata/'.length;
  let end = start;
  while (end < ids.length && end - start < most) {
    length += encodeURIComponent(ids[end] ?? '').length + 1;
    if (end > start && length > longestPath) break;
    end += 1;
  }
  return ids.slice(start, end);
};

/** One batch; in halves when the server cannot deliver it whole, or refuses it whole because of an unknown id. */
const fetchTags = async (
  client: PlexClient,
  keys: readonly string[],
  size: PageSize,
  signal: AbortSignal,
  failures = 0,
): Promise<readonly ItemTags[]> => {
  try {
    const tags = await fetchTagsOnce(client, keys, signal);
    size.succeed();
    return tags;
  } catch (error) {
    if (signal.aborted || !(error instanceof HarmoniqError)) throw error;
    const unknown = error.status === 404;
    if (unknown && keys.length === 1) return [];
    const tooMuch =
      error.code === 'timeout' || error.code === 'bad-response' || [400, 413, 414].includes(error.status ?? 0);
    if (!(unknown || tooMuch) || keys.length === 1 || failures >= (unknown ? 12 : mostFailuresInARow)) throw error;
    if (tooMuch) size.shrink();
    const middle = Math.ceil(keys.length / 2);
    const first = await fetchTags(client, keys.slice(0, middle), size, signal, failures + 1);
    return [...first, ...(await fetchTags(client, keys.slice(middle), size, signal, failures + 1))];
  }
};

const fetchTagsOnce = async (
  client: PlexClient,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<readonly ItemTags[]> => {
  const path = `/library/metadata/${keys.map(encodeURIComponent).join(',')}`;
  const answer = await client.request({
    path,
    query: createQuery(
      ['skipRefresh', 1],
      ['excludeElements', 'Media,Guid,Image,UltraBlurColors,Similar,Country,Collection,Label,Field,Location'],
      ['excludeFields', 'summary,tagline'],
      ...pagingPairs(0, keys.length),
    ),
    headers: pagingHeaders(0, keys.length),
    heavy: true,
    retries: 1,
    signal,
  });
  const asked = new Set(keys);
  const tags: ItemTags[] = [];
  for (const row of readContainer(answer, '/library/metadata').rows) {
    const id = readId(row);
    const read = id === undefined || !asked.has(id) ? undefined : readTags(row);
    if (read !== undefined) tags.push(read);
  }
  return tags;
};
