import { idWindows, nameWindows } from './window-names.ts';
import type { WindowDraft } from './window-draft.ts';
import { findOverlaps } from './window-overlaps.ts';
import type { Window } from './window.ts';

export interface FinishedWindows {
  readonly windows: readonly Window[];
  /** Each a sentence without its full stop, about the window at this index of the list. */
  readonly problems: readonly { readonly index: number; readonly fact: string }[];
}

/** Names, ids, and whether the windows can stand beside each other. */
export const finishWindows = (drafts: readonly WindowDraft[]): FinishedWindows => {
  const named = nameWindows(drafts);
  const ids = idWindows(named);
  const windows = named.map((draft, index) => ({ id: ids[index] ?? '', ...draft }));
  return { windows, problems: findOverlaps(named) };
};
