import type { Registry } from './registry.ts';

export interface PlaylistEntry {
  readonly itemId: number;
  readonly trackKey: number;
}

export interface StoredPlaylist {
  readonly key: number;
  readonly guid: string;
  readonly user: number;
  readonly smart: boolean;
  readonly readOnly: boolean;
  /** The rule of a smart playlist. */
  content: string | undefined;
  title: string;
  summary: string;
  readonly posters: string[];
  /** undefined = the server shows what it puts together from the covers. */
  selectedPoster: string | undefined;
  entries: readonly PlaylistEntry[];
  readonly addedAt: number;
  updatedAt: number;
}

export const playlistChanges = [
  'created',
  'items-added',
  'item-removed',
  'items-cleared',
  'item-moved',
  'edited',
  'poster-set',
  'deleted',
  'tracks-vanished',
] as const;
export type PlaylistChangeKind = (typeof playlistChanges)[number];

/** A playlist right after a write was applied. Ids as texts, in the playlist's order. */
export interface PlaylistState {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly user: number;
  readonly smart: boolean;
  readonly trackIds: readonly string[];
  readonly itemIds: readonly string[];
  readonly posters: readonly string[];
  readonly selectedPoster: string | undefined;
  readonly updatedAt: number;
}

export interface PlaylistChange extends PlaylistState {
  readonly kind: PlaylistChangeKind;
}

export interface PlaylistStore {
  list(user: number): readonly StoredPlaylist[];
  all(): readonly StoredPlaylist[];
  find(user: number, key: number): StoredPlaylist | undefined;
  create(options: {
    readonly user: number;
    readonly title: string;
    readonly smart: boolean;
    readonly readOnly?: boolean;
    readonly content: string | undefined;
    readonly trackKeys: readonly number[];
  }): StoredPlaylist;
  append(playlist: StoredPlaylist, trackKeys: readonly number[]): void;
  /** false = the playlist has no such item. */
  removeItem(playlist: StoredPlaylist, itemId: number): boolean;
  clear(playlist: StoredPlaylist): void;
  /** `after` undefined = to the top. false = one of the two items is unknown. */
  move(playlist: StoredPlaylist, itemId: number, after: number | undefined): boolean;
  edit(
    playlist: StoredPlaylist,
    changes: { title?: string | undefined; summary?: string | undefined; content?: string | undefined },
  ): void;
  /** A picture that is there already is not kept twice. */
  addPoster(playlist: StoredPlaylist, poster: string, select: boolean): void;
  /** undefined = none. The chosen one moves to the end of the list. */
  selectPoster(playlist: StoredPlaylist, poster: string | undefined): void;
  delete(playlist: StoredPlaylist): void;
  /** Takes tracks that are gone out of every list. */
  forget(trackKeys: ReadonlySet<number>): void;
}

/** The playlists of all users, in memory. `changed` is called after every change, before the answer leaves. */
export function createPlaylistStore(
  registry: Registry,
  nowSeconds: () => number,
  changed: (playlist: StoredPlaylist, kind: PlaylistChangeKind) => void,
): PlaylistStore {
  const playlists: StoredPlaylist[] = [];
  let nextItem = 7_001;
  const entriesOf = (trackKeys: readonly number[]): readonly PlaylistEntry[] =>
    trackKeys.map((trackKey) => ({ itemId: (nextItem += 3), trackKey }));
  const touch = (playlist: StoredPlaylist, kind: PlaylistChangeKind): void => {
    playlist.updatedAt = nowSeconds();
    changed(playlist, kind);
  };

  return {
    list: (user) => playlists.filter((playlist) => playlist.user === user),
    all: () => playlists,
    find: (user, key) => playlists.find((playlist) => playlist.key === key && playlist.user === user),
    create(options) {
      const key = registry.allocate('playlist', -1, playlists.length);
      const playlist: StoredPlaylist = {
        key,
        guid: `com.plexapp.agents.none://${key}-${options.user}-4f1d`,
        user: options.user,
        smart: options.smart,
        readOnly: options.readOnly ?? false,
        content: options.content,
        title: options.title,
        summary: '',
        posters: [],
        selectedPoster: undefined,
        entries: entriesOf(options.trackKeys),
        addedAt: nowSeconds(),
        updatedAt: nowSeconds(),
      };
      playlists.push(playlist);
      changed(playlist, 'created');
      return playlist;
    },
    append(playlist, trackKeys) {
      if (trackKeys.length === 0) return;
      playlist.entries = [...playlist.entries, ...entriesOf(trackKeys)];
      touch(playlist, 'items-added');
    },
    removeItem(playlist, itemId) {
      const rest = playlist.entries.filter((entry) => entry.itemId !== itemId);
      if (rest.length === playlist.entries.length) return false;
      playlist.entries = rest;
      touch(playlist, 'item-removed');
      return true;
    },
    clear(playlist) {
      playlist.entries = [];
      touch(playlist, 'items-cleared');
    },
    move(playlist, itemId, after) {
      const moving = playlist.entries.find((entry) => entry.itemId === itemId);
      const rest = playlist.entries.filter((entry) => entry.itemId !== itemId);
      const place = after === undefined ? 0 : rest.findIndex((entry) => entry.itemId === after) + 1;
      if (moving === undefined || (after !== undefined && place === 0)) return false;
      playlist.entries = [...rest.slice(0, place), moving, ...rest.slice(place)];
      touch(playlist, 'item-moved');
      return true;
    },
    edit(playlist, changes) {
      playlist.title = changes.title ?? playlist.title;
      playlist.summary = changes.summary ?? playlist.summary;
      playlist.content = changes.content ?? playlist.content;
      touch(playlist, 'edited');
    },
    addPoster(playlist, poster, select) {
      if (!playlist.posters.includes(poster)) playlist.posters.push(poster);
      if (select) playlist.selectedPoster = poster;
      touch(playlist, 'poster-set');
    },
    selectPoster(playlist, poster) {
      playlist.selectedPoster = poster;
      if (poster !== undefined) {
        playlist.posters.splice(playlist.posters.indexOf(poster), 1);
        playlist.posters.push(poster);
      }
      touch(playlist, 'poster-set');
    },
    delete(playlist) {
      playlists.splice(playlists.indexOf(playlist), 1);
      registry.release(playlist.key);
      playlist.entries = [];
      changed(playlist, 'deleted');
    },
    forget(trackKeys) {
      for (const playlist of playlists) {
        const rest = playlist.entries.filter((entry) => !trackKeys.has(entry.trackKey));
        if (rest.length === playlist.entries.length) continue;
        playlist.entries = rest;
        changed(playlist, 'tracks-vanished');
      }
    },
  };
}

/** A copy of a playlist that nothing changes any more. */
export function describePlaylist(playlist: StoredPlaylist): PlaylistState {
  return {
    id: String(playlist.key),
    title: playlist.title,
    summary: playlist.summary,
    user: playlist.user,
    smart: playlist.smart,
    trackIds: playlist.entries.map((entry) => String(entry.trackKey)),
    itemIds: playlist.entries.map((entry) => String(entry.itemId)),
    posters: [...playlist.posters],
    selectedPoster: playlist.selectedPoster,
    updatedAt: playlist.updatedAt,
  };
}
