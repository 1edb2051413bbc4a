import { findLostWindows } from '../../config/lost-windows.ts';
import type { Config } from '../../config/schema.ts';
import { needsPlace } from '../../core/flow/timetable.ts';
import type { Recipe } from '../../core/recipe.ts';
import { isFlow, planOf } from '../../core/flow/flow-recipe.ts';
import type { Home, House } from '../house.ts';
import { doubtful, fine, type Check } from './check.ts';
import { checkFlowWords } from './flow-words.ts';
import { nameRule } from './name-rule.ts';

/** Flows as far as they can be wrong without failing: words the library does not know, a sun without a place. */
export const checkFlows = (house: House): readonly Check[] => {
  const flows = house.recipes.filter((recipe) => recipe.enabled && isFlow(recipe));
  if (flows.length === 0) return [];
  return [...checkFlowWords(house), ...checkRules(house.config), ...checkSun(flows, house.home)];
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

const checkSun = (flows: readonly Recipe[], home: Home): readonly Check[] => {
  if (!flows.some((flow) => needsPlace(planOf(flow).windows))) return [];
  const name = 'Place of the sun';
  if (home.place !== undefined) return [{ name, ...fine('Known.') }];
  return [
    {
      name,
      ...doubtful(
        'A window follows the sun, and LATITUDE and LONGITUDE are not set.',
        'Set them, unless the service learns the place from Home Assistant; without either, sunrise counts as 07:00 and sunset as 19:00.',
      ),
    },
  ];
};
