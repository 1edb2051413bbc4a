import type { Command } from 'commander';
import { showConfig, type ConfigRow } from '../../../config/redact.ts';
import { errorTable } from '../../../lib/errors.ts';
import { cleanText, formatAmount } from '../../format.ts';
import type { Act } from '../command.ts';
import { renderConfig } from '../render-config.ts';

/** Looking at the configuration; needs nothing but itself, and works when it is wrong. */
export const addConfigCommands = (program: Command, act: Act): void => {
  const group = program.command('config').description('look at the configuration');
  act<{ readonly changed?: boolean }>(
    group
      .command('show')
      .description('every option, its value and where that came from; secrets are not shown')
      .option('--changed', 'only what is not the default'),
    async (session, _args, flags) => {
      const checked = session.checkConfig();
      const rows = showConfig(checked).filter((row) => flags.changed !== true || row.origin !== 'default');
      session.ui.show(
        session.ui.json ? rows.map(toMachineRow) : rows,
        () => renderConfig(session.ui, rows),
        session.zone(),
      );
      if (checked.problems.length === 0) return;
      session.ui.note(`${formatAmount(checked.problems.length, 'problem')}; "harmoniq config validate" names them.`);
    },
  );
  act<object>(
    group
      .command('validate')
      .description('check the configuration and name every problem')
      .addHelpText('after', '\nThe exit code is 0 when it can be used and 78 when it cannot.'),
    async (session) => {
      const { problems, warnings, files } = session.checkConfig();
      const valid = problems.length === 0;
      session.ui.show(
        { valid, problems, warnings, files },
        () =>
          [
            ...problems.map(({ message }) => session.ui.paint('bad', `✗ ${cleanText(message)}`)),
            ...warnings.map((warning) => session.ui.paint('warn', `! ${cleanText(warning)}`)),
            valid
              ? session.ui.paint('good', 'The configuration can be used.')
              : `${formatAmount(problems.length, 'problem')} to correct.`,
            ...files.map((path) => session.ui.paint('soft', `read: ${path}`)),
          ].join('\n'),
        session.zone(),
      );
      return valid ? 0 : errorTable['config-invalid'].exitCode;
    },
  );
};

/** The value says it all to a machine. */
const toMachineRow = ({ name, env, value, origin }: ConfigRow): Omit<ConfigRow, 'entries'> => ({
  name,
  env,
  value,
  origin,
});
