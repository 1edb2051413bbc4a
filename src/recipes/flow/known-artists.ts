import type { UnknownName } from '../../core/flow/tag-names.ts';
import { parseCredit } from '../../core/match/artist.ts';
import { keyOf } from '../../core/match/fold.ts';
import type { LibraryIndex } from '../../core/match/library-index.ts';
import type { Library } from '../../library/library.ts';
import { anyTrack } from './pool-query.ts';

/** Tracks looked at for the ways in which a library writes one artist. */
const mostTracks = 300;

export interface KnownArtists {
  /** As the library writes them: "sigur ros" → "Sigur Rós". */
  readonly names: readonly string[];
  readonly unknown: readonly UnknownName[];
}

/** The artists somebody named, in the library's own spelling. Those whom no index of names holds, "Various Artists" for one, are asked for as they are. */
export const findArtists = (
  { index, findPool }: Pick<Library, 'index' | 'findPool'>,
  wanted: readonly string[],
): KnownArtists => {
  const names = new Set<string>();
  const unknown: UnknownName[] = [];
  for (const name of wanted) {
    const found = spell(index, keyOf(name));
    const spelt = found.length === 0 && findPool({ ...anyTrack, artists: [name] }).total > 0 ? [name] : found;
    if (spelt.length === 0) unknown.push({ wanted: name, suggestions: suggest(index, keyOf(name)) });
    for (const written of spelt) names.add(written);
  }
  return { names: [...names], unknown };
};

/** `The library knows no artist "Lwo"; did you mean "Low"?` */
export const describeStranger = ({ wanted, suggestions }: UnknownName): string =>
  suggestions.length === 0
    ? `The library knows no artist "${wanted}".`
    : `The library knows no artist "${wanted}"; did you mean ${suggestions.map((name) => `"${name}"`).join(' or ')}?`;

const spell = (index: LibraryIndex, key: string): readonly string[] => {
  if (key === '') return [];
  const ids = index.listTitles(key).slice(0, mostTracks);
  const tracks = index.getTracks(ids.map(({ id }) => id));
  const written = new Set(tracks.flatMap(({ artist, albumArtist }) => [artist, albumArtist]));
  return [...written].filter((name) => parseCredit(name).keys.includes(key));
};

const suggest = (index: LibraryIndex, key: string): readonly string[] =>
  key === ''
    ? []
    : index
        .findArtistsNear(key, 3)
        .flatMap((near) => spell(index, near).slice(0, 1))
        .slice(0, 3);
