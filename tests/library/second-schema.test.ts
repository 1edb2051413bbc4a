import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { silentLogger } from '../../src/lib/logger.ts';
import { closeDatabase, openDatabase } from '../../src/library/database.ts';
import { dropDeferredIndexes } from '../../src/library/deferred-indexes.ts';
import { migrations } from '../../src/library/migrations/migrations.ts';
import { readVersion } from '../../src/library/migrations/migrate.ts';
import { createFakeMusicServer } from '../fakes/fake-music-server.ts';
import { makeSection } from '../fakes/fake-music.ts';
import { makeRun } from './make-run.ts';
import { findTagged, openLibrary, removeTemporaryFolders, sync, temporaryFolder } from './temporary-library.ts';

afterAll(removeTemporaryFolders);

const logger = silentLogger();
const tablesOf = (database: Database): readonly string[] =>
  database
    .prepare<[], string>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .pluck()
    .all();
const schemaOf = (database: Database, names: readonly string[]): unknown =>
  database
    .prepare('SELECT name, sql FROM sqlite_schema WHERE tbl_name IN (SELECT value FROM json_each(?)) ORDER BY name')
    .all(JSON.stringify(names));
const contentOf = (database: Database, names: readonly string[]): ReadonlyMap<string, readonly unknown[]> =>
  new Map(names.map((name) => [name, database.prepare(`SELECT * FROM ${name} ORDER BY 1, 2`).all()]));

/** A database as version 1 left it, with something in every table. */
const makeOld = (): string => {
  const path = join(temporaryFolder(), 'harmoniq.db');
  const old = openDatabase({ path, logger, migrations: migrations.slice(0, 1) });
  // In any order: what refers to another row finds it in the end.
  old.pragma('foreign_keys = OFF');
  for (const table of tablesOf(old)) fill(old, table);
  old.exec(`
    DELETE FROM tags; DELETE FROM artist_tags; DELETE FROM album_tags; DELETE FROM track_tags; DELETE FROM settings;
    INSERT INTO tags VALUES (3, 'genre', 'Jazz'), (7, 'mood', 'Calm'), (9, 'style', 'Électro');
    INSERT INTO artist_tags VALUES (1, 3), (1, 9); INSERT INTO album_tags VALUES (1, 7); INSERT INTO track_tags VALUES (1, 7), (1, 9);
    INSERT INTO settings VALUES ('client-id', 'abc');
  `);
  closeDatabase(old);
  return path;
};
/** One row of telling values that fit the columns' types. */
const fill = (database: Database, table: string): void => {
  const columns = database.pragma(`table_info(${table})`) as { name: string; type: string }[];
  const cells = columns.map(({ name, type }) =>
    name === 'kind' && table === 'tags' ? 'genre' : type === 'INTEGER' || type === 'REAL' ? 1 : `${table} ${name}`,
  );
  database.prepare(`INSERT INTO ${table} VALUES (${cells.map(() => '?').join(', ')})`).run(cells);
};

test('everything of a database of version 1 comes through, row by row, with its indexes', () => {
  const path = makeOld();
  const before = new SqliteDatabase(path, { readonly: true });
  const tables = tablesOf(before);
  const [content, schema] = [
    contentOf(before, tables),
    schemaOf(
      before,
      tables.filter((name) => name !== 'tags'),
    ),
  ];
  before.close();
  expect([...content.values()].every((rows) => rows.length > 0)).toBe(true);

  const database = openDatabase({ path, logger, migrations: migrations.slice(0, 2) });
  expect(readVersion(database)).toBe(2);
  const kept = tables.filter((name) => name !== 'settings');
  // But for the whole reading that labels ask for.
  expect(database.prepare('SELECT full_at FROM sections').pluck().get()).toBeNull();
  database.exec('UPDATE sections SET full_at = 1');
  expect(contentOf(database, kept)).toEqual(new Map([...content].filter(([name]) => name !== 'settings')));
  expect(database.prepare("SELECT value FROM settings WHERE name = 'client-id'").pluck().get()).toBe('abc');
  const isNew = ({ name }: { readonly name: string }): boolean => name === 'tracks_without_file';
  const now = schemaOf(
    database,
    tables.filter((name) => name !== 'tags'),
  ) as { name: string }[];
  expect(now.filter((entry) => !isNew(entry))).toEqual(
    (schema as { name: string }[]).filter(({ name }) => name !== 'track_effective_tags'),
  );
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(database.pragma('foreign_key_check')).toEqual([]);
  closeDatabase(database);
});

