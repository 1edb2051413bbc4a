import type { Config, PlaylistOptions } from '../config/schema.ts';
import type { Drop, Pick } from '../core/candidate.ts';
import type { FlowDecision, FlowTimetable } from '../core/flow/decision.ts';
import type { Window } from '../core/flow/window.ts';
import type { CandidateStream, Recipe } from '../core/recipe.ts';
import type { TrackId } from '../core/track.ts';
import type { HarmoniqError } from '../lib/errors.ts';
import type { Logger } from '../lib/logger.ts';
import type { Library } from '../library/library.ts';
import type { MusicServer } from '../servers/server.ts';
import type { Sources } from '../sources/source.ts';

/** What a recipe may use while it gathers. */
export interface GatherContext {
  readonly sources: Sources;
  /** Same seed and same answers, same candidates; differs from day to day and from recipe to recipe. */
  readonly seed: string;
  readonly logger: Logger;
}

/** What a kind makes of the configuration. */
export interface KindSetup {
  readonly options: Recipe['options'];
  /** The option without which the kind cannot work, as the user writes it; undefined = all is there. */
  readonly missingOption?: string | undefined;
}

/** What every kind of playlist has. A new kind is one file and one row in `recipe-kinds.ts`. */
interface KindBasics {
  readonly kind: string;
  /** `playlist` undefined = the built-in recipe, tuned by the common options alone. */
  configure(config: Config, playlist: PlaylistOptions | undefined): KindSetup;
}

/** A kind that proposes songs, which are then matched and selected. */
export interface CandidateKind extends KindBasics {
  /** `ranked`: the list keeps the order of the candidates. `spread`: each artist's tracks are spread over the whole list. */
  readonly order: 'ranked' | 'spread';
  /**
   * Candidates, best first, in batches of what a few requests yield; asks deeper only when the next batch is wanted. Each candidate comes once.
   * Ends when the source has no more; throws HarmoniqError when the source fails, so that a dead source is never taken for an empty one.
   */
  gather(context: GatherContext, recipe: Recipe, signal: AbortSignal): CandidateStream;
}

/** A kind that names tracks of the library itself, chosen and in order; `choose` tells it apart. */
export interface TrackKind extends KindBasics {
  /**
   * The same moment, library and memory give the same list. Asks the server only for what its sonic analysis knows, does without when that fails, and says so
   * when the server was away. Writes nothing but caches.
   */
  choose(context: ChooseContext, recipe: Recipe, signal: AbortSignal): Promise<Chosen>;
}

export type RecipeKind = CandidateKind | TrackKind;

/** What a flow is about to play, put together by the operation. */
export interface FlowMoment {
  readonly decision: FlowDecision & { readonly window: Window };
  readonly timetable: FlowTimetable;
  /** What was set by hand; undefined = as configured. */
  readonly size: number | undefined;
  /** 0–1. */
  readonly familiarity: number | undefined;
  /** Tracks that somebody wanted more of, the newest first. */
  readonly seeds: readonly TrackId[];
  /** How often a new list was asked for in this turn of the window; each gives another one. */
  readonly refreshes: number;
}

export interface ChooseContext {
  readonly library: Library;
  readonly server: MusicServer;
  readonly sources: Sources;
  readonly nowMs: number;
  readonly timezone: string;
  readonly moment: FlowMoment;
  /** Ids of the recipe's libraries; undefined = all. */
  readonly sectionIds: readonly string[] | undefined;
  readonly logger: Logger;
}

export interface Chosen {
  /** In the order of the list. */
  readonly picks: readonly Pick[];
  /** What was drawn and left out; tracks that a rule keeps out are counted in `notes`, not listed. */
  readonly drops: readonly Drop[];
  /** Sentences for the report: what had to be relaxed, which names the library does not know, how many tracks a rule kept out. */
  readonly notes: readonly string[];
  /** Wanted more tracks than there are. */
  readonly short: boolean;
  /** Names what was asked for (window, rules, home, seeds, refreshes), never what was found; goes into `FlowList.madeFor`. */
  readonly madeFor: string;
  /** The server went away while it was asked, so this is not the list that it should be: good to look at, seldom to be published. undefined = nothing is missing. */
  readonly cutOff?: HarmoniqError | undefined;
}
