import type { Hono } from 'hono';
import { HarmoniqError } from '../../lib/errors.ts';
import type { CoverPicture } from '../../operations/flow/flow-summary.ts';
import { callOperation } from '../call-operation.ts';
import type { PageSource } from './page-data.ts';

/** A flow's picture as it is. The page adds the picture's key to the address, so that another picture is another address. */
export const addCover = (app: Hono, { house, operations, signal }: PageSource): void => {
  const operation = operations.find(({ name }) => name === 'get-cover');
  if (operation === undefined) return;
  app.get('/api/cover/:recipe', async (context) => {
    const input = { recipe: context.req.param('recipe') };
    const picture = (await callOperation(house, operation, input, { trigger: 'http', signal })) as CoverPicture | null;
    if (picture === null)
      throw new HarmoniqError('not-found', 'This flow has no picture yet.', { hint: 'It gets one when it is made.' });
    return context.body(new Uint8Array(Buffer.from(picture.base64, 'base64')), 200, {
      'Content-Type': picture.contentType,
    });
  });
};
