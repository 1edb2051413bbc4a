import { getStatus } from '../../operations/get-status.ts';
import type { House } from '../../operations/house.ts';
import { listMissing } from '../../operations/list-missing.ts';
import { listPlaylists } from '../../operations/list-playlists.ts';
import type { Snapshot } from './entity.ts';

/** More than fits into one entity's attributes is not asked for. */
const missingAsked = 50;

/** Asks the house how it is. Throws what the operations throw (a disk that fails). */
export const readSnapshot = async (house: House, signal: AbortSignal): Promise<Snapshot> => {
  const context = { trigger: 'mqtt', signal } as const;
  const [status, playlists, missing] = await Promise.all([
    getStatus.run(house, {}, context),
    listPlaylists.run(house, {}, context),
    listMissing.run(house, { limit: missingAsked }, context),
  ]);
  return { status, playlists, missing };
};
