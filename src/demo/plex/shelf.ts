import { happens, mix, uuid } from '../music/hash.ts';
import type { Music, MusicTrack } from '../music/music.ts';
import { labelNames } from '../music/vocabulary.ts';
import { createListening, grow, growListening, inventListening, type Listening } from './listening.ts';
import type { Registry } from './registry.ts';

/** A record that somebody added after the server started. */
export interface NewAlbum {
  readonly title: string;
  readonly artist: number;
  readonly year: number;
}

/** A music section: its artists, albums and tracks by index ("slot" for tracks), each with a rating key, and who listened. Times in epoch seconds. */
export interface Shelf {
  readonly position: number;
  readonly key: string;
  readonly title: string;
  readonly uuid: string;
  readonly root: string;
  readonly music: Music;
  /** Slots in use, gone ones included. */
  slots(): number;
  artistCount(): number;
  albumCount(): number;
  readonly track: TrackTable;
  readonly album: GroupTable;
  readonly artist: GroupTable;
  /** What the file of a slot says, corrections of titles included. */
  file(slot: number): MusicTrack;
  filePath(slot: number, file: MusicTrack): string;
  artistName(artist: number): string;
  albumTitle(album: number): string;
  albumYear(album: number): number;
  artistOf(album: number): number;
  moodsOf(slot: number): readonly number[];
  /** Indexes into `labelNames`. */
  labelsOf(level: 'artist' | 'album' | 'track', index: number): readonly number[];
  /** The track of the collection whose file this is; undefined = it came in later and is known to nobody. */
  soundSource(slot: number): number | undefined;
  /** The listening of a user; user 1 is the owner. */
  listening(user: number): Listening;
  findArtist(name: string): number | undefined;
  findAlbum(artist: number, title: string): number | undefined;
  addArtist(name: string, at: number): number;
  addAlbum(album: NewAlbum, at: number): number;
  /** Adds a track with a file of its own, or (`source`) another track of a file that is already known. */
  addSlot(album: number, at: number, content: { file: MusicTrack; path: string }): number;
  /** Takes the track away for good, and its album and artist when they are empty. */
  drop(slot: number): void;
  retitle(slot: number, title: string): void;
  retag(slot: number, moods: readonly number[]): void;
  relabel(level: 'artist' | 'album' | 'track', index: number, labels: readonly number[]): void;
  /** Grows with every change that a scan would notice. */
  contentChangedAt: number;
  scannedAt: number;
}

export interface TrackTable {
  key: Int32Array;
  album: Int32Array;
  addedAt: Uint32Array;
  updatedAt: Uint32Array;
  /** 0 = the file is there. */
  deletedAt: Uint32Array;
  gone: Uint8Array;
}

/** Artists or albums. `tracks` counts what is left of them: 0 = vanished. */
export interface GroupTable {
  readonly key: number[];
  readonly addedAt: number[];
  readonly updatedAt: number[];
  readonly tracks: number[];
}

export interface ShelfOptions {
  readonly position: number;
  readonly key: string;
  readonly title: string;
  readonly music: Music;
  readonly registry: Registry;
  readonly epoch: number;
}

const year = 365 * 86_400;

