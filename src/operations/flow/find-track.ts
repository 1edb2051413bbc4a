import type { Recipe } from '../../core/recipe.ts';
import type { Track } from '../../core/track.ts';
import { HarmoniqError } from '../../lib/errors.ts';
import type { ListeningSession } from '../../servers/server.ts';
import { createRunMatcher } from '../choose-tracks.ts';
import type { House } from '../house.ts';

/** The track that a wish is about: the one named, else the one being played. Throws `not-found`. */
export const findMeantTrack = (
  house: House,
  recipe: Recipe,
  named: string | undefined,
  signal: AbortSignal,
): Promise<Track> =>
  named === undefined ? findPlayingTrack(house, recipe, signal) : findTrack(house, recipe, named, signal);

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

/** What is being played now; of several players the one that plays this flow's list. Throws `not-found` when nobody plays. */
const findPlayingTrack = async (house: House, recipe: Recipe, signal: AbortSignal): Promise<Track> => {
  const sessions = await house.server.listSessions(signal);
  const list = new Set(house.library.flow.getLastList(recipe.id)?.tracks);
  const rank = ({ state, trackId }: ListeningSession): number =>
    (list.has(trackId) ? 2 : 0) + (state === 'playing' ? 1 : 0);
  const found = [...sessions]
    .sort((a, b) => rank(b) - rank(a))
    .map(({ trackId }) => house.library.getTrack(trackId))
    .find((track) => track !== undefined);
  if (found !== undefined) return found;
  throw new HarmoniqError('not-found', 'Nothing from the library is being played now.', {
    hint: 'Start a track, or name one.',
  });
};
