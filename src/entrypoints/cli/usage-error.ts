import { capitalise } from '../format.ts';
import { HarmoniqError } from '../../lib/errors.ts';

/** Commander's complaint in our own voice: the fact, then what to do. */
export const describeUsage = (code: string, complaint: string, commandName: string): HarmoniqError => {
  const [first = '', ...rest] = complaint.replace(/^error: /, '').split('\n');
  const suggestion = /Did you mean (.+)\?/.exec(rest.join(' '))?.[1];
  const help = `"${commandName} --help" shows what is possible.`;
  const hint = suggestion === undefined ? help : `Did you mean ${suggestion}? ${help}`;
  return new HarmoniqError('invalid-input', toFact(code, first), { hint });
};

const toFact = (code: string, complaint: string): string => {
  const name = /'([^']*)'/.exec(complaint)?.[1] ?? '';
  if (code === 'commander.unknownOption') return `There is no option ${name}.`;
  if (code === 'commander.unknownCommand') return `There is no command "${name}".`;
  if (code === 'commander.missingArgument') return `The argument <${name}> is missing.`;
  if (code === 'commander.optionMissingArgument') return `The option ${name} needs a value.`;
  if (code === 'commander.excessArguments') return 'There are more arguments than this command takes.';
  if (code === 'commander.invalidArgument') {
    const [, value = '', place = '', choices = ''] =
      /value '([^']*)' is invalid for argument '([^']*)'\. Allowed choices are ([^.]*)\./.exec(complaint) ?? [];
    if (choices !== '') return `The argument <${place}> must be one of ${choices}; found "${value}".`;
  }
  return `${capitalise(complaint).replace(/[.\s]*$/, '')}.`;
};
