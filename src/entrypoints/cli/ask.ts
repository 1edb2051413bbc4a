import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { CliIo } from './io.ts';

/** Asks for a number from 1 to `count` until one is given. Rejects with AbortError on Ctrl-C. */
export const askForNumber = async (
  io: CliIo & { readonly stdin: NodeJS.ReadableStream },
  question: string,
  count: number,
  signal: AbortSignal,
): Promise<number> => {
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      io.stderr.write(chunk.toString('utf8'));
      done();
    },
  });
  const lines = createInterface({ input: io.stdin, output });
  const ended = new AbortController();
  lines.once('close', () => ended.abort());
  try {
    for (;;) {
      const answer = await lines.question(question, { signal: AbortSignal.any([signal, ended.signal]) });
      const number = Number(answer.trim());
      if (Number.isInteger(number) && number >= 1 && number <= count) return number;
    }
  } finally {
    lines.close();
  }
};
