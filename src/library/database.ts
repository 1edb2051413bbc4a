import { dirname } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { HarmoniqError } from '../lib/errors.ts';
import type { Logger } from '../lib/logger.ts';
import { makeFolder } from '../lib/make-folder.ts';
import { migrate, type Migration } from './migrations/migrate.ts';
import { migrations } from './migrations/migrations.ts';

export interface OpenOptions {
  /** File of the database; its folder is made. `:memory:` for a throw-away one. */
  readonly path: string;
  readonly logger: Logger;
  /** Other steps than the released ones, for tests of the migrator. */
  readonly migrations?: readonly Migration[] | undefined;
}

/** How long a write waits for another process before it fails. */
const busyTimeoutMs = 5_000;
/** Kept for good once filled, beside the system's own cache of the file, which answers nearly as fast. */
const usualCacheKilobytes = 2_000;
const openMark = 'library.open';

/**
 * Opens the file, checks it if the last process did not close it, and brings it to this version's schema. Throws, with what to do, `internal`
 * when the file is damaged or of a newer version, `config-invalid` when it may not be written; a file is never replaced or deleted.
 */
export const openDatabase = (options: OpenOptions): Database => {
  const database = openFile(options.path);
  try {
    setPragmas(database);
    const taken = migrate(database, options.migrations ?? migrations);
    if (taken.length > 0) options.logger.debug({ steps: taken }, 'Database schema brought up to date');
    checkAfterCrash(database, options.logger);
    return database;
  } catch (error) {
    database.close();
    throw translate(error, options.path);
  }
};

/** Folds the write-ahead log into the file, so that a copy of the file alone is whole (backups). */
export const checkpoint = (database: Database): void => {
  database.pragma('wal_checkpoint(TRUNCATE)');
};

/** Leaves a mark that the file is whole, and closes. Does nothing when closed already. */
export const closeDatabase = (database: Database): void => {
  if (!database.open) return;
  try {
    // Only our own mark: a command must not say goodbye for the service that goes on.
    database.prepare('DELETE FROM settings WHERE name = ? AND value = ?').run(openMark, String(process.pid));
    database.pragma('optimize');
  } finally {
    database.close();
  }
};

const openFile = (path: string): Database => {
  try {
    if (path !== ':memory:') makeFolder(dirname(path));
    return new SqliteDatabase(path, { timeout: busyTimeoutMs });
  } catch (error) {
    throw translate(error, path);
  }
};

/** What every connection to the file is set to, on any thread. */
export const setPragmas = (database: Database, cacheKilobytes = usualCacheKilobytes): void => {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database.pragma('foreign_keys = ON');
  database.pragma(`cache_size = -${cacheKilobytes}`);
  // The log shrinks back after a big sync instead of keeping its largest size for good.
  database.pragma('journal_size_limit = 16777216');
};

/** A whole check reads the whole file, so it is made only when the last process had no time to say goodbye. */
const checkAfterCrash = (database: Database, logger: Logger): void => {
  const left = database.prepare('SELECT value FROM settings WHERE name = ?').pluck().get(openMark);
  if (left !== undefined) {
    if (isOtherAlive(Number(left))) return;
    const verdict = String(database.pragma('quick_check(1)', { simple: true }));
    if (verdict !== 'ok') throw damaged(database.name, verdict);
    logger.debug('Database checked after an unclean stop');
  }
  database
    .prepare('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
    .run(openMark, String(process.pid));
};

/** Our own number is a former life's: in a container every start has the same. */
const isOtherAlive = (pid: number): boolean => {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, though another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const damaged = (path: string, detail: string, cause?: unknown): HarmoniqError =>
  new HarmoniqError('internal', `The database ${path} is damaged (${detail}).`, {
    hint:
      'Stop Harmoniq and restore the file from a backup, or move it away and start again: the music is read from the server anew, ' +
      'but corrections, run history and the memory of which playlists are ours stay in the old file.',
    cause,
  });

const translate = (error: unknown, path: string): unknown => {
  if (error instanceof HarmoniqError) return error;
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  const reason = String(message);
  if (code === 'SQLITE_NOTADB' || String(code).startsWith('SQLITE_CORRUPT')) return damaged(path, reason, error);
  const denied = /^(SQLITE_(CANTOPEN|READONLY|PERM)|EACCES|EPERM|EROFS|ENOTDIR|ENOENT)/.test(String(code));
  return new HarmoniqError(
    denied ? 'config-invalid' : 'internal',
    `The database ${path} cannot be opened (${reason}).`,
    {
      hint: 'Check that the folder exists, is writable for Harmoniq, and has free space.',
      cause: error,
    },
  );
};
