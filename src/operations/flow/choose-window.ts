import { z } from 'zod';
import { sameWindowName } from '../../core/flow/same-window-name.ts';
import { createManualChoice } from '../../core/flow/decide-flow.ts';
import { sayMoment } from '../../core/flow/explain-decision.ts';
import type { Recipe } from '../../core/recipe.ts';
import { HarmoniqError } from '../../lib/errors.ts';
import type { House } from '../house.ts';
import { nameText } from '../inputs.ts';
import { defineOperation } from '../operation.ts';
import { suggestNames } from '../suggest-names.ts';
import { actOnFlow } from './act-on-flow.ts';
import { findFlow, flowId } from './find-flow.ts';
import { viewFlow } from './flow-moment.ts';
import { applied, followFlow } from './follow-flow.ts';
import { changeFlowState } from './flow-state.ts';
import type { FlowSummary } from './flow-summary.ts';
import { summariseFlow } from './list-flows.ts';

/** What gives the choice back to the clock and the home. */
export const autoWindow = 'Auto';

export const chooseWindow = defineOperation({
  name: 'choose-window',
  summary: 'Picks the window of a flow by hand until the next change of the timetable, or gives it back to Auto',
  input: z.strictObject({ recipe: flowId, window: nameText.nullable(), ...applied }),
  mutates: true,
  run: async (house, { recipe: wanted, window, apply }, context): Promise<FlowSummary> => {
    const recipe = findFlow(house, wanted);
    return actOnFlow(house, recipe, 'choose-window', async (note) => {
      saveChoice(house, recipe, window);
      note(describeChoice(house, recipe));
      await followFlow(house, recipe, apply, context);
      return summariseFlow(house, recipe);
    });
  },
});

/** Only what the choice did: what colours the window besides is told with the flow. */
const describeChoice = (house: House, recipe: Recipe): string => {
  const { by, window, why, nextChangeAtMs } = viewFlow(house, recipe).decision;
  if (window === undefined) return `${autoWindow} was chosen: ${why}`;
  if (by !== 'manual') return `${autoWindow} was chosen: ${window.name} counts now.`;
  const moment = { nowMs: house.clock.now(), timezone: house.config.timezone };
  const until = nextChangeAtMs === undefined ? 'Auto is chosen' : sayMoment(nextChangeAtMs, moment);
  return `${window.name}, chosen by hand; it stays until ${until}.`;
};

const saveChoice = (house: House, recipe: Recipe, wanted: string | null): void => {
  const { plan, timetable } = viewFlow(house, recipe);
  const isAuto = wanted === null || sameWindowName(wanted, autoWindow);
  const found = plan.windows.find(({ name, id }) => wanted !== null && (sameWindowName(name, wanted) || id === wanted));
  if (!isAuto && found === undefined)
    throw new HarmoniqError('not-found', `${recipe.playlistName} has no window "${wanted ?? ''}".`, {
      hint: suggestNames(wanted ?? '', [autoWindow, ...new Set(plan.windows.map(({ name }) => name))]),
    });
  const manual =
    isAuto || found === undefined ? undefined : createManualChoice(found.name, timetable, house.clock.now());
  changeFlowState(house.library, recipe.id, (state) => ({ ...state, manual }));
};
