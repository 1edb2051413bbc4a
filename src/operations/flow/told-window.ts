import type { Library } from '../../library/library.ts';
import { changeFlowState, readFlowState } from './flow-state.ts';

/** Keeps what people were last told of, over restarts too. false = they were told of it already. */
export const noteToldWindow = (
  library: Pick<Library, 'getSetting' | 'setSetting'>,
  recipeId: string,
  toldWindow: string,
): boolean => {
  if (readFlowState(library, recipeId).toldWindow === toldWindow) return false;
  changeFlowState(library, recipeId, (state) => ({ ...state, toldWindow }));
  return true;
};
