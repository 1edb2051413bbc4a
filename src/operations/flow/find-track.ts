import type { Recipe } from '../../core/recipe.ts';
import type { Track } from '../../core/track.ts';
import { HarmoniqError } from '../../lib/errors.ts';
import { createRunMatcher } from '../choose-tracks.ts';
import type { House } from '../house.ts';

/** The track meant by an id or by "artist - title". Throws `not-found`. */
export const findTrack = async (house: House, recipe: Recipe, wanted: string, signal: AbortSignal): Promise<Track> => {
  const byId = house.library.getTrack(wanted);
  if (byId !== undefined) return byId;
  const matcher = await createRunMatcher(house, recipe, signal);
  for (const [artist, title] of listReadings(wanted)) {
    const { match } = matcher.match({ artist, title, source: 'request', why: 'asked for', weight: 1 });
    if (match !== undefined) return match.track;
  }
  throw new HarmoniqError('not-found', `The library has no track "${wanted}".`, {
    hint: 'Give its id, or artist and title as "artist - title".',
  });
};

/** Every dash between spaces may be the one between artist and title. */
const listReadings = (wanted: string): readonly (readonly [string, string])[] => {
  const parts = wanted.split(/\s+[-–—]\s+/);
  return parts.slice(1).map((_, at) => [parts.slice(0, at + 1).join(' - '), parts.slice(at + 1).join(' - ')] as const);
};
