import { createHash } from 'node:crypto';
import { planOf } from '../../core/flow/flow-recipe.ts';
import { listWantedVersions } from '../../core/flow/recording-rules.ts';
import type { Energy, FlowLength, FlowRules, Window } from '../../core/flow/window.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { ChooseContext } from '../recipe-kind.ts';

/** What counts for this list, once window, home and hand have had their say. */
export interface FlowSettings {
  readonly window: Window;
  /** The flow's rules with what the window says otherwise. */
  readonly rules: FlowRules;
  readonly length: FlowLength;
  /** About so many tracks. */
  readonly size: number;
  /** 0–1. */
  readonly familiarity: number;
  /** It was asked for at this moment: by hand, by the home, by the window, or with nothing in between. The flow's own share is meant for the long run. */
  readonly familiarityIsFirm: boolean;
  /** What was asked for, where `familiarity` had to be lowered; otherwise the same. */
  readonly askedFamiliarity: number;
  readonly energy: Energy | undefined;
  readonly homeMoods: readonly string[];
  readonly homeGenres: readonly string[];
  /** Versions that the window asks for by name. */
  readonly wantedVersions: ReadonlySet<string>;
  readonly turnStartMs: number;
  /** Same turn and same number of refreshes, same seed. */
  readonly seed: string;
  /** What was asked for, without the size: a list made longer or shorter keeps its tracks. `r<refreshes> <rest>`. */
  readonly madeFor: string;
}

const usualTrackMinutes = 4;

/** Set by hand wins over the home, the home over the window, the window over the flow. */
export const readFlowSettings = (context: ChooseContext, recipe: Recipe): FlowSettings => {
  const { moment, nowMs } = context;
  const { window, home, occurrence } = moment.decision;
  const { rules: common } = planOf(recipe);
  const length = readLength(context, recipe);
  const size = length.kind === 'tracks' ? length.tracks : Math.ceil(length.minutes / usualTrackMinutes);
  const rules = { ...common, minRating: window.minRating ?? common.minRating };
  const asked = moment.familiarity ?? home.familiarity ?? window.familiarity;
  const familiarity = Math.min(1, Math.max(0, asked ?? common.familiarity));
  const energy = home.energy ?? window.energy;
  return {
    window,
    rules: { ...rules, maxPerArtist: widenCap(rules.maxPerArtist, size, window.include.artists.length) },
    length,
    size,
    familiarity,
    askedFamiliarity: familiarity,
    familiarityIsFirm: asked !== undefined || familiarity === 0 || familiarity === 1,
    energy,
    homeMoods: home.moods,
    homeGenres: home.genres,
    wantedVersions: listWantedVersions(window.include),
    turnStartMs: moment.timetable.at(nowMs)?.startMs ?? nowMs,
    seed: `${recipe.id} ${occurrence} ${moment.refreshes}`,
    madeFor: `r${moment.refreshes} ${hash([
      { ...window, length: undefined },
      rules,
      familiarity,
      energy,
      home.moods,
      home.genres,
      moment.seeds,
      context.sectionIds,
    ])}`,
  };
};

const hash = (asked: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(asked)).digest('hex').slice(0, 16);

const readLength = ({ moment }: ChooseContext, recipe: Recipe): FlowLength =>
  moment.size === undefined
    ? (moment.decision.window.length ?? { kind: 'tracks', tracks: recipe.size })
    : { kind: 'tracks', tracks: moment.size };

/** A window of three artists cannot fill fifty places with two of each. */
const widenCap = (cap: number, size: number, artists: number): number =>
  artists === 0 ? cap : Math.max(cap, Math.ceil(size / artists));

/** How often a new list had been asked for when the list was made; undefined = not told. */
export const readRefreshes = (madeFor: string): number | undefined => {
  const digits = /^r(\d+) /.exec(madeFor)?.[1];
  return digits === undefined ? undefined : Number(digits);
};
