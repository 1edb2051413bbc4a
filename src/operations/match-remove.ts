import { z } from 'zod';
import { HarmoniqError } from '../lib/errors.ts';
import { refuseConfigured } from './corrections.ts';
import { nameText } from './inputs.ts';
import { defineOperation } from './operation.ts';

export const matchRemove = defineOperation({
  name: 'match-remove',
  summary: 'Takes back a correction given by command',
  input: z.strictObject({ artist: nameText, title: nameText }),
  mutates: true,
  run: async (house, names): Promise<{ readonly removed: true }> => {
    refuseConfigured(house, names);
    if (house.library.deleteCorrection(names.artist, names.title)) return { removed: true };
    throw new HarmoniqError('not-found', `There is no correction for "${names.artist} - ${names.title}".`, {
      hint: '"harmoniq match list" shows those that exist.',
    });
  },
});
