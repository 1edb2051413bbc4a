/** A stream the command line writes to. */
export interface TextOutput {
  write(text: string): unknown;
  /** Width of the terminal; undefined = not a terminal. */
  readonly columns?: number | undefined;
}

/** Everything the command line has of the outside world, so that tests can be its terminal. */
export interface CliIo {
  /** Results only. */
  readonly stdout: TextOutput;
  /** Progress, logs, errors. */
  readonly stderr: TextOutput;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Is a person looking? Decides on colour, progress bars and questions. */
  readonly isTTY: boolean;
  /** Fires on Ctrl-C. */
  readonly signal?: AbortSignal | undefined;
  /** Where answers to questions come from; without it nothing is asked. */
  readonly stdin?: NodeJS.ReadableStream | undefined;
}
