import type { Notification } from './events.ts';
import type { PlayerSession } from './player-session.ts';
import type { PlexState } from './state.ts';
import type { Shelf } from './shelf.ts';

export interface SessionOptions {
  /** "Kitchen" unless said. */
  readonly player?: string;
  /** Account; 1 unless said. */
  readonly accountID?: number;
}

/** People who listen. Every step is announced as `playing`, with the place in the track. */
export interface SessionMutations {
  /** A track starts to play somewhere (shown by `/status/sessions`); gives the session's key. */
  startSession(id: string, options?: SessionOptions): string;
  /** A film starts: its notifications look like those of tracks, its key is no track's. */
  startVideo(): string;
  /** Time goes by; at nine tenths of a track it counts as played: count, date, a line of history. */
  advanceSession(sessionKey: string, byMs: number): void;
  pauseSession(sessionKey: string): void;
  resumeSession(sessionKey: string): void;
  /** The next track of the same session. What was not played through counts as skipped: `skipCount` and its date. */
  nextTrack(sessionKey: string, id: string): void;
  /** The player is closed, or a client that merely lost its connection: neither play nor skip is counted by it. */
  stopSession(sessionKey: string): void;
}

const playedShare = 0.9;
const guessedDurationMs = 200_000;

export interface SessionTools {
  locate(id: string): { readonly shelf: Shelf; readonly slot: number; readonly key: number };
  play(id: string, atSeconds: number | undefined, accountID: number): void;
  skip(id: string, accountID: number): void;
}

export function createSessionMutations(state: PlexState, tools: SessionTools): SessionMutations {
  let count = 0;

  const tell = (session: PlayerSession, how: string): void => state.events.send(playing(session, how));
  function begin(trackKey: number, isVideo: boolean, options: SessionOptions): string {
    const accountID = options.accountID ?? 1;
    const session: PlayerSession = {
      key: String((count += 1)),
      trackKey,
      offsetMs: 0,
      state: 'playing',
      player: options.player ?? 'Kitchen',
      user: { id: accountID, title: state.users.find((user) => user.id === accountID)?.title ?? 'somebody' },
      counted: false,
      isVideo,
    };
    state.sessions.set(session.key, session);
    tell(session, 'playing');
    return session.key;
  }
  function find(sessionKey: string): PlayerSession {
    const session = state.sessions.get(sessionKey);
    if (session === undefined) throw new Error(`The stand-in has no session ${sessionKey}.`);
    return session;
  }
  function setState(sessionKey: string, how: 'playing' | 'paused'): void {
    const session = find(sessionKey);
    session.state = how;
    tell(session, how);
  }
  const idOf = (session: PlayerSession): string => String(session.trackKey);
  /** A track may be deleted while it plays. */
  const isTrackStill = (session: PlayerSession): boolean =>
    state.catalogue.registry.resolve(session.trackKey)?.kind === 'track';

  return {
    startSession: (id, options = {}) => begin(tools.locate(id).key, false, options),
    startVideo: () => begin(state.catalogue.movies.movies[0]?.key ?? 0, true, {}),
    advanceSession(sessionKey, byMs) {
      const session = find(sessionKey);
      session.offsetMs += byMs;
      if (isTrackStill(session)) {
        const { shelf, slot } = tools.locate(idOf(session));
        const duration = shelf.file(slot).durationMs ?? guessedDurationMs;
        session.offsetMs = Math.min(session.offsetMs, duration);
        if (!session.counted && session.offsetMs >= duration * playedShare) {
          tools.play(idOf(session), undefined, session.user.id);
          session.counted = true;
        }
      }
      tell(session, session.state);
    },
    pauseSession: (sessionKey) => setState(sessionKey, 'paused'),
    resumeSession: (sessionKey) => setState(sessionKey, 'playing'),
    nextTrack(sessionKey, id) {
      const session = find(sessionKey);
      const { key } = tools.locate(id);
      if (!session.counted && isTrackStill(session)) tools.skip(idOf(session), session.user.id);
      Object.assign(session, { trackKey: key, offsetMs: 0, state: 'playing', counted: false });
      tell(session, 'playing');
    },
    stopSession(sessionKey) {
      const session = state.sessions.get(sessionKey);
      state.sessions.delete(sessionKey);
      if (session !== undefined) tell(session, 'stopped');
    },
  };
}

function playing(session: PlayerSession, how: string): Notification {
  const entry = {
    sessionKey: session.key,
    clientIdentifier: `player-${session.player.toLowerCase()}`,
    guid: session.isVideo ? `plex://movie/${session.trackKey}` : '',
    ratingKey: String(session.trackKey),
    url: '',
    key: `/library/metadata/${session.trackKey}`,
    viewOffset: session.offsetMs,
    playQueueItemID: 7_000 + Number(session.key),
    state: how,
  };
  return { type: 'playing', size: 1, PlaySessionStateNotification: [entry] };
}
