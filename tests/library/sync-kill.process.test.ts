import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, test } from '@jest/globals';
import { trackKeys } from '../../src/core/match/keys.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { closeDatabase, openDatabase } from '../../src/library/database.ts';
import { areIndexesComplete } from '../../src/library/deferred-indexes.ts';
import { createFakeMusicServer } from '../fakes/fake-music-server.ts';
import { makeSection, makeTrack } from '../fakes/fake-music.ts';
import {
  countPlays,
  openLibrary,
  removeTemporaryFolders,
  sync,
  temporaryFolder,
  findTagged,
} from './temporary-library.ts';

afterAll(removeTemporaryFolders);

const trackCount = 2_000;
/** So many that a thread of its own writes them. */
const manyTracks = 12_000;

/** Lets a real process sync until it asks for this, then kills it without a warning. */
const killAt = async (path: string, call: string, tracks = trackCount): Promise<void> => {
  const script = join(import.meta.dirname, 'sync-child.ts');
  const child = spawn(process.execPath, [script, path, String(tracks), call], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) if (line === call) child.kill('SIGKILL');
  const [, signal] = (await ended) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error(`The child ended before it asked for "${call}".`);
};

const createServer = (tracks = trackCount) => {
  const section = makeSection(tracks);
  for (const track of section.tracks) section.tags.set(track.id, { genres: [], styles: [], moods: ['Calm'] });
  const server = createFakeMusicServer([section]);
  server.pageSize = 100;
  return server;
};

describe('a sync whose process was killed', () => {
  test.each([
    ['page album all 100', 0],
    ['page track all 0', 0],
    ['page track all 1300', 1300],
    ['tags track 100', trackCount],
  ])('at "%s" goes on there, at once', async (call, mirrored) => {
    const path = join(temporaryFolder(), 'harmoniq.db');
    await killAt(path, call);
    const library = openLibrary(path);
    expect(library.count().tracks).toBe(mirrored);
    const server = createServer();
    const report = await sync(library, server);
    const listing = server.calls.find((line) => line.startsWith('page') || line.startsWith('tags'));
    expect(listing).toBe(call);
    expect(report).toMatchObject({ kind: 'full', added: trackCount, removed: 0, warnings: [] });
    expect(report.coverage).toEqual([{ section: 'Music', mirrored: trackCount, onServer: trackCount }]);
    expect(findTagged(library, 'mood', ['Calm'])).toHaveLength(trackCount);
    library.close();
  });

  test.each([1_000, 6_000, 11_900])(
    'while its thread wrote around track %i loses at most what was on its way',
    async (at) => {
      const path = join(temporaryFolder(), 'harmoniq.db');
      await killAt(path, `page track all ${at}`, manyTracks);
      const library = openLibrary(path);
      const { tracks } = library.count();
      expect(tracks).toBeLessThanOrEqual(at);
      expect(tracks).toBeGreaterThanOrEqual(at - 400);
      const server = createServer(manyTracks);
      const report = await sync(library, server);
      const listing = server.calls.find((line) => line.startsWith('page') || line.startsWith('tags'));
      expect(listing).toBe(`page track all ${tracks}`);
      expect(report).toMatchObject({ kind: 'full', added: manyTracks, removed: 0, warnings: [] });
      expect(report.coverage).toEqual([{ section: 'Music', mirrored: manyTracks, onServer: manyTracks }]);
      expect(findTagged(library, 'mood', ['Calm'])).toHaveLength(manyTracks);
      const { titleKeys } = trackKeys(makeTrack(manyTracks - 1));
      expect(library.index.findByTitle(titleKeys[0] ?? '', 10)).toHaveLength(1);
      library.close();
    },
  );

  test('in the deletions leaves nothing half-removed', async () => {
    const path = join(temporaryFolder(), 'harmoniq.db');
    const library = openLibrary(path);
    const larger = createServer();
    larger.sections = [makeSection(trackCount + 40)];
    await sync(library, larger);
    library.close();
    await killAt(path, 'ids track 1000');
    const again = openLibrary(path);
    expect(again.count().tracks).toBe(trackCount + 40);
    expect(await sync(again, createServer())).toMatchObject({ removed: 40 });
    again.close();
  });
});

test('plays that were saved before the process was killed are neither lost nor counted twice', async () => {
  const path = join(temporaryFolder(), 'harmoniq.db');
  await killAt(path, 'listens 300');
  const library = openLibrary(path);
  const before = countPlays(library);
  expect(before).toBe(300);
  const newest = library.listens.getNewestAtMs() ?? 0;
  const server = createServer();
  const minuteMs = 60_000;
  server.listens = Array.from({ length: 1_000 }, (_, at) => ({
    trackId: makeTrack(at).id,
    playedAtMs: newest + (at - 299) * minuteMs,
    accountId: '1',
  }));
  expect(await sync(library, server)).toMatchObject({ warnings: [] });
  expect(countPlays(library)).toBe(1_000);
  // Asked from an hour before the newest on, not from the beginning.
  expect(server.calls.filter((call) => call.startsWith('listens'))).toHaveLength(8);
  library.close();
});

test('a large first load that is stopped says so at once and goes on at the next one', async () => {
  const library = openLibrary(join(temporaryFolder(), 'harmoniq.db'));
  const server = createServer(manyTracks);
  const stopping = new AbortController();
  server.before = async (call) => {
    if (call === 'page track all 5000') stopping.abort();
  };
  const options = { libraryNames: ['Music'], kind: 'auto', allowMassDeletion: false } as const;
  await expect(library.sync(server, options, stopping.signal)).rejects.toMatchObject({ name: 'AbortError' });
  expect(library.count().tracks).toBeLessThan(manyTracks);
  server.before = async () => undefined;
  expect(await sync(library, server)).toMatchObject({ kind: 'full', warnings: [] });
  expect(library.count().tracks).toBe(manyTracks);
  library.close();
});

test('the indexes that a first load leaves out are there afterwards, also when it was killed', async () => {
  const path = join(temporaryFolder(), 'harmoniq.db');
  const missing = (): boolean => {
    const database = openDatabase({ path, logger: silentLogger() });
    const complete = areIndexesComplete(database);
    closeDatabase(database);
    return !complete;
  };
  await killAt(path, 'tags track 100');
  expect(missing()).toBe(true);
  const library = openLibrary(path);
  await sync(library, createServer());
  library.close();
  expect(missing()).toBe(false);
});
