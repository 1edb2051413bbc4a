import { interruptedExitCode } from './exit-codes.ts';
import type { CliIo } from './io.ts';

/** Runs a command line on the process's own streams and ends it with the exit code. */
export const runAsOwnProcess = async (run: (argv: readonly string[], io: CliIo) => Promise<number>): Promise<void> => {
  const { stdout, stderr, stdin } = process;
  const stopping = new AbortController();
  const onSignal = (): void => {
    // Who presses Ctrl-C again does not want to wait for a clean end.
    if (stopping.signal.aborted) {
      // The progress bar hides the cursor.
      if (stderr.isTTY) stderr.write('\u001B[?25h\n');
      process.exit(interruptedExitCode);
    }
    stopping.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  // `harmoniq runs | head` closes the pipe: that is an end, not an error.
  for (const stream of [stdout, stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 70));
  const code = await run(process.argv.slice(2), {
    stdout,
    stderr,
    env: process.env,
    isTTY: stdout.isTTY && stderr.isTTY,
    signal: stopping.signal,
    stdin: stdin.isTTY ? stdin : undefined,
  });
  // Idle connections must not keep a finished command alive; what was written is let out first.
  stdout.write('', () => process.exit(code));
};
