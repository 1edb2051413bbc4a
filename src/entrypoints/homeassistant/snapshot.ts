import { getStatus } from '../../operations/get-status.ts';
import type { House } from '../../operations/house.ts';
import { listMissing } from '../../operations/list-missing.ts';
import type { FlowSummary } from '../../operations/flow/flow-summary.ts';
import { listFlows } from '../../operations/flow/list-flows.ts';
import { listPlaylists } from '../../operations/list-playlists.ts';
import type { OperationContext } from '../../operations/operation.ts';
import type { Snapshot } from './entity.ts';

/** More than fits into one entity's attributes is not asked for. */
const missingAsked = 50;

/** How every flow stands at this moment. */
export type ReadFlows = (house: House, context: OperationContext) => Promise<readonly FlowSummary[]>;

export const readFlows: ReadFlows = (house, context) => listFlows.run(house, {}, context);

/** Asks the house how it is. Throws what the operations throw (a disk that fails). */
export const readSnapshot = async (
  house: House,
  signal: AbortSignal,
  flowsOf: ReadFlows = readFlows,
): Promise<Snapshot> => {
  const context = { trigger: 'mqtt', signal } as const;
  const [status, playlists, missing, flows] = await Promise.all([
    getStatus.run(house, {}, context),
    listPlaylists.run(house, {}, context),
    listMissing.run(house, { limit: missingAsked }, context),
    flowsOf(house, context),
  ]);
  return { status, playlists, missing, flows };
};
