import type { TrackKind } from '../../recipes/recipe-kind.ts';
import type { House } from '../house.ts';
import { publishPicks } from '../publish-picks.ts';
import { separateRefused, type OpenRun, type RunOutcome, type RunProgress } from '../run-book.ts';
import { catchUp } from './catch-up.ts';
import { describeFlow } from './flow-sentences.ts';
import { changeFlowState } from './flow-state.ts';
import { keepBookOfFlow } from './keep-book-of-flow.ts';
import { finishFlowRun, openFlowRun, toFlowSummaryLine } from './run-flow.ts';
import { waitForSound } from './wait-for-sound.ts';

/** A run of a flow: which window counts, what it takes, the playlist, the picture, the memory. */
export const makeFlow = async (
  house: House,
  kind: TrackKind,
  { recipe, dryRun }: OpenRun,
  progress: RunProgress,
  signal: AbortSignal,
): Promise<RunOutcome> => {
  if (!dryRun) await catchUp(house, signal);
  const { run, why, by } = await openFlowRun(house, recipe, signal);
  const nothing = { result: 'skipped', ownTracks: true, picks: [], drops: [], misses: [] } as const;
  if (run === undefined) return { ...nothing, message: by === 'paused' ? why : `${why} The playlist is as it was.` };
  const chosen = await kind.choose(run.context, recipe, signal);
  if (!dryRun) await waitForSound(house, recipe, chosen.cutOff, signal);
  const { drops, notes } = chosen;
  progress.choice = chosen;
  if (chosen.picks.length === 0) {
    if (!dryRun) changeFlowState(house.library, recipe.id, (state) => ({ ...state, notes: [...notes] }));
    return { ...nothing, drops, message: [...notes, 'The playlist is as it was.'].join(' ') };
  }
  const journal = keepBookOfFlow(house.library, recipe.id);
  // A list that follows the hour is never added to, whatever the other playlists do.
  const manner = { journal, mode: 'replace', adopt: recipe.adopt, dryRun, keepSummaryCurrent: true } as const;
  const summaryLine = toFlowSummaryLine(house, run);
  const published = await publishPicks(house, recipe, chosen.picks, { ...manner, summaryLine }, signal);
  const { picks, gone } = separateRefused(chosen.picks, published);
  if (!dryRun) await finishFlowRun(house, run, chosen, published, signal);
  return {
    result: chosen.short || gone.length > 0 ? 'partial' : 'succeeded',
    message: describeFlow(run.context.moment.decision, picks.length, published, dryRun),
    notes,
    ownTracks: true,
    published,
    picks,
    drops: [...drops, ...gone],
    misses: [],
  };
};
