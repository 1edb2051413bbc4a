import type { Config } from '../config/schema.ts';
import type { HomeVerdict } from '../core/flow/decision.ts';
import type { Recipe } from '../core/recipe.ts';
import type { RunReport, RunTrigger, TrackLine } from '../core/run.ts';
import type { Library, SyncProgress, SyncReport } from '../library/library.ts';
import type { Logger } from '../lib/logger.ts';
import type { CoverPainter } from '../covers/cover.ts';
import type { ErrorCode } from '../lib/errors.ts';
import type { ListeningSession, MusicServer } from '../servers/server.ts';
import type { Sources } from '../sources/source.ts';

/** What happens in the house, for doors that show it live. */
export interface HouseEvents {
  'run-started': { readonly recipeId: string; readonly runId: number };
  'run-finished': { readonly report: RunReport; readonly tracks: readonly TrackLine[] };
  'cycle-started': { readonly trigger: RunReport['trigger'] };
  'cycle-finished': { readonly trigger: RunReport['trigger']; readonly reports: readonly RunReport[] };
  'sync-started': Record<string, never>;
  'sync-progress': SyncProgress;
  'sync-finished': { readonly report: SyncReport };
  'sync-failed': { readonly message: string };
  'server-state': { readonly connected: boolean; readonly message: string };
  'schedule-changed': { readonly enabled: boolean };
  'missing-changed': { readonly count: number };
  /** A flow's state or decision may be another: something was chosen, set, or the hour turned. */
  'flow-changed': { readonly recipeId: string };
  /** The home asks for something else than before, or can be heard (no longer). */
  'home-changed': { readonly connected: boolean };
  /** Something else is being played, or on another player, as far as the server tells of itself. */
  'playing-changed': { readonly sessions: readonly PlayingSession[] };
  /** What another system (MQTT, Home Assistant's bus) asked for was done, or not. */
  'command-settled': CommandOutcome;
}

/** A player at work, as the server told. */
export type PlayingSession = Pick<ListeningSession, 'sessionId' | 'trackId' | 'state' | 'player'>;

/** What came of a command. */
export interface CommandOutcome {
  /** As Home Assistant's bus calls it: "not-today", "run". */
  readonly command: string;
  /** undefined = it was about no recipe, or not told. */
  readonly recipeId: string | undefined;
  readonly ok: boolean;
  /** A sentence or two for a person. */
  readonly message: string;
  /** Why not; undefined = it was done. */
  readonly code: ErrorCode | undefined;
  /** The track it was about. */
  readonly track: { readonly artist: string; readonly title: string } | undefined;
  /** Where that track was heard. */
  readonly player: string | undefined;
}

export interface EventBus {
  emit<Name extends keyof HouseEvents>(name: Name, event: HouseEvents[Name]): void;
  /** Returns the function that ends the subscription. A listener that throws is logged and does not disturb the others. */
  on<Name extends keyof HouseEvents>(name: Name, listener: (event: HouseEvents[Name]) => void): () => void;
}

/** What this process is doing at this moment. */
export interface ActivitySnapshot {
  /** Who started the cycle that is under way; undefined = none is. */
  readonly cycle: RunTrigger | undefined;
  readonly syncing: boolean;
  readonly syncProgress: SyncProgress | undefined;
  /** Ids of the recipes that run now. */
  readonly recipes: readonly string[];
  /** What was last heard of the media server; `connected` undefined = nothing yet. */
  readonly server: { readonly connected: boolean | undefined; readonly message: string };
  /** Why the last sync failed; undefined when it did not. */
  readonly syncFailure: string | undefined;
  /** What is being played, as far as the server told of itself. */
  readonly playing: readonly PlayingSession[];
}

export interface Activity {
  snapshot(): ActivitySnapshot;
}

/** The clock, so that tests can turn it. */
export interface Clock {
  now(): number;
}

/** What the home says. Fed by the door to Home Assistant; answers at once, also when nobody is there. */
export interface Home {
  /** Is Home Assistant heard at this moment? undefined = not configured. */
  readonly connected: boolean | undefined;
  /**
   * It is about to be heard for the first time since the start: whoever can wait a moment, waits. Ends by itself, heard or not; `home-changed` tells.
   */
  readonly awaited: boolean;
  /** What the rules make of the home for this flow; `quietHome` while it is not heard, but a silence as short as a restart changes nothing. */
  judge(recipeId: string): HomeVerdict;
  /** Entities that rules name and that Home Assistant does not have. */
  readonly missingEntities: readonly string[];
  /** Where the house stands, as Home Assistant or the configuration tells; undefined = nobody does. */
  readonly place: { readonly latitude: number; readonly longitude: number } | undefined;
}

/** Everything an operation may use. Built once by the composition root. */
export interface House {
  readonly config: Config;
  readonly library: Library;
  readonly server: MusicServer;
  readonly sources: Sources;
  /** All recipes, the disabled ones too. */
  readonly recipes: readonly Recipe[];
  readonly clock: Clock;
  readonly events: EventBus;
  /** What is going on right now, kept from the events: `createActivity(events)`. */
  readonly activity: Activity;
  readonly home: Home;
  readonly covers: CoverPainter;
  readonly logger: Logger;
  /** Tells this process apart from others that share the database. */
  readonly owner: string;
}
