import { noTags, type Tags, type Track } from '../../src/core/track.ts';
import { HarmoniqError, throwIfAborted } from '../../src/lib/errors.ts';
import type {
  Album,
  Artist,
  Change,
  ItemsByLevel,
  Level,
  Listen,
  ListeningSession,
  ListQuery,
  MusicServer,
  Neighbour,
  Page,
  ServerEvent,
} from '../../src/servers/server.ts';
import { createFakePlaylistWriter, type FakePlaylistWriter } from './fake-playlist-writer.ts';

/** A music library of the fake; tests change it as they like. */
export interface FakeSection {
  readonly id: string;
  title: string;
  contentChangedAtMs: number | undefined;
  scanning: boolean;
  artists: Artist[];
  albums: Album[];
  tracks: Track[];
  /** Own tags by item id. */
  readonly tags: Map<string, Tags>;
}

export interface FakeMusicServer extends MusicServer {
  sections: FakeSection[];
  /** One line for each request a real adapter would send: `page track 0`, `count track`, `ids track 0`, `tags track 3`, `nearest 100001`. */
  readonly calls: string[];
  machineId: string;
  pageSize: number;
  /** The server's clock. */
  nowMs: number;
  /** Give everything, whatever was asked for. */
  ignoresFilters: boolean;
  /** Rows at the end of a listing that have no title. */
  unreadable: number;
  /** The play log, in any order. */
  listens: Listen[];
  sessions: ListeningSession[];
  /** What the sonic analysis knows; a track that is missing was not analysed. */
  readonly neighbours: Map<string, readonly Neighbour[]>;
  /** Ways from one track to another by `from>to`, both included. */
  readonly paths: Map<string, readonly string[]>;
  /** The account has no right to ask for sonic neighbours. */
  refusesSonic: boolean;
  readonly playlists: FakePlaylistWriter;
  /** Tells everybody who watches. */
  emit(event: ServerEvent): void;
  /** How many watch. */
  readonly watchers: number;
  /** Runs before each answer; may change the content, wait, or throw. */
  before: ((call: string) => void | Promise<void>) | undefined;
}

