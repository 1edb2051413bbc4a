/** One `name` and `value` of a query; order and repeats count in Plex's filter language. */
export type QueryPair = readonly [name: string, value: string | number];

/**
 * A query that is sent in this order. A space becomes `%20`: not every server reads `+` as one. Operators stand at the end of the name, e.g.
 * `track.updatedAt>>` for "after".
 */
export const createQuery = (...pairs: readonly QueryPair[]): URLSearchParams => {
  const query = new URLSearchParams();
  for (const [name, value] of pairs) query.append(name, String(value));
  const encode = query.toString.bind(query);
  query.toString = () => encode().replaceAll('+', '%20');
  return query;
};

/** Paging, in the query and as headers: servers read either. Never without a size, never more than 1,000. */
export const pagingPairs = (start: number, size: number): readonly QueryPair[] => [
  ['X-Plex-Container-Start', start],
  ['X-Plex-Container-Size', Math.min(size, 1_000)],
];

/** The same, as headers. */
export const pagingHeaders = (start: number, size: number): Readonly<Record<string, string>> =>
  Object.fromEntries(pagingPairs(start, size).map(([name, value]) => [name, String(value)]));
