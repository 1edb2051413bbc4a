import type { Candidate, Correction, Match, MatchMethod, Miss, MissReason } from '../candidate.ts';
import type { Track, TrackId } from '../track.ts';
import { isNobody } from './artist.ts';
import { chooseCopy } from './choose.ts';
import { createCorrectionBook } from './corrections.ts';
import { candidateKeys, songKeyOf, type RecordingKeys } from './keys.ts';
import type { LibraryIndex } from './library-index.ts';
import { readCandidate, readTrack, type Reading, type Subject } from './reading.ts';
import { judge, type Verdict } from './score.ts';
import { findSimilarTitles } from './similar-titles.ts';

export interface MatcherOptions {
  readonly index: LibraryIndex;
  /** The user's word; of two on one candidate the later wins. */
  readonly corrections: readonly Correction[];
  /** The copy of a song that was chosen last time. */
  readonly getSticky?: ((songKey: string) => TrackId | undefined) | undefined;
}

export type MatchOutcome =
  { readonly match: Match; readonly miss?: never } | { readonly miss: Miss; readonly match?: never };

export interface Matcher {
  /** Finds the candidate in the library or says why it is not there. Deterministic; asks nothing but the index; never throws. */
  match(candidate: Candidate): MatchOutcome;
}

/** Bounds on the work for one candidate, whatever the library looks like. */
const mostArtistsTried = 4;
const mostNearArtists = 8;
const mostTitlesJudged = 24;
const mostCopiesJudged = 400;
const mostSubjectsKept = 2_000;

