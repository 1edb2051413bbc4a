import { createFirstNumber } from '../random.ts';
import type { TrackId } from '../track.ts';
import { dayMs } from './durations.ts';
import { judgeSkips } from './skip-standing.ts';
import type { TrackFacts } from './track-facts.ts';

/** What beside the track's own facts makes it likelier. */
export interface WeighContext {
  readonly nowMs: number;
  readonly skips: ReadonlyMap<TrackId, readonly number[]>;
  /** Plays within past turns of this window. */
  readonly windowPlays: ReadonlyMap<TrackId, number>;
  /** Factors for tracks that the home, somebody's wish or the sound of it speaks for. */
  readonly boosts: ReadonlyMap<TrackId, number>;
}

/** How much a track is wanted, by its facts alone; always above 0, 1 = nothing is known of it. */
export const weighTrack = (facts: TrackFacts, context: WeighContext): number =>
  byRating(facts) *
  byPlays(facts, context.windowPlays.get(facts.id) ?? 0) *
  byRecency(facts, context.nowMs) *
  bySkips(facts, context.skips.get(facts.id) ?? []) *
  byNovelty(facts, context.nowMs) *
  byPopularity(facts) *
  (context.boosts.get(facts.id) ?? 1);

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Half a star 0.5, five stars 2.3; unrated is neither. */
const byRating = ({ rating }: TrackFacts): number => (rating === undefined ? 1 : 0.3 + clamp(rating, 0, 10) * 0.2);

const byPlays = ({ playCount }: TrackFacts, windowPlays: number): number =>
  (1 + 0.15 * Math.log2(1 + clamp(playCount, 0, 1_000))) * (1 + 0.25 * clamp(windowPlays, 0, 8));

/** What was heard yesterday is wanted less; an old favourite that has not been heard for long, more. */
const byRecency = ({ lastPlayedAtMs, playCount }: TrackFacts, nowMs: number): number => {
  if (lastPlayedAtMs === undefined) return 1;
  const days = Math.max(0, (nowMs - lastPlayedAtMs) / dayMs);
  const forgotten = playCount >= 3 && days > 180 ? 1.3 : 1;
  return (0.35 + 0.65 * (1 - Math.exp(-days / 45))) * forgotten;
};

const streakFactors = [1, 0.6, 0.35, 0.15] as const;

const bySkips = (facts: TrackFacts, seenAtMs: readonly number[]): number => {
  if (facts.skipCount === 0 && seenAtMs.length === 0) return 1;
  const { total, inARow } = judgeSkips(facts, seenAtMs);
  const share = total / (total + facts.playCount + 2);
  return (1 - 0.8 * share) * (streakFactors[Math.min(inARow, 3)] ?? 1);
};

/** New in the library: half as much again, fading over a month. */
const byNovelty = ({ addedAtMs }: TrackFacts, nowMs: number): number => {
  if (addedAtMs === undefined) return 1;
  const days = (nowMs - addedAtMs) / dayMs;
  return days < 0 ? 1 : 1 + 0.5 * Math.exp(-days / 15);
};

const byPopularity = ({ popularity }: TrackFacts): number =>
  popularity === undefined || !(popularity >= 0) ? 1 : 0.8 + 0.1 * Math.min(6, Math.log10(1 + popularity));

/** An artist's n tracks together weigh as n to the power of 0.3: a thousand tracks count as eight times one. */
const crowding = 0.7;

/** Takes the crowd out: `weights` divided by a power of how many tracks share the group. */
export const thinOut = (weight: number, groupSize: number): number => weight / Math.max(1, groupSize) ** crowding;

/** A track's luck under a seed, 0 < luck ≤ 1. It hangs on the two alone, so that a library that grew by a track gives nearly the same list. */
export const createLuck = (seed: string): ((id: TrackId) => number) => {
  const firstNumber = createFirstNumber(`${seed} `);
  return (id) => 1 - firstNumber(id);
};

/**
 * Place in a weighted draw without replacement (Efraimidis and Spirakis 2006): sorted by it, ascending, each beginning of the list is a fair sample. As
 * `shuffleWeighted`, with luck that does not hang on what else is drawn from.
 */
export const drawPlaceOf = (weight: number, luck: number): number =>
  weight > 0 ? -Math.log(luck) / weight : Number.POSITIVE_INFINITY;
