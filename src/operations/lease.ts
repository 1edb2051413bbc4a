import { randomUUID } from 'node:crypto';
import { HarmoniqError, describeError } from '../lib/errors.ts';
import type { House } from './house.ts';

const lifetimeMs = 60_000;
const renewalMs = 20_000;

/**
 * Does the work while holding a lock that every process sharing the database sees. Throws `conflict` with the given sentence when somebody else
 * holds it; the work's signal also fires should the lock be lost on the way (a process that was frozen for a minute).
 */
export const withLease = async <Result>(
  house: House,
  name: string,
  whenHeld: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
  const owner = `${house.owner}/${randomUUID()}`;
  const acquire = (): boolean => house.library.acquireLease(name, owner, lifetimeMs);
  if (!acquire()) throw new HarmoniqError('conflict', whenHeld, { hint: 'Wait until it has finished.' });
  const lost = new AbortController();
  const renewal = setInterval(() => {
    if (renew(house, acquire)) return;
    house.logger.warn({ lease: name }, 'A lock was lost to another process; the work was stopped');
    lost.abort();
  }, renewalMs);
  renewal.unref();
  try {
    return await work(AbortSignal.any([signal, lost.signal]));
  } finally {
    clearInterval(renewal);
    house.library.releaseLease(name, owner);
  }
};

/** A database that is busy for a moment is no reason to give up: the lock lives on for two more renewals. */
const renew = (house: House, acquire: () => boolean): boolean => {
  try {
    return acquire();
  } catch (error) {
    house.logger.warn({ reason: describeError(error) }, 'A lock could not be renewed');
    return true;
  }
};
