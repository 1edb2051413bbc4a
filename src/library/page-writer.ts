import type { Level } from '../servers/server.ts';
import type { ItemRow } from './item-row.ts';
import type { SectionState } from './store-sections.ts';
import type { OwnedTags } from './store-tags.ts';

/** A page of a listing, as rows of the mirror. */
export interface ItemsPage {
  readonly level: Level;
  readonly rows: readonly ItemRow[];
  readonly syncNumber: number;
  /** None of these rows should be in the mirror yet. Only a hint: what is there is found. */
  readonly fresh: boolean;
  /** Where the page begins: the place to go on from while it is not wholly in. */
  readonly offset: number;
  /** The section as it stands with this page; its pass counts as of when the tally was last taken. */
  readonly state: SectionState;
}

export interface TagsPage {
  readonly level: Level;
  /** In the order of their numbers. */
  readonly items: readonly OwnedTags[];
}

/** What became of the tracks. */
export interface Tally {
  readonly added: number;
  readonly changed: number;
}

/** Puts what a whole reading brings into the mirror: each page, and the place to go on from, in one transaction. */
export interface PageWriter {
  /** Takes a page. Resolves when the next may come, which can be before this one is in; a failure then shows at a later call. */
  readonly items: (page: ItemsPage) => Promise<void>;
  readonly tags: (page: TagsPage) => Promise<void>;
  /** Resolves when everything taken is in, with the tally since the last time. */
  readonly drain: () => Promise<Tally>;
  /** Makes the indexes that a first load leaves out. */
  readonly makeIndexes: () => Promise<void>;
  readonly close: () => Promise<void>;
}
