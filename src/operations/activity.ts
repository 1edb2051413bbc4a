import type { RunTrigger } from '../core/run.ts';
import type { SyncProgress } from '../library/library.ts';
import type { Activity, ActivitySnapshot, EventBus } from './house.ts';

/** Keeps book of what goes on, from the events alone. */
export const createActivity = (events: EventBus): Activity => {
  const recipes = new Set<string>();
  let cycle: RunTrigger | undefined;
  let syncing = false;
  let syncProgress: SyncProgress | undefined;
  let syncFailure: string | undefined;
  let playing: ActivitySnapshot['playing'] = [];
  let server: ActivitySnapshot['server'] = { connected: undefined, message: 'Not asked yet.' };

  const endSync = (failure: string | undefined): void => {
    syncing = false;
    syncProgress = undefined;
    syncFailure = failure;
  };
  events.on('run-started', ({ recipeId }) => recipes.add(recipeId));
  events.on('run-finished', ({ report }) => recipes.delete(report.recipeId));
  events.on('cycle-started', ({ trigger }) => (cycle = trigger));
  events.on('cycle-finished', () => (cycle = undefined));
  events.on('sync-started', () => (syncing = true));
  events.on('sync-progress', (progress) => (syncProgress = progress));
  events.on('sync-finished', () => endSync(undefined));
  events.on('sync-failed', ({ message }) => endSync(message));
  events.on('server-state', (state) => (server = state));
  events.on('playing-changed', ({ sessions }) => (playing = sessions));

  return {
    snapshot: () => ({ cycle, syncing, syncProgress, recipes: [...recipes].sort(), server, syncFailure, playing }),
  };
};
