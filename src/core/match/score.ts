import type { Candidate, MissReason } from '../candidate.ts';
import type { Track } from '../track.ts';
import { isNobody, parseCredit, type ParsedCredit } from './artist.ts';
import { foldText } from './fold.ts';
import { readTitles } from './keys.ts';
import { compareVersions } from './segment.ts';
import { compareNames, compareSpelling, fitsCensored } from './spelling.ts';
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

/** What comparing one candidate with one track gave. */
export interface Verdict {
  readonly subject: Subject;
  readonly accepted: boolean;
  /** 0–1. For a refusal: how near it was. */
  readonly confidence: number;
  readonly exact: boolean;
  /** Why it was refused. */
  readonly refusal: MissReason | undefined;
  /** Clauses for a person. */
  readonly notes: readonly string[];
}

const strongDurationMs = 3_000;
const doubtfulDurationMs = 15_000;

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

/** Compares a candidate with a track. `accepted` needs the artist, the song and the version to agree. */
export const judge = (reading: Reading, subject: Subject): Verdict => {
  const artist = compareArtists(reading, subject);
  let best: Verdict | undefined;
  for (const [order, title] of reading.titles.entries()) {
    const verdict = judgeTitle(reading, subject, artist, title, order);
    if (best === undefined || rank(verdict) > rank(best)) best = verdict;
  }
  return best ?? refuse(subject, 'unusable-name', 0, []);
};

const rank = ({ accepted, confidence }: Verdict): number => (accepted ? 1 : 0) + confidence;

const refuse = (subject: Subject, refusal: MissReason, confidence: number, notes: readonly string[]): Verdict => ({
  subject,
  accepted: false,
  confidence,
  exact: false,
  refusal,
  notes,
});

type ArtistAgreement = 'same' | 'named' | 'near' | 'doubtful' | 'none';
type TitleAgreement = 'same' | 'spelling' | 'near' | 'doubtful' | 'none';

const artistScore: Readonly<Record<ArtistAgreement, number>> = {
  same: 1,
  named: 0.92,
  near: 0.86,
  doubtful: 0.7,
  none: 0.3,
};
const titleScore: Readonly<Record<TitleAgreement, number>> = {
  same: 1,
  spelling: 0.95,
  near: 0.88,
  doubtful: 0.72,
  none: 0.2,
};
const artistNote: Readonly<Record<ArtistAgreement, string>> = {
  same: 'same artist',
  named: 'credited artist',
  near: 'artist spelt nearly so',
  doubtful: 'artist spelt similarly',
  none: 'another artist',
};
const titleNote: Readonly<Record<TitleAgreement, string>> = {
  same: 'same title',
  spelling: 'same title in another spelling',
  near: 'title spelt nearly so',
  doubtful: 'title spelt similarly',
  none: 'another title',
};

const judgeTitle = (
  reading: Reading,
  subject: Subject,
  artist: ArtistAgreement,
  ours: ParsedTitle,
  order: number,
): Verdict => {
  const title = compareTitles(ours, subject.title);
  const gapMs = durationGap(reading.candidate, subject.track);
  const close = gapMs !== undefined && gapMs <= strongDurationMs;
  const far = gapMs !== undefined && gapMs > doubtfulDurationMs;
  const version = agreeOnVersion(reading, subject, ours, close);
  const notes = [artistNote[artist], titleNote[title], ...durationNotes(gapMs)];
  const confidence =
    artistScore[artist] * titleScore[title] * (close ? 1 : far ? 0.9 : 0.97) * (order === 0 ? 1 : 0.97);
  if (title === 'none') return refuse(subject, 'no-such-title', confidence, notes);
  if (artist === 'none') return refuse(subject, 'no-such-artist', confidence, notes);
  if (version === 'different') return refuse(subject, 'only-other-version', confidence, [...notes, 'another version']);
  const slips = [artist, title].filter((agreement) => agreement === 'near' || agreement === 'doubtful').length;
  const unsure =
    ((artist === 'doubtful' || title === 'doubtful' || slips > 1) && !close) ||
    ((artist === 'named' || slips > 0 || version === 'unsure') && far);
  if (unsure) return refuse(subject, 'too-unsure', confidence, notes);
  const exact = title === 'same' && (artist === 'same' || artist === 'named') && order === 0;
  const trimmed = Math.round(confidence * (version === 'unsure' ? 0.94 : 1) * 1000) / 1000;
  return { subject, accepted: true, confidence: trimmed, exact, refusal: undefined, notes };
};

export const durationGap = (candidate: Candidate, track: Track): number | undefined =>
  candidate.durationMs === undefined ||
  track.durationMs === undefined ||
  candidate.durationMs <= 0 ||
  track.durationMs <= 0
    ? undefined
    : Math.abs(candidate.durationMs - track.durationMs);

const durationNotes = (gapMs: number | undefined): readonly string[] => {
  if (gapMs === undefined || (gapMs > strongDurationMs && gapMs <= doubtfulDurationMs)) return [];
  return gapMs <= strongDurationMs ? ['same length'] : [`${Math.round(gapMs / 1000)} s apart in length`];
};

