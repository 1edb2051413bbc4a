import { happens, mix, spread, uuid } from '../music/hash.ts';
import { createMusic, type Music } from '../music/music.ts';
import { songTitle } from '../music/names.ts';
import { spellAsService } from './spelling.ts';

/** A song as Last.fm knows it. */
export interface WorldSong {
  readonly artist: string;
  readonly title: string;
  readonly mbid: string;
  readonly durationSeconds: number;
  readonly listeners: number;
  /** The library's track of this song; undefined = the library has no copy. */
  readonly track: number | undefined;
}

/** What people out there listen to: much that the library has, and much that it has not. */
export interface World {
  /** A ranked list of different songs, always the same for a name; `owned` per mille of it stand in the library. */
  rank(name: string, size: number, owned?: number): readonly WorldSong[];
  /** The artist's name as Last.fm writes it; undefined = nobody of that name. */
  findArtist(name: string): string | undefined;
  songsOf(artist: string): readonly WorldSong[];
  /** Names with a likeness between 0 and 1, most alike first. */
  similarTo(artist: string, limit: number): readonly { readonly name: string; readonly match: number }[];
  topArtists(user: string, size: number): readonly string[];
  /** The largest ranked list that still has no repeats. */
  readonly largest: number;
}

const consideredTracks = 8_000;
const foreignArtists = 420;

export function createWorld(music: Music, seed: number): World {
  const foreign = createMusic(seed + 99_991, 9_000);
  const ownNames = new Map<string, number>();
  for (let artist = 1; artist < music.artistCount; artist++) ownNames.set(fold(music.artist(artist).name), artist);
  const foreignNames = new Map<string, number>();
  for (let artist = 1; artist <= Math.min(foreignArtists, foreign.artistCount - 1); artist++) {
    const name = foreign.artist(artist).name;
    if (!ownNames.has(fold(name))) foreignNames.set(fold(name), artist);
  }
  const foreignList = [...foreignNames.values()];
  const songs = collectSongs(music, seed);
  const albumsOf = groupAlbums(music);
  const firstTracks = new Map<number, readonly number[]>();
  const ranks = new Map<string, readonly WorldSong[]>();

  const own = (track: number): WorldSong => {
    const file = music.track(track);
    const spelled = spellAsService(file, music.artist(file.songArtist).name, mix(seed, track, 201));
    return {
      ...spelled,
      ...numbers(seed, track),
      durationSeconds: Math.round((file.durationMs ?? 0) / 1_000),
      track,
    };
  };

  /** A song nobody here owns: of a stranger, or one more by an artist of the library. */
  const missing = (name: string, nth: number): WorldSong => {
    const hash = mix(hashText(name), nth, seed, 202);
    const known = happens(hash, 300);
    const artist = known
      ? 1 + (hash % Math.max(1, music.artistCount - 1))
      : (foreignList[hash % foreignList.length] ?? 1);
    const invented = songTitle(seed + 31_337, artist, nth * 7 + (hash % 5_000));
    const title = known && hasTitle(artist, invented) ? `${invented} Once More` : invented;
    const singer = known ? music.artist(artist).name : foreign.artist(artist).name;
    return { artist: singer, title, ...numbers(seed, hash), durationSeconds: 120 + (hash % 200), track: undefined };
  };

  function songsOf(artist: string): readonly WorldSong[] {
    const ownIndex = ownNames.get(fold(artist));
    const count = 12 + (hashText(artist) % 50);
    const lacking = Array.from({ length: count }, (_, nth) => ({ ...missing(artist, nth), artist }));
    if (ownIndex === undefined) return distinct(lacking);
    const owned = tracksOf(ownIndex).map((track) => ({ ...own(track), artist }));
    return distinct(weave(owned, lacking.slice(0, 3 + Math.floor(owned.length * 0.4)), hashText(artist)));
  }

  function tracksOf(artist: number): readonly number[] {
    const known = firstTracks.get(artist);
    if (known) return known;
    const found = (albumsOf.get(artist) ?? []).flatMap((album) => {
      const first = music.firstTrackOf(album);
      const end = album + 1 < music.albumCount ? music.firstTrackOf(album + 1) : music.trackCount;
      return Array.from({ length: end - first }, (_, nth) => first + nth).filter((track) => isPlain(music, track));
    });
    firstTracks.set(artist, found);
    return found;
  }

  function hasTitle(artist: number, title: string): boolean {
    return tracksOf(artist).some((track) => fold(music.track(track).plainTitle) === fold(title));
  }

  function rank(name: string, size: number, owned: number): readonly WorldSong[] {
    const start = hashText(name) % Math.max(1, songs.length);
    const list: WorldSong[] = [];
    let taken = 0;
    for (let nth = 0; list.length < size; nth++) {
      const wanted = taken < songs.length && happens(mix(hashText(name), nth, 203), owned);
      list.push(wanted ? own(songs[(start + taken++) % songs.length] as number) : missing(name, nth));
    }
    return distinct(list);
  }

  return {
    largest: Math.floor(songs.length / 0.75),
    rank(name, size, owned = 730) {
      const remembered = `${name} ${size} ${owned}`;
      const known = ranks.get(remembered);
      if (known) return known;
      const list = rank(name, size, owned);
      if (ranks.size > 60) ranks.clear();
      ranks.set(remembered, list);
      return list;
    },
    findArtist(name) {
      const folded = fold(name);
      const ownIndex = ownNames.get(folded) ?? ownNames.get(`the ${folded}`);
      if (ownIndex !== undefined) return music.artist(ownIndex).name;
      const other = foreignNames.get(folded);
      return other === undefined ? undefined : foreign.artist(other).name;
    },
    songsOf,
    similarTo(artist, limit) {
      const hash = hashText(artist);
      const near = spread(Math.max(1, music.artistCount - 1), Math.ceil(limit * 0.7), hash).map(
        (index) => music.artist(index + 1).name,
      );
      const far = spread(foreignList.length, Math.ceil(limit * 0.3), hash).map(
        (index) => foreign.artist(foreignList[index] as number).name,
      );
      return weave(near, far, hash)
        .filter((name) => name !== artist)
        .slice(0, limit)
        .map((name, nth) => ({ name, match: Math.max(0.01, 1 - nth / (limit + 2)) }));
    },
    topArtists(user, size) {
      const known = spread(Math.max(1, music.artistCount - 1), size, hashText(user)).map(
        (index) => music.artist(index + 1).name,
      );
      const strangers = spread(foreignList.length, Math.ceil(size / 8), hashText(user)).map(
        (index) => foreign.artist(foreignList[index] as number).name,
      );
      return weave(known, strangers, hashText(user)).slice(0, size);
    },
  };
}

