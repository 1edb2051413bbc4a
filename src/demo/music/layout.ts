import { happens, mix, spread } from './hash.ts';

/** What an album is; everything but a studio album, an EP and a long set repeats songs that stand elsewhere. */
export const albumKinds = ['studio', 'ep', 'best-of', 'live', 'reissue', 'single', 'compilation', 'long-set'] as const;
export type AlbumKind = (typeof albumKinds)[number];

/** Which track is on which album of which artist, as numbers only: 500,000 tracks take a few megabytes. */
export interface Layout {
  readonly trackCount: number;
  readonly artistCount: number;
  readonly albumCount: number;
  readonly albumOfTrack: Int32Array;
  /** The studio track whose song this is; the track itself where it is the first. */
  readonly songOfTrack: Int32Array;
  readonly artistOfAlbum: Int32Array;
  readonly firstTrackOfAlbum: Int32Array;
  readonly kindOfAlbum: Uint8Array;
}

interface Growing {
  readonly seed: number;
  readonly tracks: number;
  readonly albumOfTrack: Int32Array;
  readonly songOfTrack: Int32Array;
  readonly artistOfAlbum: number[];
  readonly firstTrackOfAlbum: number[];
  readonly kindOfAlbum: number[];
  filled: number;
}

const studioAlbumsPerArtist = [1, 1, 1, 1, 1, 2, 2, 2, 3, 6];

/** Fills exactly `tracks` tracks, artist by artist. */
export function layOut(seed: number, tracks: number): Layout {
  const state: Growing = {
    seed,
    tracks,
    albumOfTrack: new Int32Array(tracks),
    songOfTrack: new Int32Array(tracks),
    artistOfAlbum: [],
    firstTrackOfAlbum: [],
    kindOfAlbum: [],
    filled: 0,
  };
  let artist = 1;
  for (; state.filled < tracks; artist++) {
    addArtist(state, artist);
    if (artist % 6 === 0) addCompilation(state, artist);
  }
  return {
    trackCount: tracks,
    artistCount: artist,
    albumCount: state.artistOfAlbum.length,
    albumOfTrack: state.albumOfTrack,
    songOfTrack: state.songOfTrack,
    artistOfAlbum: Int32Array.from(state.artistOfAlbum),
    firstTrackOfAlbum: Int32Array.from([...state.firstTrackOfAlbum, tracks]),
    kindOfAlbum: Uint8Array.from(state.kindOfAlbum),
  };
}

function addArtist(state: Growing, artist: number): void {
  const hash = mix(state.seed, artist, 1);
  const first = state.filled;
  const albums = studioAlbumsPerArtist[hash % 10] as number;
  for (let nth = 0; nth < albums; nth++) addOwnAlbum(state, artist, mix(state.seed, artist, 2, nth));
  const own = state.filled - first;
  const songs = (count: number, salt: number): readonly number[] =>
    spread(own, count, mix(state.seed, artist, 3, salt)).map((song) => song + first);
  if (own > 18 && happens(hash, 400)) addAlbum(state, artist, 'best-of', songs(10 + (hash % 5), 1));
  if (own > 8 && happens(hash >>> 5, 180)) addAlbum(state, artist, 'live', songs(8, 2));
  if (own > 8 && happens(hash >>> 9, 180)) addAlbum(state, artist, 'reissue', fresh(first, Math.min(own, 10)));
  if (own > 3 && happens(hash >>> 13, 220)) {
    const song = songs(1, 4)[0] as number;
    addAlbum(state, artist, 'single', [song, song, song]);
  }
}

function addOwnAlbum(state: Growing, artist: number, hash: number): void {
  const from = state.filled;
  if (happens(hash >>> 3, 6)) addAlbum(state, artist, 'long-set', fresh(from, 1));
  else if (happens(hash >>> 6, 220)) addAlbum(state, artist, 'ep', fresh(from, 2 + (hash % 4)));
  else addAlbum(state, artist, 'studio', fresh(from, 8 + (hash % 7)));
}

/** Songs of the artists before, by "Various Artists". */
function addCompilation(state: Growing, artist: number): void {
  const before = Math.min(state.filled, 400);
  const first = state.filled - before;
  const picked = spread(before, 14, mix(state.seed, artist, 5)).map(
    (song) => state.songOfTrack[first + song] ?? first + song,
  );
  addAlbum(state, 0, 'compilation', [...new Set(picked)]);
}

function fresh(from: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, nth) => from + nth);
}

function addAlbum(state: Growing, artist: number, kind: AlbumKind, songs: readonly number[]): void {
  if (state.filled >= state.tracks || songs.length === 0) return;
  const album = state.artistOfAlbum.push(artist) - 1;
  state.firstTrackOfAlbum.push(state.filled);
  state.kindOfAlbum.push(albumKinds.indexOf(kind));
  for (const song of songs) {
    if (state.filled >= state.tracks) return;
    state.albumOfTrack[state.filled] = album;
    state.songOfTrack[state.filled] = song;
    state.filled++;
  }
}
