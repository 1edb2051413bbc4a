import { CommanderError } from 'commander';
import { HarmoniqError, errorTable, isAbort, toHarmoniqError } from '../../lib/errors.ts';
import { createRedactor } from '../../lib/redact.ts';
import { appParts } from './app-parts.ts';
import { interruptedExitCode } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import type { CliParts } from './parts.ts';
import { createProgram } from './program.ts';
import { createSession, type CommonFlags, type Session } from './session.ts';
import { createUi } from './ui.ts';

/**
 * Runs one command line (without the interpreter's own arguments) and gives its exit code: 0, that of the errors table, or 130 when the signal
 * stopped it. Results go to stdout, everything else to stderr; nothing is thrown.
 */
export const runCli = async (argv: readonly string[], io: CliIo, parts: CliParts = appParts): Promise<number> => {
  const signal = io.signal ?? new AbortController().signal;
  // Before the flags are parsed, a usage error must already know how to speak.
  const ui = createUi(io, { json: argv.includes('--json'), color: !argv.includes('--no-color') });
  let session: Session | undefined;
  let code = 0;
  const program = createProgram({
    io,
    open: (flags: CommonFlags) => (session = createSession(io, parts, signal, flags)),
    setExitCode: (next) => (code = next),
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    if (signal.aborted || isAbort(error)) {
      session?.close();
      ui.note('Stopped.');
      return interruptedExitCode;
    }
    const known = toHarmoniqError(error);
    session?.close();
    ui.fail(redact(known, session));
    return errorTable[known.code].exitCode;
  } finally {
    session?.close();
  }
};

/** Messages of foreign services and of bugs may quote what we sent them. */
const redact = (error: HarmoniqError, session: Session | undefined): HarmoniqError => {
  const clean = createRedactor(session?.listSecrets() ?? []);
  return new HarmoniqError(error.code, clean(error.message), {
    hint: error.hint === undefined ? undefined : clean(error.hint),
  });
};

// Run directly (`bin/harmoniq.js` does): become the process's own command line.
if (process.argv[1] === import.meta.filename) {
  const { runAsOwnProcess } = await import('./own-process.ts');
  await runAsOwnProcess(runCli);
}
