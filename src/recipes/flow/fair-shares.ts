import type { TrackId } from '../../core/track.ts';
import type { Library, PoolQuery } from '../../library/library.ts';
import { breathe } from './breathe.ts';
import type { ReadCriteria, ReadPart } from './criteria.ts';
import { narrow } from './pool-query.ts';

/** A name that is so much rarer than the commonest of its list weighs no more than this. */
const mostFactor = 6;
/** Less is not worth a question. */
const leastFactor = 1.25;
/** Who names more than this wants a mixture, not each of them. */
const mostNames = 16;

/** The part of the pool that was looked at. */
interface Looked {
  readonly total: number;
  readonly tracks: number;
}

/**
 * Factors for tracks of the rarer names of a list, so that one mood of many does not take the whole list: a name with n tracks weighs as the root of n. Only what
 * the pool's own sample holds is asked for.
 */
export const findFairShares = async (
  library: Pick<Library, 'findPool' | 'findPoolIds'>,
  { include }: Pick<ReadCriteria, 'include'>,
  query: PoolQuery,
  looked: Looked,
  signal: AbortSignal,
): Promise<ReadonlyMap<TrackId, number>> => {
  const factors = new Map<TrackId, number>();
  for (const { parts } of include) {
    if (parts.length < 2 || parts.length > mostNames) continue;
    await breathe(signal);
    weighNames(library, parts, query, looked).forEach((factor, id) => {
      factors.set(id, (factors.get(id) ?? 1) * factor);
    });
  }
  return factors;
};

const weighNames = (
  { findPool, findPoolIds }: Pick<Library, 'findPool' | 'findPoolIds'>,
  parts: readonly ReadPart[],
  query: PoolQuery,
  { total, tracks }: Looked,
): ReadonlyMap<TrackId, number> => {
  const sizes = parts.map((part) => ({ part, size: findPool({ ...narrow(query, part), most: 0 }).total }));
  const commonest = Math.max(...sizes.map(({ size }) => size));
  const factors = new Map<TrackId, number>();
  for (const { part, size } of sizes) {
    const factor = size === 0 ? 1 : Math.min(mostFactor, Math.sqrt(commonest / size));
    if (factor < leastFactor) continue;
    const expected = Math.ceil(size * Math.min(1, tracks / total) * sparing) + 50;
    for (const id of findPoolIds({ ...narrow(query, part), most: expected }))
      factors.set(id, Math.max(factor, factors.get(id) ?? 1));
  }
  return factors;
};

/** A sample holds of a name what it holds of all, give or take. */
const sparing = 1.2;
