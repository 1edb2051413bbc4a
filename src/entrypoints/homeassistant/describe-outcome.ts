import { z } from 'zod';
import { describeError, errorTable, toHarmoniqError, type ErrorCode } from '../../lib/errors.ts';
import type { CommandOutcome } from '../../operations/house.ts';

/** What an operation answered, or why it failed. */
export type CommandResult = { readonly answer: unknown } | { readonly error: unknown };

const reportShape = z.object({
  recipeId: z.string(),
  result: z.string(),
  message: z.string(),
  error: z.object({ code: z.string() }).optional(),
});
type Report = z.output<typeof reportShape>;
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
  syncError: z.object({ code: z.string(), message: z.string() }).optional(),
});
const inputShape = z.object({ recipe: z.string().max(200) });

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
  const failed = [report ?? [], reports ?? []].flat().filter((run) => run.result === 'failed');
  const troubles = [
    ...(syncError === undefined ? [] : [syncError]),
    ...failed.map((run) => ({ code: run.error?.code, message: run.message })),
  ];
  const [first] = troubles;
  if (first !== undefined)
    return { ...about, ok: false, message: troubles.map(({ message }) => message).join(' '), code: toCode(first.code) };
  return { ...about, ok: true, message: report?.message ?? describeRuns(reports) };
};

const toCode = (code: string | undefined): ErrorCode =>
  code !== undefined && Object.hasOwn(errorTable, code) ? (code as ErrorCode) : 'internal';

const describeRuns = (reports: readonly Report[] | undefined): string => {
  if (reports === undefined) return 'Done.';
  const left = reports.filter(({ result }) => result === 'skipped').length;
  const made = reports.length - left;
  const said = made === 0 ? 'No playlist was made' : made === 1 ? '1 playlist was made' : `${made} playlists were made`;
  return left === 0 ? `${said}.` : `${said}; ${left} ${left === 1 ? 'stays as it was' : 'stay as they were'}.`;
};
