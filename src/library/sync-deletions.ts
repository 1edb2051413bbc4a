import { inSlices, number, type SectionWork, type SyncContext, nameOf } from './sync-context.ts';
import { settle, takeInventory, type Inventory } from './sync-inventory.ts';
import { findRelinks } from './sync-relink.ts';

/** Beyond both, a loss looks like an unplugged disk rather than a tidy-up. */
const mostLost = 50;
const mostLostShare = 0.2;

/**
 * Takes out of the mirror what the server no longer has. All libraries are compared before the first track goes, since a track may have moved from one to
 * the other. Large losses wait for the user's word.
 */
export const removeVanished = async (context: SyncContext, works: readonly SectionWork[]): Promise<void> => {
  const inventories = new Map<SectionWork, Inventory>();
  for (const work of works) {
    const inventory = await takeInventory(context, work, 'track', true);
    if (inventory !== undefined) inventories.set(work, inventory);
  }
  for (const work of works) {
    const inventory = inventories.get(work);
    if (inventory !== undefined) await removeTracks(context, work, inventory);
    if (work.state.heldBack === 0 && (work.shelvesMoved || (inventory?.vanished.length ?? 0) > 0))
      await removeShelves(context, work);
    context.mirror.transaction(() => context.sections.save(work.state));
  }
};

/** A library the server no longer has although the user still names it: it was made anew. Its tracks mostly came back under new ids. */
export const removeLostSection = async (context: SyncContext, work: SectionWork): Promise<void> => {
  const vanished: number[] = [];
  for (let after = 0; ;) {
    const slice = context.mirror.slice('track', work.state.id, after, 2_000);
    const last = slice.at(-1);
    if (last === undefined) break;
    vanished.push(...slice.map(({ n }) => n));
    after = last.n;
  }
  work.state.onServer = 0;
  await removeTracks(context, work, { onServer: 0, vanished });
  if (work.state.heldBack === 0) await forgetSection(context, work.state.id);
  else context.mirror.transaction(() => context.sections.save(work.state));
};

/** Takes a library that the user no longer names out of the mirror; asked for, so nothing holds it back. Returns its number of tracks. */
export const forgetSection = async (context: SyncContext, sectionId: string): Promise<number> => {
  const removed = context.mirror.count('track', sectionId);
  for (const level of ['track', 'album', 'artist'] as const) {
    for (;;) {
      const slice = context.mirror.slice(level, sectionId, 0, 2_000);
      if (slice.length === 0) break;
      await inSlices(context, slice, ({ n }) => context.mirror.remove(level, n));
    }
  }
  context.mirror.transaction(() => context.sections.remove(sectionId));
  return removed;
};

const removeTracks = async (context: SyncContext, work: SectionWork, inventory: Inventory): Promise<void> => {
  const { counts, mirror, aliases } = context;
  const { vanished, onServer } = inventory;
  const before = mirror.count('track', work.state.id);
  const relinks = await findRelinks(context, vanished, work.state.settledIn);
  await inSlices(context, relinks, (relink) => {
    aliases.relink(relink.oldId, relink.newId);
    mirror.remove('track', relink.n);
    counts.relinked += 1;
    if (relink.addedNow) counts.added -= 1;
  });
  const relinked = new Set(relinks.map(({ n }) => n));
  const lost = vanished.filter((n) => !relinked.has(n));
  if (mustWait(context, lost.length, before, onServer)) {
    work.state.heldBack = lost.length;
  } else {
    work.state.heldBack = 0;
    await inSlices(context, lost, (n) => {
      mirror.remove('track', n);
      counts.removed += 1;
    });
  }
  settle(context, work, 'track', onServer);
};

const mustWait = (context: SyncContext, lost: number, before: number, onServer: number): boolean => {
  if (lost === 0 || context.allowMassDeletion) return false;
  return (onServer === 0 && lost === before) || (lost > mostLost && lost > before * mostLostShare);
};

/** Artists and albums follow their tracks. An empty list while tracks remain is not believed. */
const removeShelves = async (context: SyncContext, work: SectionWork): Promise<void> => {
  for (const level of ['artist', 'album'] as const) {
    const inventory = await takeInventory(context, work, level, false);
    if (inventory === undefined) continue;
    const believable = inventory.onServer > 0 || context.mirror.count('track', work.state.id) === 0;
    if (believable) await inSlices(context, inventory.vanished, (n) => context.mirror.remove(level, n));
    settle(context, work, level, inventory.onServer);
  }
};

export const warnHeldBack = (context: SyncContext, work: SectionWork): void => {
  const { heldBack, title } = work.state;
  if (heldBack === 0) return;
  context.warnings.push(
    `${number(heldBack)} tracks of "${title}" are gone from ${nameOf(context.server)} at once and were kept. If a disk is not mounted, mount it and ` +
      'scan the library; if they are gone for good, run a sync that allows mass deletion.',
  );
};
