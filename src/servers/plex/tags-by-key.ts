import { HarmoniqError } from '../../lib/errors.ts';
import type { ItemTags } from '../server.ts';
import type { PlexClient } from './client.ts';
import { readContainer } from './container.ts';
import { readId, readTags } from './map.ts';
import { createPageSize, type PageSize } from './page-size.ts';
import { createQuery, pagingHeaders, pagingPairs, type QueryPair } from './query.ts';

export const keysPerRequest = 400;
/** Path of one metadata request. */
const longestPath = 4_000;
const mostFailuresInARow = 6;
const sampleSize = 40;

const wholeItems: readonly QueryPair[] = [
  ['skipRefresh', 1],
  ['excludeElements', 'Media,Guid,Image,UltraBlurColors,Similar,Country,Collection,Field,Location'],
  ['excludeFields', 'summary,tagline'],
];
/** Nothing but ids and tags: a fifth of the bytes. Not every server reads this the same way, so it is tried before it is trusted. */
const leanItems: readonly QueryPair[] = [...wholeItems.slice(0, 2), ['includeFields', 'ratingKey,tag']];

/** Full tags by `/library/metadata/k1,k2,…`. Items without tags and unknown ids are left out. */
export const createKeyReader = (client: PlexClient) => {
  let lean: boolean | undefined;

  /** Reads the tags of a sample in both ways; the lean one is used from then on if it says the same. */
  const tryLean = async (ids: readonly string[], signal: AbortSignal): Promise<void> => {
    if (lean !== undefined || ids.length <= keysPerRequest) return;
    const keys = pickSample(ids, sampleSize);
    const size = createPageSize(keysPerRequest);
    const whole = await fetchTags(client, keys, size, wholeItems, signal);
    if (whole.length === 0) return;
    const trimmed = await fetchTags(client, keys, size, leanItems, signal);
    lean = toComparable(whole) === toComparable(trimmed);
  };

  /** Batch by batch, the next ones under way while the caller works. */
  async function* read(ids: readonly string[], signal: AbortSignal): AsyncGenerator<readonly ItemTags[]> {
    await tryLean(ids, signal);
    const left = new AbortController();
    const either = AbortSignal.any([signal, left.signal]);
    const size = createPageSize(keysPerRequest);
    let next = 0;
    const fetchAhead = (): Promise<readonly ItemTags[]> | undefined => {
      if (next >= ids.length) return undefined;
      const keys = takeKeys(ids, next, size.current);
      next += keys.length;
      const batch = fetchTags(client, keys, size, lean === true ? leanItems : wholeItems, either);
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
  return { read, tryLean };
};
export type KeyReader = ReturnType<typeof createKeyReader>;

/** Ids from all over the list. */
export const pickSample = (ids: readonly string[], count: number): readonly string[] => {
  const step = Math.max(1, Math.floor(ids.length / count));
  return ids.filter((_, index) => index % step === 0).slice(0, count);
};

const toComparable = (tags: readonly ItemTags[]): string =>
  JSON.stringify(
    tags
      .map((item) => [item.id, item.genres, item.styles, item.moods, item.labels].map(String))
      .sort((a, b) => (String(a) < String(b) ? -1 : 1)),
  );

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
  trimming: readonly QueryPair[],
  signal: AbortSignal,
  failures = 0,
): Promise<readonly ItemTags[]> => {
  try {
    const tags = await fetchTagsOnce(client, keys, trimming, signal);
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
    const first = await fetchTags(client, keys.slice(0, middle), size, trimming, signal, failures + 1);
    return [...first, ...(await fetchTags(client, keys.slice(middle), size, trimming, signal, failures + 1))];
  }
};

const fetchTagsOnce = async (
  client: PlexClient,
  keys: readonly string[],
  trimming: readonly QueryPair[],
  signal: AbortSignal,
): Promise<readonly ItemTags[]> => {
  const answer = await client.request({
    path: `/library/metadata/${keys.map(encodeURIComponent).join(',')}`,
    query: createQuery(...trimming, ...pagingPairs(0, keys.length)),
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
