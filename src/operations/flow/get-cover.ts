import { z } from 'zod';
import { defineOperation } from '../operation.ts';
import { findFlow, flowId } from './find-flow.ts';
import { drawCover, readCoverFacts } from './flow-cover.ts';
import { readFlowState } from './flow-state.ts';
import type { CoverPicture } from './flow-summary.ts';

export const getCover = defineOperation({
  name: 'get-cover',
  summary: 'The picture of the window that a flow was last made for; null when there is none yet',
  input: z.strictObject({ recipe: flowId }),
  mutates: false,
  run: async (house, { recipe: wanted }): Promise<CoverPicture | null> => {
    const facts = readCoverFacts(readFlowState(house.library, findFlow(house, wanted).id));
    if (facts === undefined) return null;
    const { png, key } = await drawCover(house, facts);
    return { key, contentType: 'image/png', base64: Buffer.from(png).toString('base64') };
  },
});
