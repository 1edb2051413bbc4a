import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';
import { areIndexesComplete, makeDeferredIndexes } from './deferred-indexes.ts';

export interface DiskWork {
  readonly path: string;
  readonly periodMs: number;
}
export type DiskQuestion = 'move' | 'index' | 'stop';
export interface DiskAnswer {
  readonly kind: 'moved' | 'indexed';
  /** Frames of the write-ahead log that are not in the file yet. */
  readonly backlog: number;
}

export interface DiskThread {
  /** Waits when the log has grown large, so that it can be emptied and begun anew. */
  readonly keepUp: () => Promise<void>;
  /** Makes the indexes that a first load left out. */
  readonly makeIndexes: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const periodMs = 250;
/** In frames of a page, 4 KB: about 64 MB. */
const largeLog = 16_000;
const usualAutoCheckpoint = 1_000;
const patienceMs: Readonly<Record<DiskQuestion, number>> = { move: 10_000, index: 10 * 60_000, stop: 10_000 };

/**
 * Does on a thread of its own what waits for the disk for long, while much is written: moving the log into the file, and sorting indexes. On this thread it
 * would stall everything else the process does. Should the thread fail, the work is done here after all.
 */
export const startDiskThread = (database: Database): DiskThread => {
  const makeIndexesHere = (): void => {
    if (!areIndexesComplete(database)) makeDeferredIndexes(database);
  };
  if (database.memory)
    return {
      keepUp: () => Promise.resolve(),
      makeIndexes: async () => makeIndexesHere(),
      stop: () => Promise.resolve(),
    };

  const work: DiskWork = { path: database.name, periodMs };
  const worker = new Worker(workerUrl(), { workerData: work, execArgv: [] });
  let backlog = 0;
  let running = true;
  const giveUp = (): void => {
    running = false;
    if (database.open) database.pragma(`wal_autocheckpoint = ${usualAutoCheckpoint}`);
  };
  database.pragma('wal_autocheckpoint = 0');
  worker.on('message', (answer: DiskAnswer) => void (backlog = answer.backlog));
  worker.once('error', giveUp);
  worker.once('exit', giveUp);
  worker.unref();

  /** Between requests nothing else may keep the process alive, so the thread does while it is waited for. */
  const ask = async (question: DiskQuestion): Promise<void> => {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), patienceMs[question]);
    worker.ref();
    try {
      const answered = waitFor(worker, question, patience.signal);
      worker.postMessage(question);
      await answered;
    } catch {
      // Too slow or gone: what was asked is done here, or later by SQLite itself.
      if (question === 'stop') await worker.terminate();
    } finally {
      clearTimeout(timer);
      worker.unref();
    }
  };

  return {
    async keepUp() {
      if (!running || backlog < largeLog) return;
      await ask('move');
      backlog = 0;
    },
    async makeIndexes() {
      if (running && !areIndexesComplete(database)) await ask('index');
      makeIndexesHere();
    },
    async stop() {
      if (running) await ask('stop');
      giveUp();
    },
  };
};

const waitFor = async (worker: Worker, question: DiskQuestion, signal: AbortSignal): Promise<void> => {
  if (question === 'stop') {
    await once(worker, 'exit', { signal });
    return;
  }
  const wanted: DiskAnswer['kind'] = question === 'move' ? 'moved' : 'indexed';
  const ended = once(worker, 'exit', { signal }).then(() => undefined);
  for (;;) {
    const answer = (await Promise.race([once(worker, 'message', { signal }), ended])) as [DiskAnswer] | undefined;
    if (answer === undefined || answer[0].kind === wanted) return;
  }
};

/** The worker lies beside this file, as TypeScript in a checkout and as JavaScript in the image. */
const workerUrl = (): URL => {
  const here = import.meta.url;
  return new URL(here.endsWith('.ts') ? './disk-worker.ts' : './disk-worker.js', here);
};
