import type { ListeningSession, ServerEvent } from '../servers/server.ts';

export type PlayingEvent = Extract<ServerEvent, { kind: 'playing' }>;

/** Who plays what now, put together from what players report and from what the server lists. */
export interface ListeningSessions {
  list(): readonly ListeningSession[];
  /** false = a session that the server should be asked about. */
  notice(event: PlayingEvent): boolean;
  /** To be called before the server is asked: what players report while it answers is younger than its answer. */
  beginListing(): void;
  takeListing(sessions: readonly ListeningSession[]): void;
  /** Did anything change but the position since this was asked last? */
  takeChange(): boolean;
}

const mostForeign = 1_000;

export const createListeningSessions = (isMusic: (trackId: string) => boolean): ListeningSessions => {
  let sessions = new Map<string, ListeningSession>();
  let noticed = new Set<string>();
  /** Notices that are not about music, as far as is known; a film makes one every few seconds. */
  const foreign = new Set<string>();
  let shown = '[]';

  const isKnownForeign = (name: string): boolean => {
    if (foreign.has(name)) return true;
    if (foreign.size >= mostForeign) foreign.clear();
    foreign.add(name);
    return false;
  };

  const list = (): readonly ListeningSession[] =>
    [...sessions.values()].sort((a, b) => a.sessionId.localeCompare(b.sessionId));

  return {
    list,
    notice({ sessionId, trackId, state, positionMs }) {
      noticed.add(sessionId);
      const known = sessions.get(sessionId);
      if (state === 'stopped') {
        sessions.delete(sessionId);
        return true;
      }
      if (known === undefined && !isMusic(trackId)) return isKnownForeign(`${sessionId} ${trackId}`);
      const { player, user } = known ?? { player: undefined, user: undefined };
      sessions.set(sessionId, { sessionId, trackId, state, positionMs, player, user });
      return known !== undefined;
    },
    beginListing: () => void (noticed = new Set()),
    takeListing(listed) {
      const next = new Map<string, ListeningSession>();
      for (const session of listed) {
        const { sessionId, player, user } = session;
        const own = sessions.get(sessionId);
        if (!noticed.has(sessionId)) next.set(sessionId, session);
        else if (own !== undefined) next.set(sessionId, { ...own, player, user });
      }
      for (const [sessionId, own] of sessions)
        if (noticed.has(sessionId) && !next.has(sessionId)) next.set(sessionId, own);
      sessions = next;
    },
    takeChange() {
      const now = JSON.stringify(
        list().map(({ sessionId, trackId, state, player, user }) => [sessionId, trackId, state, player, user]),
      );
      const changed = now !== shown;
      shown = now;
      return changed;
    },
  };
};
