import { throwIfAborted } from '../lib/errors.ts';
import type { Logger } from '../lib/logger.ts';
import type { Level, MusicSection, MusicServer } from '../servers/server.ts';
import type { SyncPhase } from './library.ts';
import type { Mirror } from './mirror.ts';
import type { PageWriter } from './page-writer.ts';
import type { AliasStore } from './store-aliases.ts';
import type { SectionState, SectionStore } from './store-sections.ts';
import type { TagStore } from './store-tags.ts';
import type { ProgressMeter } from './sync-progress.ts';
import { nextTurn, sliceSize } from './turns.ts';

/** How people call the server. */
export const nameOf = (server: Pick<MusicServer, 'kind'>): string =>
  server.kind.charAt(0).toUpperCase() + server.kind.slice(1);

/** What every step of one sync shares. */
export interface SyncContext {
  readonly server: MusicServer;
  readonly mirror: Mirror;
  readonly writer: PageWriter;
  readonly tags: TagStore;
  readonly aliases: AliasStore;
  readonly sections: SectionStore;
  readonly progress: ProgressMeter;
  readonly logger: Logger;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Counts syncs; a track's first one tells whether it is newer than another. */
  readonly syncNumber: number;
  readonly allowMassDeletion: boolean;
  readonly counts: { added: number; changed: number; removed: number; relinked: number };
  readonly warnings: string[];
}

/** One music library during one sync. */
export interface SectionWork {
  readonly section: MusicSection;
  readonly state: SectionState;
  readonly kind: 'full' | 'incremental';
  /** Something besides plays and ratings moved, so artists and albums are counted as well. */
  shelvesMoved: boolean;
  /** Levels whose whole listing was read in this sync. */
  readonly readWhole: Set<Level>;
  /** The listing shifted while it was read. */
  dirty: boolean;
}

export const phaseOf: Readonly<Record<Level, SyncPhase>> = { artist: 'artists', album: 'albums', track: 'tracks' };

/** Works through a list in short turns, each in one transaction; other work of the process runs in between. */
export const inSlices = async <Item>(
  context: Pick<SyncContext, 'mirror' | 'signal'>,
  items: readonly Item[],
  work: (item: Item) => void,
  afterSlice?: (done: number) => void,
): Promise<void> => {
  for (let start = 0; start < items.length; start += sliceSize) {
    throwIfAborted(context.signal);
    const slice = items.slice(start, start + sliceSize);
    context.mirror.transaction(() => {
      for (const item of slice) work(item);
      afterSlice?.(start + slice.length);
    });
    await nextTurn();
  }
};

export const number = (value: number): string => value.toLocaleString('en-US');
