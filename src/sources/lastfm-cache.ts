import type { z } from 'zod';
import { HarmoniqError, describeError } from '../lib/errors.ts';
import type { Logger } from '../lib/logger.ts';
import type { SourceCache } from './source.ts';

const hourMs = 3_600_000;

/** How long an answer counts as fresh. */
export const lifetimes = {
  chart: 6 * hourMs,
  user: hourMs / 2,
  artist: 7 * 24 * hourMs,
  tag: 7 * 24 * hourMs,
} as const;

export interface CachedCall<Value> {
  readonly key: string;
  readonly lifetimeMs: number;
  /** Proves that what lies on the disk still has today's shape. */
  readonly schema: z.ZodType<Value>;
  /** May an expired answer stand in when the service is dead? Not where the answer is the news itself. */
  readonly staleIfError: boolean;
  load(): Promise<Value>;
}

/** Serves from the cache while fresh; else asks, and keeps the answer. An unreadable entry counts as absent. */
export const createCachedCalls =
  (cache: SourceCache, logger: Logger) =>
  async <Value>(call: CachedCall<Value>): Promise<Value> => {
    const entry = cache.get(call.key);
    const kept = entry === undefined ? undefined : call.schema.safeParse(entry.value);
    if (entry?.fresh === true && kept?.success === true) return kept.data;
    try {
      const value = await call.load();
      cache.set(call.key, value, call.lifetimeMs);
      return value;
    } catch (error) {
      const mayStandIn = call.staleIfError && error instanceof HarmoniqError && kept?.success === true;
      if (!mayStandIn) throw error;
      logger.debug({ reason: describeError(error) }, 'An older answer of Last.fm was used');
      return kept.data;
    }
  };
