import { happens, hexId, mix, pick } from './hash.ts';
import type { AlbumKind } from './layout.ts';
import { albumTitle, scriptOf, songTitle } from './names.ts';
import { places } from './words.ts';

/** What stands on the cover. */
export function titleOfAlbum(seed: number, artist: number, name: string, index: number, kind: AlbumKind): string {
  const hash = mix(seed, index, 71);
  const plain = albumTitle(seed, artist, index);
  switch (kind) {
    case 'best-of':
      return pick([`The Best of ${name}`, `${name}: The Singles`, 'Greatest Hits'], hash);
    case 'live':
      return `Live at ${pick(scriptOf(seed, artist).places, hash)}`;
    case 'reissue':
      return `${plain} ${pick(['(Deluxe Edition)', '(Remastered)', '[Expanded]'], hash)}`;
    case 'compilation':
      return `Various Colours: ${plain} ${1 + (hash % 9)}`;
    case 'single':
      return `${plain} (Single)`;
    default:
      return plain;
  }
}

/** How a guest is named: on the title, on the performer, or both ways mixed as real files do. */
export function creditGuest(
  title: string,
  artist: string,
  guest: string | undefined,
  hash: number,
): { title: string; performer: string } {
  if (guest === undefined || guest === artist) return { title, performer: artist };
  switch (hash % 5) {
    case 0:
      return { title: `${title} (feat. ${guest})`, performer: artist };
    case 1:
      return { title: `${title} [ft. ${guest}]`, performer: artist };
    case 2:
      return { title, performer: `${artist} feat. ${guest}` };
    case 3:
      return { title, performer: `${artist}; ${guest}` };
    default:
      return { title, performer: `${artist} featuring ${guest}` };
  }
}

/** What is said of the version behind the title. */
export function versionNote(seed: number, kind: AlbumKind, album: number, position: number, hash: number): string {
  const year = 1995 + (mix(seed, album, 72) % 29);
  switch (kind) {
    case 'live':
      return pick([' (Live)', ` (Live at ${pick(places, album)})`, ' - Live'], mix(seed, album, 73));
    case 'reissue':
      return pick([` - ${year} Remaster`, ` (${year} Remastered Version)`, ' [Remastered]'], mix(seed, album, 74));
    case 'single':
      return pick([' - Radio Edit', ` (${pick(places, hash)} Remix)`, ' (Instrumental)', ' (Acoustic)'], position);
    default:
      return happens(hash, 9) ? pick([' (Demo)', ' (Remix)', ' (Acoustic Version)', ' (Live)'], hash >>> 15) : '';
  }
}

const isShort = (songHash: number): boolean => happens(songHash >>> 3, 25);

/** What lasts less than a minute is often a skit or an interlude, and says so. */
export function titleOfSong(seed: number, artist: number, song: number, songHash: number): string {
  const title = songTitle(seed, artist, song);
  if (!isShort(songHash)) return title;
  return pick([`${title} (Skit)`, `${title} (Interlude)`, `Interlude: ${title}`, title], songHash >>> 17);
}

/** In milliseconds. */
export function durationOf(kind: AlbumKind, songHash: number, hash: number): number {
  if (kind === 'long-set') return 6_900_000 + (hash % 600_000);
  if (isShort(songHash)) return 21_000 + (songHash % 40_000);
  if (happens(songHash >>> 11, 3)) return 3_300_000 + (songHash % 1_500_000);
  const base = 130_000 + (songHash % 210_000);
  return kind === 'live' ? base + 20_000 + (hash % 40_000) : base + (hash % 3_000);
}

/** Copies of a song on a best-of or a compilation often share their guid with the original; some files are known to nobody. */
export function guidOf(seed: number, kind: AlbumKind, index: number, song: number): string {
  const hash = mix(seed, index, 75);
  if (happens(hash, 60)) return `local://${500_000 + index}`;
  const shared = (kind === 'best-of' || kind === 'compilation') && happens(hash >>> 5, 400);
  return `plex://track/${hexId(seed, shared ? song : index, 76)}`;
}
