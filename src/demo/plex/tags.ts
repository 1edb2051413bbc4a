import { mix } from '../music/hash.ts';
import { countries } from '../music/music.ts';
import { genreNames, labelNames, moodNames, styleNames, trackGenreNames } from '../music/vocabulary.ts';
import type { Shelf } from './shelf.ts';

export const tagKinds = ['genre', 'mood', 'style', 'country', 'label'] as const;
export type TagKind = (typeof tagKinds)[number];
export type TagLevel = 'artist' | 'album' | 'track';

/** Plex's own numbers for kinds of tags, as `/library/tags?type=` wants them. */
export const tagTypeNumbers: Readonly<Record<string, TagKind>> = { 1: 'genre', 11: 'label', 300: 'mood', 301: 'style' };

const allGenres: readonly string[] = [...new Set([...genreNames, ...trackGenreNames])];
const trackGenres = trackGenreNames.map((name) => allGenres.indexOf(name));
const names: Readonly<Record<TagKind, readonly string[]>> = {
  genre: allGenres,
  mood: moodNames,
  style: styleNames,
  country: countries,
  label: labelNames,
};
const none: readonly number[] = [];

/** The tags of the items, by number; the numbers belong to this server only. */
export interface Tags {
  /** Indexes into the names of the kind. */
  read(shelf: Shelf, level: TagLevel, kind: TagKind, index: number): readonly number[];
  name(kind: TagKind, index: number): string;
  id(kind: TagKind, index: number): number;
  /** undefined = no tag of that kind has this id. */
  indexOfId(kind: TagKind, id: number): number | undefined;
  indexOfName(kind: TagKind, name: string): number | undefined;
}

export function createTags(seed: number): Tags {
  const bases: Readonly<Record<TagKind, number>> = {
    genre: 1_000 + (mix(seed, 1, 95) % 4_000),
    style: 21_000 + (mix(seed, 2, 95) % 9_000),
    country: 40_000 + (mix(seed, 4, 95) % 9_000),
    mood: 130_000 + (mix(seed, 3, 95) % 9_000),
    label: 150_000 + (mix(seed, 5, 95) % 9_000),
  };
  return {
    read: readTags,
    name: (kind, index) => names[kind][index] as string,
    id: (kind, index) => bases[kind] + index,
    indexOfId: (kind, id) =>
      id >= bases[kind] && id < bases[kind] + names[kind].length ? id - bases[kind] : undefined,
    indexOfName: (kind, name) => (names[kind].includes(name) ? names[kind].indexOf(name) : undefined),
  };
}

function readTags(shelf: Shelf, level: TagLevel, kind: TagKind, index: number): readonly number[] {
  if (kind === 'label') return shelf.labelsOf(level, index);
  if (level === 'track') return trackTags(shelf, kind, index);
  const owner = level === 'album' ? shelf.artistOf(index) : index;
  const { music } = shelf;
  if (level === 'album' && owner === 0) return compilationTags(music.seed, kind, index);
  if (owner === 0) return none;
  switch (kind) {
    case 'genre':
      return level === 'artist' ? music.genresOfArtist(owner) : music.genresOfArtist(owner).slice(0, 2);
    case 'style':
      return music.stylesOfArtist(owner);
    case 'mood':
      return level === 'artist' ? music.moodsOfArtist(owner) : music.moodsOfArtist(owner).slice(0, 3);
    case 'country':
      return level === 'artist' ? [mix(music.seed, owner, 42) % countries.length] : none;
  }
}

function trackTags(shelf: Shelf, kind: TagKind, slot: number): readonly number[] {
  if (kind === 'mood') return shelf.moodsOf(slot);
  if (kind !== 'genre' || slot >= shelf.music.trackCount) return none;
  return shelf.music.genresOfTrack(slot).map((genre) => trackGenres[genre] as number);
}

function compilationTags(seed: number, kind: TagKind, album: number): readonly number[] {
  if (kind === 'country') return none;
  return [mix(seed, album, 96) % names[kind].length];
}
