import type { Taste } from '../../core/flow/learn-taste.ts';
import { liesNear } from '../../core/flow/mood-nearness.ts';
import { moodsNear } from '../../core/flow/moods.ts';
import type { Tags } from '../../core/track.ts';
import type { PoolQuery } from '../../library/library.ts';
import { narrow, toClause, toPoolQuery } from './pool-query.ts';
import type { ReadCriteria, ReadList } from './criteria.ts';

/** One way to widen the window's criteria when too few tracks match. */
export interface Breadth {
  /** Part of a sentence: what gave way. */
  readonly said: string;
  readonly lists: readonly Pick<ReadList, 'list' | 'tags' | 'trackIds'>[];
}

const dropped = [
  ['moods', 'the moods no longer counted'],
  ['styles', 'the styles no longer counted'],
  ['tags', 'the tags no longer counted'],
] as const;

/** The steps in their order: near and learned moods beside the window's; then without moods, without styles, without tags. One list always stays. */
export const listBreadths = (criteria: ReadCriteria, taste: Taste): readonly Breadth[] => {
  const breadths: Breadth[] = [];
  let lists: Breadth['lists'] = criteria.include;
  const near = nearMoods(criteria, taste);
  if (near.length > 0) {
    lists = lists.map((own) =>
      own.list === 'moods' ? { ...own, tags: [...own.tags, { kind: 'mood', names: near }] } : own,
    );
    breadths.push({ said: 'moods close to the wanted ones were let in', lists });
  }
  for (const [list, said] of dropped) {
    if (lists.length < 2 || !lists.some((own) => own.list === list)) continue;
    lists = lists.filter((own) => own.list !== list);
    breadths.push({ said, lists });
  }
  return breadths;
};

/** Moods that the library has, of the character of the window's, and those that were learned. */
const nearMoods = ({ include, exclude, books }: ReadCriteria, taste: Taste): readonly string[] => {
  const own = namesOf(include.filter(({ list }) => list === 'moods'));
  if (own.length === 0) return [];
  const unwanted = new Set([...own, ...namesOf(exclude)]);
  const near = moodsNear(own).flatMap((name) => books.book('mood').find(name));
  return [...new Set([...listLearnedNear(own, taste), ...near])].filter((name) => !unwanted.has(name));
};

/** Learned moods of a like character: a habit of the hour must not turn the window into another one. */
const listLearnedNear = (own: readonly string[], taste: Taste): readonly string[] =>
  [...taste.moods.keys()].filter((name) => liesNear([name], own));

const namesOf = (lists: readonly ReadList[]): readonly string[] =>
  lists.flatMap(({ tags }) => tags.flatMap(({ names }) => names));

/** Most of a list that may come in for the habit alone, well below a fifth: the window stays what it says it is. */
export const widenedShare = 0.05;
const mostWidened = 400;

/**
 * Tracks that carry what was learned for the window in place of its own moods (or styles, where it names no moods), and all else that it asks for. Where there is
 * nothing else, only learned moods near to its own. undefined = nothing of the kind was learned, or the window names neither.
 */
export const toWidenedQuery = (
  criteria: ReadCriteria,
  taste: Taste,
  scope: Pick<PoolQuery, 'sectionIds' | 'seed'>,
): PoolQuery | undefined => {
  const own =
    criteria.include.find(({ list }) => list === 'moods') ?? criteria.include.find(({ list }) => list === 'styles');
  if (own === undefined) return undefined;
  const others = criteria.include.filter((list) => list !== own);
  const learned = listLearned(own, taste, others.length > 0);
  if (learned.length === 0) return undefined;
  const base = toPoolQuery(criteria, { ...scope, most: mostWidened }, others);
  const kind = own.list === 'moods' ? 'mood' : 'style';
  const query = narrow(base, { tags: [{ kind, names: learned }], trackIds: [] });
  return { ...query, none: [...query.none, toClause(own)] };
};

/** `held`: another list of the window keeps the tracks within it. */
const listLearned = (own: ReadList, taste: Taste, held: boolean): readonly string[] => {
  if (held) return [...(own.list === 'moods' ? taste.moods : taste.styles).keys()];
  return own.list === 'moods' ? listLearnedNear(namesOf([own]), taste) : [];
};

/** Is a track that only the habit speaks for still like the window? Where no other list holds it, its moods taken together must be near to the wanted ones. */
export const staysNear = ({ include }: ReadCriteria, { moods }: Pick<Tags, 'moods'>): boolean =>
  include.length !== 1 || liesNear(moods, namesOf(include));