/** Lays a music collection out on a server. */
export function createShelf(options: ShelfOptions): Shelf {
  const { music, registry, position, epoch } = options;
  const { seed } = music;
  let used = 0;
  let capacity = music.trackCount + 64;
  const track: TrackTable = {
    key: new Int32Array(capacity),
    album: new Int32Array(capacity),
    addedAt: new Uint32Array(capacity),
    updatedAt: new Uint32Array(capacity),
    deletedAt: new Uint32Array(capacity),
    gone: new Uint8Array(capacity),
  };
  const album: GroupTable = { key: [], addedAt: [], updatedAt: [], tracks: [] };
  const artist: GroupTable = { key: [], addedAt: [], updatedAt: [], tracks: [] };
  const contents = new Map<number, { file: MusicTrack; path: string }>();
  const titles = new Map<number, string>();
  const moods = new Map<number, readonly number[]>();
  const labels = new Map<string, readonly number[]>();
  const newArtists: string[] = [];
  const newAlbums: NewAlbum[] = [];
  const users = new Map<number, Listening>();

  function fill(): void {
    for (let index = 0; index < music.artistCount; index++) registerArtist(epoch - 9 * year);
    for (let home = 0; home < music.albumCount; home++) {
      const hash = mix(seed, home, 91);
      const added = epoch - 86_400 - (hash % (8 * year));
      registerAlbum(music.artistOf(home), added);
      const end = home + 1 < music.albumCount ? music.firstTrackOf(home + 1) : music.trackCount;
      for (let slot = music.firstTrackOf(home); slot < end; slot++)
        registerTrack(home, oddDate(slot, added + (slot % 60)));
    }
    for (let slot = 0; slot < used; slot++) track.updatedAt[slot] = inventUpdate(slot);
    users.set(1, inventListening(seed, used, capacity, epoch));
  }

  /** File dates lie now and then: long ago or still to come. */
  function oddDate(slot: number, date: number): number {
    const hash = mix(seed, slot, 92);
    if (happens(hash, 1)) return 4_102_444_800;
    return happens(hash >>> 5, 1) ? 315_532_800 : date;
  }

  function inventUpdate(slot: number): number {
    const hash = mix(seed, slot, 93);
    return happens(hash, 6) ? 0 : epoch - 86_400 - (hash % (2 * year));
  }

  function registerArtist(added: number): number {
    const index = artist.key.push(0) - 1;
    artist.addedAt.push(added);
    artist.updatedAt.push(added + 1_000);
    artist.tracks.push(0);
    return index;
  }

  function registerAlbum(owner: number, added: number): number {
    const index = album.key.push(0) - 1;
    album.addedAt.push(added);
    album.updatedAt.push(Math.min(added + 90_000, epoch));
    album.tracks.push(0);
    if (artist.key[owner] === 0) artist.key[owner] = registry.allocate('artist', position, owner);
    album.key[index] = registry.allocate('album', position, index);
    return index;
  }

  function registerTrack(home: number, added: number): number {
    if (used === capacity) enlarge();
    const slot = used++;
    track.key[slot] = registry.allocate('track', position, slot);
    track.album[slot] = home;
    track.addedAt[slot] = added;
    count(home, 1);
    return slot;
  }

  function count(home: number, by: number): void {
    const owner = artistOf(home);
    album.tracks[home] = (album.tracks[home] ?? 0) + by;
    artist.tracks[owner] = (artist.tracks[owner] ?? 0) + by;
  }

  function enlarge(): void {
    capacity = capacity * 2;
    track.key = grow(track.key, new Int32Array(capacity));
    track.album = grow(track.album, new Int32Array(capacity));
    track.addedAt = grow(track.addedAt, new Uint32Array(capacity));
    track.updatedAt = grow(track.updatedAt, new Uint32Array(capacity));
    track.deletedAt = grow(track.deletedAt, new Uint32Array(capacity));
    track.gone = grow(track.gone, new Uint8Array(capacity));
    for (const listening of users.values()) growListening(listening, capacity);
  }

  const artistOf = (home: number): number =>
    home < music.albumCount ? music.artistOf(home) : (newAlbums[home - music.albumCount] as NewAlbum).artist;
  const artistName = (index: number): string =>
    index < music.artistCount ? music.artist(index).name : (newArtists[index - music.artistCount] as string);
  const albumTitle = (index: number): string =>
    index < music.albumCount ? music.album(index).title : (newAlbums[index - music.albumCount] as NewAlbum).title;

  function file(slot: number): MusicTrack {
    const content = contents.get(slot)?.file ?? music.track(slot);
    const title = titles.get(slot);
    return title === undefined ? content : { ...content, title };
  }

  fill();
  const root = `/volume1/${options.title.replaceAll(' ', '_')}`;
  return {
    position,
    key: options.key,
    title: options.title,
    uuid: uuid(seed, position, 94),
    root,
    music,
    track,
    album,
    artist,
    contentChangedAt: 48_211 + music.trackCount,
    scannedAt: epoch - 3_600,
    slots: () => used,
    artistCount: () => artist.key.length,
    albumCount: () => album.key.length,
    file,
    filePath(slot, content) {
      const known = contents.get(slot)?.path;
      if (known !== undefined) return known;
      const home = track.album[slot] as number;
      const folder = `${safe(artistName(artistOf(home)))}/${safe(albumTitle(home))}`;
      const disc = content.disc > 1 ? `CD${content.disc}/` : '';
      const number = String(content.number ?? 0).padStart(2, '0');
      return `${root}/${folder}/${disc}${number} - ${safe(content.plainTitle).slice(0, 80)}.${slot}.${content.container}`;
    },
    artistName,
    albumTitle,
    albumYear: (index) =>
      index < music.albumCount ? music.album(index).year : (newAlbums[index - music.albumCount] as NewAlbum).year,
    artistOf,
    moodsOf: (slot) => moods.get(slot) ?? (slot < music.trackCount ? music.moodsOfTrack(slot) : []),
    labelsOf: (level, index) => labels.get(`${level} ${index}`) ?? inventLabels(seed, level, index),
    soundSource(slot) {
      if (slot < music.trackCount) return slot;
      const song = contents.get(slot)?.file.song ?? -1;
      return song < 0 ? undefined : song;
    },
    listening(user) {
      const known = users.get(user);
      if (known) return known;
      const listening = createListening(capacity);
      users.set(user, listening);
      return listening;
    },
    findArtist(name) {
      for (let index = 0; index < artist.key.length; index++)
        if (artist.tracks[index] !== 0 && artistName(index) === name) return index;
      return undefined;
    },
    findAlbum(owner, title) {
      for (let index = 0; index < album.key.length; index++)
        if (album.tracks[index] !== 0 && artistOf(index) === owner && albumTitle(index) === title) return index;
      return undefined;
    },
    addArtist(name, at) {
      newArtists.push(name);
      return registerArtist(at);
    },
    addAlbum(added, at) {
      newAlbums.push(added);
      return registerAlbum(added.artist, at);
    },
    addSlot(home, at, content) {
      const slot = registerTrack(home, at);
      contents.set(slot, content);
      return slot;
    },
    drop(slot) {
      if (track.gone[slot] === 1) return;
      track.gone[slot] = 1;
      registry.release(track.key[slot] as number);
      const home = track.album[slot] as number;
      const owner = artistOf(home);
      count(home, -1);
      if (album.tracks[home] === 0) registry.release(album.key[home] as number);
      if (artist.tracks[owner] === 0) registry.release(artist.key[owner] as number);
    },
    retitle: (slot, title) => void titles.set(slot, title),
    retag: (slot, names) => void moods.set(slot, names),
    relabel: (level, index, names) => void labels.set(`${level} ${index}`, names),
  };
}

const labelShares = { artist: 25, album: 30, track: 20 };

/** A few things bear a label that somebody gave them by hand. */
function inventLabels(seed: number, level: 'artist' | 'album' | 'track', index: number): readonly number[] {
  const hash = mix(seed, index, 95, labelShares[level]);
  return happens(hash, labelShares[level]) ? [hash % labelNames.length] : [];
}

function safe(name: string): string {
  return name.replaceAll('/', '-').replaceAll('\\', '-');
}
