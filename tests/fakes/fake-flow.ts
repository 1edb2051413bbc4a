import type { Recipe } from '../../src/core/recipe.ts';
import type { FlowPlan, Window } from '../../src/core/flow/window.ts';
import type { FlowSummary } from '../../src/operations/flow/flow-summary.ts';
import { fakeNowMs, fakeRecipe } from './fake-door-house.ts';

const nothing = { genres: [], styles: [], moods: [], tags: [], labels: [], artists: [], years: [] };

export const fakeWindow = (name: string, facts: Partial<Window> = {}): Window => ({
  id: name.toLowerCase(),
  name,
  days: [1, 2, 3, 4, 5, 6, 7],
  start: { kind: 'clock', minute: 0 },
  end: { kind: 'clock', minute: 720 },
  include: { ...nothing, genres: ['Jazz'] },
  exclude: nothing,
  minRating: undefined,
  familiarity: undefined,
  energy: undefined,
  length: undefined,
  ...facts,
});

export const fakeFlowPlan = (windowNames: readonly string[], cover = true): FlowPlan => ({
  windows: windowNames.map((name) => fakeWindow(name)),
  followsHome: true,
  rules: {
    minRating: 0,
    unrated: 'include',
    unheardForDays: 0,
    maxSkips: undefined,
    memoryDays: 3,
    keepShare: 0.5,
    familiarity: 0.6,
    maxPerArtist: 2,
    maxPerAlbum: 2,
    longestMs: 900_000,
    learn: true,
    sound: 'smooth',
    cover,
  },
});

/** A recipe of kind `flow`. */
export const fakeFlowRecipe = (
  recipe: Partial<Recipe> = {},
  windowNames: readonly string[] = ['Morning', 'Evening'],
): Recipe =>
  fakeRecipe({
    id: 'daily-flow',
    kind: 'flow',
    playlistName: 'Daily Flow',
    options: { ...fakeFlowPlan(windowNames) },
    ...recipe,
  });

/** What `list-flows` says of a flow that holds what its moment asks for. */
export const fakeFlow = (flow: Partial<FlowSummary> = {}): FlowSummary => ({
  recipeId: 'daily-flow',
  playlistName: 'Daily Flow',
  enabled: true,
  windowNames: ['Morning', 'Evening'],
  windows: [
    { id: 'morning', name: 'Morning', when: 'every day 06:00–18:00', theme: 'Acoustic' },
    { id: 'evening', name: 'Evening', when: 'every day 18:00–06:00', theme: 'Jazz, Classical' },
  ],
  manual: undefined,
  followsHome: true,
  activeWindow: 'Morning',
  by: 'schedule',
  why: 'It is 13:00, which is in Morning.',
  nextChangeAtMs: fakeNowMs + 5 * 3_600_000,
  nextWindow: 'Evening',
  size: 50,
  minutes: undefined,
  familiarityPercent: 60,
  stale: false,
  publishedWindow: 'Morning',
  notes: [],
  coverKey: 'cover-1',
  lastAction: undefined,
  nowPlaying: undefined,
  ...flow,
});
