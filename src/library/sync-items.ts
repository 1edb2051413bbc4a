import { throwIfAborted } from '../lib/errors.ts';
import type { ItemsByLevel, Level, Page } from '../servers/server.ts';
import { toItemRow } from './item-row.ts';
import type { Outcome } from './mirror.ts';
import type { Pass } from './store-sections.ts';
import { number, phaseOf, type SectionWork, type SyncContext, nameOf } from './sync-context.ts';

/**
 * Reads a level's whole listing into the mirror, from where the pass stands. What the mirror held stays until it is overwritten row by row; nothing is
 * deleted here. Each page and the place to go on are one transaction.
 */
export const readLevel = async (context: SyncContext, work: SectionWork, level: Level): Promise<void> => {
  while (!(await walk(context, work, level))) {
    context.logger.debug(
      { section: work.section.title, level },
      'Listing changed since it was cut off; reading it again',
    );
  }
  work.readWhole.add(level);
};

/** false = the listing is not the one that was begun; begin again. */
const walk = async (context: SyncContext, work: SectionWork, level: Level): Promise<boolean> => {
  const begun = passAt(work, level);
  let pass: Pass = begun;
  let unreadable = 0;
  const query = { startAt: begun.offset };
  // All that is mirrored came with this very reading: what follows is new.
  const fresh = context.mirror.count(level, work.section.id) <= begun.offset;
  for await (const page of context.server.listItems(work.section.id, level, query, context.signal)) {
    throwIfAborted(context.signal);
    if (pass === begun && begun.offset > 0 && page.total !== begun.total && page.openEnded !== true) {
      work.state.pass = { ...begun, offset: 0, total: undefined };
      return false;
    }
    unreadable += page.unreadable;
    pass = await writePage(context, work, level, pass, page, fresh);
  }
  const tally = await context.writer.drain();
  pass = { ...pass, added: begun.added + tally.added, changed: begun.changed + tally.changed };
  const { offset, total } = pass;
  if (total !== undefined && offset < total) {
    pass = { ...pass, dirty: true };
    context.warnings.push(
      `${nameOf(context.server)} ended the list of ${phaseOf[level]} of "${work.section.title}" early: ` +
        `${number(offset)} of ${number(total)}.`,
    );
  }
  work.state.pass = pass;
  work.dirty ||= pass.dirty;
  warnUnreadable(context, work, level, unreadable);
  return true;
};

const passAt = (work: SectionWork, level: Level): Pass => {
  const { pass } = work.state;
  if (pass?.level === level && pass.step === 'items') return pass;
  return {
    level,
    step: 'items',
    offset: 0,
    total: undefined,
    serverTimeMs: pass?.serverTimeMs,
    dirty: pass?.dirty ?? false,
    added: pass?.added ?? 0,
    changed: pass?.changed ?? 0,
  };
};

/** Hands a page over. The counts of the pass stay as they were begun: the writer adds its own. */
const writePage = async <L extends Level>(
  context: SyncContext,
  work: SectionWork,
  level: L,
  before: Pass,
  page: Page<ItemsByLevel[L]>,
  fresh: boolean,
): Promise<Pass> => {
  const pass: Pass = {
    ...before,
    offset: page.nextOffset,
    total: page.total,
    serverTimeMs: before.serverTimeMs ?? page.serverTimeMs,
    dirty: before.dirty || (before.total !== undefined && before.total !== page.total && page.openEnded !== true),
  };
  const rows = page.items.map((item) => toItemRow(level, item));
  const state = { ...work.state, pass };
  await context.writer.items({ level, rows, syncNumber: context.syncNumber, fresh, offset: page.offset, state });
  const read = page.nextOffset - page.offset;
  context.progress.step(work.section.title, phaseOf[level], page.nextOffset, page.total, read);
  return pass;
};

export const count = (tally: { added: number; changed: number }, outcome: Outcome): void => {
  if (outcome === 'added') tally.added += 1;
  else if (outcome === 'changed') tally.changed += 1;
};

export const warnUnreadable = (context: SyncContext, work: SectionWork, level: Level, unreadable: number): void => {
  if (unreadable === 0) return;
  context.warnings.push(
    `${number(unreadable)} ${phaseOf[level]} of "${work.section.title}" could not be read (no id or no title).`,
  );
};
