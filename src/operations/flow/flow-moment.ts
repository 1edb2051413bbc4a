import { createHash } from 'node:crypto';
import { decideFlow } from '../../core/flow/decide-flow.ts';
import type { FlowDecision, FlowTimetable, HomeVerdict } from '../../core/flow/decision.ts';
import { planOf } from '../../core/flow/flow-recipe.ts';
import { createFlowTimetable } from '../../core/flow/timetable.ts';
import type { FlowPlan } from '../../core/flow/window.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { FlowMoment } from '../../recipes/recipe-kind.ts';
import type { House } from '../house.ts';
import { readFlowState, type FlowState } from './flow-state.ts';

/** A flow at this moment: what it is made of, what was chosen, which window counts. */
export interface FlowView {
  readonly recipe: Recipe;
  readonly plan: FlowPlan;
  readonly timetable: FlowTimetable;
  readonly state: FlowState;
  readonly followsHome: boolean;
  readonly decision: FlowDecision;
  /** Everything that the list depends on beside the library; undefined = the playlist is left alone. */
  readonly wanted: string | undefined;
}

export const viewFlow = (house: House, recipe: Recipe): FlowView => {
  const plan = planOf(recipe);
  const timetable = getTimetable(house, recipe, plan);
  const state = readFlowState(house.library, recipe.id);
  const nowMs = house.clock.now();
  const followsHome = state.followsHome ?? plan.followsHome;
  const decision = decideFlow({
    windows: plan.windows,
    timetable,
    nowMs,
    manual: state.manual === undefined ? undefined : { ...state.manual, untilMs: state.manual.untilMs },
    home: withoutOverruled(house.home.judge(recipe.id), state),
    followsHome,
    timezone: house.config.timezone,
  });
  const wanted = decision.window === undefined ? undefined : toKey(decision, state);
  return { recipe, plan, timetable, state, followsHome, decision, wanted };
};

/** A dial that somebody set counts before the home, which then is no reason for it either. */
const withoutOverruled = (home: HomeVerdict, state: FlowState): HomeVerdict => {
  if (state.familiarity === undefined) return home;
  const familiarity = undefined;
  const adjustments = home.because.adjustments.map((adjustment) => ({ ...adjustment, familiarity }));
  return { ...home, familiarity, because: { ...home.because, adjustments } };
};

/** Does the playlist hold what this moment asks for, or is it to be left alone? */
export const isAtRest = ({ wanted, state }: Pick<FlowView, 'wanted' | 'state'>): boolean =>
  wanted === undefined || wanted === state.applied;

/** What the kind needs to choose; undefined = no window counts. */
export const toMoment = ({ decision, timetable, state }: FlowView): FlowMoment | undefined => {
  const { window } = decision;
  if (window === undefined) return undefined;
  return {
    decision: { ...decision, window },
    timetable,
    size: state.size,
    familiarity: state.familiarity,
    seeds: listSeeds(decision, state),
    refreshes: countRefreshes(decision, state),
  };
};

/** Seeds and refreshes belong to the turn in which somebody asked for them. */
const listSeeds = ({ occurrence }: FlowDecision, { seeds }: FlowState) =>
  seeds.filter((seed) => seed.occurrence === occurrence).map(({ trackId }) => trackId);

const countRefreshes = ({ occurrence }: FlowDecision, { refreshes }: FlowState): number =>
  refreshes?.occurrence === occurrence ? refreshes.count : 0;

const toKey = (decision: FlowDecision, state: FlowState): string => {
  const { moods, genres, energy, familiarity } = decision.home;
  const dials = [state.size, state.familiarity, countRefreshes(decision, state), listSeeds(decision, state)];
  const inputs = JSON.stringify([moods, genres, energy, familiarity, ...dials]);
  return `${decision.occurrence}#${createHash('sha256').update(inputs).digest('hex').slice(0, 16)}`;
};

/** Building one is work, and it changes only when the house is found to stand elsewhere. */
const timetables = new WeakMap<Recipe, { readonly place: string; readonly timetable: FlowTimetable }>();

const getTimetable = (house: House, recipe: Recipe, plan: FlowPlan): FlowTimetable => {
  const { place } = house.home;
  const key = JSON.stringify(place ?? null);
  const known = timetables.get(recipe);
  if (known?.place === key) return known.timetable;
  const timetable = createFlowTimetable(plan.windows, { timezone: house.config.timezone, place });
  timetables.set(recipe, { place: key, timetable });
  return timetable;
};
