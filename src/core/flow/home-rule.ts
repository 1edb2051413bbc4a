import type { Energy } from './window.ts';

/** What must hold of one entity. Conditions that are not given do not count; those given must all hold. */
export interface HomeCondition {
  /** `input_select.house_mode`. */
  readonly entity: string;
  /** Look at this attribute instead of the state. */
  readonly attribute?: string | undefined;
  /** One of these texts, whatever the case. */
  readonly is?: readonly string[] | undefined;
  /** None of these texts. */
  readonly not?: readonly string[] | undefined;
  readonly above?: number | undefined;
  readonly below?: number | undefined;
  /** It must have held for this long. */
  readonly forMs?: number | undefined;
}

/** When all conditions hold, the home asks for this. The first rule that names a window wins; what rules add is gathered from all. */
export interface HomeRule {
  readonly name: string | undefined;
  /** Recipe id of the flow it speaks to; undefined = to all, or, if it names a window, to all that have it. */
  readonly playlist: string | undefined;
  readonly when: readonly HomeCondition[];
  readonly window: string | undefined;
  readonly pause: boolean;
  readonly moods: readonly string[];
  readonly genres: readonly string[];
  readonly energy: Energy | undefined;
  /** 0–1. */
  readonly familiarity: number | undefined;
}

/** An entity as Home Assistant tells it. A missing entity is simply not in the map. */
export interface HomeEntity {
  /** `unknown` and `unavailable` are states like any other, which no rule meets but one that asks for them by name. */
  readonly state: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** When the state last became another. */
  readonly changedAtMs: number;
  /** When the state or an attribute last became another; left out = not told. */
  readonly updatedAtMs?: number | undefined;
}
export type HomeStates = ReadonlyMap<string, HomeEntity>;
