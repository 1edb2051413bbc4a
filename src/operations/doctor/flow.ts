import { resolveTagNames, type UnknownName } from '../../core/flow/tag-names.ts';
import { needsPlace } from '../../core/flow/timetable.ts';
import type { Criteria, FlowPlan } from '../../core/flow/window.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { Library, TagKind } from '../../library/library.ts';
import { isFlow } from '../flow/flow-moment.ts';
import type { Home, House } from '../house.ts';
import { doubtful, fine, type Check, type Finding } from './check.ts';

/** Flows as far as they can be wrong without failing: words the library does not know, a home that does not answer. */
export const checkFlows = ({ recipes, library, home, config }: House): readonly Check[] => {
  const flows = recipes.filter((recipe) => recipe.enabled && isFlow(recipe));
  if (flows.length === 0) return [];
  return [
    { name: 'Flow words', ...checkWords(flows, library) },
    { name: 'Home', ...checkHome(flows, home, config.homeRules.length > 0) },
  ];
};

const planOf = (recipe: Recipe): FlowPlan => recipe.options as unknown as FlowPlan;

const listed: readonly (readonly ['genres' | 'styles' | 'moods' | 'labels', TagKind])[] = [
  ['genres', 'genre'],
  ['styles', 'style'],
  ['moods', 'mood'],
  ['labels', 'label'],
];

const checkWords = (flows: readonly Recipe[], library: Library): Finding => {
  if (library.getLastSync() === undefined)
    return doubtful(
      'The words of the windows were not compared, as the library was never read.',
      'Run "harmoniq sync".',
    );
  const unknown = flows.flatMap((flow) =>
    planOf(flow).windows.flatMap((window) =>
      [window.include, window.exclude].flatMap((criteria) =>
        findUnknown(criteria, library).map((sentence) => `${window.name}: ${sentence}`),
      ),
    ),
  );
  if (unknown.length === 0) return fine('The library knows every genre, style, mood and label that the windows name.');
  return doubtful(
    [...new Set(unknown)].join(' '),
    'Mend the names in TIME_WINDOWS; a name that the library does not know matches nothing.',
  );
};

const findUnknown = (criteria: Criteria, library: Library): readonly string[] =>
  listed.flatMap(([list, kind]) => {
    if (criteria[list].length === 0) return [];
    return resolveTagNames(criteria[list], library.listTags(kind)).unknown.map((tag) => describe(tag, kind));
  });

const describe = ({ wanted, suggestions }: UnknownName, kind: TagKind): string =>
  `There is no ${kind} "${wanted}"${suggestions.length === 0 ? '.' : `; near it are ${suggestions.join(', ')}.`}`;

const checkHome = (flows: readonly Recipe[], home: Home, hasRules: boolean): Finding => {
  if (home.missingEntities.length > 0)
    return doubtful(
      `Home Assistant has no ${home.missingEntities.join(', ')}.`,
      'Mend the entity ids in HOME_RULES; a rule about an entity that is not there never speaks.',
    );
  if (hasRules && home.connected === undefined)
    return doubtful(
      'HOME_RULES are set, but nobody listens to Home Assistant.',
      'Set HASS_URL and HASS_TOKEN; the add-on needs neither.',
    );
  if (home.place === undefined && flows.some((flow) => needsPlace(planOf(flow).windows)))
    return doubtful(
      'A window follows the sun, but nobody told where the house stands, so sunrise counts as 7:00 and sunset as 19:00.',
      'Set LATITUDE and LONGITUDE, or connect Home Assistant, which knows.',
    );
  return fine(home.connected === true ? 'Home Assistant is heard.' : 'Nothing is wrong with what the flows need.');
};