/** Builds the matcher for one run. It may keep parsed tracks, so build a new one after a sync. */
export const createMatcher = (options: MatcherOptions): Matcher => {
  const { index } = options;
  const book = createCorrectionBook(options.corrections);
  const subjects = new Map<TrackId, Subject>();

  const subjectOf = (track: Track): Subject => {
    const known = subjects.get(track.id);
    if (known !== undefined) return known;
    const subject = readTrack(track);
    if (subjects.size >= mostSubjectsKept) subjects.clear();
    subjects.set(track.id, subject);
    return subject;
  };

  const judgeAll = (reading: Reading, tracks: Iterable<Track>): Verdict[] => {
    const verdicts = new Map<TrackId, Verdict>();
    for (const track of tracks) {
      if (verdicts.size >= mostCopiesJudged) break;
      if (!verdicts.has(track.id)) verdicts.set(track.id, judge(reading, subjectOf(track)));
    }
    return [...verdicts.values()];
  };

  const decide = (reading: Reading, verdicts: readonly Verdict[]): Match | undefined => {
    const accepted = verdicts.filter((verdict) => verdict.accepted);
    const best = chooseCopy(reading.candidate, accepted, undefined);
    if (best === undefined) return undefined;
    const sticky = options.getSticky?.(songKeyOf(best.subject.track));
    const chosen = chooseCopy(reading.candidate, accepted, sticky) ?? best;
    return toMatch(reading.candidate, chosen, chosen.exact ? 'exact' : 'fuzzy');
  };

  const findExact = (reading: Reading, keys: RecordingKeys): Verdict[] => {
    const verdicts: Verdict[] = [];
    for (const artistKey of keys.artistKeys) {
      const found = keys.titleKeys.flatMap((titleKey) => index.findByArtistAndTitle(artistKey, titleKey));
      if (found.length > 0) verdicts.push(...judgeAll(reading, found));
      if (verdicts.some((verdict) => verdict.accepted)) break;
    }
    return verdicts;
  };

  const findFuzzy = (
    reading: Reading,
    keys: RecordingKeys,
  ): { readonly verdicts: Verdict[]; readonly known: boolean } => {
    let known = false;
    const verdicts: Verdict[] = [];
    for (const artistKey of keys.artistKeys.slice(0, mostArtistsTried)) {
      const titles = index.listTitles(artistKey);
      if (titles.length === 0) continue;
      known ||= reading.credit.whole.includes(artistKey) || reading.credit.lead.includes(artistKey);
      verdicts.push(...judgeAll(reading, index.getTracks(findSimilarTitles(titles, keys.titleKeys, mostTitlesJudged))));
      if (verdicts.some((verdict) => verdict.accepted)) break;
    }
    return { verdicts, known };
  };

  const findNearArtists = (reading: Reading, keys: RecordingKeys): Verdict[] => {
    const artistKeys = new Set([
      keys.artistKeys[0] ?? '',
      reading.credit.lead[0] ?? '',
      reading.credit.names[0]?.[0] ?? '',
    ]);
    artistKeys.delete('');
    const near = [...artistKeys].flatMap((artistKey) => index.findArtistsNear(artistKey, mostNearArtists));
    const found = near.flatMap((artistKey) =>
      keys.titleKeys.flatMap((titleKey) => index.findByArtistAndTitle(artistKey, titleKey)),
    );
    return judgeAll(reading, found);
  };

  const search = (candidate: Candidate): MatchOutcome => {
    const keys = candidateKeys(candidate);
    if (keys.artistKeys.length === 0 || keys.titleKeys.length === 0)
      return { miss: { candidate, reason: 'unusable-name' } };
    const reading = readCandidate(candidate);
    const exact = findExact(reading, keys);
    const found = decide(reading, exact);
    if (found !== undefined) return { match: found };
    const fuzzy = findFuzzy(reading, keys);
    const near = [...exact, ...fuzzy.verdicts];
    const alike = decide(reading, fuzzy.verdicts);
    if (alike !== undefined) return { match: alike };
    // An artist that is there under this very name is not sought under another.
    const misspelt = fuzzy.known ? [] : findNearArtists(reading, keys);
    const other = decide(reading, misspelt);
    if (other !== undefined) return { match: other };
    return { miss: explain(reading, keys, [...near, ...misspelt], fuzzy.known) };
  };

  /** The reason that a person can act on, and the nearest thing the library has. */
  const explain = (reading: Reading, keys: RecordingKeys, verdicts: readonly Verdict[], known: boolean): Miss => {
    const { candidate } = reading;
    const nearest = nearestOf(verdicts);
    const reason = nearest?.refusal;
    if (nearest !== undefined && (reason === 'only-other-version' || reason === 'too-unsure'))
      return toMiss(candidate, reason, nearest.subject.track);
    if (known) return toMiss(candidate, 'no-such-title', nearest?.subject.track);
    const namesake = keys.titleKeys.flatMap((titleKey) => index.findByTitle(titleKey, 5))[0];
    return toMiss(
      candidate,
      isNobody(candidate.artist) ? 'unusable-name' : 'no-such-artist',
      nearest?.subject.track ?? namesake,
    );
  };

  const findById = (candidate: Candidate): Match | undefined => {
    if (candidate.mbTrackId === undefined || candidate.mbTrackId === '') return undefined;
    const reading = readCandidate(candidate);
    const tracks = index.findByMbTrackId(candidate.mbTrackId);
    // A stale id may point to something else altogether: one of the names must be known again.
    const verdicts = judgeAll(reading, tracks).filter(
      ({ accepted, refusal }) => accepted || refusal !== 'no-such-title',
    );
    const best = chooseCopy(candidate, verdicts, undefined);
    if (best === undefined) return undefined;
    const sticky = options.getSticky?.(songKeyOf(best.subject.track));
    const chosen = chooseCopy(candidate, verdicts, sticky) ?? best;
    return { candidate, track: chosen.subject.track, confidence: 1, method: 'mbid', reason: 'same MusicBrainz id' };
  };

  const obey = (candidate: Candidate, { target, origin }: Correction): MatchOutcome | undefined => {
    if (target.kind === 'none') return { miss: { candidate, reason: 'rejected-by-user' } };
    const reason = origin === 'configuration' ? 'corrected in harmoniq.yaml' : 'corrected by hand';
    if (target.kind === 'track') {
      const track = index.getTracks([target.trackId])[0];
      // The track is gone from the library; whatever replaced it is found by name.
      return track === undefined
        ? undefined
        : { match: { candidate, track, confidence: 1, method: 'correction', reason } };
    }
    const meant = search({
      ...candidate,
      artist: target.artist,
      title: target.title,
      album: target.album ?? candidate.album,
      durationMs: undefined,
    });
    if (meant.match === undefined) return { miss: { ...meant.miss, candidate } };
    return { match: { ...meant.match, candidate, confidence: 1, method: 'correction', reason } };
  };

  return {
    match: (candidate) => {
      const correction = book.find(candidate);
      const obeyed = correction === undefined ? undefined : obey(candidate, correction);
      if (obeyed !== undefined) return obeyed;
      const byId = findById(candidate);
      return byId === undefined ? search(candidate) : { match: byId };
    },
  };
};

const toMatch = (candidate: Candidate, verdict: Verdict, method: MatchMethod): Match => ({
  candidate,
  track: verdict.subject.track,
  confidence: verdict.confidence,
  method,
  reason: verdict.notes.join(', '),
});

const toMiss = (candidate: Candidate, reason: MissReason, nearest: Track | undefined): Miss => ({
  candidate,
  reason,
  ...(nearest === undefined ? {} : { nearest: { trackId: nearest.id, artist: nearest.artist, title: nearest.title } }),
});

const nearestOf = (verdicts: readonly Verdict[]): Verdict | undefined => {
  const weight = ({ refusal }: Verdict): number =>
    refusal === 'only-other-version' ? 2 : refusal === 'too-unsure' ? 1 : 0;
  return [...verdicts].sort((left, right) => weight(right) - weight(left) || right.confidence - left.confidence)[0];
};
