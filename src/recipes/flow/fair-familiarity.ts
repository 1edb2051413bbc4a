import type { FlowCandidate } from './candidates.ts';
import type { FlowSettings } from './flow-settings.ts';

/** Of the known tracks that may be heard now, one list takes no more than this, unless they are that much of everything in question anyway. */
const mostOfKnown = 1 / 8;

/**
 * The share of known tracks for this list. Where a window has few of them, the flow's own share would use them up within days, and for want of others lists
 * would be made of tracks that have nothing to do with each other; so it is lowered. What was asked for at this moment stays as it is.
 */
export const findFairFamiliarity = (
  { familiarity, familiarityIsFirm, size }: Pick<FlowSettings, 'familiarity' | 'familiarityIsFirm' | 'size'>,
  candidates: readonly FlowCandidate[],
): number => {
  const open = candidates.filter(({ memory, heard }) => memory === 0 && heard === 0);
  const known = open.filter(({ familiar }) => familiar).length;
  // With nothing new there is nothing to choose; with nothing known the dial gives way by itself, and says so.
  if (familiarityIsFirm || known === 0 || known === open.length) return familiarity;
  const most = Math.max((known * mostOfKnown) / size, known / open.length);
  return Math.min(familiarity, most);
};
