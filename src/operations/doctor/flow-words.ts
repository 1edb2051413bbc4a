import { defaultWindows } from '../../core/flow/default-windows.ts';
import { isFlow, planOf } from '../../core/flow/flow-recipe.ts';
import {
  createTagBooks,
  describeStandIn,
  describeUnknown,
  resolveCriteria,
  type ResolvedList,
  type TagBooks,
} from '../../core/flow/resolve-criteria.ts';
import type { HomeRule } from '../../core/flow/home-rule.ts';
import { noCriteria, type Criteria, type Window } from '../../core/flow/window.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { Library } from '../../library/library.ts';
import { describeStranger, findArtists } from '../../recipes/flow/known-artists.ts';
import type { House } from '../house.ts';
import { doubtful, fine, type Check } from './check.ts';
import { nameRule } from './name-rule.ts';

const name = 'Flow words';

/** For each window and rule the words that the library does not know or has something else for; one line where it knows them all. */
export const checkFlowWords = (house: House): readonly Check[] => {
  const { library, recipes, config, sources } = house;
  if (library.getLastSync() === undefined)
    return [
      {
        name,
        ...doubtful(
          'The words of the windows were not compared, as the library was never read.',
          'Run "harmoniq sync".',
        ),
      },
    ];
  const books = createTagBooks((kind) => library.listTags(kind));
  const reader = { library, books, asksListeners: sources.lastfm !== undefined };
  const flows = recipes.filter((recipe) => recipe.enabled && isFlow(recipe));
  const found = [...readFlows(flows, reader), ...readRules(config.homeRules, reader)];
  if (found.length === 0)
    return [
      { name, ...fine('The library knows every genre, style, mood, label and artist that windows and rules name.') },
    ];
  return found.map((sentence, at) =>
    at < found.length - 1 ? { name, state: 'warn', found: sentence } : { name, ...doubtful(sentence, advice) },
  );
};

const advice =
  'Mend the names in TIME_WINDOWS, in the windows of your own flows or in HOME_RULES; a name that the library does not know matches nothing.';

interface Reader {
  readonly library: Library;
  readonly books: TagBooks;
  /** What the library does not know, listeners of Last.fm may. */
  readonly asksListeners: boolean;
}

const readFlows = (flows: readonly Recipe[], reader: Reader): readonly string[] =>
  flows.flatMap((flow) =>
    planOf(flow).windows.flatMap((window) => {
      const lead = flows.length === 1 ? window.name : `${flow.playlistName}, ${window.name}`;
      return join(lead, [...readWindow(window, reader), ...readCriteria(window.exclude, reader)]);
    }),
  );

/** Of the windows that nobody wrote, a mood that a library happens to lack is no fault as long as it has another of them. */
const readWindow = (window: Window, reader: Reader): readonly string[] => {
  const lists = resolveCriteria(window.include, reader.books);
  const isOurs = defaultWindows.some(({ include }) => include === window.include);
  const told = lists.filter(({ tags }) => !isOurs || tags.length === 0);
  return [...told.flatMap((list) => describeList(list, reader)), ...readArtists(window.include, reader)];
};

const readCriteria = (criteria: Criteria, reader: Reader): readonly string[] => [
  ...resolveCriteria(criteria, reader.books).flatMap((list) => describeList(list, reader)),
  ...readArtists(criteria, reader),
];

const readArtists = ({ artists }: Criteria, { library }: Reader): readonly string[] =>
  findArtists(library, artists).unknown.map(describeStranger);

const readRules = (rules: readonly HomeRule[], reader: Reader): readonly string[] =>
  rules.flatMap(({ name: given, moods, genres }, at) =>
    join(nameRule(given, at), readCriteria({ ...noCriteria, moods, genres }, reader)),
  );

const describeList = ({ list, parts, unknown }: ResolvedList, { asksListeners }: Reader): readonly string[] => [
  ...(list === 'tags' && asksListeners ? [] : unknown.map((word) => describeUnknown(list, word))),
  ...parts.filter(({ standsIn }) => standsIn).map((part) => describeStandIn(list, part)),
];

const join = (lead: string, sentences: readonly string[]): readonly string[] =>
  sentences.length === 0 ? [] : [`${lead}: ${[...new Set(sentences)].join(' ')}`];
