import type { Command } from 'commander';
import { HarmoniqError } from '../../../lib/errors.ts';
import type { Act } from '../command.ts';
import { renderTable } from '../table.ts';

/** The table of verbs itself, for scripts: whatever a door can do, by its name. */
export const addCallCommand = (program: Command, act: Act): void => {
  act<{ readonly input?: string }>(
    program
      .command('call [operation]')
      .description('run any operation by its name and print its answer as JSON; without a name, list them')
      .option('-i, --input <json>', 'its input, a JSON object')
      .addHelpText('after', '\nExample:\n  harmoniq call list-missing --input \'{"limit":5}\''),
    async (session, [name], flags) => {
      const { ui } = session;
      const operations = await session.parts.listOperations();
      if (name === undefined) {
        const list = operations.map((operation) => ({
          name: operation.name,
          summary: operation.summary,
          mutates: operation.mutates,
        }));
        return ui.show(
          list,
          () =>
            renderTable(ui, list, [
              { head: 'Operation', value: (row) => row.name },
              { head: 'Changes', value: (row) => (row.mutates ? 'yes' : '') },
              { head: 'What it does', value: (row) => row.summary, flexible: true },
            ]),
          session.zone(),
        );
      }
      if (!operations.some((operation) => operation.name === name))
        throw new HarmoniqError('invalid-input', `There is no operation "${name}".`, {
          hint: '"harmoniq call" lists them.',
        });
      const answer = await session.call(name, readInput(flags.input));
      ui.show(answer, (value) => JSON.stringify(value ?? null, undefined, 2), session.zone());
    },
  );
};

const readInput = (text = '{}'): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new HarmoniqError('invalid-input', '--input is not valid JSON.', {
      hint: 'Write an object such as \'{"limit":5}\'.',
    });
  }
};
