import type { Track } from '../../core/track.ts';

/** `"Title" by Artist`, for reasons, which stand between semicolons: those of a credit become commas. undefined = it is gone. */
export const nameTrack = (track: Pick<Track, 'title' | 'artist'> | undefined): string =>
  track === undefined ? 'another' : `"${track.title}" by ${track.artist.replaceAll(/\s*;\s*/g, ', ')}`;
