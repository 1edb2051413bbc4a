import { existsSync, linkSync, renameSync, rmSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import type { Config } from '../config/schema.ts';
import { nothing } from './inputs.ts';
import { defineOperation } from './operation.ts';

type Paths = Pick<Config, 'dataDir' | 'databasePath'>;

export const findDatabasePath = ({ dataDir, databasePath }: Paths): string =>
  resolve(databasePath ?? join(dataDir, 'harmoniq.db'));

/** `harmoniq.db` → `harmoniq.snapshot.db`. Backups take the snapshot and leave the live file out, which may change while it is read. */
export const findSnapshotPath = (paths: Paths): string => {
  const path = findDatabasePath(paths);
  const ending = extname(path);
  return join(dirname(path), `${basename(path, ending)}.snapshot${ending}`);
};

/** Home Assistant calls this before it packs a backup. */
export const backupPrepare = defineOperation({
  name: 'backup-prepare',
  summary: 'Writes a whole copy of the database for the backup that is about to be made',
  input: nothing,
  mutates: true,
  run: async (house): Promise<{ readonly path: string; readonly bytes: number }> => {
    const path = findSnapshotPath(house.config);
    await house.library.copyTo(path);
    const { size } = statSync(path);
    house.logger.info({ path, bytes: size }, 'Database copied for a backup');
    return { path, bytes: size };
  },
});

/** And this when the backup is packed. */
export const backupFinish = defineOperation({
  name: 'backup-finish',
  summary: 'Removes the copy of the database once the backup has been made',
  input: nothing,
  mutates: true,
  run: async (house): Promise<{ readonly removed: boolean }> => {
    const path = findSnapshotPath(house.config);
    const removed = existsSync(path);
    await rm(path, { force: true });
    return { removed };
  },
});

/**
 * A restored backup holds the snapshot and no live database: the snapshot then becomes the database. To be called before the database is
 * opened; true = it was restored.
 */
export const restoreSnapshot = (paths: Paths): boolean => {
  const database = findDatabasePath(paths);
  const snapshot = findSnapshotPath(paths);
  if (existsSync(database) || !existsSync(snapshot)) return false;
  renameSync(snapshot, database);
  return true;
};

/**
 * Nobody calls the backup hooks of an add-on that is stopped, and the live file stays out of backups: so a closed database is also found under
 * the snapshot's name, as a second name of the same file. To be called when the database has been closed for good. false = there is none, or
 * this file system has no second names.
 */
export const leaveSnapshot = (paths: Paths): boolean => {
  try {
    rmSync(findSnapshotPath(paths), { force: true });
    linkSync(findDatabasePath(paths), findSnapshotPath(paths));
    return true;
  } catch {
    return false;
  }
};

/** Takes the second name away before the database is written to again. */
export const takeBackSnapshot = (paths: Paths): void => {
  if (existsSync(findDatabasePath(paths))) rmSync(findSnapshotPath(paths), { force: true });
};
