import { hexId, mix } from '../music/hash.ts';
import type { MusicTrack } from '../music/music.ts';
import { timeline } from './events.ts';
import { createSessionMutations, type SessionMutations } from './player-sessions.ts';
import type { StoredPlaylist } from './playlist-store.ts';
import type { Shelf } from './shelf.ts';
import type { PlexState } from './state.ts';

export interface NewTrack {
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  /** Named on the file, where it differs from the album artist. */
  readonly performer?: string;
  readonly year?: number;
  readonly durationMs?: number;
  readonly section?: string;
  readonly guid?: string;
  readonly moods?: readonly string[];
}

/** What happens to a library behind its clients' backs. Ids are rating keys as texts; an unknown one throws. */
export interface Mutations extends SessionMutations {
  /** Gives the new rating key. Every other new track has no `updatedAt`, as fresh items may not. */
  addTrack(track: NewTrack): string;
  removeTrack(id: string): void;
  /** Removes so much of a section (0–1), spread over it; gives the ids. */
  removeTracks(fraction: number, section?: string): readonly string[];
  /** The file was replaced: new rating key, same guid, path, rating and plays. Gives the new id. */
  rescanTrack(id: string): string;
  /** undefined forgets the rating. Moves `lastRatedAt`, never `updatedAt`; forgetting leaves no date at all. */
  rateTrack(id: string, rating: number | undefined): void;
  /** A real play: counts, date and a line of history, all of an account (1 = the owner). Neither `updatedAt` nor the section's mark moves. */
  playTrack(id: string, atSeconds?: number, accountID?: number): void;
  skipTrack(id: string, atSeconds?: number, accountID?: number): void;
  /** Moves `updatedAt` and the section's mark. */
  renameTrack(id: string, title: string): void;
  /** Changes the moods (names of the vocabulary); moves `updatedAt` and the section's mark. */
  tagTrack(id: string, moods: readonly string[]): void;
  /** Changes without a trace: no date moves, no event is sent. */
  renameSilently(id: string, title: string): void;
  /** The file vanished from disk: still listed, with `deletedAt`, until the trash is emptied. */
  trashTrack(id: string): void;
  emptyTrash(section?: string): void;
  emptySection(section?: string): void;
  setScanning(scanning: boolean, section?: string): void;
  /** Gives an artist, an album or a track these labels (names of the vocabulary); moves its `updatedAt` and the section's mark. */
  labelItem(id: string, labels: readonly string[]): void;
  /** Somebody uploads a picture of their own for a playlist and picks it; gives its name. */
  chooseOwnPoster(playlistId: string): string;
  /** Somebody goes back to the picture that the server puts together. */
  forgetPoster(playlistId: string): void;
  /** Rating keys of all tracks of a section in the order of their ids. */
  trackIds(section?: string): readonly string[];
}

