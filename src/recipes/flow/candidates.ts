import {
  findHardObjection,
  heardSlackOf,
  memorySlackOf,
  type FlowMemory,
  type Slack,
} from '../../core/flow/admission.ts';
import { createLuck, drawPlaceOf, thinOut, weighTrack, type WeighContext } from '../../core/flow/weigh.ts';
import type { TrackFacts } from '../../core/flow/track-facts.ts';
import type { DropReason } from '../../core/candidate.ts';
import type { FlowSettings } from './flow-settings.ts';
import type { Crowd } from './crowd.ts';

/** A track that no hard rule keeps out, with its place in the draw. */
export interface FlowCandidate {
  readonly facts: TrackFacts;
  /** Played before, or rated: somebody knows it. */
  readonly familiar: boolean;
  /** Only what was learned of the window speaks for it. */
  readonly widened: boolean;
  /** The first breadth of the criteria at which it is met. */
  readonly breadth: number;
  readonly memory: Slack;
  readonly heard: Slack;
  readonly weight: number;
  /** Ascending. */
  readonly place: number;
}

export interface WeighTools {
  readonly settings: FlowSettings;
  readonly memory: FlowMemory;
  readonly weighing: WeighContext;
  readonly crowd: Crowd;
}

export interface Weighed {
  readonly candidates: readonly FlowCandidate[];
  /** How many tracks each rule keeps out as long as nothing gives way. */
  readonly leftOut: ReadonlyMap<DropReason, number>;
}

/** Weighs every track that no hard rule keeps out. */
export const weighTracks = (
  tracks: readonly TrackFacts[],
  { settings, memory, weighing, crowd }: WeighTools,
  kind: Pick<FlowCandidate, 'widened' | 'breadth'>,
): Weighed => {
  const { rules, seed } = settings;
  const luckOf = createLuck(seed);
  const leftOut = new Map<DropReason, number>();
  const count = (reason: DropReason): void => void leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
  const candidates: FlowCandidate[] = [];
  for (const facts of tracks) {
    const objection = findHardObjection(facts, rules, memory);
    if (objection !== undefined) {
      count(objection.reason);
      continue;
    }
    const heard = heardSlackOf(facts, rules, memory);
    const listed = memorySlackOf(facts, rules, memory);
    if (heard > 0) count('played-lately');
    else if (listed > 0) count('listed-lately');
    const weight = thinOut(weighTrack(facts, weighing), crowd.sizeOf(facts));
    candidates.push({
      facts,
      ...kind,
      familiar: facts.playCount > 0 || facts.rating !== undefined,
      memory: listed,
      heard,
      weight,
      place: drawPlaceOf(weight, luckOf(facts.id)),
    });
  }
  return { candidates, leftOut };
};

export const byPlace = (one: FlowCandidate, other: FlowCandidate): number =>
  one.place - other.place || (one.facts.id < other.facts.id ? -1 : 1);
