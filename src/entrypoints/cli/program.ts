import type { Command } from 'commander';
import { readVersion } from '../../lib/version.ts';
import { HarmoniqCommand, type Act } from './command.ts';
import { addCallCommand } from './commands/call.ts';
import { addConfigCommands } from './commands/config.ts';
import { addFlowCommands } from './commands/flow.ts';
import { addLoginCommand } from './commands/login.ts';
import { addMatchCommands } from './commands/match.ts';
import { addRunCommands } from './commands/run.ts';
import { addServiceCommands } from './commands/service.ts';
import { addStatusCommands } from './commands/status.ts';
import type { CliIo } from './io.ts';
import type { CommonFlags, Session } from './session.ts';

export interface ProgramOptions {
  readonly io: CliIo;
  readonly open: (flags: CommonFlags) => Session;
  readonly setExitCode: (code: number) => void;
}

const collect = (value: string, former: readonly string[] = []): readonly string[] => [...former, value];

const examples = `
Examples:
  harmoniq login                          link a Plex account, find the server
  harmoniq doctor                         look at everything Harmoniq rests on
  harmoniq sync                           mirror the music library
  harmoniq run lastfm-charts --dry-run --explain
  harmoniq run --all                      refresh every playlist now
  harmoniq flow window auto               let the playlist of the day follow the clock again
  harmoniq missing --csv > wanted.csv

Exit codes: 0 done · 64 wrong usage · 66 not found · 69 not reachable · 70 internal error · 75 busy, try again
            76 unusable answer · 77 refused · 78 wrong configuration · 130 stopped with Ctrl-C`;

/** All commands. Commander parses; what is wrong comes back as an exception, so that nothing here ends the process. */
export const createProgram = ({ io, open, setExitCode }: ProgramOptions): Command => {
  const program = new HarmoniqCommand('harmoniq');
  const act: Act = (command, work) =>
    command.action(async (...given: unknown[]) => {
      // Commander appends the options and the command itself.
      const args = given.slice(0, -2).map((arg) => (typeof arg === 'string' ? arg : undefined));
      const session = open(command.optsWithGlobals());
      const code = await work(session, args, command.optsWithGlobals());
      if (typeof code === 'number') setExitCode(code);
    });
  program
    .description('Playlists for a self-hosted Plex music library, fresh every morning and driven by your home.')
    .option('--json', 'print the result as JSON')
    .option('--no-color', 'no colours')
    .option('-v, --verbose', 'log every step to stderr')
    .option('--data-dir <folder>', 'where Harmoniq keeps everything (DATA_DIR)')
    .option('--set <NAME=value>', 'set an option for this command; may be repeated', collect)
    .version(readVersion(), '-V, --version', 'print the version')
    .addHelpText('after', examples)
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: () => undefined,
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stdout.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();
  program.helpCommand('help [command]', 'show what a command does');
  addRunCommands(program, act);
  addFlowCommands(program, act);
  addStatusCommands(program, act);
  addMatchCommands(program, act);
  addServiceCommands(program, act);
  addConfigCommands(program, act);
  addLoginCommand(program, act);
  addCallCommand(program, act);
  return program;
};
