import { throwIfAborted } from '../lib/errors.ts';
import type { Change, ItemsByLevel, Level, Page } from '../servers/server.ts';
import { inSlices, number, phaseOf, type SectionWork, type SyncContext, nameOf } from './sync-context.ts';
import { count, warnUnreadable } from './sync-items.ts';
import { readTagsOf } from './sync-tags.ts';

/** Servers stamp a change a little before it shows in a listing, and their clocks are set back now and then. */
const marginMs = 15 * 60_000;
/** Up to this many tracks a whole listing costs little; above it, once a day must do. */
const smallLibrary = 20_000;
/** Changed ids kept before their tags are read. */
const mostPending = 20_000;

const contentChanges: readonly Change[] = ['updated', 'added'];
const listeningChanges: readonly Change[] = ['played', 'rated', 'skipped'];

/** Reads what changed since the last sync, one question per kind of change. */
export const readDeltas = async (context: SyncContext, work: SectionWork): Promise<void> => {
  const { section, state } = work;
  const since = (state.deltaSinceMs ?? 0) - marginMs;
  const reader = createReader(context, work, since);
  const addedBefore = context.counts.added;
  const moved = section.contentChangedAtMs === undefined || section.contentChangedAtMs !== state.contentChangedAtMs;

  for (const what of contentChanges) await reader.read('track', what);
  for (const what of listeningChanges) await reader.read('track', what);
  await reader.readTags('track');
  const grew = context.counts.added > addedBefore;
  work.shelvesMoved = grew || reader.contentChanged() || (moved && section.contentChangedAtMs !== undefined);
  if (work.shelvesMoved || moved) {
    for (const level of ['artist', 'album'] as const) {
      await reader.read(level, 'updated');
      if (grew) await reader.read(level, 'added');
      await reader.readTags(level);
    }
  }
  state.filtersIgnored = reader.filtersIgnored();
  if (state.filtersIgnored) warnIgnored(context, work);
  state.deltaSinceMs = reader.serverTimeMs() ?? state.deltaSinceMs;
  context.mirror.transaction(() => context.sections.save(state));
};

const createReader = (context: SyncContext, work: SectionWork, since: number) => {
  const changedIds = new Set<string>();
  let serverTimeMs: number | undefined;
  let ignored = false;
  let contentChanged = false;

  const take = async <L extends Level>(
    level: L,
    items: readonly ItemsByLevel[L][],
    content: boolean,
  ): Promise<void> => {
    await inSlices(context, items, (item) => {
      const outcome = context.mirror.write(level, item, context.syncNumber);
      if (outcome === 'same') return;
      if (level === 'track') count(context.counts, outcome);
      if (!content && outcome !== 'added') return;
      contentChanged = true;
      changedIds.add(item.id);
    });
    if (changedIds.size >= mostPending) await readTags(level);
  };
  const readTags = async (level: Level): Promise<void> => {
    if (changedIds.size > 0) await readTagsOf(context, work, level, changedIds);
    changedIds.clear();
  };
  const readPages = async (level: Level, what: Change | undefined): Promise<void> => {
    const query = what === undefined ? {} : { changed: { what, sinceMs: since } };
    const known = context.mirror.count(level, work.section.id);
    let unreadable = 0;
    for await (const page of context.server.listItems(work.section.id, level, query, context.signal)) {
      throwIfAborted(context.signal);
      serverTimeMs ??= page.serverTimeMs;
      unreadable += page.unreadable;
      if (what !== undefined && isWholeListing(page, what, since, known)) {
        ignored = true;
        return;
      }
      await take(level, page.items, what === undefined || contentChanges.includes(what));
      const rows = page.nextOffset - page.offset;
      context.progress.step(work.section.title, phaseOf[level], page.nextOffset, page.total, rows);
    }
    warnUnreadable(context, work, level, unreadable);
  };

  const readWhole = new Set<Level>();
  return {
    async read(level: Level, what: Change): Promise<void> {
      if (readWhole.has(level)) return;
      const before = ignored;
      ignored = false;
      await readPages(level, what);
      if (ignored && context.mirror.count(level, work.section.id) <= smallLibrary) {
        readWhole.add(level);
        await readPages(level, undefined);
      }
      ignored ||= before;
    },
    readTags,
    contentChanged: () => contentChanged,
    filtersIgnored: () => ignored,
    serverTimeMs: () => serverTimeMs,
  };
};

/**
 * Did the server (or its adapter, sifting) walk the whole library although it was asked for changes? A listing longer than one page, as long as
 * everything we know, of which most rows did not change.
 */
const isWholeListing = (page: Page<ItemsByLevel[Level]>, what: Change, since: number, known: number): boolean => {
  const rows = page.nextOffset - page.offset;
  if (page.total <= rows || page.total < known) return false;
  const fitting = page.items.filter((item) => (changedAt(item, what) ?? 0) >= since).length;
  return fitting * 2 < rows;
};

const changedAt = (item: ItemsByLevel[Level], what: Change): number | undefined => {
  if (what === 'updated') return item.updatedAtMs;
  if (!('playCount' in item)) return undefined;
  const { addedAtMs, lastPlayedAtMs, lastRatedAtMs, lastSkippedAtMs } = item;
  return { added: addedAtMs, played: lastPlayedAtMs, rated: lastRatedAtMs, skipped: lastSkippedAtMs }[what];
};

const warnIgnored = (context: SyncContext, work: SectionWork): void => {
  const tracks = context.mirror.count('track', work.section.id);
  const consequence =
    tracks <= smallLibrary
      ? 'so the whole list was read'
      : `so changes among its ${number(tracks)} tracks are found once a day`;
  context.warnings.push(
    `${nameOf(context.server)} ignored the question what changed in "${work.section.title}", ${consequence}.`,
  );
};
