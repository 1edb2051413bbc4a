import type { RunReport } from '../../core/run.ts';
import type { House } from '../../operations/house.ts';
import type { Status } from '../../operations/get-status.ts';
import type { FlowSummary } from '../../operations/flow/flow-summary.ts';
import type { MissingList } from '../../operations/list-missing.ts';
import type { PlaylistSummary } from '../../operations/list-playlists.ts';
import type { Operation } from '../../operations/operation.ts';
import { callOperation } from '../call-operation.ts';

/** Everything the page shows, asked for in one go. */
export interface PageData {
  readonly status: Status;
  readonly playlists: readonly PlaylistSummary[];
  readonly missing: MissingList;
  readonly runs: readonly RunReport[];
  readonly flows: readonly FlowSummary[];
  readonly nowMs: number;
}

export interface PageSource {
  readonly house: House;
  readonly operations: readonly Operation[];
  readonly signal: AbortSignal;
}

const missingShown = 25;
const runsShown = 12;

export const collectPage = async ({ house, operations, signal }: PageSource): Promise<PageData> => {
  const ask = async (name: string, input: unknown = {}): Promise<unknown> => {
    const operation = operations.find((candidate) => candidate.name === name);
    if (operation === undefined) throw new Error(`The table has no operation ${name}.`);
    return callOperation(house, operation, input, { trigger: 'http', signal });
  };
  const [status, playlists, missing, runs, flows] = await Promise.all([
    ask('get-status'),
    ask('list-playlists'),
    ask('list-missing', { limit: missingShown }),
    ask('list-runs', { limit: runsShown }),
    ask('list-flows'),
  ]);
  return {
    status: status as Status,
    playlists: playlists as readonly PlaylistSummary[],
    missing: missing as MissingList,
    runs: runs as readonly RunReport[],
    flows: flows as readonly FlowSummary[],
    nowMs: house.clock.now(),
  };
};
