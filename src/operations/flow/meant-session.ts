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
  const tellsApart = [
    ...(listed.length > 0 && listed.length < known.length ? [["plays this flow's list", "play this flow's list"]] : []),
    ...(best.length < near.length ? [['is not paused', 'are not paused']] : []),
  ];
  const reason =
    known.length === 1 ? 'the only one with a track of the library' : describeChoice(best.length, tellsApart);
  return { session, because: `of ${active.length} players ${reason}` };
};

/** `the one that is not paused`, `the first of 2 that play this flow's list`. */
const describeChoice = (left: number, tellsApart: readonly (readonly string[])[]): string => {
  if (tellsApart.length === 0) return 'the first that the server names';
  const said = tellsApart.map(([ofOne, ofMany]) => (left === 1 ? ofOne : ofMany)).join(' and ');
  return left === 1 ? `the one that ${said}` : `the first of ${left} that ${said}`;
};
