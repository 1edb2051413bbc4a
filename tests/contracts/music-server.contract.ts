import { describe, expect, test } from '@jest/globals';
import type { HarmoniqError } from '../../src/lib/errors.ts';
import { createPlainPicture } from '../fakes/plain-picture.ts';
import type {
  Change,
  Level,
  Listen,
  MusicServer,
  Page,
  PublishJournal,
  PublishRequest,
  ServerEvent,
} from '../../src/servers/server.ts';

/** What a suite run needs: a server with music on it, and ways to change that music behind the adapter's back. */
export interface MusicServerUnderTest {
  readonly server: MusicServer;
  /** The same server asked with a token it does not know. */
  readonly stranger: MusicServer;
  /** Name of a music library with at least 200 tracks. */
  readonly sectionTitle: string;
  readonly trackCount: number;
  createJournal(): PublishJournal;
  /** A play of the owner, counted and logged now. */
  play(trackId: string): void;
  rate(trackId: string, rating: number): void;
  removeTrack(trackId: string): void;
  /** Somebody starts to play a track; gives the session's id. */
  startPlaying(trackId: string): string;
  /** The same session goes on with another track. */
  playNext(sessionId: string, trackId: string): void;
  stopPlaying(sessionId: string): void;
  /** A film runs, too. */
  startVideo(): void;
  /** A new file is taken into the library. */
  addTrack(): void;
  /** Cuts the line to everybody who watches. */
  interrupt(): void;
  /** How many watch. */
  watchers(): number;
  /** The user picks a picture of their own for a playlist. */
  chooseOwnPoster(playlistId: string): void;
  /** The bytes of the picture that a playlist shows, where somebody uploaded it. */
  pictureOf(playlistId: string): Uint8Array | undefined;
}

const never = (): AbortSignal => new AbortController().signal;

