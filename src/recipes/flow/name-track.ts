import type { Track } from '../../core/track.ts';

/** `"Title" by Artist`, for reasons; undefined = it is gone. */
export const nameTrack = (track: Pick<Track, 'title' | 'artist'> | undefined): string =>
  track === undefined ? 'another' : `"${track.title}" by ${track.artist}`;
