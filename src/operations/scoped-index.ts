import type { LibraryIndex } from '../core/match/library-index.ts';
import type { Track } from '../core/track.ts';

/** The same index, blind to every track outside the given libraries. */
export const scopeIndex = (index: LibraryIndex, sectionIds: ReadonlySet<string>): LibraryIndex => {
  const keep = (tracks: readonly Track[]): readonly Track[] =>
    tracks.filter(({ sectionId }) => sectionIds.has(sectionId));
  return {
    findByArtistAndTitle: (artistKey, titleKey) => keep(index.findByArtistAndTitle(artistKey, titleKey)),
    listTitles(artistKey) {
      const titles = index.listTitles(artistKey);
      const inside = new Set(keep(index.getTracks(titles.map(({ id }) => id))).map(({ id }) => id));
      return titles.filter(({ id }) => inside.has(id));
    },
    findArtistsNear: (artistKey, limit) => index.findArtistsNear(artistKey, limit),
    findByTitle: (titleKey, limit) => keep(index.findByTitle(titleKey, limit)),
    findByMbTrackId: (mbTrackId) => keep(index.findByMbTrackId(mbTrackId)),
    getTracks: (ids) => keep(index.getTracks(ids)),
  };
};
