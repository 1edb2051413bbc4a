import type { DropReason } from '../candidate.ts';
import type { TrackId } from '../track.ts';
import { dayMs } from './durations.ts';
import { judgeSkips } from './skip-standing.ts';
import type { TrackFacts } from './track-facts.ts';
import type { FlowRules } from './window.ts';

/** Why a track is kept out, for the report. */
export interface Objection {
  readonly reason: DropReason;
  /** Goes on behind the track's name or an "it": `was skipped 8 times`. */
  readonly detail: string;
}

export type AdmissionRules = Pick<
  FlowRules,
  'minRating' | 'unrated' | 'maxSkips' | 'longestMs' | 'unheardForDays' | 'memoryDays'
>;

/** What flows remember, as far as it keeps tracks out. */
export interface FlowMemory {
  readonly nowMs: number;
  /** When the present turn of the window began. */
  readonly turnStartMs: number;
  readonly bans: ReadonlyMap<TrackId, number>;
  /** Tracks of lists of the last `memoryDays`, when last. */
  readonly listed: ReadonlyMap<TrackId, number>;
  /** Skips that were seen live. */
  readonly skips: ReadonlyMap<TrackId, readonly number[]>;
}

/** What is shorter is no song: jingles, skits, silence. */
const shortestMs = 45_000;
const skipsInARow = 3;
const streakDays = 30;

type HardRule = (facts: TrackFacts, rules: AdmissionRules, memory: FlowMemory) => Objection | undefined;

/** The first of the rules that are never relaxed which speaks against the track; undefined = nothing against it. */
export const findHardObjection: HardRule = (facts, rules, memory) => {
  for (const object of hardRules) {
    const objection = object(facts, rules, memory);
    if (objection !== undefined) return objection;
  }
  return undefined;
};

/** All of them, not only the first. */
export const listHardObjections = (...asked: Parameters<HardRule>): readonly Objection[] =>
  hardRules.flatMap((object) => object(...asked) ?? []);

const objectToBan: HardRule = ({ id }, _rules, { bans }) =>
  bans.has(id) ? { reason: 'not-today', detail: 'is not wanted today' } : undefined;

const objectToLength: HardRule = ({ durationMs }, { longestMs }) => {
  if (durationMs === undefined) return undefined;
  if (durationMs > longestMs)
    return { reason: 'too-long', detail: `lasts ${toMinutes(durationMs)}, longer than ${toMinutes(longestMs)}` };
  if (durationMs < shortestMs)
    return {
      reason: 'too-short',
      detail: `lasts ${Math.floor(durationMs / 1_000)} s, less than ${shortestMs / 1_000} s`,
    };
  return undefined;
};

/** `15 min`, `15:20 min`: never rounded to the limit that it is beyond. */
const toMinutes = (ms: number): string => {
  const seconds = Math.ceil(ms / 1_000);
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`} min`;
};

const objectToRating: HardRule = ({ rating }, { minRating, unrated }) => {
  if (!(minRating > 0)) return undefined;
  if (rating === undefined) return unrated === 'exclude' ? { reason: 'unrated', detail: 'was never rated' } : undefined;
  if (rating >= minRating) return undefined;
  return { reason: 'rated-too-low', detail: `has ${sayStars(rating)}, fewer than ${sayStars(minRating)}` };
};

/** 9 → "4½ stars". */
export const sayStars = (rating: number): string => {
  const halves = Math.round(rating);
  const whole = Math.floor(halves / 2);
  const text = `${whole === 0 && halves % 2 === 1 ? '' : whole}${halves % 2 === 1 ? '½' : ''}`;
  return `${text} ${halves === 1 || halves === 2 ? 'star' : 'stars'}`;
};

const objectToSkips: HardRule = (facts, { maxSkips }, { skips, nowMs }) => {
  if (maxSkips === undefined) return undefined;
  const { total, inARow, lastAtMs } = judgeSkips(facts, skips.get(facts.id) ?? []);
  if (total > maxSkips) return { reason: 'skipped-often', detail: `was skipped ${sayTimes(total)}` };
  const recent = lastAtMs !== undefined && nowMs - lastAtMs < streakDays * dayMs;
  return inARow >= skipsInARow && recent
    ? { reason: 'skipped-often', detail: `was skipped ${sayTimes(inARow)} in a row` }
    : undefined;
};

const hardRules: readonly HardRule[] = [objectToBan, objectToLength, objectToRating, objectToSkips];

const sayTimes = (count: number): string => (count === 1 ? 'once' : `${count} times`);

/** 0 = in force, 1 = with half of its days, 2 = off. */
export type Slack = 0 | 1 | 2;

/** How far the rule must give way for a track that came so many days ago. */
const slackFor = (atMs: number | undefined, days: number, nowMs: number): Slack => {
  if (atMs === undefined || !(days > 0)) return 0;
  const ago = (nowMs - atMs) / dayMs;
  if (ago >= days) return 0;
  return ago >= days / 2 ? 1 : 2;
};

/** How far the memory of lists must give way for this track. */
export const memorySlackOf = (facts: TrackFacts, { memoryDays }: AdmissionRules, memory: FlowMemory): Slack =>
  slackFor(memory.listed.get(facts.id), memoryDays, memory.nowMs);

/** The same for "not heard for so many days". `ownTurn` false: plays in the present turn do not count, as for tracks of its own list. */
export const heardSlackOf = (
  { lastPlayedAtMs }: TrackFacts,
  { unheardForDays }: AdmissionRules,
  { nowMs, turnStartMs }: FlowMemory,
  ownTurn = true,
): Slack =>
  !ownTurn && lastPlayedAtMs !== undefined && lastPlayedAtMs >= turnStartMs
    ? 0
    : slackFor(lastPlayedAtMs, unheardForDays, nowMs);

/** The objection behind a slack, in words. */
export const describeSlack = (facts: TrackFacts, rules: AdmissionRules, memory: FlowMemory): readonly Objection[] => {
  const listed = memorySlackOf(facts, rules, memory) > 0;
  const heard = heardSlackOf(facts, rules, memory) > 0;
  return [
    ...(heard
      ? [{ reason: 'played-lately' as const, detail: `was heard ${sayAgo(facts.lastPlayedAtMs, memory.nowMs)}` }]
      : []),
    ...(listed
      ? [
          {
            reason: 'listed-lately' as const,
            detail: `stood in a list ${sayAgo(memory.listed.get(facts.id), memory.nowMs)}`,
          },
        ]
      : []),
  ];
};

const sayAgo = (atMs: number | undefined, nowMs: number): string => {
  const days = Math.floor((nowMs - (atMs ?? nowMs)) / dayMs);
  if (days <= 0) return 'within the last day';
  return days === 1 ? 'a day ago' : `${days} days ago`;
};
