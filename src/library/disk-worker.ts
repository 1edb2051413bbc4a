/** The thread of `disk-thread.ts`: moves what was logged into the database file, over and over, and makes indexes when asked. */
import { parentPort, workerData } from 'node:worker_threads';
import SqliteDatabase from 'better-sqlite3';
import { makeDeferredIndexes } from './deferred-indexes.ts';
import type { DiskAnswer, DiskQuestion, DiskWork } from './disk-thread.ts';

const { path, periodMs } = workerData as DiskWork;
const database = new SqliteDatabase(path, { fileMustExist: true });
database.pragma('synchronous = NORMAL');
const port = parentPort;

const move = (): void => {
  const [state] = database.pragma('wal_checkpoint(PASSIVE)') as readonly { log: number; checkpointed: number }[];
  const backlog = state === undefined || state.log === state.checkpointed ? 0 : state.log;
  port?.postMessage({ kind: 'moved', backlog } satisfies DiskAnswer);
};

const timer = setInterval(move, periodMs);
port?.on('message', (question: DiskQuestion) => {
  if (question === 'move') move();
  else if (question === 'index') {
    makeDeferredIndexes(database);
    move();
    port.postMessage({ kind: 'indexed', backlog: 0 } satisfies DiskAnswer);
  } else {
    clearInterval(timer);
    database.close();
    port.close();
  }
});
