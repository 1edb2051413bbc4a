import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  backupFinish,
  backupPrepare,
  findSnapshotPath,
  leaveSnapshot,
  restoreSnapshot,
  takeBackSnapshot,
} from '../../src/operations/backup.ts';
import { createFakeDoorHouse, fakeConfig } from '../fakes/fake-door-house.ts';

let dataDir = '';
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'harmoniq-backup-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const context = { trigger: 'cli', signal: new AbortController().signal } as const;

describe('backup', () => {
  test('prepare leaves a snapshot beside the database, finish takes it away', async () => {
    const { house } = createFakeDoorHouse({ config: fakeConfig({ dataDir }) });
    const prepared = await backupPrepare.run(house, {}, context);
    expect(prepared).toEqual({ path: join(dataDir, 'harmoniq.snapshot.db'), bytes: 4 });
    expect(await backupFinish.run(house, {}, context)).toEqual({ removed: true });
    expect(existsSync(prepared.path)).toBe(false);
    expect(await backupFinish.run(house, {}, context)).toEqual({ removed: false });
  });

  test('the snapshot of a database elsewhere lies beside it', () => {
    const path = join(dataDir, 'db', 'music.sqlite');
    expect(findSnapshotPath({ dataDir, databasePath: path })).toBe(join(dataDir, 'db', 'music.snapshot.sqlite'));
  });

  test('a restored backup, which has only the snapshot, gets its database back', () => {
    writeFileSync(join(dataDir, 'harmoniq.snapshot.db'), 'saved');
    expect(restoreSnapshot({ dataDir, databasePath: undefined })).toBe(true);
    expect(readFileSync(join(dataDir, 'harmoniq.db'), 'utf8')).toBe('saved');
    expect(restoreSnapshot({ dataDir, databasePath: undefined })).toBe(false);
  });

  test('a living database is never replaced', () => {
    writeFileSync(join(dataDir, 'harmoniq.db'), 'living');
    writeFileSync(join(dataDir, 'harmoniq.snapshot.db'), 'older');
    expect(restoreSnapshot({ dataDir, databasePath: undefined })).toBe(false);
    expect(readFileSync(join(dataDir, 'harmoniq.db'), 'utf8')).toBe('living');
  });

  test('a stopped service leaves its database under the name that backups take, until it starts again', () => {
    const paths = { dataDir, databasePath: undefined };
    const snapshot = join(dataDir, 'harmoniq.snapshot.db');
    writeFileSync(join(dataDir, 'harmoniq.db'), 'closed');
    expect(leaveSnapshot(paths)).toBe(true);
    expect(readFileSync(snapshot, 'utf8')).toBe('closed');
    takeBackSnapshot(paths);
    expect(existsSync(snapshot)).toBe(false);
    expect(readFileSync(join(dataDir, 'harmoniq.db'), 'utf8')).toBe('closed');
  });

  test('a restored snapshot is not taken for the second name of a database that is not there', () => {
    const paths = { dataDir, databasePath: undefined };
    writeFileSync(join(dataDir, 'harmoniq.snapshot.db'), 'saved');
    takeBackSnapshot(paths);
    expect(restoreSnapshot(paths)).toBe(true);
    expect(leaveSnapshot({ dataDir: join(dataDir, 'nowhere'), databasePath: undefined })).toBe(false);
  });
});
