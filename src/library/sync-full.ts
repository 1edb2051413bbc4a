import type { Level } from '../servers/server.ts';
import type { PageWriter } from './page-writer.ts';
import type { Pass } from './store-sections.ts';
import { phaseOf, type SectionWork, type SyncContext } from './sync-context.ts';
import { readLevel } from './sync-items.ts';
import { readTagsOfLevel } from './sync-tags.ts';

const levels: readonly Level[] = ['artist', 'album', 'track'];
const steps = [
  ...levels.map((level) => ({ level, step: 'items' as const })),
  ...levels.map((level) => ({ level, step: 'tags' as const })),
];

/**
 * Reads everything of a section: first all items, so that matching works soon, then all tags. Goes on where a former process was cut off. `openWriter` gets
 * the number of rows to come.
 */
export const readWholeSection = async (
  context: SyncContext,
  work: SectionWork,
  openWriter: (rows: number) => PageWriter,
): Promise<void> => {
  const { state, section } = work;
  const resumed = state.pass;
  const first = resumed === undefined ? 0 : steps.findIndex((step) => same(step, resumed));
  if (resumed !== undefined)
    context.logger.info({ section: section.title, ...resumed }, 'Reading of the library goes on where it stopped');
  const rows = await expectRows(context, work, first);
  work.shelvesMoved = true;
  const writer = openWriter(rows);
  try {
    const reading = { ...context, writer };
    for (const { level, step } of steps.slice(Math.max(0, first))) {
      enter(context, work, level, step);
      if (step === 'items') await readLevel(reading, work, level);
      else await readTagsOfLevel(reading, work, level);
    }
    context.progress.step(section.title, 'indexing', 0, 1, 0);
    await writer.makeIndexes();
  } finally {
    await writer.close();
  }
  finish(context, work);
};

const same = (step: { readonly level: Level; readonly step: Pass['step'] }, pass: Pass): boolean =>
  step.level === pass.level && step.step === pass.step;

/** Marks that this step is the one to go on with after a restart. */
const enter = (context: SyncContext, work: SectionWork, level: Level, step: Pass['step']): void => {
  const { pass } = work.state;
  if (pass !== undefined && same({ level, step }, pass)) return;
  const begun = pass ?? { serverTimeMs: undefined, dirty: false, added: 0, changed: 0 };
  work.state.pass = { ...begun, level, step, offset: 0, total: undefined };
  context.mirror.transaction(() => context.sections.save(work.state));
};

/** Three cheap counts tell how much is to come: every item once as a row and once for its tags. */
const expectRows = async (context: SyncContext, work: SectionWork, firstStep: number): Promise<number> => {
  const { server, progress, signal } = context;
  const totals: Partial<Record<Level, number>> = {};
  for (const level of levels) totals[level] = await server.countItems(work.section.id, level, signal);
  const left = steps.slice(Math.max(0, firstStep)).map(({ level }) => totals[level] ?? 0);
  for (const rows of left) progress.expect(rows);
  progress.step(work.section.title, phaseOf.artist, 0, totals.artist ?? 0, 0);
  return left.reduce((sum, rows) => sum + rows, 0);
};

const finish = (context: SyncContext, work: SectionWork): void => {
  const { state } = work;
  const { pass } = state;
  context.counts.added += pass?.added ?? 0;
  context.counts.changed += pass?.changed ?? 0;
  work.dirty ||= pass?.dirty ?? false;
  state.deltaSinceMs = pass?.serverTimeMs ?? state.deltaSinceMs;
  state.fullAtMs = context.now();
  state.pass = undefined;
  context.mirror.transaction(() => context.sections.save(state));
};
