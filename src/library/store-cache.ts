import type { Database } from 'better-sqlite3';
import type { SourceCache } from '../sources/source.ts';

export interface CacheOptions {
  readonly now: () => number;
  /** All answers together, in bytes of JSON. */
  readonly limitBytes?: number | undefined;
}

const defaultLimitBytes = 32 * 1024 * 1024;

/** Answers of outside services. Expired ones stay, for the day the service is dead, until newer ones need the room: oldest go first. */
export const createCacheStore = (database: Database, options: CacheOptions): SourceCache => {
  const limitBytes = options.limitBytes ?? defaultLimitBytes;
  const get = database.prepare<[string], { value: string; expiresAt: number; savedAt: number }>(
    'SELECT value, expires_at AS expiresAt, saved_at AS savedAt FROM source_cache WHERE key = ?',
  );
  const set = database.prepare('INSERT OR REPLACE INTO source_cache VALUES (?, ?, ?, ?, ?)');
  const remove = database.prepare<[string]>('DELETE FROM source_cache WHERE key = ?');
  const total = database.prepare<[], number>('SELECT coalesce(sum(size), 0) FROM source_cache').pluck();
  const oldest = database.prepare<[], { key: string; size: number }>(
    'SELECT key, size FROM source_cache ORDER BY saved_at LIMIT 50',
  );

  const shrink = (): void => {
    let excess = (total.get() ?? 0) - limitBytes;
    while (excess > 0) {
      const rows = oldest.all();
      if (rows.length === 0) return;
      for (const { key, size } of rows) {
        if (excess <= 0) return;
        remove.run(key);
        excess -= size;
      }
    }
  };

  const save = (key: string, text: string, lifetimeMs: number): void => {
    const now = options.now();
    set.run(key, text, Buffer.byteLength(text) + key.length, now, now + lifetimeMs);
    shrink();
  };
  const saveWhole = database.transaction(save);

  return {
    get(key) {
      const row = get.get(key);
      if (row === undefined) return undefined;
      // A clock that jumped back must not make an answer fresh for years.
      const now = options.now();
      return { value: JSON.parse(row.value) as unknown, fresh: now < row.expiresAt && now >= row.savedAt - 60_000 };
    },
    set(key, value, lifetimeMs) {
      const text = JSON.stringify(value) as string | undefined;
      if (text === undefined || text.length > limitBytes / 4) return;
      saveWhole.immediate(key, text, lifetimeMs);
    },
  };
};
