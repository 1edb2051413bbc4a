import type { Candidate } from '../candidate.ts';
import type { Track, TrackId } from '../track.ts';
import { isNobody } from './artist.ts';
import { foldText, keyOf } from './fold.ts';
import { durationGap, type Verdict } from './score.ts';

/** Verdicts this close are equally good; what decides then is which copy is the nicer one. */
const sameTier = 0.05;

const compilationWords =
  /\b(?:greatest hits|best of|essential|collection|anthology|compilation|hits|gold|now thats what i call|various)\b/;

const isCompilation = (track: Track): boolean =>
  isNobody(track.albumArtist) || compilationWords.test(foldText(track.album));

/**
 * The best of several accepted copies: exactness, then plainness, a file that exists, length, no compilation, the user's rating and plays,
 * bit rate, newest. The copy chosen last time stays as long as it is as exact as the best and its file exists.
 */
export const chooseCopy = (
  candidate: Candidate,
  verdicts: readonly Verdict[],
  sticky: TrackId | undefined,
): Verdict | undefined => {
  const ordered = [...verdicts].sort((left, right) => compareCopies(candidate, left, right));
  const best = ordered[0];
  if (best === undefined || sticky === undefined) return best;
  const kept = ordered.find(({ subject }) => subject.track.id === sticky);
  const stays =
    kept !== undefined &&
    kept.exact === best.exact &&
    kept.confidence >= best.confidence - sameTier &&
    (!kept.subject.track.missingFile || best.subject.track.missingFile);
  return stays ? kept : best;
};

const compareCopies = (candidate: Candidate, left: Verdict, right: Verdict): number => {
  const ours = left.subject.track;
  const theirs = right.subject.track;
  return (
    Number(right.exact) - Number(left.exact) ||
    tier(right) - tier(left) ||
    plainness(left) - plainness(right) ||
    Number(ours.missingFile) - Number(theirs.missingFile) ||
    Number(isAlbumOf(candidate, theirs)) - Number(isAlbumOf(candidate, ours)) ||
    lengthStep(candidate, ours) - lengthStep(candidate, theirs) ||
    Number(isCompilation(ours)) - Number(isCompilation(theirs)) ||
    (theirs.rating ?? 0) - (ours.rating ?? 0) ||
    theirs.playCount - ours.playCount ||
    (theirs.bitrateKbps ?? 0) - (ours.bitrateKbps ?? 0) ||
    (theirs.addedAtMs ?? 0) - (ours.addedAtMs ?? 0) ||
    compareIds(ours.id, theirs.id)
  );
};

const tier = ({ confidence }: Verdict): number => Math.round(confidence / sameTier);

/** Fewer words about a version or a stage are plainer. */
const plainness = ({ subject }: Verdict): number =>
  subject.title.versions.join('').length + (subject.liveAlbum ? 1 : 0);

const isAlbumOf = (candidate: Candidate, track: Track): boolean =>
  candidate.album !== undefined && keyOf(candidate.album) === keyOf(track.album);

const lengthStep = (candidate: Candidate, track: Track): number => {
  const gapMs = durationGap(candidate, track);
  return gapMs === undefined ? 5 : Math.min(10, Math.floor(gapMs / 3_000));
};

/** Numeric ids by number, others by letter: the same order on every machine. */
const compareIds = (left: TrackId, right: TrackId): number => {
  const difference = Number(left) - Number(right);
  if (Number.isFinite(difference) && difference !== 0) return difference;
  return left < right ? -1 : left > right ? 1 : 0;
};
