import type { Answer, Exchange, User } from './answers.ts';
import type { Catalogue } from './catalogue.ts';
import type { Events } from './events.ts';
import type { History } from './history.ts';
import type { PlayerSession } from './player-session.ts';
import type { PlaylistStore } from './playlist-store.ts';
import type { Sonic } from './sonic.ts';
import type { Switches } from './switches.ts';

/** Everything a route may look at. */
export interface PlexState {
  readonly machineIdentifier: string;
  readonly friendlyName: string;
  readonly version: string;
  readonly switches: Switches;
  readonly catalogue: Catalogue;
  readonly playlists: PlaylistStore;
  readonly history: History;
  readonly events: Events;
  readonly sonic: Sonic;
  readonly users: readonly User[];
  /** What plays right now, by session key. */
  readonly sessions: Map<string, PlayerSession>;
  /** Uploaded pictures by name. */
  readonly pictures: Map<string, Uint8Array>;
  /** Keys of sections that are being scanned. */
  readonly scanning: Set<string>;
}

/** One address of the server. The pattern's groups are handed over as texts. */
export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly pattern: RegExp;
  readonly open?: true;
  readonly answer: (state: PlexState, exchange: Exchange, parts: readonly string[]) => Answer;
}
