import { DateTime } from 'luxon';
import type { Recipe } from '../../core/recipe.ts';
import { describeWindow } from '../../core/flow/describe-window.ts';
import type { ChooseContext, Chosen } from '../../recipes/recipe-kind.ts';
import type { PublishResult } from '../../servers/server.ts';
import type { House } from '../house.ts';
import { updateCover } from './flow-cover.ts';
import { toMoment, viewFlow, type FlowView } from './flow-moment.ts';
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
): Promise<{ readonly run: FlowRun | undefined; readonly why: string }> => {
  const view = viewFlow(house, recipe);
  const moment = toMoment(view);
  const { why } = view.decision;
  if (moment === undefined) return { run: undefined, why };
  const { library, server, sources, logger, clock, config } = house;
  const sectionIds = await findSections(house, recipe, signal);
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
  return { run: { view, context }, why };
};

const findSections = async (
  house: House,
  recipe: Recipe,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> => {
  if (recipe.libraries.length === 0) return undefined;
  const sections = await house.server.listMusicSections(signal);
  return sections.filter(({ title }) => recipe.libraries.includes(title)).map(({ id }) => id);
};

/**
 * What stands in the playlist's description after the moment. It names the turn's beginning rather than the minute of writing, so that it changes only with
 * what it says.
 */
export const toFlowSummaryLine = (house: House, { view }: FlowRun): string => {
  const { window, why, nextChangeAtMs, nextWindow } = view.decision;
  const at = (atMs: number): string =>
    DateTime.fromMillis(atMs, { zone: house.config.timezone }).toFormat('yyyy-MM-dd HH:mm');
  const theme = window === undefined ? '' : describeWindow(window).theme;
  const heading = `${window?.name ?? ''}${theme === '' ? '' : ` (${theme})`}`;
  const next =
    nextChangeAtMs === undefined || nextWindow === undefined
      ? ''
      : ` Next: ${nextWindow} at ${at(nextChangeAtMs).slice(11)}.`;
  return `Updated by Harmoniq on ${at(view.turnStartMs)} for ${heading}. ${why}${next}`;
};

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
    applied: wanted,
    appliedWindow: decision.window?.name,
    notes: [...chosen.notes],
  }));
  await updateCover(house, view, published.playlist.id, signal);
  house.events.emit('flow-changed', { recipeId: recipe.id });
};
