import { createTrack, type Track } from '../../src/core/track.ts';
import type { FakeSection } from './fake-music-server.ts';

const day0 = Date.parse('2025-01-01T00:00:00Z');
const tracksPerAlbum = 10;
const albumsPerArtist = 3;

/** The track of this number: ten to an album, three albums to an artist. */
export const makeTrack = (number: number, facts: Partial<Track> = {}): Track => {
  const album = Math.floor(number / tracksPerAlbum);
  const artist = Math.floor(album / albumsPerArtist);
  return createTrack({
    id: String(100_000 + number),
    sectionId: '1',
    title: `Song ${number}`,
    artist: `Artist ${artist}`,
    album: `Album ${album}`,
    artistId: String(10_000 + artist),
    albumId: String(20_000 + album),
    guid: `fake://track/${number}`,
    discNumber: 1,
    trackNumber: (number % tracksPerAlbum) + 1,
    year: 2000 + (album % 25),
    durationMs: 180_000 + number,
    addedAtMs: day0 + number,
    updatedAtMs: day0 + number,
    bitrateKbps: 320,
    filePath: `/music/Artist ${artist}/Album ${album}/${number}.flac`,
    albumArtist: `Artist ${artist}`,
    ...facts,
  });
};

/** A section with that many tracks and the albums and artists they need. */
export const makeSection = (trackCount: number, facts: Partial<FakeSection> = {}): FakeSection => {
  const id = facts.id ?? '1';
  const tracks = Array.from({ length: trackCount }, (_, number) => makeTrack(number, { sectionId: id }));
  return {
    id,
    title: 'Music',
    contentChangedAtMs: day0,
    scanning: false,
    tags: new Map(),
    ...shelves(tracks),
    ...facts,
  };
};

/** The albums and artists that these tracks name. */
export const shelves = (tracks: readonly Track[]): Pick<FakeSection, 'artists' | 'albums' | 'tracks'> => {
  const albums = new Map(tracks.map((track) => [track.albumId, track]));
  const artists = new Map(tracks.map((track) => [track.artistId, track]));
  return {
    tracks: [...tracks],
    albums: [...albums.values()].map((track) => ({
      id: track.albumId ?? '',
      sectionId: track.sectionId,
      title: track.album,
      artistId: track.artistId,
      artistName: track.albumArtist,
      year: track.year,
      guid: `fake://album/${track.albumId ?? ''}`,
      updatedAtMs: day0,
    })),
    artists: [...artists.values()].map((track) => ({
      id: track.artistId ?? '',
      sectionId: track.sectionId,
      name: track.albumArtist,
      guid: `fake://artist/${track.artistId ?? ''}`,
      updatedAtMs: day0,
    })),
  };
};
