import type { Given, Problem } from './given.ts';
import { toEnvName, type OptionName } from './schema.ts';
import { toWhere, toWritten } from './sentences.ts';

/** How each option got its value; empty for defaults. */
export type Winners = ReadonlyMap<OptionName, Given>;

/** What is wrong with an option only beside another one. `fact` goes on behind its name and place. */
export const conflict = (
  winners: Winners,
  option: OptionName,
  path: readonly (string | number)[],
  fact: string,
): Problem => {
  const given = winners.get(option);
  const written = given === undefined ? toEnvName(option) : toWritten(given, path);
  const where = given === undefined ? 'default' : toWhere(given, path);
  return {
    kind: 'conflict',
    option: written,
    where,
    message: `${written} (${where}) ${fact.replace(/([^?])$/, '$1.')}`,
  };
};
