import { workKeyOf } from '../../core/match/keys.ts';
import type { TrackId } from '../../core/track.ts';
import type { Neighbour } from '../../servers/server.ts';
import type { ListedTrack } from './arrange-list.ts';
import { nameTrack } from './name-track.ts';

const soundsLike = 'sounds like ';
/** What is said of a track while the list still grows, about others that may not come in after all. */
const early = new RegExp(`^(?:${soundsLike}|others were chosen )`);

/**
 * Why each track came in that was chosen for its sound, in words that hold for the list as it is: compared with the nearest other song of it; nothing where no
 * distance to one is known.
 */
export const listSoundReasons = (
  list: readonly ListedTrack[],
  chosen: ReadonlyMap<TrackId, string>,
  nearest: ReadonlyMap<TrackId, readonly Neighbour[]>,
): ReadonlyMap<TrackId, string> => {
  const closest = findClosest(list, nearest);
  const reasons = list.flatMap(({ track }) => {
    const why = chosen.get(track.id);
    if (why === undefined) return [];
    if (!early.test(why)) return [[track.id, why] as const];
    const like = closest.get(track.id)?.track;
    return like === undefined ? [] : [[track.id, `${soundsLike}${nameTrack(like)}`] as const];
  });
  return new Map(reasons);
};

/** For each track the nearest one of the list that is another song. */
const findClosest = (
  list: readonly ListedTrack[],
  nearest: ReadonlyMap<TrackId, readonly Neighbour[]>,
): ReadonlyMap<TrackId, ListedTrack> => {
  const byId = new Map(list.map((entry) => [entry.track.id, { entry, song: workKeyOf(entry.track) }]));
  const closest = new Map<TrackId, ListedTrack>();
  const distances = new Map<TrackId, number>();
  const offer = (id: TrackId, other: ListedTrack, distance: number): void => {
    if (distance >= (distances.get(id) ?? Number.POSITIVE_INFINITY)) return;
    distances.set(id, distance);
    closest.set(id, other);
  };
  for (const [id, own] of byId)
    for (const { trackId, distance } of nearest.get(id) ?? []) {
      const other = byId.get(trackId);
      if (other === undefined || other.song === own.song) continue;
      offer(id, other.entry, distance);
      offer(trackId, own.entry, distance);
    }
  return closest;
};

/** Does a reason that was told before name only tracks that are still in the list? */
export const holdsStill = (told: string, list: readonly ListedTrack[]): boolean =>
  !told.includes(soundsLike) || list.some(({ track }) => told.includes(`${soundsLike}${nameTrack(track)}`));
