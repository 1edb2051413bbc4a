import { setImmediate as nextTurn } from 'node:timers/promises';
import { throwIfAborted } from '../../lib/errors.ts';

/** Lets other parts of the house have their turn amid long work; throws when it shall stop. */
export const breathe = async (signal: AbortSignal): Promise<void> => {
  await nextTurn();
  throwIfAborted(signal);
};
