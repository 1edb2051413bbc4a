import { throwIfAborted } from '../lib/errors.ts';
import type { Level } from '../servers/server.ts';
import { phaseOf, type SectionWork, type SyncContext } from './sync-context.ts';
import { readLevel } from './sync-items.ts';
import { nextTurn, sliceSize } from './turns.ts';

const dayMs = 24 * 3_600_000;
const readSize = 2_000;

/** What the server's key list says about a level of a section. */
export interface Inventory {
  readonly onServer: number;
  /** Numbers of mirrored items that the server does not list any more. */
  readonly vanished: readonly number[];
}

/**
 * Compares the mirror with the server: by count, and by all keys when counts disagree in a way not seen before, or once a day. Items the deltas missed are
 * read. undefined = nothing may be concluded about deletions (nothing to do, or the list shifted while it was read).
 */
export const takeInventory = async (
  context: SyncContext,
  work: SectionWork,
  level: Level,
  daily: boolean,
): Promise<Inventory | undefined> => {
  const { section, state } = work;
  const onServer = await context.server.countItems(section.id, level, context.signal);
  if (level === 'track') state.onServer = onServer;
  if (!isDue(context, work, level, onServer, daily)) return undefined;
  if (section.scanning && !context.allowMassDeletion) {
    context.warnings.push(`"${section.title}" is being scanned; deletions are looked for when that is done.`);
    return undefined;
  }
  const found = await compareKeys(context, work, level);
  if (found === undefined) {
    context.warnings.push(
      `"${section.title}" changed while its ${phaseOf[level]} were counted; deletions wait for the next sync.`,
    );
    return undefined;
  }
  // What is still unknown after a whole reading has no readable row and is not looked for again.
  const knownUnreadable = state.settled[level]?.unknown ?? 0;
  if (found.unknown > knownUnreadable && !work.readWhole.has(level)) await readMissed(context, work, level);
  return { onServer: found.total, vanished: found.vanished };
};

/** Remembers that mirror and server were compared to the end. */
export const settle = (context: SyncContext, work: SectionWork, level: Level, onServer: number): void => {
  const mirrored = context.mirror.count(level, work.section.id);
  const { state } = work;
  const heldBack = level === 'track' ? state.heldBack : 0;
  state.settled[level] = { mirrored, onServer, unknown: Math.max(0, onServer - mirrored + heldBack) };
  if (level !== 'track') return;
  state.settledIn = context.syncNumber;
  state.inventoryAtMs = context.now();
};

const isDue = (context: SyncContext, work: SectionWork, level: Level, onServer: number, daily: boolean): boolean => {
  const { state, section } = work;
  const mirrored = context.mirror.count(level, section.id);
  // What was held back is looked at again when the user confirms, or when it seems to be back.
  if (state.heldBack > 0 && (context.allowMassDeletion || mirrored === onServer)) return true;
  if (mirrored === onServer && !work.dirty && work.readWhole.has(level)) {
    // Every listed item was just written, and there are no others.
    settle(context, work, level, onServer);
    return false;
  }
  const settled = state.settled[level];
  const explained = mirrored === onServer || (settled?.mirrored === mirrored && settled.onServer === onServer);
  if (!explained || work.dirty) return true;
  const age = state.inventoryAtMs === undefined ? Infinity : Math.abs(context.now() - state.inventoryAtMs);
  return daily && age >= dayMs;
};

/** undefined = the list was not whole or changed on the way. */
const compareKeys = async (context: SyncContext, work: SectionWork, level: Level) => {
  const { mirror, server, signal, progress } = context;
  const { section } = work;
  const last = mirror.lastNumber(level);
  const seen = new Uint8Array((last >> 3) + 1);
  const unknown = new Set<string>();
  let total: number | undefined;
  let reached = 0;
  let known = 0;
  let unreadable = 0;
  for await (const page of server.listIds(section.id, level, signal)) {
    throwIfAborted(signal);
    if (total !== undefined && total !== page.total && page.openEnded !== true) return undefined;
    total = page.total;
    reached = page.nextOffset;
    unreadable += page.unreadable;
    for (let start = 0; start < page.items.length; start += sliceSize) {
      for (const id of page.items.slice(start, start + sliceSize)) {
        const n = mirror.numberOf(level, id);
        if (n === undefined) unknown.add(id);
        else if (mark(seen, n)) known += 1;
      }
      await nextTurn();
    }
    progress.step(section.title, 'deletions', page.nextOffset, page.total, 0);
  }
  // A key that stood on two pages hides one that stood on none.
  if (reached < (total ?? 0) || known + unknown.size + unreadable < (total ?? 0)) return undefined;
  const vanished = await findUnseen(context, work, level, seen, last);
  return { vanished, unknown: unknown.size, total: total ?? 0 };
};

/** One bit per item; true = it was not set. */
const mark = (bits: Uint8Array, n: number): boolean => {
  const before = bits[n >> 3] ?? 0;
  const bit = 1 << (n & 7);
  bits[n >> 3] = before | bit;
  return (before & bit) === 0;
};

const findUnseen = async (
  context: SyncContext,
  work: SectionWork,
  level: Level,
  seen: Uint8Array,
  last: number,
): Promise<readonly number[]> => {
  const unseen: number[] = [];
  for (let after = 0; ;) {
    throwIfAborted(context.signal);
    const slice = context.mirror.slice(level, work.section.id, after, readSize);
    for (const { n } of slice) if (n <= last && ((seen[n >> 3] ?? 0) & (1 << (n & 7))) === 0) unseen.push(n);
    const end = slice.at(-1);
    if (end === undefined) return unseen;
    after = end.n;
    await nextTurn();
  }
};

/** The deltas missed something: read the whole listing once. */
const readMissed = async (context: SyncContext, work: SectionWork, level: Level): Promise<void> => {
  context.logger.info(
    { section: work.section.title, level },
    'Items were missing from the mirror; reading the whole list',
  );
  const kept = work.state.pass;
  await readLevel(context, work, level);
  if (level === 'track') {
    context.counts.added += work.state.pass?.added ?? 0;
    context.counts.changed += work.state.pass?.changed ?? 0;
  }
  work.state.pass = kept;
  context.mirror.transaction(() => context.sections.save(work.state));
};
