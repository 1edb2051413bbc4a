import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';

/** Frames in the write-ahead log, and how many of them are in the database file already. */
export interface LogState {
  readonly log: number;
  readonly checkpointed: number;
}

export interface CheckpointWork {
  readonly path: string;
  readonly periodMs: number;
}

export interface BackgroundCheckpoint {
  /** Waits when the log has grown large, so that it can be emptied and begun anew. */
  readonly keepUp: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const periodMs = 250;
/** In frames of a page, 4 KB: about 64 MB. */
const largeLog = 16_000;
const usualAutoCheckpoint = 1_000;
const patienceMs = 10_000;

/**
 * Moves the log into the file on a thread of its own while much is written: on a slow disk each move waits for the disk for tens of milliseconds,
 * which would stall everything else the process does. Without the thread SQLite does it in between, as always.
 */
export const startBackgroundCheckpoint = (database: Database): BackgroundCheckpoint => {
  if (database.memory) return { keepUp: () => Promise.resolve(), stop: () => Promise.resolve() };
  const work: CheckpointWork = { path: database.name, periodMs };
  const worker = new Worker(workerUrl(), { workerData: work, execArgv: [] });
  let log = 0;
  let running = true;
  const giveUp = (): void => {
    running = false;
    if (database.open) database.pragma(`wal_autocheckpoint = ${usualAutoCheckpoint}`);
  };
  database.pragma('wal_autocheckpoint = 0');
  worker.on('message', (state: LogState) => void (log = state.log === state.checkpointed ? 0 : state.log));
  worker.once('error', giveUp);
  worker.once('exit', giveUp);
  worker.unref();

  /** Between requests nothing else may keep the process alive, so the thread does while it is waited for. */
  const ask = async (question: 'move' | 'stop', answer: 'message' | 'exit'): Promise<void> => {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), patienceMs);
    worker.ref();
    try {
      const answered = once(worker, answer, { signal: patience.signal });
      worker.postMessage(question);
      await answered;
    } catch {
      // Too slow or gone: the log is moved the usual way, later.
      if (question === 'stop') await worker.terminate();
    } finally {
      clearTimeout(timer);
      worker.unref();
    }
  };

  return {
    async keepUp() {
      if (!running || log < largeLog) return;
      await ask('move', 'message');
      log = 0;
    },
    async stop() {
      if (running) await ask('stop', 'exit');
      giveUp();
    },
  };
};

/** The worker lies beside this file, as TypeScript in a checkout and as JavaScript in the image. */
const workerUrl = (): URL => {
  const here = import.meta.url;
  return new URL(here.endsWith('.ts') ? './checkpoint-worker.ts' : './checkpoint-worker.js', here);
};
