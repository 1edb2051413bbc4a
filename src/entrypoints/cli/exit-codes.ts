/** What a shell expects of a command that Ctrl-C ended: 128 + SIGINT. All other codes are those of `lib/errors.ts`. */
export const interruptedExitCode = 130;
