import type { ListeningBook } from '../core/flow/skip-detector.ts';
import type { TrackId } from '../core/track.ts';
import type { House } from '../operations/house.ts';
import type { ListeningSession } from '../servers/server.ts';

/** Tells the house what is being played, from what the server said of itself anyway. */
export interface PlayingTeller {
  /** The server only names players when it is asked. */
  rememberPlayers(sessions: readonly Pick<ListeningSession, 'sessionId' | 'player'>[]): void;
  /** Tells it when it is another than before: other tracks, begun, paused or ended. */
  tell(book: ListeningBook): void;
}

export const createPlayingTeller = (
  { events }: Pick<House, 'events'>,
  isTrack: (trackId: TrackId) => boolean,
): PlayingTeller => {
  let players = new Map<string, string | undefined>();
  let told = '[]';
  return {
    rememberPlayers(sessions) {
      players = new Map(sessions.map(({ sessionId, player }) => [sessionId, player]));
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
