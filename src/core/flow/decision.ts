import type { Energy, Window } from './window.ts';

/** What the home adds to a window, or takes over. */
export interface HomeVerdict {
  /** Name of the window that the home asks for; undefined = the clock decides. */
  readonly window: string | undefined;
  /** The playlist is left as it is. */
  readonly pause: boolean;
  /** Moods and genres that count beside the window's own. */
  readonly moods: readonly string[];
  readonly genres: readonly string[];
  readonly energy: Energy | undefined;
  /** 0–1. */
  readonly familiarity: number | undefined;
  readonly because: HomeReasons;
  /** A window that is asked for and that this flow does not have; undefined = none is. */
  readonly unknownWindow: string | undefined;
}

/** Which rules spoke, by what they decided; each in a few words for a person: "house mode is party". */
export interface HomeReasons {
  /** Those that ask for the window. */
  readonly window: readonly string[];
  readonly pause: readonly string[];
  /** What each rule adds to the window that counts. */
  readonly adjustments: readonly HomeAdjustment[];
}

export interface HomeAdjustment extends Pick<HomeVerdict, 'moods' | 'genres' | 'energy' | 'familiarity'> {
  readonly reason: string;
}

export const quietHome: HomeVerdict = {
  window: undefined,
  pause: false,
  moods: [],
  genres: [],
  energy: undefined,
  familiarity: undefined,
  because: { window: [], pause: [], adjustments: [] },
  unknownWindow: undefined,
};

/** A window somebody chose by hand. It holds until the next boundary of the timetable. */
export interface ManualChoice {
  /** The window's name. */
  readonly window: string;
  readonly chosenAtMs: number;
  /** The boundary that ends it; undefined = the timetable has none, so only "Auto" ends it. */
  readonly untilMs: number | undefined;
}

/** One turn of a window: it begins, it ends. */
export interface Occurrence {
  readonly window: Window;
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
}

/** Which window counts now, and why. */
export interface FlowDecision {
  /** undefined = the playlist is left as it is (a gap, or the home paused it). */
  readonly window: Window | undefined;
  readonly by: 'schedule' | 'manual' | 'home' | 'gap' | 'paused';
  /** One sentence for a person. */
  readonly why: string;
  /** Names this turn of this window; the same all through it and after a restart. Seeds and memory hang on it. */
  readonly occurrence: string;
  /** When the timetable changes next; undefined = never. */
  readonly nextChangeAtMs: number | undefined;
  /** Name of the window that comes then; undefined = a gap, or never. */
  readonly nextWindow: string | undefined;
  /** What the home adds; `quietHome` when nothing or when the flow does not follow it. */
  readonly home: HomeVerdict;
}

/** Windows of a flow in time. */
export interface FlowTimetable {
  /** undefined = a gap. */
  at(atMs: number): Occurrence | undefined;
  /** The next moment at which another turn begins or a gap does; undefined = never within the next ten days. */
  nextChange(atMs: number): { readonly atMs: number; readonly window: Window | undefined } | undefined;
  /** Turns of the window that overlap the stretch, oldest first. */
  listOccurrences(windowId: string, fromMs: number, toMs: number): readonly Occurrence[];
}
