import type { SourceCache } from '../../src/sources/source.ts';

/** A SourceCache in memory whose clock the test turns. Values pass through JSON, as on disk. */
export const createMemorySourceCache = (): SourceCache & { advance(ms: number): void; keys(): readonly string[] } => {
  const entries = new Map<string, { readonly json: string; readonly expiresAtMs: number }>();
  let nowMs = 0;
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      return { value: JSON.parse(entry.json) as unknown, fresh: nowMs < entry.expiresAtMs };
    },
    set(key, value, lifetimeMs) {
      entries.set(key, { json: JSON.stringify(value), expiresAtMs: nowMs + lifetimeMs });
    },
    advance(ms) {
      nowMs += ms;
    },
    keys: () => [...entries.keys()],
  };
};
