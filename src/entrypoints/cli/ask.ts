import { createInterface } from 'node:readline';
import type { TextOutput } from './io.ts';

/** Asks for a number from 1 to `count` until one is given. Rejects with AbortError on Ctrl-C and at the end of the input. */
export const askForNumber = async (
  io: { readonly stdin: NodeJS.ReadableStream; readonly stderr: TextOutput },
  question: string,
  count: number,
  signal: AbortSignal,
): Promise<number> => {
  const lines = createInterface({ input: io.stdin, terminal: false });
  const close = (): void => lines.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    io.stderr.write(question);
    for await (const line of lines) {
      const number = Number(line.trim());
      if (Number.isInteger(number) && number >= 1 && number <= count) return number;
      io.stderr.write(question);
    }
    throw new DOMException('Nobody answered.', 'AbortError');
  } finally {
    signal.removeEventListener('abort', close);
    lines.close();
  }
};
