import type { DropReason } from '../candidate.ts';
import { isNobody } from '../match/artist.ts';
import { primaryArtistKeyOf, workKeyOf } from '../match/keys.ts';
import type { Track } from '../track.ts';
import type { Objection } from './admission.ts';
import type { Rung } from './ladder.ts';
import type { FlowLength } from './window.ts';

export type Caps = Pick<Rung, 'albumCap' | 'artistCap'>;

export interface ListRules {
  readonly length: FlowLength;
  /** 0–1: the share of known tracks. */
  readonly familiarity: number;
  /** Most tracks that only what was learned speaks for. */
  readonly mostWidened: number;
}

export interface ListEntry {
  readonly track: Track;
  readonly familiar: boolean;
  readonly widened: boolean;
}

/** A list that grows track by track, and never breaks a rule. */
export interface ListBuilder {
  isFull(): boolean;
  /** Is a known track due, or a new one? Followed, each beginning of the list has its share of both. */
  wantsFamiliar(): boolean;
  /** Cheap first look by ids: false = `add` would refuse it for a cap. */
  hasRoom(artistId: string | undefined, albumId: string | undefined, caps: Caps): boolean;
  /** Takes the track, or says why not. */
  add(entry: ListEntry, caps: Caps): Objection | undefined;
  /** The same for a track that stood in the list before: it came in once, so no cap is asked. */
  keep(entry: ListEntry): Objection | undefined;
  readonly entries: readonly ListEntry[];
  /** The most tracks that one artist and one album have. */
  peaks(): { readonly artist: number; readonly album: number };
}

/** A track whose length nobody knows counts as this long. */
const usualMs = 240_000;
/** A list by minutes ends this near to its length: below … above. */
const shortfallMs = 90_000;
const overshootMs = 180_000;
/** So many tracks that were too long for the rest, and it is left empty. */
const patience = 60;

export const createListBuilder = (rules: ListRules): ListBuilder => {
  const { length, familiarity, mostWidened } = rules;
  const entries: ListEntry[] = [];
  const songs = new Map<string, Track>();
  const artists = new Map<string, number>();
  const albums = new Map<string, number>();
  let familiar = 0;
  let widened = 0;
  let lengthMs = 0;
  let misfits = 0;
  const wantedMs = length.kind === 'minutes' ? length.minutes * 60_000 : 0;

  const isFull = (): boolean =>
    length.kind === 'tracks'
      ? !(entries.length < length.tracks)
      : lengthMs >= wantedMs - shortfallMs || misfits >= patience;

  const isTooLong = (track: Track): boolean =>
    length.kind === 'minutes' &&
    entries.length > 0 &&
    lengthMs + (track.durationMs ?? usualMs) > wantedMs + overshootMs;

  /** What no list may hold, kept or drawn. */
  const objectAlways = (track: Track): Objection | undefined => {
    if (track.missingFile) return refuse('file-missing', 'the file is gone from disk');
    const copy = songs.get(workKeyOf(track));
    return copy === undefined
      ? undefined
      : refuse('duplicate-song', `already in the list as ${copy.artist} - ${copy.title}`);
  };

  const objectToCaps = (track: Track, caps: Caps): Objection | undefined => {
    if (artistKeysOf(track).some((key) => (artists.get(key) ?? 0) >= caps.artistCap))
      return refuse('artist-cap', `${track.artist} already has ${caps.artistCap} in the list`);
    if (track.albumId !== undefined && (albums.get(track.albumId) ?? 0) >= caps.albumCap)
      return refuse('album-cap', `${track.album} already has ${caps.albumCap} in the list`);
    return undefined;
  };

  const object = ({ track, widened: isWidened }: ListEntry, caps: Caps): Objection | undefined => {
    const always = objectAlways(track);
    if (always !== undefined) return always;
    if (isFull()) return refuse('list-full', 'the list is full');
    if (isTooLong(track)) {
      misfits += 1;
      return refuse('list-full', 'too long for what is left of the list');
    }
    if (isWidened && widened >= mostWidened) return refuse('list-full', 'enough tracks are in it for habit alone');
    return objectToCaps(track, caps);
  };

  const take = (entry: ListEntry): void => {
    const { track } = entry;
    entries.push(entry);
    songs.set(workKeyOf(track), track);
    for (const key of artistKeysOf(track)) artists.set(key, (artists.get(key) ?? 0) + 1);
    if (track.albumId !== undefined) albums.set(track.albumId, (albums.get(track.albumId) ?? 0) + 1);
    if (entry.familiar) familiar += 1;
    if (entry.widened) widened += 1;
    lengthMs += track.durationMs ?? usualMs;
  };

  return {
    entries,
    isFull,
    peaks: () => ({ artist: Math.max(0, ...artists.values()), album: Math.max(0, ...albums.values()) }),
    wantsFamiliar: () => familiar < Math.round(familiarity * (entries.length + 1)),
    hasRoom: (artistId, albumId, caps) =>
      (artistId === undefined || (artists.get(`id ${artistId}`) ?? 0) < caps.artistCap) &&
      (albumId === undefined || (albums.get(albumId) ?? 0) < caps.albumCap),
    add(entry, caps) {
      const objection = object(entry, caps);
      if (objection === undefined) take(entry);
      return objection;
    },
    keep(entry) {
      const isOver = length.kind === 'tracks' ? isFull() : isTooLong(entry.track);
      const objection = objectAlways(entry.track) ?? (isOver ? refuse('list-full', 'the list is full') : undefined);
      if (objection === undefined) take(entry);
      return objection;
    },
  };
};

const refuse = (reason: DropReason, detail: string): Objection => ({ reason, detail });

/** Who performs it, and whose album it is on unless that is nobody's. */
const artistKeysOf = (track: Track): readonly string[] => {
  const keys = [`key ${primaryArtistKeyOf(track)}`];
  if (track.artistId !== undefined && !isNobody(track.albumArtist)) keys.push(`id ${track.artistId}`);
  return keys;
};
