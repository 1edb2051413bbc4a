import type { Recipe } from '../core/recipe.ts';
import type { PublishResult } from '../servers/server.ts';
import type { Choice } from './choose-tracks.ts';

export const countTracks = (count: number): string => (count === 1 ? '1 track' : `${count} tracks`);

const count = ({ picks, drops, misses }: Choice): number => picks.length + drops.length + misses.length;

/** Why there was nothing to publish. */
export const describeEmpty = (choice: Choice): string => {
  const candidates = count(choice);
  if (candidates === 0) return 'The source had nothing to offer; the playlist is as it was.';
  const none = candidates === 1 ? 'The one track offered is not' : `None of the ${countTracks(candidates)} offered is`;
  return `${none} ${choice.drops.length === 0 ? 'in the library' : 'usable'}; the playlist is as it was.`;
};

const endings: Readonly<Record<Choice['ended'], string>> = {
  full: 'the server no longer has some of them',
  'source-ended': 'the source has no more that the library holds',
  'enough-tried': 'the library holds too little of what the source offers',
};

export const describeChange = (published: PublishResult): string => {
  if (published.created) return 'newly made';
  if (!published.changed) return 'nothing had changed';
  const parts = [
    published.added.length > 0 ? `${published.added.length} added` : '',
    published.removed.length > 0 ? `${published.removed.length} removed` : '',
    published.moved > 0 ? `${published.moved} moved` : '',
  ].filter((part) => part !== '');
  return parts.join(', ');
};

/** What a run did, in one sentence; two when the list is shorter than asked. */
export const describePublished = (
  recipe: Recipe,
  choice: Choice,
  published: PublishResult,
  dryRun: boolean,
): string => {
  const { length } = published.tracks;
  const verb = dryRun ? 'would hold' : 'holds';
  const change = describeChange(published);
  const fact = `The playlist ${verb} ${countTracks(length)}${change === '' ? '' : ` (${change})`}.`;
  if (length >= recipe.size) return fact;
  return `${fact} ${recipe.size === 1 ? 'One was' : `${recipe.size} were`} asked for, but ${endings[choice.ended]}.`;
};
