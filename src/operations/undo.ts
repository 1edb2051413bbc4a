import { z } from 'zod';
import type { Pick } from '../core/candidate.ts';
import type { Recipe } from '../core/recipe.ts';
import type { RunDetail } from '../core/run.ts';
import type { TrackId } from '../core/track.ts';
import { HarmoniqError, isAbort } from '../lib/errors.ts';
import type { PublishJournal } from '../servers/server.ts';
import { findRecipe } from './find-recipe.ts';
import { actOnFlow } from './flow/act-on-flow.ts';
import { keepBookOfFlow } from './flow/keep-book-of-flow.ts';
import { openFlowUndo } from './flow/keep-undone.ts';
import { isFlow } from '../core/flow/flow-recipe.ts';
import type { House } from './house.ts';
import { recipeId } from './inputs.ts';
import { withLease } from './lease.ts';
import { defineOperation, type OperationContext } from './operation.ts';
import { publishPicks } from './publish-picks.ts';
import { closeRun, openRun, toFailure, type RunOutcome } from './run-book.ts';
import { noteServerFailure } from './server-state.ts';
import { countTracks } from './run-sentences.ts';
import { toSummaryLine } from './summary-line.ts';

/** The next regular run makes the playlist anew; switch the recipe or the schedule off to keep the old one. A flow keeps it until its window changes. */
export const undo = defineOperation({
  name: 'undo',
  summary: 'Brings back what the playlist held before its last change',
  input: z.strictObject({ recipe: recipeId }),
  mutates: true,
  run: async (house, { recipe: wanted }, context): Promise<RunDetail> => {
    const recipe = findRecipe(house.recipes, wanted);
    const { id } = recipe;
    // What has to wait for a run may be tried again in a moment; only then it is something that was done, or was not.
    return withLease(house, `recipe:${id}`, `The recipe ${id} is running.`, context.signal, async (signal) => {
      const work = (): Promise<RunDetail> => undoOnce(house, recipe, { ...context, signal });
      if (!isFlow(recipe)) return work();
      return actOnFlow(house, recipe, 'undo', async (note) => {
        const detail = await work();
        note(detail.report.message, { ok: detail.report.result !== 'failed' });
        return detail;
      });
    });
  },
});

const undoOnce = async (house: House, recipe: Recipe, { trigger, signal }: OperationContext): Promise<RunDetail> => {
  const version = house.library.takeVersion(recipe.id);
  if (version === undefined || version.tracks.length === 0)
    throw new HarmoniqError('not-found', `There is nothing to undo for ${recipe.playlistName}.`, {
      hint: 'Only changes that Harmoniq itself made can be taken back, each once.',
    });
  const giveBack = (): void => house.library.putVersionBack(recipe.id, version);
  const picks = version.tracks.flatMap((id) => toPick(house, id, version.reasons.get(id)) ?? []);
  if (picks.length === 0) {
    giveBack();
    throw new HarmoniqError('not-found', 'No track of the list from before is in the library.');
  }
  const run = openRun(house, recipe, trigger, false);
  const { clock, config, library } = house;
  const flow = isFlow(recipe) ? openFlowUndo(house, recipe, version) : undefined;
  const journal = withoutVersions(flow === undefined ? library.journal : keepBookOfFlow(library, recipe.id));
  const manner = {
    journal,
    mode: 'replace',
    adopt: false,
    dryRun: false,
    summaryLine: `${toSummaryLine(clock.now(), config.timezone)}: ${flow?.line ?? 'the list from before, brought back by hand.'}`,
  } as const;
  let failure: unknown;
  const outcome = await publishPicks(house, recipe, picks, manner, signal).then(
    (published): RunOutcome => ({
      result: picks.length < version.tracks.length ? 'partial' : 'succeeded',
      message: `The playlist holds the ${picks.length === 1 ? 'track' : countTracks(picks.length)} from before again.`,
      ownTracks: true,
      published,
      picks,
      drops: [],
      misses: [],
    }),
    (error: unknown): RunOutcome => {
      failure = error;
      // An open intent will be completed; only an untouched playlist still needs its version.
      if (!house.library.journal.getOpenIntents().some((intent) => intent.recipeId === recipe.id)) giveBack();
      noteServerFailure(house, error);
      return { ...toFailure(house, recipe.id, error), picks: [], drops: [], misses: [] };
    },
  );
  const { published } = outcome;
  if (published !== undefined) flow?.keep(published.tracks);
  const detail = closeRun(house, run, outcome);
  if (isAbort(failure)) throw failure;
  if (published !== undefined) await flow?.show(published.playlist.id, signal);
  return detail;
};

/** What an undo replaces is no version to come back to: two undos in a row must go back two steps, not to and fro. */
const withoutVersions = (journal: PublishJournal): PublishJournal => ({ ...journal, saveVersion: () => undefined });

/** With the reason for which it was in the list, as far as that was told. */
const toPick = (house: House, id: TrackId, why = 'in the playlist before its last change'): Pick | undefined => {
  const track = house.library.getTrack(id);
  if (track === undefined) return undefined;
  const candidate = { artist: track.artist, title: track.title, source: 'undo', why, weight: 1 };
  return { match: { candidate, track, confidence: 1, method: 'exact', reason: why }, reason: why };
};
