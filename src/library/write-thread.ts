import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';
import { HarmoniqError } from '../lib/errors.ts';
import type { ItemsPage, PageWriter, Tally } from './page-writer.ts';
import { packItems, packTags, type PackedItems, type PackedTags } from './page-packing.ts';

export interface WriteTask {
  readonly path: string;
}
export type WriteQuestion =
  | { readonly kind: 'items'; readonly page: PackedItems }
  | { readonly kind: 'tags'; readonly page: PackedTags }
  | { readonly kind: 'drain' | 'index' | 'stop' };
/** One for each question, in their order. */
export interface WriteAnswer {
  /** What went wrong; nothing is written any more afterwards. */
  readonly failure?: string | undefined;
  readonly tally?: Tally | undefined;
}

/** Pages handed over and not yet in: one being written, one ready. */
const mostUnderWay = 2;
const usualAutoCheckpoint = 1_000;
const stopPatienceMs = 10_000;
/** Far more than it needs; a fault shall not take the machine's memory. */
const resourceLimits = { maxOldGenerationSizeMb: 160, maxYoungGenerationSizeMb: 8 };

/**
 * Writes on a thread of its own: working out keys, SQLite and the disk then cost the main thread nothing, and the next page is fetched meanwhile. The
 * thread has its own connection to the same file.
 */
export const startWriteThread = (database: Database): PageWriter => {
  const task: WriteTask = { path: database.name };
  const worker = new Worker(workerUrl(), { workerData: task, execArgv: [], resourceLimits });
  let underWay = 0;
  let failure: HarmoniqError | undefined;
  let tally: Tally = { added: 0, changed: 0 };
  let wake = (): void => undefined;

  const fail = (reason: string): void => {
    failure ??= new HarmoniqError('internal', `The mirror of the music library could not be written (${reason}).`, {
      hint: 'Check that the disk has free space and is writable; the next sync goes on where this one stopped.',
    });
    wake();
  };
  worker.on('message', (answer: WriteAnswer) => {
    underWay -= 1;
    tally = answer.tally ?? tally;
    if (answer.failure !== undefined) fail(answer.failure);
    wake();
  });
  worker.once('error', (error) => fail(error instanceof Error ? error.message : String(error)));
  worker.once('exit', () => fail('its thread has ended'));
  worker.unref();
  // What this thread writes meanwhile must not make it move the other one's log into the file.
  database.pragma('wal_autocheckpoint = 0');

  /** Between requests nothing else may keep the process alive, so the thread does while it is waited for. */
  const waitFor = async (limit: number): Promise<void> => {
    worker.ref();
    while (underWay > limit && failure === undefined) await new Promise<void>((resolve) => void (wake = resolve));
    worker.unref();
    if (failure !== undefined) throw failure;
  };
  const send = async (question: WriteQuestion, limit: number): Promise<void> => {
    if (failure !== undefined) throw failure;
    underWay += 1;
    worker.postMessage(question);
    await waitFor(limit);
  };

  return {
    items: (page: ItemsPage) => send({ kind: 'items', page: packItems(page) }, mostUnderWay - 1),
    tags: (page) => send({ kind: 'tags', page: packTags(page) }, mostUnderWay - 1),
    async drain() {
      await send({ kind: 'drain' }, 0);
      return tally;
    },
    makeIndexes: () => send({ kind: 'index' }, 0),
    async close() {
      await stop(worker);
      if (database.open) database.pragma(`wal_autocheckpoint = ${usualAutoCheckpoint}`);
    },
  };
};

/** Lets it finish what it has; ends it when that takes too long. A transaction that is cut off leaves no trace. */
const stop = async (worker: Worker): Promise<void> => {
  if (worker.threadId === -1) return;
  const ended = once(worker, 'exit', { signal: AbortSignal.timeout(stopPatienceMs) });
  worker.ref();
  worker.postMessage({ kind: 'stop' } satisfies WriteQuestion);
  try {
    await ended;
  } catch {
    await worker.terminate();
  }
};

/** The worker lies beside this file, as TypeScript in a checkout and as JavaScript in the image. */
const workerUrl = (): URL => {
  const here = import.meta.url;
  return new URL(here.endsWith('.ts') ? './write-worker.ts' : './write-worker.js', here);
};
