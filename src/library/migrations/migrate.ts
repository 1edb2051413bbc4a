import type { Database } from 'better-sqlite3';
import { HarmoniqError } from '../../lib/errors.ts';

/** One step of the schema. Once released it never changes: the next change is the next version. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/**
 * Brings the file to the newest schema, each step in its own transaction, and returns the names of the steps taken. Throws `internal` for a file
 * of a newer Harmoniq, which stays untouched.
 */
export const migrate = (database: Database, migrations: readonly Migration[]): readonly string[] => {
  const newest = migrations.at(-1)?.version ?? 0;
  const taken: string[] = [];
  const step = database.transaction((migration: Migration) => {
    // Read again under the write lock: another process may have migrated meanwhile.
    if (readVersion(database) >= migration.version) return;
    database.exec(migration.sql);
    database.pragma(`user_version = ${migration.version}`);
    taken.push(migration.name);
  });
  refuseNewer(readVersion(database), newest, database.name);
  for (const migration of migrations) {
    if (readVersion(database) < migration.version) step.immediate(migration);
  }
  return taken;
};

export const readVersion = (database: Database): number => Number(database.pragma('user_version', { simple: true }));

const refuseNewer = (found: number, newest: number, path: string): void => {
  if (found <= newest) return;
  throw new HarmoniqError(
    'internal',
    `The database ${path} was written by a newer Harmoniq (schema ${found}; this version knows ${newest}).`,
    { hint: 'Install that version again, or restore the backup made before the update. The file was not changed.' },
  );
};
