import type { Database } from 'better-sqlite3';
import { makeDeferredIndexes } from './deferred-indexes.ts';
import type { PageWork } from './page-work.ts';
import type { PageWriter } from './page-writer.ts';
import { nextTurn, sliceSize } from './turns.ts';

/** Writes on this thread, in short turns: for what is soon done, where a thread of its own would cost more than it saves. */
export const createInlineWriter = (database: Database, work: PageWork): PageWriter => {
  const inTurns = async (length: number, write: (start: number, end: number) => void): Promise<void> => {
    for (let start = 0; start === 0 || start < length; start += sliceSize) {
      write(start, Math.min(length, start + sliceSize));
      await nextTurn();
    }
  };
  return {
    items: (page) => inTurns(page.rows.length, (start, end) => work.writeItems(page, start, end)),
    tags: (page) => inTurns(page.items.length, (start, end) => work.writeTags(page, start, end)),
    drain: () => Promise.resolve(work.takeTally()),
    makeIndexes: async () => makeDeferredIndexes(database),
    close: () => Promise.resolve(),
  };
};
