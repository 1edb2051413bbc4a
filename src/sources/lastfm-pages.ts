import { HarmoniqError } from '../lib/errors.ts';
import type { LastfmCall } from './lastfm-client.ts';
import { asArray, child, toNumber, uniqueBy, type Json } from './lastfm-parse.ts';
import type { SourcePage } from './source.ts';

/** Where a method's rows are and how to read one. */
export interface LastfmList<Item> {
  readonly method: string;
  readonly root: string;
  readonly row: string;
  readonly parse: (row: Json) => Item | undefined;
  /** Rows with the same key are the same thing. */
  readonly key: (item: Item) => string;
}

type Params = Readonly<Record<string, string | number>>;

const largestPage = 200;

export const createLastfmPages = (call: LastfmCall) => {
  /** One page. A page may hold fewer rows than asked for: only `totalPages` and an empty page mean the end. */
  const read = async <Item>(list: LastfmList<Item>, params: Params, signal: AbortSignal): Promise<SourcePage<Item>> => {
    const answer = await call(list.method, params, signal);
    const root = child(answer, list.root);
    const facts = child(root, '@attr');
    refuseOtherUser(facts.user, params.user);
    const rows = asArray(root[list.row]);
    const items = uniqueBy(
      rows.flatMap((row) => list.parse(row) ?? []),
      list.key,
    );
    const page = Number(params.page ?? 1);
    return { items, last: rows.length === 0 || page >= (toNumber(facts.totalPages) ?? page) };
  };

  /** Page after page until there are `limit` items or the list ends. */
  const collect = async <Item>(
    list: LastfmList<Item>,
    params: Params,
    limit: number,
    signal: AbortSignal,
  ): Promise<readonly Item[]> => {
    let items: readonly Item[] = [];
    for (let page = 1; ; page += 1) {
      const next = await read(list, { ...params, limit: Math.min(limit, largestPage), page }, signal);
      const before = items.length;
      items = uniqueBy([...items, ...next.items], list.key);
      // A page that repeats what is known would go on for ever on a server that ignores `page`.
      if (next.last || items.length >= limit || items.length === before) return items.slice(0, limit);
    }
  };

  return { read, collect };
};

/** Last.fm has been seen to answer with somebody else's listening. */
const refuseOtherUser = (answered: unknown, asked: string | number | undefined): void => {
  if (typeof answered !== 'string' || answered === '' || asked === undefined) return;
  if (answered.trim().toLowerCase() === String(asked).trim().toLowerCase()) return;
  throw new HarmoniqError('bad-response', `Last.fm answered for another user than "${asked}".`, {
    service: 'Last.fm',
    hint: 'This is a known fault of Last.fm; the next run tries again.',
  });
};
