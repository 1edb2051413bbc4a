import type { Database } from 'better-sqlite3';

/**
 * Indexes whose entries come in random order. Kept up row by row, each transaction of a first load would touch (and log) hundreds of their pages; made at
 * the end in one sorted go they cost a fraction. Each stands in the schema as well.
 */
const deferred: readonly { readonly name: string; readonly on: string }[] = [
  { name: 'tracks_by_guid', on: 'tracks (guid) WHERE guid IS NOT NULL' },
  { name: 'tracks_by_mb_track', on: 'tracks (mb_track_id) WHERE mb_track_id IS NOT NULL' },
  { name: 'track_keys_by_title', on: 'track_keys (title_key)' },
  { name: 'track_tags_by_tag', on: 'track_tags (tag)' },
];

export const dropDeferredIndexes = (database: Database): void => {
  database.exec(deferred.map(({ name }) => `DROP INDEX IF EXISTS ${name};`).join(' '));
};

export const areIndexesComplete = (database: Database): boolean => {
  const names = deferred.map(({ name }) => `'${name}'`).join(', ');
  const found = database.prepare(`SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name IN (${names})`);
  return found.pluck().get() === deferred.length;
};

/** Makes those that are missing; blocks the thread it runs on. */
export const makeDeferredIndexes = (database: Database): void => {
  for (const { name, on } of deferred) database.exec(`CREATE INDEX IF NOT EXISTS ${name} ON ${on};`);
};
