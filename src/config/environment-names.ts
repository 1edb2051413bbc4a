import { distance } from 'fastest-levenshtein';
import { listOptions } from './schema.ts';

/** Part of the product's fixed vocabulary, read by rooms that are built later: accepted in silence, so that one `.env` serves every version. */
const laterNames = [
  'LISTENBRAINZ_USER_TOKEN',
  'LISTENBRAINZ_URL',
  'ENABLE_LISTENBRAINZ_RECS',
  'PLAYLIST_NAME_LISTENBRAINZ_RECS',
  'PLAYLIST_SIZE_LISTENBRAINZ_RECS',
  'DISCORD_TOKEN',
  'DISCORD_API_URL',
  'TAUTULLI_URL',
  'TAUTULLI_API_KEY',
  'MUSICBRAINZ_USER_AGENT',
  'MUSICBRAINZ_URL',
  'COVERART_URL',
  'DISCOGS_TOKEN',
  'DISCOGS_URL',
  'GOOGLE_API_KEY',
  'GOOGLE_BASE_URL',
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_BASE_URL',
  'DEFAULT_AI_PROVIDER',
  'DEFAULT_EMBEDDING_PROVIDER',
] as const;

/** `ENABLE_CUSTOM_1`, `PLAYLIST_NAME_CUSTOM_2` … count up without end. */
const laterPattern = /^(ENABLE|PLAYLIST_NAME|PLAYLIST_SIZE)_CUSTOM_[1-9]\d*$/;

export const isLaterName = (name: string): boolean =>
  laterPattern.test(name) || (laterNames as readonly string[]).includes(name);

/** Every environment name that means something to Harmoniq now. */
export const listEnvironmentNames = (): readonly string[] =>
  listOptions()
    .filter((info) => info.only !== 'file')
    .flatMap((info) => [info.env, ...(info.aliases ?? [])]);

/** The one of `known` that is most like the word; undefined when none is close enough to be meant. Case, dashes and underscores do not count. */
export const findNearest = (word: string, known: readonly string[]): string | undefined => {
  const plain = simplify(word);
  let best: { readonly name: string; readonly edits: number } | undefined;
  for (const name of known) {
    const edits = distance(plain, simplify(name));
    if (best === undefined || edits < best.edits) best = { name, edits };
  }
  return best !== undefined && best.edits <= Math.max(1, Math.floor(plain.length / 4)) ? best.name : undefined;
};

/** Names that are probably a slip of one of ours, each with the one that is meant. */
export const findSlips = (names: readonly string[]): readonly { readonly name: string; readonly meant: string }[] => {
  const known: readonly string[] = [...listEnvironmentNames(), ...laterNames];
  return names
    .filter((name) => name.length >= 6 && !known.includes(name) && !isLaterName(name))
    .flatMap((name) => {
      const meant = findSlipped(name, known);
      return meant === undefined ? [] : [{ name, meant }];
    });
};

/** Stricter than for files: the environment is full of words that are none of our business. */
const findSlipped = (name: string, known: readonly string[]): string | undefined =>
  known.find((ours) => {
    const [left, right] = [simplify(name), simplify(ours)];
    const [first, second] = [left.slice(0, 2), right.slice(0, 2)];
    return (
      left === right || (first === second && left.length >= 7 && distance(left, right) <= (right.length >= 12 ? 2 : 1))
    );
  });

const simplify = (name: string): string => name.toLowerCase().replace(/[_-]/g, '');
