import { backupFinish, backupPrepare } from './backup.ts';
import { doctor } from './doctor.ts';
import { getRun } from './get-run.ts';
import { getStatus } from './get-status.ts';
import { listMissing } from './list-missing.ts';
import { listPlaylists } from './list-playlists.ts';
import { listRecipes } from './list-recipes.ts';
import { listRuns } from './list-runs.ts';
import { matchFix } from './match-fix.ts';
import { matchList } from './match-list.ts';
import { matchRemove } from './match-remove.ts';
import { chooseWindow } from './flow/choose-window.ts';
import { explainTrack } from './flow/explain-track.ts';
import { getCover } from './flow/get-cover.ts';
import { listFlows } from './flow/list-flows.ts';
import { moreLikeThis } from './flow/more-like-this.ts';
import { notToday } from './flow/not-today.ts';
import { refreshFlow } from './flow/refresh-flow.ts';
import { setFlow } from './flow/set-flow.ts';
import type { Operation } from './operation.ts';
import { recoverPublishes } from './recover-publishes.ts';
import { runCycle } from './run-cycle.ts';
import { runRecipe } from './run-recipe.ts';
import { setSchedule } from './set-schedule.ts';
import { syncLibrary } from './sync-library.ts';
import { undo } from './undo.ts';

/** Every verb of the product, once. Doors show this list; they have no verbs of their own. */
export const operations: readonly Operation[] = [
  runRecipe,
  runCycle,
  syncLibrary,
  recoverPublishes,
  undo,
  listFlows,
  chooseWindow,
  setFlow,
  refreshFlow,
  moreLikeThis,
  notToday,
  getCover,
  explainTrack,
  matchFix,
  matchList,
  matchRemove,
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