/** Version words must agree; an album played on a stage speaks for tracks that do not say so themselves. */
const agreeOnVersion = (
  reading: Reading,
  subject: Subject,
  ours: ParsedTitle,
  close: boolean,
): 'same' | 'unsure' | 'different' => {
  const theirs = subject.title;
  const compared = compareVersions(ours.versions, theirs.versions);
  const theirsIsLive = subject.liveAlbum && !isLive(theirs.versions);
  const oursIsLive = reading.liveAlbum && !isLive(ours.versions);
  if (compared === 'different') {
    if (theirsIsLive && isLive(ours.versions))
      return softly(compareVersions(ours.versions, [...theirs.versions, 'live']));
    if (oursIsLive && isLive(theirs.versions))
      return softly(compareVersions([...ours.versions, 'live'], theirs.versions));
    return 'different';
  }
  // A plain title on a concert album is the concert; a candidate that names no such album means the studio recording.
  if (theirsIsLive && !isLive(ours.versions) && !reading.liveAlbum && !close) return 'different';
  return compared === 'same' && oursIsLive && !subject.liveAlbum && !close ? 'unsure' : compared;
};

const softly = (compared: 'same' | 'unsure' | 'different'): 'unsure' | 'different' =>
  compared === 'different' ? 'different' : 'unsure';
const isLive = (versions: readonly string[]): boolean =>
  versions.some((version) => /^(?:live|unplugged|session)\b/.test(version));

const meet = (left: readonly string[], right: readonly string[]): boolean =>
  left.some((key) => key !== '' && right.includes(key));

/** Who plays: the whole credit, or the first-named of one side among those whom the other side names. */
const compareArtists = (reading: Reading, subject: Subject): ArtistAgreement => {
  const ours = reading.credit;
  let agreement: ArtistAgreement = 'none';
  for (const [order, theirs] of subject.credits.entries()) {
    if (
      meet(ours.whole, theirs.whole) ||
      meet(ours.lead, theirs.lead) ||
      meet(ours.names[0] ?? [], theirs.names[0] ?? [])
    )
      // A credit on the album alone is weaker: the track names somebody else.
      return order === 0 ? 'same' : 'named';
    if (sameCompany(ours, theirs, reading.guests, subject.guests)) return order === 0 ? 'same' : 'named';
    if (isNamed(ours, theirs, reading.guests, subject.guests)) agreement = 'named';
    else if (agreement === 'none') {
      const spelling = compareNames(ours.leadWords, theirs.leadWords);
      agreement = spelling === 'close' ? 'near' : spelling === 'doubtful' ? 'doubtful' : 'none';
    }
  }
  return agreement;
};

/** The same people on both sides, however they share out among artist and title: "Alice and Bob" and "Alice feat. Bob". */
const sameCompany = (
  ours: ParsedCredit,
  theirs: ParsedCredit,
  ourGuests: ReadonlySet<string>,
  theirGuests: ReadonlySet<string>,
): boolean => {
  const our = new Set([...ours.loose, ...ourGuests]);
  const their = new Set([...theirs.loose, ...theirGuests]);
  return our.size > 1 && our.size === their.size && [...our].every((key) => their.has(key));
};

const isNamed = (
  ours: ParsedCredit,
  theirs: ParsedCredit,
  ourGuests: ReadonlySet<string>,
  theirGuests: ReadonlySet<string>,
): boolean => {
  const ourFirst = ours.names[0] ?? [];
  const theirFirst = theirs.names[0] ?? [];
  return (
    theirs.names.some((name) => meet(ourFirst, name)) ||
    ours.names.some((name) => meet(theirFirst, name)) ||
    ourFirst.some((key) => theirGuests.has(key)) ||
    theirFirst.some((key) => ourGuests.has(key))
  );
};

const ascii = /^[\x20-\x7e]*$/;

/** Do two titles name one song? */
export const compareTitles = (ours: ParsedTitle, theirs: ParsedTitle): TitleAgreement => {
  const our = ours.keys[0] ?? '';
  const their = theirs.keys[0] ?? '';
  if (our === '' || their === '') return 'none';
  if (our === their) return 'same';
  // Two native spellings that merely sound alike in Latin letters are two songs.
  const bothNative = !ascii.test(our) && !ascii.test(their);
  if (ours.keys.some((key) => theirs.keys.includes(key) && !(bothNative && ascii.test(key)))) return 'spelling';
  if (ours.part !== theirs.part) return 'none';
  const ourWords = foldText(ours.core);
  const theirWords = foldText(theirs.core);
  if (fitsCensored(ours.core, theirs.core) || fitsCensored(theirs.core, ours.core)) return 'near';
  const spelling = compareSpelling(ourWords, theirWords);
  if (spelling === 'close') return 'near';
  if (isReordered(ours.core, theirs.core, ourWords, theirWords)) return 'near';
  return spelling === 'doubtful' || differByBracket(ours.core, theirs.core) ? 'doubtful' : 'none';
};

/** "Satisfaction (I Can't Get No)" is "(I Can't Get No) Satisfaction". */
const isReordered = (ours: string, theirs: string, ourWords: string, theirWords: string): boolean =>
  /[([]/.test(ours + theirs) && ourWords.length === theirWords.length && sorted(ourWords) === sorted(theirWords);

const sorted = (words: string): string => words.split(' ').sort().join(' ');

/** "Satisfaction" and "(I Can't Get No) Satisfaction": likely one song, but only a common length says so. */
const differByBracket = (ours: string, theirs: string): boolean => {
  const bare = (core: string): string => foldText(core.replace(/[([][^)\]]*[)\]]?/g, ' '));
  const [our, their] = [bare(ours), bare(theirs)];
  return our !== '' && our === their;
};
