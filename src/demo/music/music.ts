import { creditGuest, durationOf, guidOf, titleOfAlbum, titleOfSong, versionNote } from './credits.ts';
import { happens, mix, pick, uuid } from './hash.ts';
import { albumKinds, layOut, type AlbumKind } from './layout.ts';
import { inventArtistNames } from './names.ts';
import { kinOf, sceneAt, scenes, type Scene } from './scenes.ts';
import { createSound } from './sound.ts';
import { genreNames, moodNames, styleNames, trackGenreNames } from './vocabulary.ts';

export interface MusicArtist {
  readonly name: string;
  readonly mbid: string;
  readonly country: string;
}

export interface MusicAlbum {
  readonly title: string;
  readonly artist: number;
  readonly kind: AlbumKind;
  readonly year: number;
  readonly mbid: string;
  readonly studio: string | undefined;
}

/** What the file of a track says. Who listened to it, and when, is the business of a server. */
export interface MusicTrack {
  readonly title: string;
  /** The title without any note of version or guests. */
  readonly plainTitle: string;
  readonly album: number;
  readonly albumArtist: number;
  /** The artist who made the song: the album artist but on compilations. */
  readonly songArtist: number;
  /** Named on the file only where it differs from the album artist. */
  readonly performer: string | undefined;
  readonly song: number;
  readonly number: number | undefined;
  readonly disc: number;
  readonly durationMs: number | undefined;
  readonly guid: string;
  readonly mbid: string | undefined;
  readonly container: 'flac' | 'mp3' | 'm4a';
  readonly bitrate: number;
  readonly listeners: number | undefined;
}

/** An invented music collection. Everything is computed when asked for; the same seed and size give the same music. */
export interface Music {
  readonly seed: number;
  readonly trackCount: number;
  readonly artistCount: number;
  readonly albumCount: number;
  artist(index: number): MusicArtist;
  album(index: number): MusicAlbum;
  track(index: number): MusicTrack;
  albumOf(track: number): number;
  artistOf(album: number): number;
  firstTrackOf(album: number): number;
  moodsOfArtist(artist: number): readonly number[];
  stylesOfArtist(artist: number): readonly number[];
  genresOfArtist(artist: number): readonly number[];
  /** Indexes into `moodNames`. */
  moodsOfTrack(track: number): readonly number[];
  /** Indexes into `trackGenreNames`. */
  genresOfTrack(track: number): readonly number[];
  /** The corner of music an artist belongs to; its genres, styles and most moods come from there. */
  sceneOf(artist: number): Scene;
  /** Writes how a track sounds, `soundSize` numbers, into a table at a place. Copies of a song sound almost alike. */
  writeSound(track: number, into: Float32Array, at: number): void;
}

/** Where artists may come from. */
export const countries: readonly string[] = [
  'Sweden',
  'Portugal',
  'Japan',
  'Canada',
  'Greece',
  'Brazil',
  'Ireland',
  'Germany',
  'Mali',
  'Iceland',
];
const numbersOf = (
  names: (scene: Scene) => readonly string[],
  vocabulary: readonly string[],
): readonly (readonly number[])[] => scenes.map((scene) => names(scene).map((name) => vocabulary.indexOf(name)));
const sceneMoods = numbersOf((scene) => scene.moods, moodNames);
const sceneStyles = numbersOf((scene) => scene.styles, styleNames);
const sceneGenres = numbersOf((scene) => scene.genres, genreNames);
const kinGenres = numbersOf((scene) => kinOf(scene).map((kin) => kin.genres[0] ?? ''), genreNames);
const sceneTrackGenres = numbersOf((scene) => scene.trackGenres, trackGenreNames);
const labels = ['Paper Lantern', 'Nord & Sons', 'Third Door', 'Salt Mill Records', 'Understory', '北極星'];

