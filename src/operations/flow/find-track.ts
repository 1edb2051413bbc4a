import { candidateKeys, songKeyOf } from '../../core/match/keys.ts';
import type { LibraryIndex } from '../../core/match/library-index.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { Track } from '../../core/track.ts';
import { HarmoniqError } from '../../lib/errors.ts';
import { chooseIndex, createRunMatcher } from '../choose-tracks.ts';
import type { House } from '../house.ts';
import { suggestTracks, type NameReading } from './suggest-tracks.ts';

/** The track meant by an id, by "artist - title", or by a title that only one song has. Throws `not-found` and names what is near. */
export const findTrack = async (house: House, recipe: Recipe, wanted: string, signal: AbortSignal): Promise<Track> => {
  const byId = house.library.getTrack(wanted);
  if (byId !== undefined) return byId;
  const matcher = await createRunMatcher(house, recipe, signal);
  const readings = listReadings(wanted);
  for (const reading of readings) {
    const { match } = matcher.match({ ...reading, source: 'request', why: 'asked for', weight: 1 });
    if (match !== undefined) return match.track;
  }
  const index = await chooseIndex(house, recipe, signal);
  const titled = findByTitle(index, wanted);
  const [only] = titled;
  if (only !== undefined && new Set(titled.map(songKeyOf)).size === 1) return only;
  throw describeUnknown(house, index, wanted, readings);
};

const mostOfOneTitle = 50;

const findByTitle = (index: LibraryIndex, title: string): readonly Track[] =>
  candidateKeys({ artist: '', title }).titleKeys.flatMap((key) => index.findByTitle(key, mostOfOneTitle));

const describeUnknown = (
  { library }: House,
  index: LibraryIndex,
  wanted: string,
  readings: readonly NameReading[],
): HarmoniqError => {
  const tried = readings.length > 0 ? readings : [{ artist: '', title: wanted }];
  const near = suggestTracks(index, library, tried);
  const hint =
    near.length > 0
      ? `Did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`
      : 'Give its id, or artist and title as "artist - title".';
  return new HarmoniqError('not-found', `The library has no track "${wanted}".`, { hint });
};

/** Each costs a look through the library; no artist has more dashes in the name. */
const mostReadings = 4;

/** Every dash between spaces may be the one between artist and title. */
const listReadings = (wanted: string): readonly NameReading[] => {
  const parts = wanted.split(/\s+[-–—]\s+/);
  return parts.slice(1, mostReadings + 1).map((_, at) => ({
    artist: parts.slice(0, at + 1).join(' - '),
    title: parts.slice(at + 1).join(' - '),
  }));
};
