import type { QueuedCommand } from './command-queue.ts';

/** What an order means: which operation, in which line it waits, and what it says without being told. */
export type Verb = Pick<QueuedCommand, 'operation' | 'kind'> & { readonly input?: object };

/** What may stand in `command:` of the event `harmoniq_command`. */
export const verbs: Readonly<Record<string, Verb>> = {
  // Wishes are only noted down here: the conductor makes the playlist, once, however often somebody changes his mind.
  'refresh-flow': { operation: 'refresh-flow', kind: 'setting', input: { apply: false } },
  'choose-window': { operation: 'choose-window', kind: 'setting', input: { apply: false } },
  'more-like-this': { operation: 'more-like-this', kind: 'setting', input: { apply: false } },
  'not-today': { operation: 'not-today', kind: 'setting', input: { apply: false } },
  'set-flow': { operation: 'set-flow', kind: 'setting' },
  run: { operation: 'run-recipe', kind: 'work' },
  'run-all': { operation: 'run-cycle', kind: 'work' },
  sync: { operation: 'sync-library', kind: 'work' },
  undo: { operation: 'undo', kind: 'work' },
};

/** What the bus calls an operation that a button or a switch asks for. */
export const nameOfOperation = (operation: string): string =>
  Object.keys(verbs).find((name) => verbs[name]?.operation === operation) ?? operation;