export const createFakeMusicServer = (sections: readonly FakeSection[] = []): FakeMusicServer => {
  const answer = async (call: string, signal: AbortSignal): Promise<void> => {
    throwIfAborted(signal);
    server.calls.push(call);
    await server.before?.(call);
    throwIfAborted(signal);
  };
  const find = (sectionId: string): FakeSection => {
    const section = server.sections.find(({ id }) => id === sectionId);
    if (section === undefined) throw new HarmoniqError('not-found', `The fake has no section ${sectionId}.`);
    return section;
  };

  async function* listItems<L extends Level>(sectionId: string, level: L, query: ListQuery, signal: AbortSignal) {
    for (let offset = query.startAt ?? 0; ;) {
      await answer(`page ${level} ${query.changed?.what ?? 'all'} ${offset}`, signal);
      const rows = select(itemsOf(find(sectionId), level), server.ignoresFilters ? undefined : query.changed);
      const page = cut(server, rows, offset, level === 'track' && query.changed === undefined ? server.unreadable : 0);
      yield page;
      offset = page.nextOffset;
      if (offset >= page.total || page.nextOffset === page.offset) return;
    }
  }

  async function* listIds(sectionId: string, level: Level, signal: AbortSignal) {
    for (let offset = 0; ;) {
      await answer(`ids ${level} ${offset}`, signal);
      const page = cut(
        server,
        itemsOf(find(sectionId), level).map(({ id }) => id),
        offset,
        0,
      );
      const total = page.total + (level === 'track' ? server.unreadable : 0);
      const last = page.nextOffset === page.total;
      const strangers = last && level === 'track' ? Array.from({ length: server.unreadable }, (_, at) => `x${at}`) : [];
      yield { ...page, items: [...page.items, ...strangers], nextOffset: last ? total : page.nextOffset, total };
      offset = page.nextOffset;
      if (last || page.nextOffset === page.offset) return;
    }
  }

  async function* listTags(sectionId: string, level: Level, ids: readonly string[], signal: AbortSignal) {
    for (let start = 0; start < ids.length; start += server.pageSize) {
      const batch = ids.slice(start, start + server.pageSize);
      await answer(`tags ${level} ${batch.length}`, signal);
      const { tags } = find(sectionId);
      yield batch.filter((id) => tags.has(id)).map((id) => ({ id, ...(tags.get(id) ?? noTags) }));
    }
  }

  async function* listListens(sinceMs: number, signal: AbortSignal) {
    const plays = server.listens
      .filter((listen) => listen.playedAtMs >= sinceMs)
      .sort((a, b) => a.playedAtMs - b.playedAtMs);
    for (let start = 0; start === 0 || start < plays.length; start += server.pageSize) {
      await answer(`listens ${start}`, signal);
      if (plays.length > 0) yield plays.slice(start, start + server.pageSize);
    }
  }
  const refuseSonic = (): void => {
    if (server.refusesSonic) throw new HarmoniqError('unauthorized', 'The fake has no Plex Pass.');
  };
  const listeners = new Set<(event: ServerEvent) => void>();

  const server: FakeMusicServer = {
    kind: 'Fake',
    sections: [...sections],
    calls: [],
    machineId: 'fake-machine',
    pageSize: 10,
    nowMs: Date.parse('2026-01-01T00:00:00Z'),
    ignoresFilters: false,
    unreadable: 0,
    before: undefined,
    listens: [],
    sessions: [],
    neighbours: new Map(),
    paths: new Map(),
    refusesSonic: false,
    emit: (event) => listeners.forEach((listener) => listener(event)),
    get watchers() {
      return listeners.size;
    },
    async getIdentity(signal) {
      await answer('identity', signal);
      return { machineId: server.machineId, name: 'Fake server', version: '1' };
    },
    async listMusicSections(signal) {
      await answer('sections', signal);
      return server.sections.map(({ id, title, contentChangedAtMs, scanning }) => ({
        id,
        title,
        contentChangedAtMs,
        scanning,
      }));
    },
    async countItems(sectionId, level, signal) {
      await answer(`count ${level}`, signal);
      return itemsOf(find(sectionId), level).length + (level === 'track' ? server.unreadable : 0);
    },
    listItems,
    listIds,
    listTags,
    async hasSonicAnalysis(sectionId, signal) {
      await answer('sonic', signal);
      return find(sectionId).tracks.some((track) => track.sonicallyAnalysed);
    },
    listListens,
    async listSessions(signal) {
      await answer('sessions', signal);
      return [...server.sessions];
    },
    async watch(listener, signal) {
      if (signal.aborted) return;
      // Each call is a watch of its own, also with the same listener.
      const own = (event: ServerEvent): void => listener(event);
      listeners.add(own);
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      listeners.delete(own);
    },
    async listNearest(trackId, limit, signal) {
      await answer(`nearest ${trackId}`, signal);
      refuseSonic();
      const known = (server.neighbours.get(trackId) ?? []).filter((neighbour) => neighbour.trackId !== trackId);
      return [...known].sort((a, b) => a.distance - b.distance).slice(0, Math.max(0, limit));
    },
    async findSonicPath(_sectionId, from, to, count, signal) {
      await answer(`path ${from} ${to}`, signal);
      refuseSonic();
      const way = server.paths.get(`${from}>${to}`) ?? [];
      return way.length <= count ? way : [...way.slice(0, count - 1), to];
    },
    playlists: createFakePlaylistWriter({
      machineId: () => server.machineId,
      trackExists: (id) => server.sections.some((section) => section.tracks.some((track) => track.id === id)),
      answer: (call, signal) => answer(call, signal),
    }),
  };
  return server;
};

const itemsOf = <L extends Level>(section: FakeSection, level: L): readonly ItemsByLevel[L][] => {
  const lists: { readonly [Each in Level]: readonly ItemsByLevel[Each][] } = {
    artist: section.artists,
    album: section.albums,
    track: section.tracks,
  };
  return lists[level];
};

const select = <Item extends Artist | Album | Track>(
  items: readonly Item[],
  changed: ListQuery['changed'],
): readonly Item[] =>
  changed === undefined ? items : items.filter((item) => (changedAt(item, changed.what) ?? -1) >= changed.sinceMs);

const changedAt = (item: Artist | Album | Track, what: Change): number | undefined => {
  if (what === 'updated') return item.updatedAtMs;
  if (!('playCount' in item)) return what === 'added' ? item.updatedAtMs : undefined;
  const times = {
    added: item.addedAtMs,
    played: item.lastPlayedAtMs,
    rated: item.lastRatedAtMs,
    skipped: item.lastSkippedAtMs,
  };
  return times[what];
};

const cut = <Item>(server: FakeMusicServer, rows: readonly Item[], offset: number, unreadable: number): Page<Item> => {
  const total = rows.length + unreadable;
  const end = Math.min(total, offset + server.pageSize);
  const items = rows.slice(offset, end);
  return {
    items,
    offset,
    nextOffset: end,
    total,
    unreadable: Math.max(0, end - offset - items.length),
    serverTimeMs: server.nowMs,
  };
};
