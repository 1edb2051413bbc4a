import { throwIfAborted } from '../lib/errors.ts';
import type { Level } from '../servers/server.ts';
import type { MirroredItem } from './mirror.ts';
import { inSlices, number, type SectionWork, type SyncContext, nameOf } from './sync-context.ts';
import { nextTurn } from './turns.ts';

/** Items asked for in one go: few enough to keep their ids in memory and to go on from after a crash. */
const batchSize = 50_000;
const readSize = 2_000;
/** From here on, "no item has any tag" is more likely a fault of the server than the truth. */
const suspiciousSize = 50;

/** Reads the own tags of all items of a level, from where the pass stands. */
export const readTagsOfLevel = async (context: SyncContext, work: SectionWork, level: Level): Promise<void> => {
  const total = context.mirror.count(level, work.section.id);
  let after = work.state.pass?.level === level && work.state.pass.step === 'tags' ? work.state.pass.offset : 0;
  for (;;) {
    const items = await collect(context, work, level, after);
    const last = items.at(-1);
    if (last === undefined) return;
    await readTags(context, work, level, items, total);
    after = last.n;
    const { pass } = work.state;
    if (pass === undefined) continue;
    work.state.pass = { ...pass, level, step: 'tags', offset: after };
    context.sections.save(work.state);
  }
};

/** Reads the own tags of these items; an item the server leaves out has none. */
export const readTagsOf = async (
  context: SyncContext,
  work: SectionWork,
  level: Level,
  ids: Iterable<string>,
): Promise<void> => {
  const items: MirroredItem[] = [];
  for (const id of ids) {
    const n = context.mirror.numberOf(level, id);
    if (n !== undefined) items.push({ n, id });
  }
  for (let start = 0; start < items.length; start += batchSize) {
    await readTags(context, work, level, items.slice(start, start + batchSize), items.length);
  }
};

const collect = async (
  context: SyncContext,
  work: SectionWork,
  level: Level,
  after: number,
): Promise<readonly MirroredItem[]> => {
  const items: MirroredItem[] = [];
  let from = after;
  while (items.length < batchSize) {
    const slice = context.mirror.slice(level, work.section.id, from, readSize);
    items.push(...slice);
    const last = slice.at(-1);
    if (last === undefined) break;
    from = last.n;
    await nextTurn();
  }
  return items;
};

const readTags = async (
  context: SyncContext,
  work: SectionWork,
  level: Level,
  items: readonly MirroredItem[],
  total: number,
): Promise<void> => {
  const { server, tags, progress, signal, writer } = context;
  const { title, id } = work.section;
  const untold = new Map(items.map((item) => [item.id, item.n]));
  const ids = items.map((item) => item.id);
  for await (const batch of server.listTags(id, level, ids, signal)) {
    throwIfAborted(signal);
    // In the mirror's own order neighbouring rows share pages, whatever order the server answered in.
    const told = batch.flatMap((item) => {
      const n = untold.get(item.id);
      return n === undefined || !untold.delete(item.id) ? [] : [{ ...item, owner: n }];
    });
    told.sort((a, b) => a.owner - b.owner);
    await writer.tags({ level, items: told });
    progress.step(title, 'tags', Math.min(total, items.length - untold.size), total, batch.length);
  }
  await writer.drain();
  if (untold.size === items.length && items.length >= suspiciousSize) {
    const held = items.some((item) => tags.has(level, item.n));
    if (!held) return;
    context.warnings.push(
      `${nameOf(server)} told no tags at all for ${number(items.length)} items of "${title}"; the known ones were kept.`,
    );
    return;
  }
  await inSlices(context, [...untold.values()], (n) => void tags.remove(level, n));
};
