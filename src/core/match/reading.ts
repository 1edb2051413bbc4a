import type { Candidate } from '../candidate.ts';
import type { Track } from '../track.ts';
import { isNobody, parseCredit, type ParsedCredit } from './artist.ts';
import { foldText } from './fold.ts';
import { readTitles } from './keys.ts';
import { parseTitle, type ParsedTitle } from './title.ts';

/** A candidate taken apart once for all comparisons. */
export interface Reading {
  readonly candidate: Candidate;
  readonly credit: ParsedCredit;
  readonly guests: ReadonlySet<string>;
  readonly titles: readonly ParsedTitle[];
  readonly liveAlbum: boolean;
}

/** A track taken apart. */
export interface Subject {
  readonly track: Track;
  readonly credits: readonly ParsedCredit[];
  readonly guests: ReadonlySet<string>;
  readonly title: ParsedTitle;
  readonly liveAlbum: boolean;
}

export const readCandidate = (candidate: Candidate): Reading => {
  const titles = readTitles(candidate.artist, candidate.title);
  return {
    candidate,
    credit: parseCredit(candidate.artist),
    guests: guestKeys(titles),
    titles,
    liveAlbum: isLiveAlbum(candidate.album),
  };
};

export const readTrack = (track: Track): Subject => {
  const title = parseTitle(track.title);
  const artists =
    isNobody(track.albumArtist) || track.albumArtist === track.artist
      ? [track.artist]
      : [track.artist, track.albumArtist];
  return {
    track,
    credits: artists.map(parseCredit),
    guests: guestKeys([title]),
    title,
    liveAlbum: isLiveAlbum(track.album),
  };
};

const guestKeys = (titles: readonly ParsedTitle[]): ReadonlySet<string> =>
  new Set(titles.flatMap(({ features }) => features.flatMap((feature) => parseCredit(feature).names.flat())));

const liveAlbum =
  /^live(?! (?:and|through|your|for|forever|it|my|a|the|life|like|to|while|fast)\b)\b|\S live (?:at|in|from|on)\b|\b(?:unplugged|in concert|ao vivo|en vivo)\b/;

/** Does the album's name say that everything on it was played on a stage? */
const isLiveAlbum = (album: string | undefined): boolean =>
  album !== undefined && (liveAlbum.test(foldText(album)) || /[([-]\s*live\b/i.test(album));
