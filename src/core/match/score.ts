import type { Candidate, MissReason } from '../candidate.ts';
import type { Track } from '../track.ts';
import { compareArtists, type ArtistAgreement } from './agree-artist.ts';
import { compareTitles, type TitleAgreement } from './agree-title.ts';
import { agreeOnVersion } from './agree-version.ts';
import type { Reading, Subject } from './reading.ts';
import type { ParsedTitle } from './title.ts';

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