export function createMutations(state: PlexState): Mutations {
  const { catalogue } = state;
  let added = 0;

  function locate(id: string): { shelf: Shelf; slot: number; key: number } {
    const item = catalogue.registry.resolve(Number(id));
    if (item?.kind !== 'track') throw new Error(`The stand-in has no track ${id}.`);
    return { shelf: catalogue.shelfAt(item.section), slot: item.index, key: Number(id) };
  }

  function section(title = 'Music'): Shelf {
    const shelf = catalogue.shelves.find((candidate) => candidate.title === title || candidate.key === title);
    if (shelf === undefined) throw new Error(`The stand-in has no music section "${title}".`);
    return shelf;
  }

  /** A change that a scan noticed: the section's mark moves. */
  function noticed(shelf: Shelf): void {
    shelf.contentChangedAt += 3;
    shelf.scannedAt = catalogue.nowSeconds();
    catalogue.touch();
  }

  function announce(shelf: Shelf, slot: number, states: readonly number[]): void {
    const { title } = shelf.file(slot);
    const item = {
      key: shelf.track.key[slot] as number,
      section: shelf.key,
      type: 10,
      title,
      updatedAt: catalogue.nowSeconds(),
    };
    for (const value of states) state.events.send(timeline(value, item, state.switches.eventIdsAsNumbers));
  }

  function dropAll(shelf: Shelf, slots: readonly number[]): readonly string[] {
    const keys = slots.map((slot) => shelf.track.key[slot] as number);
    for (const slot of slots) {
      announce(shelf, slot, [9]);
      shelf.drop(slot);
    }
    state.playlists.forget(new Set(keys));
    if (slots.length > 0) noticed(shelf);
    return keys.map(String);
  }

  function place(shelf: Shelf, track: NewTrack, now: number): number {
    const artist = shelf.findArtist(track.artist) ?? shelf.addArtist(track.artist, now);
    return (
      shelf.findAlbum(artist, track.album) ??
      shelf.addAlbum({ title: track.album, artist, year: track.year ?? 2024 }, now)
    );
  }

  const present = (shelf: Shelf): number[] =>
    Array.from({ length: shelf.slots() }, (_, slot) => slot).filter((slot) => shelf.track.gone[slot] === 0);

  const setMoods = (shelf: Shelf, slot: number, moods: readonly string[]): void => {
    const indexes = moods.map((mood) => catalogue.tags.indexOfName('mood', mood));
    shelf.retag(
      slot,
      indexes.filter((index) => index !== undefined),
    );
  };

  function playTrack(id: string, atSeconds = catalogue.nowSeconds(), accountID = 1): void {
    const { shelf, slot, key } = locate(id);
    const listening = shelf.listening(accountID);
    state.history.add({ section: shelf.position, slot, trackKey: key, viewedAt: atSeconds, accountID });
    listening.viewCount[slot] = (listening.viewCount[slot] as number) + 1;
    listening.lastViewedAt[slot] = Math.max(listening.lastViewedAt[slot] as number, atSeconds);
    catalogue.touch();
  }

  function skipTrack(id: string, atSeconds = catalogue.nowSeconds(), accountID = 1): void {
    const { shelf, slot } = locate(id);
    const listening = shelf.listening(accountID);
    listening.skipCount[slot] = (listening.skipCount[slot] as number) + 1;
    listening.lastSkippedAt[slot] = atSeconds;
    catalogue.touch();
  }

  function findPlaylist(id: string): StoredPlaylist {
    const playlist = state.playlists.all().find((candidate) => String(candidate.key) === id);
    if (playlist === undefined) throw new Error(`The stand-in has no playlist ${id}.`);
    return playlist;
  }

  return {
    addTrack(track) {
      const shelf = section(track.section);
      const now = catalogue.nowSeconds();
      const nth = ++added;
      const album = place(shelf, track, now);
      const file = fileOf(track, album, shelf.artistOf(album), nth);
      const path = `${shelf.root}/${track.artist.replaceAll('/', '-')}/${track.album.replaceAll('/', '-')}/${nth} - ${track.title.replaceAll('/', '-')}.flac`;
      const slot = shelf.addSlot(album, now, { file, path });
      if (nth % 2 === 0) shelf.track.updatedAt[slot] = now;
      setMoods(shelf, slot, track.moods ?? []);
      noticed(shelf);
      announce(shelf, slot, [0, 1, 2, 3, 4, 5]);
      return String(shelf.track.key[slot]);
    },
    removeTrack(id) {
      const { shelf, slot } = locate(id);
      dropAll(shelf, [slot]);
    },
    removeTracks(fraction, title) {
      const shelf = section(title);
      const slots = present(shelf);
      const count = Math.round(slots.length * fraction);
      slots.sort((left, right) => mix(left, 5, 121) - mix(right, 5, 121));
      return dropAll(shelf, slots.slice(0, count));
    },
    rescanTrack(id) {
      const { shelf, slot, key } = locate(id);
      const now = catalogue.nowSeconds();
      const file = shelf.file(slot);
      const content = { file, path: shelf.filePath(slot, file) };
      const moods = shelf.moodsOf(slot);
      const copy = shelf.addSlot(shelf.track.album[slot] as number, now, content);
      shelf.retag(copy, moods);
      shelf.track.updatedAt[copy] = now;
      copyListening(shelf, slot, copy);
      announce(shelf, slot, [9]);
      shelf.drop(slot);
      state.playlists.forget(new Set([key]));
      noticed(shelf);
      announce(shelf, copy, [0, 5]);
      return String(shelf.track.key[copy]);
    },
    rateTrack(id, rating) {
      const { shelf, slot } = locate(id);
      const listening = shelf.listening(1);
      listening.userRating[slot] = rating ?? Number.NaN;
      listening.lastRatedAt[slot] = rating === undefined ? 0 : catalogue.nowSeconds();
      catalogue.touch();
    },
    playTrack,
    skipTrack,
    renameTrack(id, title) {
      const { shelf, slot } = locate(id);
      shelf.retitle(slot, title);
      shelf.track.updatedAt[slot] = catalogue.nowSeconds();
      noticed(shelf);
      announce(shelf, slot, [5]);
    },
    tagTrack(id, moods) {
      const { shelf, slot } = locate(id);
      setMoods(shelf, slot, moods);
      shelf.track.updatedAt[slot] = catalogue.nowSeconds();
      noticed(shelf);
      announce(shelf, slot, [5]);
    },
    renameSilently(id, title) {
      const { shelf, slot } = locate(id);
      shelf.retitle(slot, title);
      catalogue.touch();
    },
    trashTrack(id) {
      const { shelf, slot } = locate(id);
      shelf.track.deletedAt[slot] = catalogue.nowSeconds();
      noticed(shelf);
    },
    emptyTrash(title) {
      const shelf = section(title);
      dropAll(
        shelf,
        present(shelf).filter((slot) => shelf.track.deletedAt[slot] !== 0),
      );
    },
    emptySection(title) {
      const shelf = section(title);
      dropAll(shelf, present(shelf));
    },
    setScanning(scanning, title) {
      const { key } = section(title);
      if (scanning) state.scanning.add(key);
      else state.scanning.delete(key);
    },
    labelItem(id, labels) {
      const item = catalogue.registry.resolve(Number(id));
      if (item?.kind !== 'track' && item?.kind !== 'album' && item?.kind !== 'artist')
        throw new Error(`The stand-in has no item ${id}.`);
      const shelf = catalogue.shelfAt(item.section);
      const indexes = labels.map((label) => catalogue.tags.indexOfName('label', label));
      shelf.relabel(
        item.kind,
        item.index,
        indexes.filter((index) => index !== undefined),
      );
      shelf[item.kind].updatedAt[item.index] = catalogue.nowSeconds();
      noticed(shelf);
      if (item.kind === 'track') announce(shelf, item.index, [5]);
    },
    chooseOwnPoster(playlistId) {
      const playlist = findPlaylist(playlistId);
      const poster = `upload://posters/${hexId(playlist.key, playlist.posters.length, 151)}${hexId(7, 7, 7).slice(0, 16)}`;
      state.playlists.addPoster(playlist, poster, true);
      return poster;
    },
    forgetPoster: (playlistId) => state.playlists.selectPoster(findPlaylist(playlistId), undefined),
    ...createSessionMutations(state, {
      locate,
      play: playTrack,
      skip: (id, account) => skipTrack(id, undefined, account),
    }),
    trackIds(title) {
      const shelf = section(title);
      return present(shelf).map((slot) => String(shelf.track.key[slot]));
    },
  };
}

function copyListening(shelf: Shelf, from: number, to: number): void {
  const listening = shelf.listening(1);
  for (const column of Object.values(listening) as { [slot: number]: number }[]) column[to] = column[from] as number;
}

function fileOf(track: NewTrack, album: number, albumArtist: number, nth: number): MusicTrack {
  return {
    title: track.title,
    plainTitle: track.title,
    album,
    albumArtist,
    songArtist: albumArtist,
    performer: track.performer,
    song: -nth,
    number: nth,
    disc: 1,
    durationMs: track.durationMs ?? 201_000,
    guid: track.guid ?? `plex://track/${hexId(nth, 131, 1)}`,
    mbid: undefined,
    container: 'flac',
    bitrate: 903,
    listeners: undefined,
  };
}
