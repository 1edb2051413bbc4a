import type { Drop, DropReason, Match, Pick } from './candidate.ts';
import { primaryArtistKeyOf } from './match/keys.ts';
import type { Track, TrackId } from './track.ts';

export interface SelectionRules {
  /** How many tracks the list takes. */
  readonly size: number;
  /** How many of them one artist may have. */
  readonly maxPerArtist: number;
  /** Tracks that must not come in, e.g. those of another list. */
  readonly excludedTrackIds?: ReadonlySet<TrackId> | undefined;
  /** Copies of one song share this key. */
  readonly songKeyOf: (track: Track) => string;
  /** Under which name an artist's tracks are counted; the first-named artist unless told otherwise. */
  readonly artistKeyOf?: ((track: Track) => string) | undefined;
}

export interface Selection {
  /** In the order of the list. */
  readonly picks: readonly Pick[];
  readonly drops: readonly Drop[];
  /** The list has its size; more candidates would only be dropped. */
  readonly full: boolean;
}

/** A selection that grows batch by batch: the caller asks its source for more until `full`. */
export interface Selector {
  /**
   * Decides each match of the batch once and for all, heaviest candidate first; equal weights keep their order. What came in with an earlier
   * batch stays, so a source must give its best first. Answers what this batch changed.
   */
  add(matches: readonly Match[]): Selection;
  /** Everything so far. Every match ever added is exactly one pick or one drop. */
  result(): Selection;
}

/** Builds an empty selection. A size or cap of zero or less lets nothing in. */
export const createSelector = (rules: SelectionRules): Selector => {
  const artistKeyOf = rules.artistKeyOf ?? primaryArtistKeyOf;
  const picks: Pick[] = [];
  const drops: Drop[] = [];
  const songs = new Map<string, Match>();
  const ids = new Set<TrackId>();
  const artists = new Map<string, number>();
  // Written so that a size that is no number counts as none.
  const isFull = (): boolean => !(picks.length < rules.size);

  const objection = (
    match: Match,
    songKey: string,
    artistKey: string,
  ): { reason: DropReason; detail: string } | undefined => {
    const { track } = match;
    if (track.missingFile) return { reason: 'file-missing', detail: 'the file is gone from disk' };
    if (rules.excludedTrackIds?.has(track.id) === true) return { reason: 'excluded', detail: 'kept out of this list' };
    const copy = songs.get(songKey);
    if (copy !== undefined || ids.has(track.id)) {
      const { candidate } = copy ?? match;
      return { reason: 'duplicate-song', detail: `already in the list as ${candidate.artist} - ${candidate.title}` };
    }
    if (isFull()) return { reason: 'list-full', detail: `the list already has ${rules.size} tracks` };
    if ((artists.get(artistKey) ?? 0) >= rules.maxPerArtist)
      return { reason: 'artist-cap', detail: `${track.artist} already has ${rules.maxPerArtist} in the list` };
    return undefined;
  };

  const decide = (match: Match): void => {
    const songKey = rules.songKeyOf(match.track);
    const artistKey = artistKeyOf(match.track);
    const against = objection(match, songKey, artistKey);
    if (against !== undefined) {
      drops.push({ match, ...against });
      return;
    }
    songs.set(songKey, match);
    ids.add(match.track.id);
    artists.set(artistKey, (artists.get(artistKey) ?? 0) + 1);
    picks.push({ match, reason: match.candidate.why });
  };

  return {
    add: (matches) => {
      const [picked, dropped] = [picks.length, drops.length];
      for (const match of heaviestFirst(matches)) decide(match);
      return { picks: picks.slice(picked), drops: drops.slice(dropped), full: isFull() };
    },
    result: () => ({ picks: [...picks], drops: [...drops], full: isFull() }),
  };
};

/** A weight that is no number counts as the lightest. */
const heaviestFirst = (matches: readonly Match[]): readonly Match[] => {
  const weigh = ({ candidate }: Match): number => (Number.isNaN(candidate.weight) ? -Infinity : candidate.weight);
  return [...matches].sort((left, right) => {
    const [ours, theirs] = [weigh(left), weigh(right)];
    return ours === theirs ? 0 : theirs - ours;
  });
};

/** Decides all matches at once. */
export const select = ({ matches, ...rules }: SelectionRules & { readonly matches: readonly Match[] }): Selection => {
  const selector = createSelector(rules);
  selector.add(matches);
  return selector.result();
};
