/** The thread of `background-checkpoint.ts`: moves what was logged into the database file, over and over, until told to stop. */
import { parentPort, workerData } from 'node:worker_threads';
import SqliteDatabase from 'better-sqlite3';
import type { CheckpointWork, LogState } from './background-checkpoint.ts';

const { path, periodMs } = workerData as CheckpointWork;
const database = new SqliteDatabase(path, { fileMustExist: true });
const port = parentPort;

const move = (): void => {
  const [state] = database.pragma('wal_checkpoint(PASSIVE)') as readonly LogState[];
  if (state !== undefined) port?.postMessage(state);
};

const timer = setInterval(move, periodMs);
port?.on('message', (message) => {
  if (message === 'move') {
    move();
    return;
  }
  clearInterval(timer);
  database.close();
  port.close();
});
