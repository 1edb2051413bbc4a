import type { TrackId } from '../../core/track.ts';
import type { PoolClause, PoolQuery } from '../../library/library.ts';
import type { ReadCriteria, ReadList } from './criteria.ts';

export const toClause = ({ tags, trackIds }: Pick<ReadList, 'tags' | 'trackIds'>): PoolClause => ({ tags, trackIds });

/** Any track at all; to be narrowed down, and only to be counted as it is. */
export const anyTrack: PoolQuery = {
  all: [],
  none: [],
  artists: [],
  notArtists: [],
  years: [],
  notYears: [],
  sectionIds: undefined,
  most: 0,
  seed: '',
};

/** The criteria as a question to the library; `lists` in place of the window's own where they have been widened. */
export const toPoolQuery = (
  criteria: ReadCriteria,
  scope: Pick<PoolQuery, 'sectionIds' | 'most' | 'seed'>,
  lists: readonly Pick<ReadList, 'tags' | 'trackIds'>[] = criteria.include,
): PoolQuery => ({
  all: lists.map(toClause),
  none: criteria.exclude.map(toClause),
  artists: criteria.artists,
  notArtists: criteria.notArtists,
  years: criteria.years,
  notYears: criteria.notYears,
  ...scope,
});

/** The same question with one more condition. */
export const narrow = (query: PoolQuery, clause: PoolClause): PoolQuery => ({ ...query, all: [...query.all, clause] });

/** Those of the tracks that meet the question, all of them. */
export const amongIds = (query: PoolQuery, ids: readonly TrackId[]): PoolQuery => ({
  ...narrow(query, { tags: [], trackIds: ids }),
  most: ids.length,
});
