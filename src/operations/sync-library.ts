import { z } from 'zod';
import type { SyncReport } from '../library/library.ts';
import { HarmoniqError, describeError, isAbort } from '../lib/errors.ts';
import { unsettleFlows } from './flow/unsettle-flows.ts';
import type { House } from './house.ts';
import { yesOrNo } from './inputs.ts';
import { defineOperation } from './operation.ts';
import { noteServerAnswered, noteServerFailure } from './server-state.ts';

export const syncLibrary = defineOperation({
  name: 'sync-library',
  summary: 'Brings the mirror to what the server holds',
  input: z.strictObject({ full: yesOrNo.default(false), allowMassDeletion: yesOrNo.default(false) }),
  mutates: true,
  run: async (house, { full, allowMassDeletion }, { signal }): Promise<SyncReport> => {
    refuseSecondSync(house);
    house.events.emit('sync-started', {});
    try {
      const report = await house.library.sync(
        house.server,
        {
          libraryNames: house.config.plexMusicLibraryNames,
          kind: full ? 'full' : 'auto',
          allowMassDeletion,
          onProgress: (progress) => house.events.emit('sync-progress', progress),
        },
        signal,
      );
      noteServerAnswered(house);
      house.events.emit('sync-finished', { report });
      unsettleFlows(house, report);
      logReport(house, report);
      return report;
    } catch (error) {
      noteServerFailure(house, error);
      house.events.emit('sync-failed', { message: isAbort(error) ? 'The sync was stopped.' : describeError(error) });
      throw error;
    }
  },
});

/** Before any event, so that the sync under way keeps its state at the doors. */
const refuseSecondSync = (house: House): void => {
  if (!house.activity.snapshot().syncing) return;
  throw new HarmoniqError('conflict', 'A sync is already under way.', { hint: 'Wait until it has finished.' });
};

const logReport = (house: House, report: SyncReport): void => {
  const { kind, added, changed, removed, relinked, heldBack, coverage } = report;
  // Most syncs of a day find nothing; that is no news.
  const isNews = kind === 'full' || added + changed + removed + relinked + heldBack > 0;
  const facts = { kind, added, changed, removed, relinked, heldBack, coverage };
  house.logger[isNews ? 'info' : 'debug'](facts, 'Library synced');
  for (const warning of report.warnings) house.logger.warn({ warning }, 'The sync left something to look at');
};