/** Waits for what another process brings about. */
const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (let tries = 0; !(await holds()); tries += 1) {
    if (tries > 800) throw new Error('what was waited for did not happen');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

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

    test('the play log comes oldest first, from a moment on, tracks alone', async () => {
      const { pages, ids } = await listAll('track');
      const sinceMs = (pages[0]?.serverTimeMs ?? 0) - 1_000;
      const listen = async (fromMs: number): Promise<readonly Listen[]> => {
        const all: Listen[] = [];
        for await (const batch of get().server.listListens(fromMs, never())) all.push(...batch);
        return all;
      };
      const played = ids.slice(20, 23);
      for (const id of played) get().play(id);
      const late = await listen(sinceMs);
      expect(late.map(({ trackId }) => trackId)).toEqual(expect.arrayContaining(played));
      expect(late.every(({ playedAtMs }) => playedAtMs >= sinceMs)).toBe(true);
      const all = await listen(0);
      const times = all.map(({ playedAtMs }) => playedAtMs);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(all.every((each) => each.trackId !== '' && each.accountId !== '')).toBe(true);
      expect(await listen(sinceMs + 3_600_000)).toEqual([]);
    });

    test('shows what is being played, music alone', async () => {
      const { ids } = await listAll('track');
      const session = get().startPlaying(ids[4] ?? '');
      get().startVideo();
      const [playing, ...others] = await get().server.listSessions(never());
      expect(playing).toMatchObject({ sessionId: session, trackId: ids[4], state: 'playing' });
      expect(others).toEqual([]);
      get().stopPlaying(session);
      expect(await get().server.listSessions(never())).toEqual([]);
    });

    test('tells those who watch what is played and what changed, also after the line was cut', async () => {
      const { ids } = await listAll('track');
      const [first = '', second = ''] = ids.slice(30, 32);
      const events: ServerEvent[] = [];
      const stop = new AbortController();
      const watching = get().server.watch((event) => events.push(event), stop.signal);
      const kinds = (): readonly string[] => events.map(({ kind }) => kind);
      await until(() => get().watchers() === 1);
      const sessionId = get().startPlaying(first);
      get().playNext(sessionId, second);
      get().addTrack();
      await until(() => kinds().includes('library-changed'));
      const plays = events.filter((event) => event.kind === 'playing').map(({ trackId }) => trackId);
      expect(plays).toEqual([first, second]);
      expect(events.find((event) => event.kind === 'library-changed')).toEqual({
        kind: 'library-changed',
        sectionId: await section(),
      });
      expect(kinds()).not.toContain('reconnected');
      get().interrupt();
      await until(() => kinds().includes('reconnected'));
      get().stopPlaying(sessionId);
      await until(() => events.some((event) => event.kind === 'playing' && event.state === 'stopped'));
      stop.abort();
      await expect(watching).resolves.toBeUndefined();
      await until(() => get().watchers() === 0);
    });

    test('a watch that is stopped before it began ends at once', async () => {
      await expect(get().server.watch(() => undefined, AbortSignal.abort())).resolves.toBeUndefined();
    });

    test('tracks that sound alike come nearest first, without the track itself', async () => {
      const { ids } = await listAll('track');
      let found = 0;
      for (const id of ids.slice(0, 8)) {
        const near = await get().server.listNearest(id, 5, never());
        expect(near.length).toBeLessThanOrEqual(5);
        expect(near.map(({ trackId }) => trackId)).not.toContain(id);
        const distances = near.map(({ distance }) => distance);
        expect(distances).toEqual([...distances].sort((a, b) => a - b));
        expect(distances.every((distance) => distance >= 0)).toBe(true);
        found += near.length;
      }
      expect(found).toBeGreaterThan(10);
      expect(await get().server.listNearest('987654321', 5, never())).toEqual([]);
      expect(await get().server.listNearest(ids[0] ?? '', 0, never())).toEqual([]);
    });

    test('a way by sound begins and ends where it was asked to, if there is one', async () => {
      const { ids } = await listAll('track');
      const sectionId = await section();
      let ways = 0;
      for (const [at, from] of ids.slice(0, 6).entries()) {
        const to = ids[at + 100] ?? '';
        const way = await get().server.findSonicPath(sectionId, from, to, 6, never());
        if (way.length === 0) continue;
        ways += 1;
        expect([way[0], way.at(-1)]).toEqual([from, to]);
        expect(way.length).toBeLessThanOrEqual(6);
        expect(new Set(way).size).toBe(way.length);
      }
      expect(ways).toBeGreaterThan(0);
      expect(await get().server.findSonicPath(sectionId, ids[0] ?? '', '987654321', 6, never())).toEqual([]);
    });

    test('gives a playlist a picture, another one later, and leaves what the user chose', async () => {
      const { playlists } = get().server;
      const { ids } = await listAll('track');
      const wish = request(ids.slice(0, 3), { recipeId: 'pictured', title: 'Pictured' });
      const { playlist } = await playlists.publish(wish, get().createJournal(), never());
      const [morning, evening] = [createPlainPicture('morning'), createPlainPicture('evening')];
      const first = await playlists.setPoster(playlist.id, morning, undefined, never());
      expect(first).toMatchObject({ outcome: 'set', posterId: expect.any(String) });
      expect(get().pictureOf(playlist.id)).toEqual(morning);
      const same = await playlists.setPoster(playlist.id, morning, first.posterId, never());
      expect(same).toEqual(first);
      const second = await playlists.setPoster(playlist.id, evening, first.posterId, never());
      expect(second.outcome).toBe('set');
      expect(get().pictureOf(playlist.id)).toEqual(evening);
      get().chooseOwnPoster(playlist.id);
      const third = await playlists.setPoster(playlist.id, morning, second.posterId, never());
      expect(third).toEqual({ outcome: 'kept-theirs', posterId: second.posterId });
      expect(get().pictureOf(playlist.id)).not.toEqual(morning);
    });

    test('a picture for a playlist that does not exist is not-found', async () => {
      const attempt = get().server.playlists.setPoster('987654321', createPlainPicture('x'), undefined, never());
      await expect(attempt).rejects.toMatchObject({ code: 'not-found' });
    });

    test('the description follows although the tracks stay, where that is wanted', async () => {
      const { playlists } = get().server;
      const { ids } = await listAll('track');
      const journal = get().createJournal();
      const wish = request(ids.slice(0, 3), { recipeId: 'described', title: 'Described' });
      const { playlist } = await playlists.publish(wish, journal, never());
      const later = { ...wish, summaryLine: 'Updated by Harmoniq on 2026-01-02 00:00' };
      const read = async (): Promise<string | undefined> => (await playlists.get(playlist.id, never()))?.summary;
      await playlists.publish(later, journal, never());
      expect(await read()).toBe(wish.summaryLine);
      await playlists.publish({ ...later, keepSummaryCurrent: true, dryRun: true }, journal, never());
      expect(await read()).toBe(wish.summaryLine);
      const result = await playlists.publish({ ...later, keepSummaryCurrent: true }, journal, never());
      expect(result).toMatchObject({ changed: false, added: [], removed: [] });
      expect(await read()).toBe(later.summaryLine);
    });
  });
};
