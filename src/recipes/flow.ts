import { flowKind } from '../core/flow/flow-recipe.ts';
import type { TrackKind } from './recipe-kind.ts';
import { chooseFlow } from './flow/choose-flow.ts';
import { configureFlow } from './flow/configure-flow.ts';

/** A list that follows the hour and the home: tracks of the library itself, by the criteria of the window that counts now. */
export const flow: TrackKind = {
  kind: flowKind,
  configure: (config, playlist) => ({ options: { ...configureFlow(config, playlist) } }),
  choose: chooseFlow,
};
