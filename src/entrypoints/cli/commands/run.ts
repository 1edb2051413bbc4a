import type { Command } from 'commander';
import type { RunDetail, RunReport } from '../../../core/run.ts';
import { HarmoniqError, errorTable, type ErrorCode } from '../../../lib/errors.ts';
import type { CycleReport } from '../../../operations/run-cycle.ts';
import { cleanText } from '../../format.ts';
import type { Act } from '../command.ts';
import { renderExplained, renderReport } from '../render-runs.ts';
import { renderSync } from '../render-sync.ts';
import type { Session } from '../session.ts';

interface RunFlags {
  readonly all?: boolean;
  readonly dryRun?: boolean;
  readonly explain?: boolean;
}

export const addRunCommands = (program: Command, act: Act): void => {
  act<RunFlags>(
    program
      .command('run [recipe]')
      .description('make a playlist now, or all of them')
      .option('-a, --all', 'sync the library, then run every recipe that is on')
      .option('-n, --dry-run', 'show what would be done and change nothing')
      .option('-e, --explain', 'show every candidate and what became of it')
      .addHelpText(
        'after',
        '\nExamples:\n  harmoniq run lastfm-charts\n  harmoniq run lastfm-recs --dry-run --explain\n  harmoniq run --all\n\n"harmoniq recipes" lists the recipes. A run whose result is "failed" gives the exit code of its error.',
      ),
    async (session, [recipe], flags) => {
      if (recipe !== undefined && flags.all === true)
        throw new HarmoniqError('invalid-input', 'Name one recipe or say --all, not both.');
      if (recipe !== undefined) return runSome(session, [recipe], flags, false);
      if (flags.all !== true)
        throw new HarmoniqError('invalid-input', 'Which recipe shall run?', {
          hint: 'Name one ("harmoniq recipes" lists them), or say --all.',
        });
      const some = flags.dryRun === true || flags.explain === true;
      await noteThoseOff(session);
      return some ? runSome(session, await listEnabled(session), flags, true) : runAll(session);
    },
  );
  act<object>(
    program
      .command('undo <recipe>')
      .description('bring back what the playlist held before its last change')
      .addHelpText('after', '\nExample:\n  harmoniq undo lastfm-charts'),
    async (session, [recipe]) => {
      const detail = (await session.call('undo', { recipe })) as RunDetail;
      session.ui.show(detail, ({ report }) => renderReport(session.ui, report, report.recipeId), session.zone());
      return exitCodeOf([detail.report]);
    },
  );
};

/** Who asks for all playlists and gets fewer must hear why. */
const noteThoseOff = async (session: Session): Promise<void> => {
  for (const { playlistName, disabledReason } of (await session.openHouse()).recipes)
    if (disabledReason !== undefined)
      session.ui.note(session.ui.paint('warn', `${cleanText(playlistName)} is off: ${disabledReason}`));
};

const listEnabled = async (session: Session): Promise<readonly string[]> =>
  (await session.openHouse()).recipes.filter((recipe) => recipe.enabled).map((recipe) => recipe.id);

/** One after another; under --json a single recipe gives its run, --all a list. */
const runSome = async (
  session: Session,
  recipes: readonly string[],
  flags: RunFlags,
  asList: boolean,
): Promise<number> => {
  const details: RunDetail[] = [];
  for (const recipe of recipes)
    details.push((await session.call('run-recipe', { recipe, dryRun: flags.dryRun === true })) as RunDetail);
  const shown = details.map((detail) => (flags.explain === true ? detail : { report: detail.report }));
  const { ui } = session;
  const text = details
    .map((detail) => {
      const report = renderReport(ui, detail.report, detail.report.recipeId);
      return flags.explain === true ? `${report}\n\n${renderExplained(ui, detail)}` : report;
    })
    .join('\n\n');
  ui.show(asList ? shown : shown[0], () => text || 'No recipe is on.', session.zone());
  return exitCodeOf(details.map((detail) => detail.report));
};

const runAll = async (session: Session): Promise<number> => {
  const cycle = (await session.call('run-cycle', {})) as CycleReport;
  const { ui } = session;
  ui.show(
    cycle,
    ({ sync, syncError, reports, busy }) =>
      [
        ...(sync === undefined ? [] : [renderSync(ui, sync)]),
        ...(syncError === undefined ? [] : [ui.paint('bad', `The library could not be synced: ${syncError.message}`)]),
        ...reports.map((report) => renderReport(ui, report, report.recipeId)),
        ...busy.map((id) => ui.paint('warn', `${id} is running already and was passed over.`)),
        ...(reports.length + busy.length === 0 ? ['No recipe is on.'] : []),
      ].join('\n\n'),
    session.zone(),
  );
  const syncCode = cycle.syncError === undefined ? 0 : codeToExit(cycle.syncError.code);
  return exitCodeOf(cycle.reports) || syncCode;
};

/** A run that failed is an answer, but not a success; the first failure speaks for all. */
const exitCodeOf = (reports: readonly RunReport[]): number => {
  const failed = reports.find((report) => report.result === 'failed');
  return failed === undefined ? 0 : codeToExit(failed.error?.code ?? 'internal');
};

const codeToExit = (code: string): number =>
  (code in errorTable ? errorTable[code as ErrorCode] : errorTable.internal).exitCode;
