import type { KindNames, TagBooks, TagList } from '../../core/flow/resolve-criteria.ts';
import type { YearRange } from '../../core/flow/window.ts';
import type { TrackId } from '../../core/track.ts';

/** One list of the criteria as the library can answer it: a track meets it with any of the tags, or by being one of the tracks. */
export interface ReadList {
  readonly list: TagList;
  readonly tags: readonly KindNames[];
  /** By Last.fm's tags. */
  readonly trackIds: readonly TrackId[];
  /** Words for reasons: which wanted word led to which of Last.fm's tracks. */
  readonly tagged: ReadonlyMap<TrackId, string>;
  /** The same name by name, for those that the library has something of. */
  readonly parts: readonly ReadPart[];
}

/** What one wanted name stands for. */
export type ReadPart = Pick<ReadList, 'tags' | 'trackIds'>;

export interface ReadCriteria {
  /** Lists of which the library has something; all must be met. */
  readonly include: readonly ReadList[];
  readonly exclude: readonly ReadList[];
  readonly artists: readonly string[];
  readonly notArtists: readonly string[];
  readonly years: readonly YearRange[];
  readonly notYears: readonly YearRange[];
  /** Moods and genres of the home, for whom they speak. */
  readonly home: readonly ReadList[];
  readonly books: TagBooks;
  readonly notes: readonly string[];
  /** Something was asked for, and the library has nothing of it. */
  readonly hopeless: boolean;
}
