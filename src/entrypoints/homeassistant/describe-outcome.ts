import { z } from 'zod';
import { describeError, toHarmoniqError } from '../../lib/errors.ts';
import type { CommandOutcome } from '../../operations/house.ts';

/** What an operation answered, or why it failed. */
export type CommandResult = { readonly answer: unknown } | { readonly error: unknown };

const reportShape = z.object({ recipeId: z.string(), result: z.string(), message: z.string() });
/** As far as answers of operations tell a person something. */
const answerShape = z.object({
  recipeId: z.string().optional(),
  lastAction: z
    .object({
      message: z.string(),
      track: z.object({ artist: z.string(), title: z.string() }).optional(),
      player: z.string().optional(),
    })
    .optional(),
  report: reportShape.optional(),
  reports: z.array(reportShape).optional(),
  syncError: z.object({ message: z.string() }).optional(),
});
const inputShape = z.object({ recipe: z.string() });

/** What came of a command, for whoever waits to hear of it. `input`: what it was given. */
export const describeOutcome = (command: string, input: unknown, result: CommandResult): CommandOutcome => {
  const given = inputShape.safeParse(input).data?.recipe;
  const bare = { command, code: undefined, track: undefined, player: undefined };
  if ('error' in result) {
    const { code } = toHarmoniqError(result.error);
    return { ...bare, recipeId: given, ok: false, message: describeError(result.error), code };
  }
  const { lastAction, report, reports, syncError, recipeId } = answerShape.safeParse(result.answer).data ?? {};
  const about = { ...bare, recipeId: recipeId ?? report?.recipeId ?? given };
  if (lastAction !== undefined)
    return { ...about, ok: true, message: lastAction.message, track: lastAction.track, player: lastAction.player };
  const failed = [...(report === undefined ? [] : [report]), ...(reports ?? [])].filter(
    (run) => run.result === 'failed',
  );
  const troubles = [...(syncError === undefined ? [] : [syncError]), ...failed].map(({ message }) => message);
  if (troubles.length > 0) return { ...about, ok: false, message: troubles.join(' '), code: 'internal' };
  return { ...about, ok: true, message: report?.message ?? describeRuns(reports) };
};

const describeRuns = (reports: readonly unknown[] | undefined): string =>
  reports === undefined
    ? 'Done.'
    : `${reports.length === 1 ? '1 playlist was' : `${reports.length} playlists were`} made.`;
