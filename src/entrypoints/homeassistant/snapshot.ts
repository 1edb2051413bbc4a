import { getStatus } from '../../operations/get-status.ts';
import type { House } from '../../operations/house.ts';
import { listMissing } from '../../operations/list-missing.ts';
import type { FlowSummary } from '../../operations/flow/flow-summary.ts';
import { listPlaylists } from '../../operations/list-playlists.ts';
import type { OperationContext } from '../../operations/operation.ts';
import { findOperation as findInTable } from '../../operations/table.ts';
import type { FindOperation } from './command-queue.ts';
import type { Snapshot } from './entity.ts';
import { listFlowRecipes } from './flow-entities.ts';

/** More than fits into one entity's attributes is not asked for. */
const missingAsked = 50;

/** Asks the house how it is. Throws what the operations throw (a disk that fails). */
export const readSnapshot = async (
  house: House,
  signal: AbortSignal,
  findOperation: FindOperation = findInTable,
): Promise<Snapshot> => {
  const context = { trigger: 'mqtt', signal } as const;
  const [status, playlists, missing, flows] = await Promise.all([
    getStatus.run(house, {}, context),
    listPlaylists.run(house, {}, context),
    listMissing.run(house, { limit: missingAsked }, context),
    readFlows(house, findOperation, context),
  ]);
  return { status, playlists, missing, flows };
};

const readFlows = async (
  house: House,
  findOperation: FindOperation,
  context: OperationContext,
): Promise<readonly FlowSummary[]> => {
  const operation = listFlowRecipes(house.recipes).length === 0 ? undefined : findOperation('list-flows');
  return operation === undefined ? [] : ((await operation.run(house, {}, context)) as readonly FlowSummary[]);
};
