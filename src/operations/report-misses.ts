import type { Candidate, Miss } from '../core/candidate.ts';
import { toOneLine } from '../lib/one-line.ts';
import type { House } from './house.ts';
import { writeMissingFiles } from './missing-files.ts';

type Names = Pick<Candidate, 'artist' | 'title'>;
const toKey = ({ artist, title }: Names): string => `${artist}\u0000${title}`.toLowerCase();

/** Remembers what the recipe could not find, names it in the log and brings the files up to date. */
export const reportMisses = async (house: House, recipeId: string, misses: readonly Miss[]): Promise<void> => {
  const known = house.library.listMissing();
  house.library.saveMisses(recipeId, misses, house.clock.now());
  logMisses(house, recipeId, misses, new Set(known.map(toKey)));
  const count = house.library.listMissing().length;
  if (count !== known.length) house.events.emit('missing-changed', { count });
  await writeMissingFiles(house);
};

/** One line per track; what was missing the last time too is no news. */
const logMisses = (house: House, recipe: string, misses: readonly Miss[], known: ReadonlySet<string>): void => {
  for (const { candidate, reason } of misses) {
    const level = known.has(toKey(candidate)) ? 'debug' : 'info';
    const line = `Track not found in Plex: ${toOneLine(candidate.artist)} - ${toOneLine(candidate.title)}`;
    house.logger[level]({ recipe, reason }, line);
  }
};
