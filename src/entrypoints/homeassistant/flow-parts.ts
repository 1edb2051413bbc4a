import type { FlowSummary } from '../../operations/flow/flow-summary.ts';
import type { EntityState, Snapshot } from './entity.ts';

/** How the entities of one flow are called: the first flow has the plain names, further ones carry their playlist's. */
export interface Naming {
  readonly name: (plain: string) => string;
  readonly objectId: (plain: string) => string;
}

/** Shown while no window counts: a gap, or the home paused the flow. */
export const noWindow = 'none';

/** Draws from the flow's summary; unknown while there is none. */
export const showFlow =
  (recipeId: string, render: (flow: FlowSummary, snapshot: Snapshot) => EntityState) =>
  (snapshot: Snapshot): EntityState => {
    const flow = snapshot.flows.find((one) => one.recipeId === recipeId);
    return flow === undefined ? { state: null } : render(flow, snapshot);
  };
