import type { FlowSummary } from '../operations/flow/flow-summary.ts';
import { noteToldWindow } from '../operations/flow/told-window.ts';
import type { House } from '../operations/house.ts';

/** Says in the log, once, that another window counts than was last told of; a restart is no news. */
export const tellWindow = (
  { library, logger }: Pick<House, 'library' | 'logger'>,
  { recipeId, activeWindow, by, why }: FlowSummary,
): void => {
  if (!noteToldWindow(library, recipeId, activeWindow ?? `(${by})`)) return;
  if (activeWindow === undefined) logger.info({ recipe: recipeId, by, why }, 'No window counts now');
  else logger.info({ recipe: recipeId, window: activeWindow, by, why }, 'Another window counts now');
};
