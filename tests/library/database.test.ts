import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { HarmoniqError } from '../../src/lib/errors.ts';
import { createLogger, silentLogger } from '../../src/lib/logger.ts';
import { closeDatabase, openDatabase } from '../../src/library/database.ts';
import { readVersion } from '../../src/library/migrations/migrate.ts';
import { migrations } from '../../src/library/migrations/migrations.ts';
import { openLibrary, removeTemporaryFolders, temporaryFolder } from './temporary-library.ts';

afterAll(removeTemporaryFolders);

const logger = silentLogger();
const newPath = (): string => join(temporaryFolder(), 'harmoniq.db');
const failure = (work: () => unknown): HarmoniqError => {
  try {
    work();
  } catch (error) {
    if (error instanceof HarmoniqError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
};

describe('database file', () => {
  test('is made with its folder, in WAL mode, at the newest schema', () => {
    const path = join(temporaryFolder(), 'deep', 'er', 'harmoniq.db');
    const database = openDatabase({ path, logger });
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.pragma('synchronous', { simple: true })).toBe(1);
    expect(readVersion(database)).toBe(migrations.at(-1)?.version);
    closeDatabase(database);
    closeDatabase(database);
  });

  test('of an older schema is brought forward and keeps what it held', () => {
    const path = newPath();
    const old = openDatabase({ path, logger, migrations: migrations.slice(0, 1) });
    old.prepare('INSERT INTO settings VALUES (?, ?)').run('client-id', 'abc');
    closeDatabase(old);
    const next = { version: 99, name: 'add mood', sql: 'ALTER TABLE settings ADD COLUMN mood TEXT DEFAULT "calm";' };
    const wanted = { ...next, sql: next.sql.replaceAll('"', "'") };
    const database = openDatabase({ path, logger, migrations: [...migrations, wanted] });
    expect(database.prepare('SELECT value, mood FROM settings WHERE name = ?').get('client-id')).toEqual({
      value: 'abc',
      mood: 'calm',
    });
    expect(readVersion(database)).toBe(99);
    closeDatabase(database);
  });

  test('stays as it was when a step fails half-way', () => {
    const path = newPath();
    closeDatabase(openDatabase({ path, logger }));
    const broken = { version: 99, name: 'broken', sql: 'CREATE TABLE half (a); INSERT INTO nowhere VALUES (1);' };
    expect(failure(() => openDatabase({ path, logger, migrations: [...migrations, broken] })).code).toBe('internal');
    const database = openDatabase({ path, logger });
    expect(database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'half'").get()).toBeUndefined();
    closeDatabase(database);
  });

  test('of a newer Harmoniq is refused in one sentence and not changed', () => {
    const path = newPath();
    const database = openDatabase({ path, logger });
    database.pragma('user_version = 7001');
    closeDatabase(database);
    const before = readFileSync(path);
    const error = failure(() => openLibrary(path));
    expect(error.message).toMatch(/newer Harmoniq \(schema 7001/);
    expect(error.hint).toMatch(/restore/);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('that is no database is refused with what to do and not changed', () => {
    const path = newPath();
    writeFileSync(path, 'This is a letter, not a database. '.repeat(500));
    const before = readFileSync(path);
    const error = failure(() => openLibrary(path));
    expect(error.code).toBe('internal');
    expect(error.message).toContain('is damaged');
    expect(error.hint).toMatch(/backup/);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('that was damaged while Harmoniq was killed is found out at the next start', () => {
    const path = newPath();
    const database = openDatabase({ path, logger });
    const insert = database.prepare('INSERT INTO settings VALUES (?, ?)');
    for (let at = 0; at < 500; at += 1) insert.run(`name ${at}`, 'x'.repeat(200));
    // Closing without a goodbye leaves the mark of a running process.
    database.close();
    const bytes = readFileSync(path);
    bytes.fill(0xa5, bytes.length - 3 * 4096, bytes.length - 4096);
    writeFileSync(path, bytes);
    expect(failure(() => openLibrary(path)).message).toContain('is damaged');
  });

  test('in a place that cannot be written is refused with the reason', () => {
    const blocked = join(temporaryFolder(), 'file');
    writeFileSync(blocked, '');
    const error = failure(() => openLibrary(join(blocked, 'harmoniq.db')));
    expect(error.hint).toMatch(/writable/);
    expect(error.code).toBe('config-invalid');
  });

  test('that a living process has open is neither checked again nor declared closed by a command', () => {
    const path = newPath();
    const lines: string[] = [];
    const loud = createLogger({
      level: 'debug',
      format: 'json',
      secrets: [],
      destination: { write: (line) => lines.push(line) },
    });
    const mark = (): unknown => {
      const file = new SqliteDatabase(path);
      const value: unknown = file.prepare("SELECT value FROM settings WHERE name = 'library.open'").pluck().get();
      file.close();
      return value;
    };
    const service = openDatabase({ path, logger });
    service.prepare("UPDATE settings SET value = ? WHERE name = 'library.open'").run(String(process.ppid));
    const command = openDatabase({ path, logger: loud });
    closeDatabase(command);
    expect(lines.join('')).not.toContain('checked');
    expect(mark()).toBe(String(process.ppid));
    service.close();
  });

  test('is whole without its log after a checkpoint, and copies itself whole', async () => {
    const path = newPath();
    const library = openLibrary(path);
    library.setSetting('client-id', 'abc');
    library.checkpoint();
    const alone = newPath();
    writeFileSync(alone, readFileSync(path));
    const copied = newPath();
    writeFileSync(copied, 'an older copy');
    await library.copyTo(copied);
    library.close();
    for (const file of [alone, copied]) {
      const copy = new SqliteDatabase(file, { readonly: true });
      expect(copy.prepare('SELECT value FROM settings WHERE name = ?').pluck().get('client-id')).toBe('abc');
      copy.close();
    }
  });
});
