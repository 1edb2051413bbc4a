import type { TrackFacts } from '../../core/flow/track-facts.ts';
import { isNobody } from '../../core/match/artist.ts';
import type { TrackId } from '../../core/track.ts';
import type { Library } from '../../library/library.ts';

/** Who stands behind the tracks of a pool, and how often. */
export interface Crowd {
  /** How many tracks share the track's artist; on compilations, its album. */
  sizeOf(facts: TrackFacts): number;
  /** "Various Artists" and its kin are nobody. */
  isSomebody(artistId: string | undefined): boolean;
}

/** From so many tracks on it is worth asking whether the artist is somebody. */
const suspicious = 12;
const mostSuspects = 1_000;

export const createCrowd = (tracks: readonly TrackFacts[], library: Pick<Library, 'getTracks'>): Crowd => {
  const artists = new Map<string, { size: number; readonly example: TrackId }>();
  const albums = new Map<string, number>();
  for (const { id, artistId, albumId } of tracks) {
    if (albumId !== undefined) albums.set(albumId, (albums.get(albumId) ?? 0) + 1);
    if (artistId === undefined) continue;
    const artist = artists.get(artistId);
    if (artist === undefined) artists.set(artistId, { size: 1, example: id });
    else artist.size += 1;
  }
  const suspects = [...artists.values()].filter(({ size }) => size >= suspicious).slice(0, mostSuspects);
  const nobodies = new Set(
    library
      .getTracks(suspects.map(({ example }) => example))
      .filter(({ albumArtist }) => isNobody(albumArtist))
      .map(({ artistId }) => artistId),
  );
  const isSomebody = (artistId: string | undefined): boolean => artistId !== undefined && !nobodies.has(artistId);
  const artistOf = ({ artistId }: TrackFacts) =>
    artistId !== undefined && isSomebody(artistId) ? artists.get(artistId) : undefined;
  return {
    isSomebody,
    sizeOf: (facts) => artistOf(facts)?.size ?? (facts.albumId === undefined ? 1 : (albums.get(facts.albumId) ?? 1)),
  };
};
