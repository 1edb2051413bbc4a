import type { FlowDecision } from '../../core/flow/decision.ts';
import { explainAdjustments } from '../../core/flow/explain-adjustments.ts';
import { sayMoment } from '../../core/flow/explain-decision.ts';
import type { FlowMoment } from '../../recipes/recipe-kind.ts';
import type { PublishResult } from '../../servers/server.ts';
import { countTracks, describeChange } from '../run-sentences.ts';

/** What a run of a flow did, in one sentence. */
export const describeFlow = (
  { window }: FlowMoment['decision'],
  tracks: number,
  published: PublishResult,
  dryRun: boolean,
): string => {
  const change = describeChange(published);
  const verb = dryRun ? 'would hold' : 'holds';
  return `The playlist ${verb} ${countTracks(tracks)} for ${window.name}${change === '' ? '' : ` (${change})`}.`;
};

interface SpokenMoment {
  readonly nowMs: number;
  readonly timezone: string;
}

/** Why the window counts and how it goes on, for a reader who has just read its name: "Until 12:00, then Evening; calmer, because it rains." */
export const describeCourse = (decision: FlowDecision, moment: SpokenMoment): string => {
  const { by, window, why, home, nextChangeAtMs, nextWindow } = decision;
  if (by !== 'schedule') return capitalise(withoutName(why, window?.name));
  const then = nextWindow ?? 'the list stays as it is';
  const until =
    nextChangeAtMs === undefined ? 'No change is planned' : `Until ${sayMoment(nextChangeAtMs, moment)}, then ${then}`;
  return `${[until, ...explainAdjustments(home, window)].join('; ')}.`;
};

const withoutName = (why: string, name: string | undefined): string =>
  name !== undefined && why.startsWith(`${name}, `) ? why.slice(name.length + 2) : why;

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export interface BroughtBack {
  /** "The list of Morning". */
  readonly list: string;
  /** "the window changes, at 12:00 at the latest". */
  readonly until: string;
}

/** A list from before that holds the playlist against the window that counts; `window`: name of the one it was made for. */
export const describeBroughtBack = (
  window: string | undefined,
  { by, window: counting, nextChangeAtMs }: Pick<FlowDecision, 'by' | 'window' | 'nextChangeAtMs'>,
  moment: SpokenMoment,
): BroughtBack => {
  const isOpen = nextChangeAtMs === undefined || by === 'paused';
  const latest = isOpen ? '' : `, at ${sayMoment(nextChangeAtMs, moment)} at the latest`;
  const list =
    window === undefined ? 'An earlier list' : `${window === counting?.name ? 'An earlier' : 'The'} list of ${window}`;
  return { list, until: `the window changes${latest}` };
};
