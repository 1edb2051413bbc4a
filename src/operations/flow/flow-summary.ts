import type { FlowDecision } from '../../core/flow/decision.ts';

/** What somebody asked of a flow, by whatever door, and what came of it. */
export interface FlowAction {
  /** Name of the operation: "not-today". */
  readonly command: string;
  /** false = nothing was done; `message` says why. */
  readonly ok: boolean;
  /** A sentence or two for a person: what was done, to which track and played where, or why nothing was. */
  readonly message: string;
  readonly doneAtMs: number;
  /** The track that was meant; undefined = it was about none, or none was found. */
  readonly track: NamedTrack | undefined;
  /** Name of the player that the track was heard on; undefined = the track was named, or the server told no name. */
  readonly player: string | undefined;
}

export interface NamedTrack {
  readonly trackId: string;
  readonly artist: string;
  readonly title: string;
}

/** A flow as doors show it: answer of `list-flows`. */
export interface FlowSummary {
  readonly recipeId: string;
  readonly playlistName: string;
  readonly enabled: boolean;
  /** Names to choose from, each once, in their order in the configuration. */
  readonly windowNames: readonly string[];
  readonly windows: readonly {
    readonly id: string;
    readonly name: string;
    /** "every day 17:00–23:00", "Mon–Fri 30 min before sunset – 23:00". */
    readonly when: string;
    /** "Jazz, Classical". */
    readonly theme: string;
  }[];
  /** Chosen by hand; undefined = Auto. */
  readonly manual: string | undefined;
  readonly followsHome: boolean;
  /** Name of the window that counts now; undefined = gap or pause. */
  readonly activeWindow: string | undefined;
  readonly by: FlowDecision['by'];
  readonly why: string;
  readonly nextChangeAtMs: number | undefined;
  readonly nextWindow: string | undefined;
  /** Tracks wanted; the flow's own number where `minutes` counts instead. */
  readonly size: number;
  /** Minutes wanted: the window that counts is measured in them, and no size was set by hand. undefined = `size` counts. */
  readonly minutes: number | undefined;
  /** 0 (only new) – 100 (only known). */
  readonly familiarityPercent: number;
  /** The playlist does not (yet) hold what this moment asks for. */
  readonly stale: boolean;
  /** Name of the window the playlist was made for; undefined = never made. */
  readonly publishedWindow: string | undefined;
  /** What the last run had to say: relaxed rules, unknown names. */
  readonly notes: readonly string[];
  /** Changes whenever the picture does; undefined = no picture. */
  readonly coverKey: string | undefined;
  /** undefined = nobody has asked anything of it yet. */
  readonly lastAction: FlowAction | undefined;
  /** What "more like this" and "not today" would be about now, as far as the server told of itself; undefined = nothing that is heard of. */
  readonly nowPlaying: (NamedTrack & { readonly player: string | undefined }) | undefined;
}

/** Answer of `get-cover`. */
export interface CoverPicture {
  readonly key: string;
  readonly contentType: 'image/png';
  readonly base64: string;
}

/** Answer of `explain-track`: is the track in the flow's list, and what speaks for and against it in the window that counts now? */
export interface TrackExplanation {
  readonly recipeId: string;
  readonly track: NamedTrack;
  /** Name of the window that was looked at; undefined = none counts now. */
  readonly window: string | undefined;
  /** Stands in the list as it was last made. */
  readonly listed: boolean;
  /** A sentence each, what weighs most first. */
  readonly reasons: readonly string[];
}