function groupAlbums(music: Music): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  for (let album = 0; album < music.albumCount; album++) {
    const owner = music.artistOf(album);
    const group = groups.get(owner);
    if (group) group.push(album);
    else groups.set(owner, [album]);
  }
  return groups;
}

/** First recordings only, without a note of version, spread over the collection. */
function collectSongs(music: Music, seed: number): readonly number[] {
  return spread(music.trackCount, consideredTracks, mix(seed, 204, 0)).filter((track) => isPlain(music, track));
}

function isPlain(music: Music, track: number): boolean {
  const file = music.track(track);
  const kind = music.album(file.album).kind;
  if (file.song !== track || (kind !== 'studio' && kind !== 'ep')) return false;
  return (
    file.title === file.plainTitle ||
    file.title.startsWith(`${file.plainTitle} (feat.`) ||
    file.title.startsWith(`${file.plainTitle} [ft.`)
  );
}

function numbers(seed: number, salt: number): Pick<WorldSong, 'mbid' | 'listeners'> {
  return {
    mbid: happens(mix(seed, salt, 205), 600) ? uuid(seed, salt, 206) : '',
    listeners: 300 + (mix(seed, salt, 207) % 2_000_000),
  };
}

/** Two lists in one, in an order that only looks random. */
function weave<T>(left: readonly T[], right: readonly T[], hash: number): T[] {
  return [
    ...left.map((item, nth) => ({ item, at: mix(hash, nth, 208) })),
    ...right.map((item, nth) => ({ item, at: mix(hash, nth, 209) })),
  ]
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

function distinct(songs: readonly WorldSong[]): readonly WorldSong[] {
  const seen = new Set<string>();
  return songs.filter((song) => {
    const name = `${fold(song.artist)}\n${fold(song.title)}`;
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}

const fold = (name: string): string => name.toLowerCase();

export function hashText(text: string): number {
  let hash = 0;
  for (const letter of text) hash = mix(hash, letter.codePointAt(0) ?? 0, 210);
  return hash;
}
