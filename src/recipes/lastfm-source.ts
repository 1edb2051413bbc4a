import { HarmoniqError } from '../lib/errors.ts';
import type { LastfmSource, SourceTrack, Sources } from '../sources/source.ts';

/** The wired Last.fm. Recipes without a key are switched off before they run, so its absence is a slip of the caller. */
export const requireLastfm = (sources: Sources): LastfmSource => {
  if (sources.lastfm !== undefined) return sources.lastfm;
  throw new HarmoniqError('unauthorized', 'There is no Last.fm API key.', {
    service: 'Last.fm',
    hint: 'Set LASTFM_API_KEY; a key can be made at https://www.last.fm/api/account/create.',
  });
};

/** Two spellings of one song that differ in case alone are one. */
export const toSongKey = (track: Pick<SourceTrack, 'artist' | 'title'>): string =>
  `${track.artist.toLowerCase()}\u0000${track.title.toLowerCase()}`;
