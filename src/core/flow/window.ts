/** A moment of the day: by the clock (minutes after midnight, 0–1440, 1440 = the midnight that ends the day) or by the sun. */
export type WindowTime =
  | { readonly kind: 'clock'; readonly minute: number }
  | { readonly kind: 'sun'; readonly event: SunEvent; readonly offsetMinutes: number };

export const sunEvents = ['dawn', 'sunrise', 'noon', 'sunset', 'dusk'] as const;
export type SunEvent = (typeof sunEvents)[number];

export const energies = ['low', 'medium', 'high', 'rising', 'falling', 'arc'] as const;
/** How lively: held at a level, or moving over the list (`arc` = up and down again). */
export type Energy = (typeof energies)[number];

export interface YearRange {
  readonly from: number;
  readonly to: number;
}

/** What tracks must carry (or must not): any name of a list is enough; lists that are not empty must all be met. */
export interface Criteria {
  readonly genres: readonly string[];
  readonly styles: readonly string[];
  readonly moods: readonly string[];
  /** Last.fm tags, or any word of the library's own vocabularies. */
  readonly tags: readonly string[];
  readonly labels: readonly string[];
  readonly artists: readonly string[];
  readonly years: readonly YearRange[];
}

export const noCriteria: Criteria = {
  genres: [],
  styles: [],
  moods: [],
  tags: [],
  labels: [],
  artists: [],
  years: [],
};

export type FlowLength =
  { readonly kind: 'tracks'; readonly tracks: number } | { readonly kind: 'minutes'; readonly minutes: number };

/** A stretch of the day with its own music. */
export interface Window {
  /** Slug, unique within a flow, the same after every restart. */
  readonly id: string;
  /** What people see and choose; two windows may share one (weekday and weekend). */
  readonly name: string;
  /** ISO weekdays (1 = Monday … 7 = Sunday) on which it begins; none = never by the clock, only when hand or home ask for it. */
  readonly days: readonly number[];
  readonly start: WindowTime;
  /** At or before `start` by the clock: ends on the next day. By the sun see `createFlowTimetable`. */
  readonly end: WindowTime;
  readonly include: Criteria;
  /** Any one of these keeps a track out. */
  readonly exclude: Criteria;
  /** 0–10; undefined = as the flow has it. */
  readonly minRating: number | undefined;
  /** 0 (only new) – 1 (only known); undefined = as the flow has it. */
  readonly familiarity: number | undefined;
  readonly energy: Energy | undefined;
  readonly length: FlowLength | undefined;
}

/** What holds for every window of a flow unless it says otherwise. */
export interface FlowRules {
  readonly minRating: number;
  /** May tracks that were never rated come in where a minimum is set? */
  readonly unrated: 'include' | 'exclude';
  readonly unheardForDays: number;
  /** More skips than this keep a track out; undefined = skips only weigh. */
  readonly maxSkips: number | undefined;
  /** A track of any flow's list comes back after so many days. */
  readonly memoryDays: number;
  /** 0–1: how much of a list a refresh within the same window keeps. */
  readonly keepShare: number;
  /** 0 (only new) – 1 (only known). */
  readonly familiarity: number;
  readonly maxPerArtist: number;
  readonly maxPerAlbum: number;
  readonly longestMs: number;
  /** Let the listening of this window and weekday widen its moods and styles. */
  readonly learn: boolean;
  /** `smooth`: neighbours sound alike. `adventure`: the server's own paths between a few anchors. `off`: shuffled. */
  readonly sound: 'smooth' | 'adventure' | 'off';
  readonly cover: boolean;
}

/** A flow as configured: the `options` of a recipe of kind `flow`. */
export interface FlowPlan {
  readonly windows: readonly Window[];
  readonly rules: FlowRules;
  /** Does it follow the home unless somebody switches that by hand? */
  readonly followsHome: boolean;
}
