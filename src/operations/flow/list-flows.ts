import { describeWindow } from '../../core/flow/describe-window.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { House } from '../house.ts';
import { nothing } from '../inputs.ts';
import { defineOperation } from '../operation.ts';
import { isFlow } from '../../core/flow/flow-recipe.ts';
import { isAtRest, viewFlow, type FlowView } from './flow-moment.ts';
import { explainUndone } from './keep-undone.ts';
import type { FlowState } from './flow-state.ts';
import type { FlowAction, FlowSummary } from './flow-summary.ts';
import { findNowPlaying } from './meant-track.ts';

export const listFlows = defineOperation({
  name: 'list-flows',
  summary: 'The flows: which window counts now and why, what comes next, and what was set by hand',
  input: nothing,
  mutates: false,
  run: async (house): Promise<readonly FlowSummary[]> =>
    house.recipes.filter(isFlow).map((recipe) => summariseFlow(house, recipe)),
});

export const summariseFlow = (house: House, recipe: Recipe): FlowSummary => {
  const view = viewFlow(house, recipe);
  const { plan, state, decision } = view;
  return {
    recipeId: recipe.id,
    playlistName: recipe.playlistName,
    enabled: recipe.enabled,
    windowNames: [...new Set(plan.windows.map(({ name }) => name))],
    windows: plan.windows.map((window) => ({ id: window.id, name: window.name, ...describeWindow(window) })),
    manual: decision.by === 'manual' ? decision.window?.name : undefined,
    followsHome: view.followsHome,
    activeWindow: decision.window?.name,
    by: decision.by,
    why: [decision.why, explainUndone(house, view) ?? []].flat().join(' '),
    nextChangeAtMs: decision.nextChangeAtMs,
    nextWindow: decision.nextWindow,
    size: state.size ?? toTracks(view),
    minutes: state.size === undefined ? toMinutes(view) : undefined,
    familiarityPercent: Math.round((state.familiarity ?? plan.rules.familiarity) * 100),
    stale: recipe.enabled && !isAtRest(view),
    publishedWindow: state.appliedWindow,
    notes: state.notes,
    coverKey: state.cover?.key,
    lastAction: toAction(state.lastAction),
    nowPlaying: findNowPlaying(house, recipe),
  };
};

/** A window that is measured in minutes has no number of tracks before it is made. */
const toTracks = ({ recipe, decision }: FlowView): number => {
  const length = decision.window?.length;
  return length?.kind === 'tracks' ? length.tracks : recipe.size;
};

const toMinutes = ({ decision }: FlowView): number | undefined => {
  const length = decision.window?.length;
  return length?.kind === 'minutes' ? length.minutes : undefined;
};

const toAction = (action: FlowState['lastAction']): FlowAction | undefined =>
  action === undefined ? undefined : { ...action, track: action.track, player: action.player };
