import { noTags, type Tags, type Track } from '../../src/core/track.ts';
import { HarmoniqError, throwIfAborted } from '../../src/lib/errors.ts';
import type {
  Album,
  Artist,
  Change,
  ItemsByLevel,
  Level,
  ListQuery,
  MusicServer,
  Page,
} from '../../src/servers/server.ts';
import { createFakePlaylistWriter } from './fake-playlist-writer.ts';

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
  /** One line for each request a real adapter would send: `page track 0`, `count track`, `ids track 0`, `tags track 3`. */
  readonly calls: string[];
  machineId: string;
  pageSize: number;
  /** The server's clock. */
  nowMs: number;
  /** Give everything, whatever was asked for. */
  ignoresFilters: boolean;
  /** Rows at the end of a listing that have no title. */
  unreadable: number;
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
