import type { Recipe } from '../../core/recipe.ts';
import type { FlowDecision } from '../../core/flow/decision.ts';
import { listThemeWords } from '../../core/flow/describe-window.ts';
import type { ChooseContext, Chosen } from '../../recipes/recipe-kind.ts';
import type { PublishResult } from '../../servers/server.ts';
import { findSectionIds } from '../choose-tracks.ts';
import type { House } from '../house.ts';
import { toSummaryLine } from '../summary-line.ts';
import { updateCover } from './flow-cover.ts';
import { toMoment, viewFlow, type FlowView } from './flow-moment.ts';
import { describeCourse } from './flow-sentences.ts';
import { changeFlowState } from './flow-state.ts';

/** One run of a flow, from the moment it began: what counts then counts to its end, even if the hour turns meanwhile. */
export interface FlowRun {
  readonly view: FlowView;
  readonly context: ChooseContext;
}

/** undefined = no window counts now; the playlist is left alone, and `why` says so. */
export const openFlowRun = async (
  house: House,
  recipe: Recipe,
  signal: AbortSignal,
): Promise<{ readonly run: FlowRun | undefined } & Pick<FlowDecision, 'why' | 'by'>> => {
  const view = viewFlow(house, recipe);
  const moment = toMoment(view);
  const { why, by } = view.decision;
  if (moment === undefined) return { run: undefined, why, by };
  const { library, server, sources, logger, clock, config } = house;
  const sectionIds = await findSectionIds(house, recipe, signal);
  const context: ChooseContext = {
    library,
    server,
    sources,
    nowMs: clock.now(),
    timezone: config.timezone,
    moment,
    sectionIds,
    logger,
  };
  return { run: { view, context }, why, by };
};

/** More words than these say less. */
const mostWords = 4;

/**
 * Our line of the playlist's description: for which window and why, and what comes next. Made for the same moment again it is the same to the letter, so that
 * nothing is written.
 */
export const toFlowSummaryLine = (house: House, { view }: FlowRun): string => {
  const { timezone } = house.config;
  const { window } = view.decision;
  const words = window === undefined ? [] : listThemeWords(window);
  const theme = words.length > mostWords ? `${words.slice(0, mostWords).join(' · ')} …` : words.join(' · ');
  const heading = `${window?.name ?? ''}${theme === '' ? '' : ` (${theme})`}`;
  const madeAtMs = findMadeAt(house, view);
  return `${toSummaryLine(madeAtMs, timezone)} for ${heading}. ${describeCourse(view.decision, { nowMs: madeAtMs, timezone })}`;
};

/** When the list was first made for this moment. */
const findMadeAt = (house: House, { wanted, state }: FlowView): number =>
  wanted === state.madeFor?.wanted && state.madeFor !== undefined ? state.madeFor.atMs : house.clock.now();

/** The playlist stands: remembers what it holds and for which moment, and gives it its picture. */
export const finishFlowRun = async (
  house: House,
  { view }: FlowRun,
  chosen: Chosen,
  published: PublishResult,
  signal: AbortSignal,
): Promise<void> => {
  const { recipe, decision, wanted } = view;
  house.library.flow.saveList({
    recipeId: recipe.id,
    occurrence: decision.occurrence,
    windowId: decision.window?.id ?? '',
    tracks: published.tracks,
    madeFor: chosen.madeFor,
    publishedAtMs: house.clock.now(),
  });
  changeFlowState(house.library, recipe.id, (state) => ({
    ...state,
    applied: state.unsettled === view.state.unsettled ? wanted : undefined,
    madeFor: wanted === undefined ? undefined : { wanted, atMs: findMadeAt(house, view) },
    appliedWindow: decision.window?.name,
    broughtBack: undefined,
    notes: [...chosen.notes],
  }));
  if (decision.window !== undefined) await updateCover(house, recipe, decision.window, published.playlist.id, signal);
  house.events.emit('flow-changed', { recipeId: recipe.id });
};
