import type { ListeningBook } from '../core/flow/skip-detector.ts';
import type { TrackId } from '../core/track.ts';
import type { House } from '../operations/house.ts';
import type { ListeningSession } from '../servers/server.ts';

/** Tells the house what is being played, from what the server said of itself. */
export interface PlayingTeller {
  /** Is it a player that begins with our music, so that the server may be asked what it is called? true once for each. */
  meets(session: Pick<ListeningSession, 'sessionId' | 'trackId' | 'state'>): boolean;
  /** The server only names players when it is asked. */
  rememberPlayers(sessions: readonly Pick<ListeningSession, 'sessionId' | 'player'>[]): void;
  /** Tells it when it is another than before: other tracks, begun, paused or ended. */
  tell(book: ListeningBook): void;
}

/** Some days' worth; whoever is forgotten is asked about once more. */
const mostMet = 1_000;

export const createPlayingTeller = (
  { events }: Pick<House, 'events'>,
  isTrack: (trackId: TrackId) => boolean,
): PlayingTeller => {
  let players = new Map<string, string | undefined>();
  let told = '[]';
  const met = new Set<string>();
  const meet = (sessionId: string): void => {
    if (met.size >= mostMet) met.clear();
    met.add(sessionId);
  };
  return {
    meets({ sessionId, trackId, state }) {
      if (state === 'stopped' || met.has(sessionId) || !isTrack(trackId)) return false;
      meet(sessionId);
      return true;
    },
    rememberPlayers(sessions) {
      players = new Map(sessions.map(({ sessionId, player }) => [sessionId, player]));
      for (const { sessionId } of sessions) meet(sessionId);
    },
    tell(book) {
      // Films make notices too.
      const heard = [...book].filter(([, { trackId, state }]) => state !== 'stopped' && isTrack(trackId));
      const sessions = heard.map(([sessionId, { trackId, state }]) => {
        const resting = state === 'paused' ? 'paused' : 'playing';
        return { sessionId, trackId, state: resting, player: players.get(sessionId) } as const;
      });
      const text = JSON.stringify(sessions);
      if (text === told) return;
      told = text;
      events.emit('playing-changed', { sessions });
    },
  };
};
