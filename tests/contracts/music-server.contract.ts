import { describe, expect, test } from '@jest/globals';
import type { HarmoniqError } from '../../src/lib/errors.ts';
import type { Change, Level, MusicServer, Page, PublishJournal, PublishRequest } from '../../src/servers/server.ts';

/** What a suite run needs: a server with music on it, and ways to change that music behind the adapter's back. */
export interface MusicServerUnderTest {
  readonly server: MusicServer;
  /** The same server asked with a token it does not know. */
  readonly stranger: MusicServer;
  /** Name of a music library with at least 200 tracks. */
  readonly sectionTitle: string;
  readonly trackCount: number;
  createJournal(): PublishJournal;
  play(trackId: string): void;
  rate(trackId: string, rating: number): void;
  removeTrack(trackId: string): void;
}

const never = (): AbortSignal => new AbortController().signal;

/** What every adapter of a media server must do; run by each of them against its stand-in. */
export const describeMusicServer = (name: string, get: () => MusicServerUnderTest): void => {
  const section = async (): Promise<string> => {
    const sections = await get().server.listMusicSections(never());
    const found = sections.find((candidate) => candidate.title === get().sectionTitle);
    if (found === undefined) throw new Error('the section is not there');
    return found.id;
  };
  const listAll = async <L extends Level>(level: L, changed?: { what: Change; sinceMs: number }) => {
    const pages: Page<{ readonly id: string }>[] = [];
    for await (const page of get().server.listItems(await section(), level, { changed }, never())) pages.push(page);
    return { pages, ids: pages.flatMap((page) => page.items.map((item) => item.id)) };
  };
  const request = (tracks: readonly string[], changes: Partial<PublishRequest> = {}): PublishRequest => ({
    recipeId: 'contract',
    title: 'Contract',
    summaryLine: 'Updated by Harmoniq on 2026-01-01 00:00',
    tracks,
    mode: 'replace',
    adopt: false,
    dryRun: false,
    ...changes,
  });

  describe(`${name} as a music server`, () => {
    test('says who it is', async () => {
      const identity = await get().server.getIdentity(never());
      expect(identity.machineId).not.toBe('');
      expect(identity.name).not.toBe('');
      expect(identity.version).not.toBe('');
    });

    test('an unknown token is refused as unauthorized', async () => {
      await expect(get().stranger.getIdentity(never())).rejects.toMatchObject({ code: 'unauthorized' });
    });

    test.each(['artist', 'album', 'track'] as const)('lists every %s once, as many as it counts', async (level) => {
      const { pages, ids } = await listAll(level);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toHaveLength(await get().server.countItems(await section(), level, never()));
      expect(pages.every((page) => page.total === ids.length && page.unreadable === 0)).toBe(true);
      expect(pages.at(-1)?.nextOffset).toBe(ids.length);
    });

    test('has as many tracks as were put there', async () => {
      expect((await listAll('track')).ids).toHaveLength(get().trackCount);
    });

    test('ids alone are the same ids', async () => {
      const ids: string[] = [];
      for await (const page of get().server.listIds(await section(), 'track', never())) ids.push(...page.items);
      expect(new Set(ids)).toEqual(new Set((await listAll('track')).ids));
    });

    test('a pass can go on from where it was cut off', async () => {
      const { ids } = await listAll('track');
      const rest: string[] = [];
      for await (const page of get().server.listItems(await section(), 'track', { startAt: 120 }, never()))
        rest.push(...page.items.map((item) => item.id));
      expect(rest).toEqual(ids.slice(120));
    });

    test('tracks bear what a playlist needs', async () => {
      for await (const page of get().server.listItems(await section(), 'track', {}, never()))
        for (const track of page.items) {
          expect(track.title).not.toBe('');
          expect(track.artist).not.toBe('');
          expect(track.albumArtist).not.toBe('');
          expect(track.filePath).not.toBe('');
          if (track.rating !== undefined) expect(track.rating).toBeLessThanOrEqual(10);
          if (track.lastPlayedAtMs !== undefined) expect(track.lastPlayedAtMs).toBeGreaterThan(Date.UTC(2000, 0));
        }
    });

    test('plays and ratings show in their own questions', async () => {
      const { pages, ids } = await listAll('track');
      const sinceMs = (pages[0]?.serverTimeMs ?? 0) - 1_000;
      const [played = '', rated = ''] = [ids[7], ids[9]];
      get().play(played);
      get().rate(rated, 8);
      expect((await listAll('track', { what: 'played', sinceMs })).ids).toEqual([played]);
      expect((await listAll('track', { what: 'rated', sinceMs })).ids).toEqual([rated]);
      expect((await listAll('track', { what: 'skipped', sinceMs: sinceMs + 60_000 })).ids).toEqual([]);
    });

    test('tags come for many items in few batches, and only for those asked for', async () => {
      const { ids } = await listAll('track');
      const found = new Map<string, readonly string[]>();
      for await (const batch of get().server.listTags(await section(), 'track', ids, never()))
        for (const item of batch) found.set(item.id, item.moods);
      expect(found.size).toBeGreaterThan(0);
      expect([...found.keys()].every((id) => ids.includes(id))).toBe(true);
      expect([...found.values()].some((moods) => moods.length > 0)).toBe(true);
    });

    test('a stopped pass ends with AbortError', async () => {
      const stop = new AbortController();
      const pass = async (): Promise<void> => {
        for await (const page of get().server.listItems(await section(), 'track', {}, stop.signal)) {
          expect(page.items.length).toBeGreaterThan(0);
          stop.abort();
        }
      };
      await expect(pass()).rejects.toMatchObject({ name: 'AbortError' });
    });

    test('publishes, changes and keeps one playlist', async () => {
      const { server } = get();
      const journal = get().createJournal();
      const { ids } = await listAll('track');
      const first = await server.playlists.publish(request(ids.slice(0, 20)), journal, never());
      expect(first.created).toBe(true);
      const second = await server.playlists.publish(request(ids.slice(10, 30).reverse()), journal, never());
      expect(second).toMatchObject({ created: false, changed: true, playlist: { id: first.playlist.id } });
      const items = await server.playlists.readItems(first.playlist.id, never());
      expect(items.map((item) => item.trackId)).toEqual(ids.slice(10, 30).reverse());
      expect(await server.playlists.get(first.playlist.id, never())).toMatchObject({
        title: 'Contract',
        editable: true,
        trackCount: 20,
      });
      const third = await server.playlists.publish(request(ids.slice(10, 30).reverse()), journal, never());
      expect(third.changed).toBe(false);
      expect((await server.playlists.list(never())).filter((list) => list.title === 'Contract')).toHaveLength(1);
      expect(await server.playlists.recover(journal, never())).toEqual([]);
    });

    test('a track that vanished is refused, not fatal', async () => {
      const { ids } = await listAll('track');
      const [gone = ''] = ids.slice(-1);
      get().removeTrack(gone);
      const result = await get().server.playlists.publish(
        request([...ids.slice(0, 3), gone], { recipeId: 'vanished', title: 'Vanished' }),
        get().createJournal(),
        never(),
      );
      expect(result.refused).toEqual([gone]);
      expect(result.added).toEqual(ids.slice(0, 3));
    });

    test('a playlist that does not exist is undefined', async () => {
      expect(await get().server.playlists.get('987654321', never())).toBeUndefined();
    });

    test('an empty list is refused', async () => {
      const attempt = get().server.playlists.publish(request([]), get().createJournal(), never());
      await expect(attempt).rejects.toMatchObject({ code: 'invalid-input' } satisfies Partial<HarmoniqError>);
    });
  });
};
