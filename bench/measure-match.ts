import { runChild, type StandIn } from './processes.ts';
import type { MatchFigures, MatchInput } from './match-child.ts';
import type { Result } from './result.ts';

/** 1,000 candidates against the mirror: half as the library spells them, half misspelt. */
export const measureMatching = async (standIn: StandIn, path: string): Promise<readonly Result[]> => {
  await standIn.clear();
  const input: MatchInput = { path, candidates: 500 };
  const figures = await runChild<MatchFigures>('match-child.ts', input);
  const { length } = await standIn.requests();
  const found = (part: MatchFigures['exact']): string => `${part.found} of ${input.candidates} found`;
  return [
    { what: 'Matching 1,000 candidates', measured: length, unit: 'requests', target: 0 },
    {
      what: 'Matching an exact candidate, on average',
      measured: figures.exact.meanMs,
      unit: 'ms',
      target: 0.2,
      note: found(figures.exact),
    },
    {
      what: 'Matching a misspelt candidate, the slowest',
      measured: figures.fuzzy.maxMs,
      unit: 'ms',
      target: 5,
      note: `${found(figures.fuzzy)}; mean ${figures.fuzzy.meanMs.toFixed(2)} ms`,
    },
  ];
};