test('the tags table takes labels, still no other kind, and no name twice', () => {
  const database = openDatabase({ path: makeOld(), logger });
  const add = database.prepare('INSERT INTO tags (kind, name) VALUES (?, ?)');
  expect(Number(add.run('label', 'Calm').lastInsertRowid)).toBeGreaterThan(9);
  expect(() => add.run('colour', 'Blue')).toThrow(/CHECK/);
  expect(() => add.run('mood', 'Calm')).toThrow(/UNIQUE/);
  closeDatabase(database);
});

test('a library of version 1 works on after the update, its tags and memory at hand', async () => {
  const path = join(temporaryFolder(), 'harmoniq.db');
  const section = makeSection(95);
  section.tags.set(section.tracks[0]?.albumId ?? '', { genres: ['Jazz'], styles: [], moods: ['Calm'] });
  const made = openLibrary(path);
  await sync(made, createFakeMusicServer([section]));
  made.finishRun(makeRun(made.startRun('charts', 'cli', false, 1), 'charts', section.tracks.slice(0, 2)));
  made.close();
  downgrade(path);
  const library = openLibrary(path);
  expect(findTagged(library, 'mood', ['calm'])).toHaveLength(10);
  expect(library.listTags('genre')).toEqual([{ name: 'Jazz', tracks: 10 }]);
  expect(library.getRunDetail(1)?.picks).toHaveLength(2);
  const server = createFakeMusicServer([section]);
  section.tags.set(section.tracks[0]?.id ?? '', { genres: [], styles: [], moods: [], labels: ['Favourites'] });
  expect(await sync(library, server)).toMatchObject({ kind: 'full', added: 0, removed: 0, warnings: [] });
  expect(findTagged(library, 'label', ['favourites'])).toEqual([section.tracks[0]?.id]);
  library.close();
});

/** Takes away what versions 2 and 3 brought; the rest is as version 1 writes it. */
const downgrade = (path: string): void => {
  const fresh = openDatabase({ path: ':memory:', logger, migrations: migrations.slice(0, 1) });
  const old = new Set(tablesOf(fresh));
  const tags = String(fresh.prepare("SELECT sql FROM sqlite_schema WHERE name = 'tags'").pluck().get());
  const view = String(fresh.prepare("SELECT sql FROM sqlite_schema WHERE type = 'view'").pluck().get());
  fresh.close();
  const file = new SqliteDatabase(path);
  for (const table of tablesOf(file)) if (!old.has(table)) file.exec(`DROP TABLE ${table}`);
  file.exec(`DROP INDEX tracks_without_file; ALTER TABLE tags RENAME TO newer; ${tags};
    INSERT INTO tags SELECT * FROM newer; DROP TABLE newer; ${view}; DELETE FROM settings WHERE name LIKE 'library.shape';
    ALTER TABLE playlist_versions DROP COLUMN reasons; ALTER TABLE playlist_versions DROP COLUMN window_id`);
  file.pragma('user_version = 1');
  file.close();
};

test('an update in the middle of a first load changes nothing about where it goes on', () => {
  const path = makeOld();
  const old = new SqliteDatabase(path);
  dropDeferredIndexes(old);
  const pass = old.prepare('SELECT pass FROM sections').pluck().get();
  old.close();
  const database = openDatabase({ path, logger });
  expect(database.prepare('SELECT pass FROM sections').pluck().get()).toBe(pass);
  expect(database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'track_tags_by_tag'").get()).toBeUndefined();
  closeDatabase(database);
});
