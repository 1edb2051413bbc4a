import { candidateKeys } from '../../core/match/keys.ts';
import type { LibraryIndex } from '../../core/match/library-index.ts';
import { findSimilarTitles } from '../../core/match/similar-titles.ts';
import type { Track } from '../../core/track.ts';
import { toOneLine } from '../../lib/one-line.ts';
import type { Library } from '../../library/library.ts';
import { findNearNames } from '../suggest-names.ts';

/** What somebody wrote, taken apart; the artist is empty where none was named. */
export interface NameReading {
  readonly artist: string;
  readonly title: string;
}

const mostSuggestions = 4;
const mostArtists = 4;
const mostTitles = 12;
const mostCopies = 4;

/** `Low - Words`: as it can be written again. */
const toWritten = ({ artist, title }: Pick<Track, 'artist' | 'title'>): string =>
  `${toOneLine(artist)} - ${toOneLine(title)}`;

/** Tracks that somebody may have meant, the nearest first, at most four. Whoever named only an artist is shown some titles of that one. */
export const suggestTracks = (
  index: LibraryIndex,
  library: Pick<Library, 'findTitlesNear'>,
  readings: readonly NameReading[],
): readonly string[] => {
  const near = readings.flatMap((reading) => {
    const found = [...listOfArtists(index, reading), ...listOfAnybody(index, library, reading)];
    const titles = findNearNames(
      reading.title,
      found.map(({ title }) => title),
    );
    return titles.flatMap((title) => found.filter((track) => track.title === title));
  });
  const others =
    near.length > 0 ? [] : readings.flatMap((reading) => listTracksOf(index, reading.artist || reading.title));
  return [...new Set([...near, ...others].map(toWritten))].slice(0, mostSuggestions);
};

/** Titles like the one that was written, of artists that are called nearly so. */
const listOfArtists = (index: LibraryIndex, reading: NameReading): readonly Track[] => {
  const { artistKeys, titleKeys } = candidateKeys(reading);
  const [first = ''] = artistKeys;
  const keys = [...new Set([...artistKeys, ...index.findArtistsNear(first, mostArtists)])];
  return keys.flatMap((key) => index.getTracks(findSimilarTitles(index.listTitles(key), titleKeys, mostTitles)));
};

const listOfAnybody = (
  index: LibraryIndex,
  library: Pick<Library, 'findTitlesNear'>,
  reading: NameReading,
): readonly Track[] =>
  candidateKeys(reading)
    .titleKeys.flatMap((key) => library.findTitlesNear(key, mostTitles))
    .flatMap((key) => index.findByTitle(key, mostCopies));

const listTracksOf = (index: LibraryIndex, artist: string): readonly Track[] => {
  const [key = ''] = candidateKeys({ artist, title: artist }).artistKeys;
  const titles = index.listTitles(key).slice(0, mostSuggestions);
  return index.getTracks(titles.map(({ id }) => id));
};
