import { createEmitter } from '../lib/emitter.ts';
import { describeError } from '../lib/errors.ts';
import type { Logger } from '../lib/logger.ts';
import type { EventBus, HouseEvents } from './house.ts';

/** The house's notice board; what a listener throws is logged. */
export const createEventBus = (logger: Logger): EventBus =>
  createEmitter<HouseEvents>((error, name) =>
    logger.warn({ event: name, reason: describeError(error) }, 'A listener failed on an event'),
  );