/** Builds the skeleton of a collection with exactly `tracks` tracks; 500,000 take well under two seconds. */
export function createMusic(seed: number, tracks: number): Music {
  const layout = layOut(seed, tracks);
  const names = inventArtistNames(seed, layout.artistCount);
  const albums: MusicAlbum[] = [];
  const palettes: (readonly number[])[] = [];
  const trackMoods: (readonly number[])[] = [];

  const artist = (index: number): MusicArtist => ({
    name: names[index] as string,
    mbid: uuid(seed, index, 41),
    country: pick(countries, mix(seed, index, 42)),
  });
  const album = (index: number): MusicAlbum => (albums[index] ??= makeAlbum(index));
  const artistOf = (index: number): number => layout.artistOfAlbum[index] as number;
  const kindOf = (index: number): AlbumKind => albumKinds[layout.kindOfAlbum[index] as number] as AlbumKind;

  function makeAlbum(index: number): MusicAlbum {
    const owner = artistOf(index);
    const kind = kindOf(index);
    const hash = mix(seed, index, 43);
    return {
      title: titleOfAlbum(seed, owner, names[owner] as string, index, kind),
      artist: owner,
      kind,
      year: kind === 'reissue' || kind === 'best-of' ? 1998 + (hash % 25) : 1962 + (hash % 63),
      mbid: uuid(seed, index, 44),
      studio: happens(hash >>> 3, 700) ? pick(labels, hash >>> 9) : undefined,
    };
  }

  function track(index: number): MusicTrack {
    const home = layout.albumOfTrack[index] as number;
    const kind = kindOf(home);
    const song = layout.songOfTrack[index] as number;
    const albumArtist = artistOf(home);
    const songArtist = artistOf(layout.albumOfTrack[song] as number);
    const hash = mix(seed, index, 51);
    const songHash = mix(seed, song, 52);
    const first = layout.firstTrackOfAlbum[home] as number;
    const position = index - first;
    const plainTitle = kind === 'long-set' ? 'Continuous Mix' : titleOfSong(seed, songArtist, song, songHash);
    const guest = happens(songHash, 60) ? (names[1 + (songHash % (layout.artistCount - 1))] as string) : undefined;
    const credits = creditGuest(plainTitle, names[songArtist] as string, guest, songHash);
    const differs = songArtist !== albumArtist || credits.performer !== names[songArtist];
    const flac = happens(mix(seed, home, 53), 550);
    return {
      title: credits.title + versionNote(seed, kind, home, position, hash),
      plainTitle,
      album: home,
      albumArtist,
      songArtist,
      performer: differs ? credits.performer : undefined,
      song,
      number: happens(hash >>> 2, 8) ? undefined : kind === 'studio' && position >= 10 ? position - 9 : position + 1,
      disc: kind === 'studio' && position >= 10 ? 2 : 1,
      durationMs: happens(hash >>> 4, 7) ? undefined : durationOf(kind, songHash, hash),
      guid: guidOf(seed, kind, index, song),
      mbid: happens(hash >>> 7, 780) ? uuid(seed, index, 54) : undefined,
      container: flac ? 'flac' : happens(mix(seed, home, 55), 350) ? 'm4a' : 'mp3',
      bitrate: flac ? 700 + (hash % 400) : pick([128, 192, 256, 320], hash >>> 3),
      listeners: happens(hash >>> 9, 800) ? 40 + (mix(seed, song, 56) % 9973) * (1 + (songHash % 97)) : undefined,
    };
  }

  const sceneNumber = (index: number): number => sceneAt(mix(seed, index, 67));

  /** An artist's twelve moods: those of its scene but for a quarter, which are its own. */
  function palette(index: number): readonly number[] {
    const common = sceneMoods[sceneNumber(index)] ?? [];
    return (palettes[index] ??= Array.from({ length: 12 }, (_, nth) => {
      const hash = mix(seed, index, 61, nth);
      return nth % 4 === 3 ? hash % moodNames.length : pick(common, hash);
    }));
  }

  // Every question about a mood looks at every track.
  const moodsOfTrack = (index: number): readonly number[] => (trackMoods[index] ??= inventMoods(index));

  function inventMoods(index: number): readonly number[] {
    const hash = mix(seed, index, 62);
    if (happens(hash, 130)) return [];
    const home = layout.albumOfTrack[index] as number;
    const choice = palette(artistOf(layout.albumOfTrack[layout.songOfTrack[index] as number] ?? home));
    const moods: number[] = [];
    for (let bit = 0; bit < 12; bit++) if ((hash >>> (bit * 2)) % 4 === 0) moods.push(choice[bit] as number);
    return [...new Set(moods)];
  }

  const songArtistOf = (index: number): number =>
    artistOf(layout.albumOfTrack[layout.songOfTrack[index] as number] as number);
  const writeSound = createSound({
    seed,
    songOf: (index) => layout.songOfTrack[index] as number,
    artistOf: songArtistOf,
    sceneOf: (artistIndex) => scenes[sceneNumber(artistIndex)] as Scene,
    moodsOf: moodsOfTrack,
  });

  return {
    seed,
    trackCount: layout.trackCount,
    artistCount: layout.artistCount,
    albumCount: layout.albumCount,
    artist,
    album,
    track,
    artistOf,
    albumOf: (index) => layout.albumOfTrack[index] as number,
    firstTrackOf: (index) => layout.firstTrackOfAlbum[index] as number,
    moodsOfArtist: (index) => [...new Set(palette(index).slice(0, 6))],
    stylesOfArtist: (index) => {
      const hash = mix(seed, index, 63);
      return happens(hash, 60) ? [] : few(sceneStyles[sceneNumber(index)] ?? [], hash, 3);
    },
    genresOfArtist: (index) => {
      const hash = mix(seed, index, 64);
      if (happens(hash, 40)) return [];
      const own = sceneGenres[sceneNumber(index)] ?? [];
      const kin = happens(hash >>> 4, 350) ? [pick(kinGenres[sceneNumber(index)] ?? own, hash >>> 9)] : [];
      const stray = happens(hash >>> 7, 40) ? [hash % genreNames.length] : [];
      return [...new Set([...own.slice(0, 1 + (hash % own.length)), ...kin, ...stray])];
    },
    moodsOfTrack,
    genresOfTrack: (index) => {
      const hash = mix(seed, layout.albumOfTrack[index] as number, 65);
      return happens(hash, 600) ? few(sceneTrackGenres[sceneNumber(songArtistOf(index))] ?? [], hash, 2) : [];
    },
    sceneOf: (index) => scenes[sceneNumber(index)] as Scene,
    writeSound,
  };
}

/** One to `most` different ones of a list. */
function few(choices: readonly number[], hash: number, most: number): readonly number[] {
  const count = 1 + (hash % most);
  return [...new Set(Array.from({ length: count }, (_, nth) => pick(choices, mix(hash, nth, 66))))];
}
