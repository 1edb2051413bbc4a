/** The thread of `write-thread.ts`: takes pages, writes them through a connection of its own, and answers each. */
import { parentPort, workerData } from 'node:worker_threads';
import SqliteDatabase from 'better-sqlite3';
import { songKeyOf, trackKeys } from '../core/match/keys.ts';
import { setPragmas } from './database.ts';
import { makeDeferredIndexes } from './deferred-indexes.ts';
import { createMirror } from './mirror.ts';
import { unpackItems, unpackTags } from './page-packing.ts';
import { createPageWork } from './page-work.ts';
import { createShape } from './shape.ts';
import { createAliasStore } from './store-aliases.ts';
import { createKeyStore } from './store-keys.ts';
import { createSectionStore } from './store-sections.ts';
import { createTagStore } from './store-tags.ts';
import type { WriteAnswer, WriteQuestion, WriteTask } from './write-thread.ts';

/** In pages of the log, 4 KB each: seldom enough that the disk is not waited for all the time. */
const autoCheckpoint = 4_000;
/** Writing goes all over the file, and the thread gives it back when it ends. */
const cacheKilobytes = 16_000;
/** Rows per transaction: other writers wait no longer than these take. */
const sliceSize = 1_000;

const { path } = workerData as WriteTask;
const database = new SqliteDatabase(path, { fileMustExist: true, timeout: 10_000 });
setPragmas(database, cacheKilobytes);
database.pragma(`wal_autocheckpoint = ${autoCheckpoint}`);

const keying = { keysOf: trackKeys, songKeyOf };
const aliases = createAliasStore(database);
const keys = createKeyStore(database, keying);
const shape = createShape(database);
const tags = createTagStore(database, shape);
const mirror = createMirror({ database, keys, tags, aliases, keying, shape });
const work = createPageWork({ mirror, tags, sections: createSectionStore(database) });

const inSlices = (length: number, write: (start: number, end: number) => void): void => {
  for (let start = 0; start === 0 || start < length; start += sliceSize)
    write(start, Math.min(length, start + sliceSize));
};

const answer = (question: WriteQuestion): WriteAnswer => {
  if (question.kind === 'items') {
    const page = unpackItems(question.page);
    inSlices(page.rows.length, (start, end) => work.writeItems(page, start, end));
  } else if (question.kind === 'tags') {
    const page = unpackTags(question.page);
    inSlices(page.items.length, (start, end) => work.writeTags(page, start, end));
  } else if (question.kind === 'drain') return { tally: work.takeTally() };
  else if (question.kind === 'index') makeDeferredIndexes(database);
  return {};
};

let failure: string | undefined;
const port = parentPort;
port?.on('message', (question: WriteQuestion) => {
  if (question.kind === 'stop') {
    if (failure === undefined) database.pragma('wal_checkpoint(PASSIVE)');
    database.close();
    port.close();
    return;
  }
  try {
    // After a failure nothing more: the place to go on from would jump over what is missing.
    if (failure === undefined) port.postMessage(answer(question));
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  if (failure !== undefined) port.postMessage({ failure } satisfies WriteAnswer);
});
