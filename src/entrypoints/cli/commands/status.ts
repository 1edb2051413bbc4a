import type { Command } from 'commander';
import type { RunDetail, RunReport } from '../../../core/run.ts';
import type { SyncReport } from '../../../library/library.ts';
import { HarmoniqError } from '../../../lib/errors.ts';
import type { Status } from '../../../operations/get-status.ts';
import type { MissingList } from '../../../operations/list-missing.ts';
import type { PlaylistSummary } from '../../../operations/list-playlists.ts';
import type { RecipeSummary } from '../../../operations/list-recipes.ts';
import { toCsvLines } from '../../../operations/missing-files.ts';
import type { Act } from '../command.ts';
import { renderExplained, renderReport, renderRuns } from '../render-runs.ts';
import { renderMissing, renderPlaylists, renderRecipes, renderStatus } from '../render-status.ts';
import { renderSync } from '../render-sync.ts';
import type { Session } from '../session.ts';

interface SyncFlags {
  readonly full?: boolean;
  readonly allowMassDeletion?: boolean;
}
interface ListFlags {
  readonly limit?: string;
}
interface MissingFlags extends ListFlags {
  readonly csv?: boolean;
  readonly recipe?: string;
}

/** What there is and what happened; all but `sync` answer from the mirror, so they work while Plex is down. */
export const addStatusCommands = (program: Command, act: Act): void => {
  act<SyncFlags>(
    program
      .command('sync')
      .description('bring the mirror of the music library up to date')
      .option('--full', 'read everything anew')
      .option('--allow-mass-deletion', 'let many tracks vanish at once, as the sync before asked')
      .addHelpText('after', '\nExamples:\n  harmoniq sync\n  harmoniq sync --full'),
    async (session, _args, { full = false, allowMassDeletion = false }) => {
      const report = (await session.call('sync-library', { full, allowMassDeletion })) as SyncReport;
      session.ui.show(report, () => renderSync(session.ui, report), session.zone());
    },
  );
  act<object>(
    program.command('status').description('what runs, what the library holds, what needs attention'),
    async (session) => {
      const status = (await session.call('get-status')) as Status;
      session.ui.show(status, () => renderStatus(session.ui, status, Date.now()), session.zone());
    },
  );
  act<object>(program.command('recipes').description('all recipes and how they fare'), async (session) => {
    const recipes = (await session.call('list-recipes')) as readonly RecipeSummary[];
    session.ui.show(recipes, () => renderRecipes(session.ui, recipes, Date.now(), session.zone()), session.zone());
  });
  act<{ readonly tracks?: boolean }>(
    program
      .command('playlists [recipe]')
      .description('the playlists Harmoniq keeps; with a recipe or --tracks, what is in them and why')
      .option('-t, --tracks', 'list the tracks'),
    showPlaylists,
  );
  addRunsCommand(program, act);
  act<MissingFlags>(
    program
      .command('missing')
      .description('tracks that recipes wanted and the library does not hold')
      .option('--csv', 'print comma-separated values')
      .option('--recipe <recipe>', 'only what this recipe wanted')
      .option('-l, --limit <number>', 'how many at most')
      .addHelpText('after', '\nExamples:\n  harmoniq missing --limit 20\n  harmoniq missing --csv > wanted.csv'),
    showMissing,
  );
};

const showPlaylists = async (
  session: Session,
  [recipe]: readonly (string | undefined)[],
  flags: { readonly tracks?: boolean },
): Promise<void> => {
  const all = (await session.call('list-playlists')) as readonly PlaylistSummary[];
  const chosen = recipe === undefined ? all : all.filter((one) => one.recipeId === recipe || one.title === recipe);
  if (recipe !== undefined && chosen.length === 0)
    throw new HarmoniqError('not-found', `Harmoniq keeps no playlist of "${recipe}".`, {
      hint:
        all.length === 0
          ? '"harmoniq run --all" makes them.'
          : `There are: ${all.map((one) => one.recipeId).join(', ')}.`,
    });
  const options = { tracks: flags.tracks === true || recipe !== undefined, nowMs: Date.now(), zone: session.zone() };
  session.ui.show(chosen, () => renderPlaylists(session.ui, chosen, options), session.zone());
};

const addRunsCommand = (program: Command, act: Act): void => {
  act<ListFlags & { readonly run?: string }>(
    program
      .command('runs [recipe]')
      .description('past runs, the newest first; --run shows one in full')
      .option('-l, --limit <number>', 'how many at most', '20')
      .option('--run <number>', 'every candidate of this run and what became of it')
      .addHelpText('after', '\nExamples:\n  harmoniq runs lastfm-charts --limit 5\n  harmoniq runs --run 42'),
    async (session, [recipe], { limit, run }) => {
      const { ui } = session;
      if (run !== undefined) {
        const detail = (await session.call('get-run', { id: run })) as RunDetail;
        const text = (): string =>
          `${renderReport(ui, detail.report, detail.report.recipeId)}\n\n${renderExplained(ui, detail)}`;
        return ui.show(detail, text, session.zone());
      }
      const runs = (await session.call('list-runs', {
        ...(recipe === undefined ? {} : { recipe }),
        limit,
      })) as readonly RunReport[];
      ui.show(runs, () => renderRuns(ui, runs, Date.now(), session.zone()), session.zone());
    },
  );
};

const showMissing = async (session: Session, _args: unknown, flags: MissingFlags): Promise<void> => {
  const { csv, recipe, limit } = flags;
  const asked = { ...(recipe === undefined ? {} : { recipe }), ...(limit === undefined ? {} : { limit }) };
  const everything = csv === true && limit === undefined ? { limit: 100_000 } : {};
  const list = (await session.call('list-missing', { ...asked, ...everything })) as MissingList;
  if (csv === true && !session.ui.json) {
    // For a pipe: no byte order mark, and lines end as on this system.
    session.io.stdout.write(`${toCsvLines(list.tracks, session.zone()).join('\n')}\n`);
    return;
  }
  session.ui.show(list, ({ tracks, total }) => renderMissing(session.ui, tracks, total), session.zone());
};
