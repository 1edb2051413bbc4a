import type { TrackId } from '../../core/track.ts';
import type { Library } from '../../library/library.ts';
import type { ReadCriteria } from './criteria.ts';

/** A mood of the track itself says more of it than one of its album or artist. */
const ownFactor = 1.4;

/** Factor for tracks that carry one of the window's moods themselves; 1 for all others, and where the window names no moods. */
export const createOwnMoods = (
  { getOwnTags }: Pick<Library, 'getOwnTags'>,
  { include }: Pick<ReadCriteria, 'include'>,
): ((id: TrackId) => number) => {
  const lists = include.filter(({ list }) => list === 'moods').flatMap(({ tags }) => tags);
  const moods = lists.filter(({ kind }) => kind === 'mood').flatMap(({ names }) => names);
  const wanted = new Set(moods.map((name) => name.toLowerCase()));
  if (wanted.size === 0) return () => 1;
  return (id) => (getOwnTags(id).moods.some((name) => wanted.has(name.toLowerCase())) ? ownFactor : 1);
};
