import { z } from 'zod';
import type { RunDetail } from '../core/run.ts';
import { HarmoniqError } from '../lib/errors.ts';
import { countFrom } from './inputs.ts';
import { defineOperation } from './operation.ts';

export const getRun = defineOperation({
  name: 'get-run',
  summary: 'One run with every candidate and what became of it',
  input: z.strictObject({ id: countFrom(1, Number.MAX_SAFE_INTEGER) }),
  mutates: false,
  run: async (house, { id }): Promise<RunDetail> => {
    const detail = house.library.getRunDetail(id);
    if (detail !== undefined) return detail;
    throw new HarmoniqError('not-found', `There are no details of a run ${id}.`, {
      hint: 'Details of old runs are dropped; "harmoniq runs" lists the runs.',
    });
  },
});
