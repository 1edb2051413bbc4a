import type { Candidate, Miss } from '../core/candidate.ts';
import { toOneLine } from '../lib/one-line.ts';
import type { House } from './house.ts';
import { writeMissingFiles } from './missing-files.ts';

type Names = Pick<Candidate, 'artist' | 'title'>;
const toKey = ({ artist, title }: Names): string => `${artist}\u0000${title}`.toLowerCase();

/** Remembers what the recipe could not find, counts it in the log and brings the files up to date. */
export const reportMisses = async (house: House, recipeId: string, misses: readonly Miss[]): Promise<void> => {
  const known = house.library.listMissing();
  house.library.saveMisses(recipeId, misses, house.clock.now());
  logMisses(house, recipeId, misses, new Set(known.map(toKey)));
  const count = house.library.listMissing().length;
  if (count !== known.length) house.events.emit('missing-changed', { count });
  await writeMissingFiles(house);
};

/** One line for all of them, since a first run may miss hundreds; what was missing the last time too is no news. */
const logMisses = (house: House, recipe: string, misses: readonly Miss[], known: ReadonlySet<string>): void => {
  for (const { candidate, reason } of misses) {
    const line = `Track not found in Plex: ${toOneLine(candidate.artist)} - ${toOneLine(candidate.title)}`;
    house.logger.debug({ recipe, reason }, line);
  }
  const added = misses.filter(({ candidate }) => !known.has(toKey(candidate))).length;
  if (added === 0) return;
  const facts = { recipe, missing: misses.length, new: added, list: 'missing_tracks.csv' };
  house.logger.info(facts, 'Wanted tracks were not found in Plex');
};
