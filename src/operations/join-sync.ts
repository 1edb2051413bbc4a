import type { SyncReport } from '../library/library.ts';
import { throwIfAborted } from '../lib/errors.ts';
import type { House } from './house.ts';

/** Waits for the end of the sync that is under way in this process. Gives its report; undefined = there is none, or it failed. Rejects for an abort alone. */
export const joinSync = async (
  { activity, events }: Pick<House, 'activity' | 'events'>,
  signal: AbortSignal,
): Promise<SyncReport | undefined> => {
  throwIfAborted(signal);
  if (!activity.snapshot().syncing) return undefined;
  const { promise, resolve } = Promise.withResolvers<SyncReport | undefined>();
  const stop = (): void => resolve(undefined);
  const off = [
    events.on('sync-finished', ({ report }) => resolve(report)),
    events.on('sync-failed', () => resolve(undefined)),
  ];
  signal.addEventListener('abort', stop, { once: true });
  const report = await promise;
  signal.removeEventListener('abort', stop);
  for (const unsubscribe of off) unsubscribe();
  throwIfAborted(signal);
  return report;
};
