import { HarmoniqError, describeError, isAbort } from '../lib/errors.ts';
import type { House } from '../operations/house.ts';
import type { OperationContext } from '../operations/operation.ts';
import { isScheduleEnabled } from '../operations/schedule-settings.ts';
import type { Timetable, TimetableEntry } from './timetable.ts';

/** Brings the mirror up to date a while after the server said that its library has changed. */
export interface ChangeSync {
  noteChange(): void;
  cancel(): void;
}

export interface ChangeSyncOptions {
  readonly house: House;
  readonly timetable: Timetable;
  readonly sync: (context: OperationContext) => Promise<unknown>;
  readonly signal: AbortSignal;
}

/** Changes come in crowds. */
const quietMs = 60_000;
/** Playing a track changes the library too; nobody needs that in the mirror the next minute. */
const restMs = 10 * 60_000;
/** A server that says that it scans and never stops. */
const longestScanMs = 30 * 60_000;

export const createChangeSync = ({ house, timetable, sync, signal }: ChangeSyncOptions): ChangeSync => {
  const { clock, library, logger } = house;
  let bell: TimetableEntry | undefined;
  let firstChangeAtMs: number | undefined;
  let lastChangeAtMs = 0;

  const setBell = (atMs: number): void => {
    bell = timetable.at(atMs, () => {
      bell = undefined;
      void look();
    });
  };

  const isScanning = async (): Promise<boolean> => {
    if (clock.now() - (firstChangeAtMs ?? 0) > longestScanMs) return false;
    return (await house.server.listMusicSections(signal)).some(({ scanning }) => scanning);
  };

  /** When to look again; undefined = now is the time. */
  const findLater = async (nowMs: number): Promise<number | undefined> => {
    if (nowMs - lastChangeAtMs < quietMs) return lastChangeAtMs + quietMs;
    const restedAtMs = (library.getLastSync()?.endedAtMs ?? 0) + restMs;
    // A last sync that lies in the future was made by a wrong clock.
    if (restedAtMs > nowMs && restedAtMs - nowMs <= restMs) return restedAtMs;
    if (house.activity.snapshot().syncing || (await isScanning())) return nowMs + quietMs;
    return undefined;
  };

  const isWanted = (): boolean => {
    const last = library.getLastSync();
    // The first sync is the scheduler's; one that began after the change has seen it.
    return isScheduleEnabled(library) && last !== undefined && last.startedAtMs <= lastChangeAtMs;
  };

  const look = async (): Promise<void> => {
    try {
      if (!isWanted()) {
        firstChangeAtMs = undefined;
        return;
      }
      const laterMs = await findLater(clock.now());
      if (signal.aborted) return;
      if (laterMs !== undefined) return setBell(laterMs);
      firstChangeAtMs = undefined;
      await sync({ trigger: 'schedule', signal });
    } catch (error) {
      firstChangeAtMs = undefined;
      if (isAbort(error)) return;
      const expected = error instanceof HarmoniqError && (error.retryable || error.code === 'conflict');
      logger[expected ? 'debug' : 'warn'](
        { reason: describeError(error) },
        'A change of the library waits for the next sync',
      );
    }
  };

  return {
    noteChange() {
      lastChangeAtMs = clock.now();
      if (firstChangeAtMs !== undefined) return;
      firstChangeAtMs = lastChangeAtMs;
      setBell(lastChangeAtMs + quietMs);
    },
    cancel() {
      bell?.cancel();
      bell = undefined;
      firstChangeAtMs = undefined;
    },
  };
};
