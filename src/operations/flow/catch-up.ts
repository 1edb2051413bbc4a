import { setTimeout as pause } from 'node:timers/promises';
import { describeError, throwIfAborted } from '../../lib/errors.ts';
import type { House } from '../house.ts';
import { syncLibrary } from '../sync-library.ts';

/** What was played, skipped and rated until now decides what may come in; older news than this are fetched first. */
const freshMs = 2 * 60_000;
/** A reading that takes longer (the weekly whole one) goes on while the list is made from what is known. */
const patienceMs = 15_000;

/** Brings the mirror up to date before a list is made of it, as far as that goes quickly. Throws for an abort alone. */
export const catchUp = async (house: House, signal: AbortSignal): Promise<void> => {
  const last = house.library.getLastSync();
  const { syncing, server } = house.activity.snapshot();
  const isFresh = last !== undefined && Math.abs(house.clock.now() - last.endedAtMs) < freshMs;
  if (isFresh || syncing || server.connected === false) return;
  const synced = syncLibrary
    .run(house, { full: false, allowMassDeletion: false }, { trigger: 'schedule', signal })
    .then(() => undefined)
    .catch((error: unknown) => {
      if (!signal.aborted)
        house.logger.debug({ reason: describeError(error) }, 'A list is made of what was known before');
    });
  const enough = new AbortController();
  await Promise.race([synced, pause(patienceMs, undefined, { signal: enough.signal }).catch(() => undefined)]);
  enough.abort();
  throwIfAborted(signal);
};
