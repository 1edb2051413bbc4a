import { describeError } from '../../lib/errors.ts';
import type { Logger } from '../../lib/logger.ts';
import type { CoverPicture } from '../../operations/flow/flow-summary.ts';
import type { House } from '../../operations/house.ts';
import { callOperation } from '../call-operation.ts';
import type { FindOperation } from './command-queue.ts';
import type { DrawPicture } from './session.ts';

/** A picture that cannot be drawn is a small loss: everything else goes on. */
export const createPictureDrawer =
  (house: House, findOperation: FindOperation, signal: AbortSignal, logger: Logger): DrawPicture =>
  async ({ topic, source }) => {
    const operation = findOperation(source.operation);
    if (operation === undefined) return undefined;
    try {
      const answer = await callOperation(house, operation, source.input, { trigger: 'mqtt', signal });
      if (answer === null) return undefined;
      const { key, base64 } = answer as CoverPicture;
      return { version: key, bytes: Buffer.from(base64, 'base64') };
    } catch (error) {
      if (!signal.aborted) logger.warn({ topic, reason: describeError(error) }, 'A picture could not be shown');
      return undefined;
    }
  };
