import type { FlowMoment } from '../../recipes/recipe-kind.ts';
import type { PublishResult } from '../../servers/server.ts';
import { countTracks, describeChange } from '../run-sentences.ts';

/** What a run of a flow did, in one sentence. */
export const describeFlow = (
  { window }: FlowMoment['decision'],
  tracks: number,
  published: PublishResult,
  dryRun: boolean,
): string => {
  const change = describeChange(published);
  const verb = dryRun ? 'would hold' : 'holds';
  return `The playlist ${verb} ${countTracks(tracks)} for ${window.name}${change === '' ? '' : ` (${change})`}.`;
};
