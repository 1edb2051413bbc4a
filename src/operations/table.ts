import { backupFinish, backupPrepare } from './backup.ts';
import { doctor } from './doctor.ts';
import { getRun } from './get-run.ts';
import { getStatus } from './get-status.ts';
import { listMissing } from './list-missing.ts';
import { listPlaylists } from './list-playlists.ts';
import { listRecipes } from './list-recipes.ts';
import { listRuns } from './list-runs.ts';
import type { Operation } from './operation.ts';
import { recoverPublishes } from './recover-publishes.ts';
import { setSchedule } from './set-schedule.ts';
import { syncLibrary } from './sync-library.ts';

/** Every verb of the product, once. Doors show this list; they have no verbs of their own. */
export const operations: readonly Operation[] = [
  syncLibrary,
  recoverPublishes,
  getStatus,
  listRecipes,
  listPlaylists,
  listRuns,
  getRun,
  listMissing,
  setSchedule,
  doctor,
  backupPrepare,
  backupFinish,
];

export const findOperation = (name: string): Operation | undefined =>
  operations.find((operation) => operation.name === name);
