import { isConstraintError } from './first-load.ts';
import type { Mirror } from './mirror.ts';
import type { ItemsPage, TagsPage, Tally } from './page-writer.ts';
import type { SectionStore } from './store-sections.ts';
import type { TagStore } from './store-tags.ts';

export interface PageWorkParts {
  readonly mirror: Mirror;
  readonly tags: TagStore;
  readonly sections: SectionStore;
}

/** Writes rows `start` to `end` of a page in one transaction, on whatever thread it is used. */
export const createPageWork = ({ mirror, tags, sections }: PageWorkParts) => {
  let tally: Tally = { added: 0, changed: 0 };

  const addNew = ({ level, rows, syncNumber }: ItemsPage, start: number, end: number) => {
    const slice = rows.slice(start, end);
    const write = mirror.prepareNew(level, slice, syncNumber);
    return (): Tally => {
      write();
      return { added: slice.length, changed: 0 };
    };
  };
  const writeEach = ({ level, rows, syncNumber }: ItemsPage, start: number, end: number): Tally => {
    const counts = { added: 0, changed: 0, same: 0 };
    for (let at = start; at < end; at += 1) {
      const row = rows[at];
      if (row !== undefined) counts[mirror.writeRow(level, row, syncNumber)] += 1;
    }
    return counts;
  };
  const save = (page: ItemsPage, isWhole: boolean, sum: Tally): void => {
    const { state, offset } = page;
    const pass = state.pass && {
      ...state.pass,
      offset: isWhole ? state.pass.offset : offset,
      added: state.pass.added + sum.added,
      changed: state.pass.changed + sum.changed,
    };
    sections.save({ ...state, pass });
  };
  const inTransaction = (page: ItemsPage, end: number, write: () => Tally): void => {
    tally = mirror.transaction(() => {
      const found = write();
      // Only tracks are counted for people.
      const counted = page.level === 'track' ? found : { added: 0, changed: 0 };
      const sum = { added: tally.added + counted.added, changed: tally.changed + counted.changed };
      save(page, end === page.rows.length, sum);
      return sum;
    });
  };

  return {
    writeItems(page: ItemsPage, start: number, end: number): void {
      if (page.fresh) {
        try {
          inTransaction(page, end, addNew(page, start, end));
          return;
        } catch (error) {
          if (!isConstraintError(error)) throw error;
        }
      }
      inTransaction(page, end, () => writeEach(page, start, end));
    },
    writeTags({ level, items }: TagsPage, start: number, end: number): void {
      mirror.transaction(() => tags.writeMany(level, items.slice(start, end)));
    },
    takeTally(): Tally {
      const taken = tally;
      tally = { added: 0, changed: 0 };
      return taken;
    },
  };
};
export type PageWork = ReturnType<typeof createPageWork>;
