import type { Correction } from '../core/candidate.ts';
import { collectCorrections } from './corrections.ts';
import { nothing } from './inputs.ts';
import { defineOperation } from './operation.ts';

export const matchList = defineOperation({
  name: 'match-list',
  summary: 'Corrections of wrong matches, those of the configuration and those given by command',
  input: nothing,
  mutates: false,
  run: async (house): Promise<readonly Correction[]> => collectCorrections(house),
});
