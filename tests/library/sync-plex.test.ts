import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startPlexServer } from '../../src/demo/plex/server.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import type { SqliteLibrary } from '../../src/library/create-library.ts';
import { createPlexServer } from '../../src/servers/plex/plex-server.ts';
import type { MusicServer, Page } from '../../src/servers/server.ts';
import { openLibrary, removeTemporaryFolders, sync, temporaryFolder } from './temporary-library.ts';

afterAll(removeTemporaryFolders);

let plex: Awaited<ReturnType<typeof startPlexServer>>;
let server: MusicServer;
let library: SqliteLibrary;

beforeEach(async () => {
  plex = await startPlexServer({ tracks: 600, kidsTracks: 40, seed: 3 });
  server = createPlexServer({
    url: plex.url,
    token: plex.token,
    clientId: 'test',
    version: '0.0.0',
    timeoutMs: 10_000,
    requestsPerSecond: 1_000,
    pageSize: 100,
    transport: 'axios',
    tlsInsecure: false,
    backoffMs: 1,
    logger: silentLogger(),
  });
  library = openLibrary(join(temporaryFolder(), 'harmoniq.db'));
});
afterEach(async () => {
  library.close();
  await plex.close();
});

const anyId = (at: number): string => plex.mutate.trackIds()[at] ?? '';

describe('the mirror of a Plex server', () => {
  test('holds every track of the named libraries, and costs few requests when nothing changed', async () => {
    const names = { libraryNames: ['Music', 'Audiobooks & Kids'] };
    const report = await sync(library, server, names);
    const onServer = plex.mutate.trackIds('Music').length + plex.mutate.trackIds('Audiobooks & Kids').length;
    expect(report).toMatchObject({ kind: 'full', added: onServer, warnings: [] });
    expect(report.coverage.every(({ mirrored, onServer: total }) => mirrored === total && total > 0)).toBe(true);
    expect(library.count().artists).toBeGreaterThan(10);
    expect(library.listTags('genre').length).toBeGreaterThan(3);
    expect(library.listTags('mood').length).toBeGreaterThan(3);
    await sync(library, server);
    plex.requests.clear();
    expect(await sync(library, server)).toMatchObject({ kind: 'incremental', added: 0, removed: 0 });
    expect(plex.requests.all().length).toBeLessThanOrEqual(10);
  });

  test('follows new, changed, played, rated, skipped, re-scanned and deleted tracks', async () => {
    await sync(library, server);
    const added = plex.mutate.addTrack({ artist: 'Newcomers', album: 'First', title: 'Brand New', moods: [] });
    const [renamed, played, rated, skipped, tagged, gone, rescanned] = [1, 2, 3, 4, 5, 6, 7].map(anyId);
    plex.mutate.renameTrack(renamed ?? '', 'Another Name');
    plex.mutate.playTrack(played ?? '');
    plex.mutate.rateTrack(rated ?? '', 7);
    plex.mutate.skipTrack(skipped ?? '');
    plex.mutate.tagTrack(tagged ?? '', ['Brooding']);
    plex.mutate.removeTrack(gone ?? '');
    library.saveStickyTracks(new Map([['a song', rescanned ?? '']]));
    const before = {
      plays: library.getTrack(played ?? '')?.playCount,
      skips: library.getTrack(skipped ?? '')?.skipCount,
    };
    const newId = plex.mutate.rescanTrack(rescanned ?? '');

    const report = await sync(library, server);
    expect(report).toMatchObject({ kind: 'incremental', removed: 1, relinked: 1, heldBack: 0 });
    expect(report.coverage.every(({ mirrored, onServer }) => mirrored === onServer)).toBe(true);
    expect(library.getTrack(added)?.title).toBe('Brand New');
    expect(library.getTrack(renamed ?? '')?.title).toBe('Another Name');
    expect(library.getTrack(played ?? '')?.playCount).toBe((before.plays ?? 0) + 1);
    expect(library.getTrack(rated ?? '')?.rating).toBe(7);
    expect(library.getTrack(skipped ?? '')?.skipCount).toBe((before.skips ?? 0) + 1);
    expect(library.getTags(tagged ?? '').moods).toContain('Brooding');
    expect(library.getTrack(gone ?? '')).toBeUndefined();
    expect(library.getTrack(rescanned ?? '')).toBeUndefined();
    expect(library.getStickyTrack('a song')).toBe(newId);
  });

  test('stays when the disk is unplugged', async () => {
    await sync(library, server);
    const { tracks } = library.count();
    plex.mutate.emptySection('Music');
    const report = await sync(library, server);
    expect(report).toMatchObject({ removed: 0, heldBack: tracks });
    expect(library.count().tracks).toBe(tracks);
  });

  test('survives a server that stumbles on the way', async () => {
    plex.faults.add({ method: 'GET', path: /\/all/, kind: 'status', status: 500, times: 2, after: 3 });
    plex.faults.add({ method: 'GET', path: /\/all/, kind: 'reset', times: 1, after: 6 });
    plex.faults.add({ method: 'GET', path: /\/all/, kind: 'truncate', times: 1, after: 8 });
    const report = await sync(library, server);
    expect(report.coverage.every(({ mirrored, onServer }) => mirrored === onServer && onServer > 0)).toBe(true);
  });

  test('loses deleted tracks of a server that never tells how long a list is', async () => {
    async function* untold<Item>(pages: AsyncIterable<Page<Item>>): AsyncGenerator<Page<Item>> {
      let last: Page<Item> | undefined;
      for await (const page of pages) {
        yield { ...page, total: page.nextOffset + 1, openEnded: true };
        last = page;
      }
      if (last === undefined || last.items.length === 0) return;
      yield { ...last, items: [], offset: last.nextOffset, total: last.nextOffset, openEnded: true };
    }
    const silent: MusicServer = {
      ...server,
      listItems: (...asked) => untold(server.listItems(...asked)),
      listIds: (...asked) => untold(server.listIds(...asked)),
    };
    expect((await sync(library, silent)).warnings).toEqual([]);
    const gone = anyId(6);
    plex.mutate.removeTrack(gone);
    expect(await sync(library, silent)).toMatchObject({ removed: 1, warnings: [] });
    expect(library.getTrack(gone)).toBeUndefined();
  });
});
