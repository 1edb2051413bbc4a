import { Command, CommanderError } from 'commander';
import { findNearest } from '../../config/environment-names.ts';
import { HarmoniqError } from '../../lib/errors.ts';
import type { Session } from './session.ts';
import { describeUsage } from './usage-error.ts';

/** A command whose complaints are ours, and that never ends the process. */
export class HarmoniqCommand extends Command {
  override createCommand(name?: string): Command {
    return new HarmoniqCommand(name);
  }

  /** `harmoniq match fix`. */
  get fullName(): string {
    return this.parent instanceof HarmoniqCommand ? `${this.parent.fullName} ${this.name()}` : this.name();
  }

  override error(message: string, options?: { readonly code?: string }): never {
    // A group that does something by itself takes a wrong word for an argument.
    if (options?.code === 'commander.excessArguments' && this.commands.length > 0) this.refuseWord();
    throw describeUsage(options?.code ?? '', message, this.fullName);
  }

  private refuseWord(): never {
    const word = this.args[0] ?? '';
    const nearest = findNearest(
      word,
      this.commands.map((command) => command.name()),
    );
    const suggestion = nearest === undefined ? '' : `\n(Did you mean ${nearest}?)`;
    throw describeUsage('commander.unknownCommand', `error: unknown command '${word}'${suggestion}`, this.fullName);
  }

  /** Called without a sub-command: the program shows what it can do, a mere group says which word is missing. */
  override help(context?: unknown): never {
    if (this.parent !== null && isError(context)) {
      const known = this.commands.map((command) => command.name()).filter((name) => name !== 'help');
      throw new HarmoniqError('invalid-input', `"${this.fullName}" needs one of these words: ${known.join(', ')}.`, {
        hint: `"${this.fullName} --help" shows what each does.`,
      });
    }
    this.outputHelp();
    throw new CommanderError(0, 'commander.help', 'help was shown');
  }
}

const isError = (context: unknown): boolean =>
  typeof context === 'object' && context !== null && 'error' in context && context.error === true;

/** Gives a command its work: a session made of the flags, the arguments, and an exit code if it is not 0. */
export type Act = <Flags extends object>(
  command: Command,
  work: (session: Session, args: readonly (string | undefined)[], flags: Flags) => Promise<number | void>,
) => Command;
