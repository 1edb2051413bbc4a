import type { Track } from '../core/track.ts';
import type { MirroredTrack } from './mirror.ts';
import type { SyncContext } from './sync-context.ts';
import { nextTurn, sliceSize } from './turns.ts';

/** A track that vanished and the new one that took its place. */
export interface Relink {
  readonly n: number;
  readonly oldId: string;
  readonly newId: string;
  /** The new one was counted as added in this very sync. */
  readonly addedNow: boolean;
}

/**
 * Finds for vanished tracks the new id under which the same file or the same place on the same album came back. Only tracks mirrored since the
 * last comparison qualify, so that an old second copy is not taken for a new first one; each new track replaces at most one old.
 */
export const findRelinks = async (
  context: SyncContext,
  vanished: readonly number[],
  settledIn: number,
): Promise<readonly Relink[]> => {
  const gone = new Set(vanished);
  const taken = new Set<number>();
  const relinks: Relink[] = [];
  const left = new Set(vanished);
  for (const fits of [sameFile, samePlace]) {
    let looked = 0;
    for (const n of [...left]) {
      const old = context.mirror.getTrack(n);
      const heir = old === undefined ? undefined : findHeir(context, old, fits, settledIn, gone, taken);
      if (old !== undefined && heir !== undefined) {
        taken.add(heir.n);
        left.delete(n);
        const addedNow = heir.mirroredIn === context.syncNumber;
        relinks.push({ n, oldId: old.track.id, newId: heir.track.id, addedNow });
      }
      looked += 1;
      if (looked % sliceSize === 0) await nextTurn();
    }
  }
  return relinks;
};

const findHeir = (
  context: SyncContext,
  old: MirroredTrack,
  fits: (old: Track, other: Track) => boolean,
  settledIn: number,
  gone: ReadonlySet<number>,
  taken: ReadonlySet<number>,
): MirroredTrack | undefined =>
  context.mirror.findCopies(old.track).find((other) => {
    if (other.n === old.n || gone.has(other.n) || taken.has(other.n)) return false;
    // Plex lists a moved file twice until its trash is emptied: the old entry is then marked as missing.
    const isNew = other.mirroredIn > settledIn || (old.track.missingFile && !other.track.missingFile);
    return isNew && fits(old.track, other.track);
  });

const sameFile = (old: Track, other: Track): boolean => old.filePath !== undefined && old.filePath === other.filePath;

const samePlace = (old: Track, other: Track): boolean =>
  old.guid !== undefined &&
  old.guid === other.guid &&
  old.title === other.title &&
  old.album === other.album &&
  old.trackNumber === other.trackNumber &&
  (old.discNumber ?? 1) === (other.discNumber ?? 1);
