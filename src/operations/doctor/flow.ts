import { findLostWindows } from '../../config/lost-windows.ts';
import type { Config } from '../../config/schema.ts';
import { createTagBooks, describeUnknown, resolveCriteria, type TagBooks } from '../../core/flow/resolve-criteria.ts';
import { needsPlace } from '../../core/flow/timetable.ts';
import type { HomeRule } from '../../core/flow/home-rule.ts';
import { noCriteria, type Criteria } from '../../core/flow/window.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { Library } from '../../library/library.ts';
import { isFlow, planOf } from '../../core/flow/flow-recipe.ts';
import type { Home, House } from '../house.ts';
import { doubtful, fine, type Check, type Finding } from './check.ts';

/** Flows as far as they can be wrong without failing: words the library does not know, a sun without a place. */
export const checkFlows = ({ recipes, library, home, config }: House): readonly Check[] => {
  const flows = recipes.filter((recipe) => recipe.enabled && isFlow(recipe));
  if (flows.length === 0) return [];
  return [
    { name: 'Flow words', ...checkWords(flows, config.homeRules, library) },
    ...checkRules(config),
    ...checkSun(flows, home),
  ];
};

const checkRules = (config: Config): readonly Check[] => {
  const { homeRules } = config;
  if (homeRules.length === 0) return [];
  const name = 'Home rules';
  const lost = findLostWindows(config).map(
    ({ index, fact }) => `${nameRule(homeRules[index]?.name, index)} ${fact.replace(/([^?])$/, '$1.')}`,
  );
  if (lost.length === 0) return [{ name, ...fine('Every window that the rules ask for exists.') }];
  return [
    {
      name,
      ...doubtful(
        lost.join(' '),
        'Mend the name in HOME_RULES, or give a flow such a window; until then the rule changes nothing.',
      ),
    },
  ];
};

const nameRule = (name: string | undefined, index: number): string => `home_rules ${name ?? `no. ${index + 1}`}`;

const checkWords = (flows: readonly Recipe[], rules: readonly HomeRule[], library: Library): Finding => {
  if (library.getLastSync() === undefined)
    return doubtful(
      'The words of the windows were not compared, as the library was never read.',
      'Run "harmoniq sync".',
    );
  const books = createTagBooks((kind) => library.listTags(kind));
  const named = [
    ...flows.flatMap((flow) =>
      planOf(flow).windows.flatMap(({ name, include, exclude }) => [
        { name, criteria: include },
        { name, criteria: exclude },
      ]),
    ),
    ...rules.map(({ name, moods, genres }, at) => ({
      name: nameRule(name, at),
      criteria: { ...noCriteria, moods, genres },
    })),
  ];
  const unknown = named.flatMap(({ name, criteria }) =>
    findUnknown(criteria, books).map((sentence) => `${name}: ${sentence}`),
  );
  if (unknown.length === 0)
    return fine('The library knows every genre, style, mood and label that windows and rules name.');
  return doubtful(
    [...new Set(unknown)].join(' '),
    'Mend the names in TIME_WINDOWS, in the windows of your own flows or in HOME_RULES; a name that the library does not know matches nothing.',
  );
};

const findUnknown = (criteria: Criteria, books: TagBooks): readonly string[] =>
  resolveCriteria(criteria, books).flatMap(({ list, unknown }) => unknown.map((name) => describeUnknown(list, name)));

const checkSun = (flows: readonly Recipe[], home: Home): readonly Check[] => {
  if (!flows.some((flow) => needsPlace(planOf(flow).windows))) return [];
  const name = 'Place of the sun';
  if (home.place !== undefined) return [{ name, ...fine('Known.') }];
  return [
    {
      name,
      ...doubtful(
        'A window follows the sun, and LATITUDE and LONGITUDE are not set.',
        'Set them, unless the service learns the place from Home Assistant; without either, sunrise counts as 7:00 and sunset as 19:00.',
      ),
    },
  ];
};
