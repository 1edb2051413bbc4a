import type { TrackId } from '../../core/track.ts';
import type { PlayingSession } from '../house.ts';

export interface MeantSession {
  readonly session: PlayingSession;
  /** Why this one of several, as part of a sentence; undefined = there is no other. */
  readonly because: string | undefined;
}

/** What tells one session from another. */
export interface SessionFacts {
  /** What the flow's list holds. */
  readonly list: ReadonlySet<TrackId>;
  /** Is it a track of the library? */
  readonly isKnown: (trackId: TrackId) => boolean;
}

/**
 * Which of the sessions a wish for a flow is about: one that plays a track of the flow's list before others, one that plays before one that rests, then in
 * the order given. Only tracks of the library count. undefined = none.
 */
export const findMeantSession = (
  sessions: readonly PlayingSession[],
  { list, isKnown }: SessionFacts,
): MeantSession | undefined => {
  const active = sessions.filter(({ state }) => state !== 'stopped');
  const known = active.filter(({ trackId }) => isKnown(trackId));
  const listed = known.filter(({ trackId }) => list.has(trackId));
  const near = listed.length > 0 ? listed : known;
  const awake = near.filter(({ state }) => state !== 'paused');
  const best = awake.length > 0 ? awake : near;
  const [session] = best;
  if (session === undefined) return undefined;
  if (active.length === 1) return { session, because: undefined };
  const reasons = [
    ...(known.length === 1 ? ['the only one with a track of the library'] : []),
    ...(known.length > 1 && listed.length > 0 && listed.length < known.length ? ["that plays this flow's list"] : []),
    ...(best.length < near.length ? ['that is not paused'] : []),
    ...(best.length > 1 ? ['the first that the server names'] : []),
  ];
  return { session, because: `of ${active.length} players ${join(reasons)}` };
};

/** "that plays this flow's list and is not paused". */
const join = (reasons: readonly string[]): string => {
  const [first = '', ...rest] = reasons;
  const lead = first.startsWith('that ') ? `the one ${first}` : first;
  return [lead, ...rest.map((reason) => reason.replace(/^that /, ''))].join(' and ');
};
