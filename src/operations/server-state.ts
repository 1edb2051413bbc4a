import { HarmoniqError, describeError } from '../lib/errors.ts';
import type { House } from './house.ts';

const connectionCodes = new Set(['unreachable', 'timeout', 'unauthorized', 'rate-limited']);

/** Is the media server itself away, so that nothing can be published now? Other outside services name themselves in their errors. */
export const isServerAway = (house: House, error: unknown): boolean =>
  error instanceof HarmoniqError &&
  connectionCodes.has(error.code) &&
  error.service?.toLowerCase() === house.server.kind.toLowerCase();

/** Tells the doors, once per change of state or, while it is away, of reason. */
export const reportServerState = (house: House, connected: boolean, message: string): void => {
  const known = house.activity.snapshot().server;
  if (known.connected === connected && (connected || known.message === message)) return;
  house.events.emit('server-state', { connected, message });
};

/** To be called with whatever a call to the server threw. */
export const noteServerFailure = (house: House, error: unknown): void => {
  if (isServerAway(house, error)) reportServerState(house, false, describeError(error));
};

export const noteServerAnswered = (house: House): void => reportServerState(house, true, 'Connected.');
