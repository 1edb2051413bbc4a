import { distance } from 'fastest-levenshtein';
import type { Track, TrackId } from '../track.ts';
import { trackKeys } from './keys.ts';
import type { IndexedTitle, LibraryIndex } from './library-index.ts';

/** Names whose spellings share less than half of their letters are not near. */
const nearestShare = 0.5;

/**
 * A library index in memory: the semantic model of `LibraryIndex`, for tests and for `match-cases`. Keys come from `trackKeys`; answers keep
 * the order in which the tracks were given.
 */
export const createMemoryIndex = (tracks: readonly Track[]): LibraryIndex => {
  const byId = new Map<TrackId, Track>();
  const byArtist = new Map<string, Map<string, Track[]>>();
  const byTitle = new Map<string, Track[]>();
  const byMbTrackId = new Map<string, Track[]>();
  for (const track of tracks) {
    byId.set(track.id, track);
    if (track.mbTrackId !== undefined) push(byMbTrackId, track.mbTrackId, track);
    const { artistKeys, titleKeys } = trackKeys(track);
    for (const titleKey of titleKeys) push(byTitle, titleKey, track);
    for (const artistKey of artistKeys) {
      const titles = byArtist.get(artistKey) ?? new Map<string, Track[]>();
      byArtist.set(artistKey, titles);
      for (const titleKey of titleKeys) push(titles, titleKey, track);
    }
  }
  return {
    findByArtistAndTitle: (artistKey, titleKey) => byArtist.get(artistKey)?.get(titleKey) ?? [],
    listTitles: (artistKey) => listTitles(byArtist.get(artistKey)),
    findArtistsNear: (artistKey, limit) => findNear(byArtist.keys(), artistKey, limit),
    findByTitle: (titleKey, limit) => (byTitle.get(titleKey) ?? []).slice(0, limit),
    findByMbTrackId: (mbTrackId) => byMbTrackId.get(mbTrackId) ?? [],
    getTracks: (ids) => ids.flatMap((id) => byId.get(id) ?? []),
  };
};

const push = (map: Map<string, Track[]>, key: string, track: Track): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [track]);
  else list.push(track);
};

const listTitles = (titles: ReadonlyMap<string, readonly Track[]> | undefined): readonly IndexedTitle[] => {
  const listed: IndexedTitle[] = [];
  for (const [titleKey, tracks] of titles ?? []) for (const { id } of tracks) listed.push({ id, titleKey });
  return listed;
};

const findNear = (known: Iterable<string>, wanted: string, limit: number): readonly string[] => {
  const near: { readonly key: string; readonly edits: number }[] = [];
  for (const key of known) {
    const longer = Math.max(key.length, wanted.length);
    if (key === wanted || Math.abs(key.length - wanted.length) > longer * (1 - nearestShare)) continue;
    const edits = distance(key, wanted);
    if (edits <= longer * (1 - nearestShare)) near.push({ key, edits });
  }
  near.sort((a, b) => a.edits - b.edits || (a.key < b.key ? -1 : 1));
  return near.slice(0, limit).map(({ key }) => key);
};
