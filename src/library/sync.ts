import type { Database } from 'better-sqlite3';
import { HarmoniqError, throwIfAborted } from '../lib/errors.ts';
import { withLeanHeap } from '../lib/lean-heap.ts';
import type { Logger } from '../lib/logger.ts';
import type { MusicSection, MusicServer } from '../servers/server.ts';
import { dropDeferredIndexes } from './deferred-indexes.ts';
import { createInlineWriter } from './inline-writer.ts';
import type { SyncOptions, SyncReport } from './library.ts';
import type { Mirror } from './mirror.ts';
import { createPageWork } from './page-work.ts';
import type { AliasStore } from './store-aliases.ts';
import type { KeyStore } from './store-keys.ts';
import type { LeaseStore } from './store-leases.ts';
import type { ListenMemory } from './store-listens.ts';
import type { SectionState, SectionStore } from './store-sections.ts';
import type { SettingStore } from './store-settings.ts';
import type { SonicMemory } from './store-sonic.ts';
import type { TagStore } from './store-tags.ts';
import { chooseSections, isNamed } from './sync-choose.ts';
import { nameOf, type SectionWork, type SyncContext } from './sync-context.ts';
import { forgetSection, removeLostSection, removeVanished, warnHeldBack } from './sync-deletions.ts';
import { readDeltas } from './sync-deltas.ts';
import { readWholeSection } from './sync-full.ts';
import type { KeyUpkeep } from './sync-keys.ts';
import { readListens } from './sync-listens.ts';
import { createProgressMeter } from './sync-progress.ts';
import { startWriteThread } from './write-thread.ts';

export interface SyncParts {
  readonly database: Database;
  readonly mirror: Mirror;
  readonly tags: TagStore;
  readonly keys: KeyStore;
  readonly aliases: AliasStore;
  readonly sections: SectionStore;
  readonly settings: SettingStore;
  readonly leases: LeaseStore;
  readonly keyUpkeep: KeyUpkeep;
  readonly listens: ListenMemory;
  readonly sonic: SonicMemory;
  readonly logger: Logger;
  readonly now: () => number;
  /** Holds the lease. */
  readonly owner: string;
}

const leaseName = 'library-sync';
const leaseLifetimeMs = 90_000;
const heartbeatMs = 15_000;
/** Below this a thread for writing is not worth its start. */
const fewRows = 10_000;
const dayMs = 24 * 3_600_000;
const numberSetting = 'library.sync-number';
const machineSetting = 'library.machine';
const reportSetting = 'library.last-sync';

/** The sync of `library.ts`: one at a time across processes, each step resumable, the event loop left free. */
export const createSync =
  (parts: SyncParts) =>
  async (server: MusicServer, options: SyncOptions, signal: AbortSignal): Promise<SyncReport> => {
    const takeLease = (): boolean => parts.leases.acquire(leaseName, parts.owner, leaseLifetimeMs);
    if (!takeLease())
      throw new HarmoniqError('conflict', 'The library is being synced by another process.', {
        hint: 'Wait until that sync has ended.',
      });
    const heartbeat = setInterval(() => beat(takeLease), heartbeatMs).unref();
    try {
      return await withLeanHeap(() => run(parts, server, options, signal));
    } finally {
      clearInterval(heartbeat);
      parts.leases.release(leaseName, parts.owner);
    }
  };

/** The lease outlives several beats: one that finds the database locked, or the disk full, may fail. */
const beat = (takeLease: () => boolean): void => {
  try {
    takeLease();
  } catch {
    // The sync itself meets what is wrong, and says so.
  }
};

export const readLastSync = (settings: SettingStore): SyncReport | undefined => {
  const text = settings.get(reportSetting);
  return text === undefined ? undefined : (JSON.parse(text) as SyncReport);
};

const run = async (
  parts: SyncParts,
  server: MusicServer,
  options: SyncOptions,
  signal: AbortSignal,
): Promise<SyncReport> => {
  const startedAtMs = parts.now();
  throwIfAborted(signal);
  // Another process may have written since the last sync here.
  parts.keys.forget();
  parts.tags.forget();
  await parts.keyUpkeep.rebuildIfOutdated(signal);
  const present = await server.listMusicSections(signal);
  const chosen = chooseSections(present, options.libraryNames, nameOf(server));
  const context = createContext(parts, server, options, signal);
  await checkMachine(parts, context);

  const works = chosen.map((section) => createWork(context, section, options.kind));
  for (const work of works) {
    if (work.kind === 'full') await readInBackground(parts, context, work);
    else await readDeltas(context, work);
  }
  await removeVanished(context, works);
  const lost = await dropOthers(context, works, present, options);
  await parts.keyUpkeep.prune(signal);
  await readListens(context, parts);
  parts.sonic.prune();
  return conclude(parts, context, [...works, ...lost], startedAtMs);
};

/** A whole reading of a large library is written on another thread; keys and tags remembered here are old afterwards. */
const readInBackground = async (parts: SyncParts, context: SyncContext, work: SectionWork): Promise<void> => {
  const { database, mirror, keys, tags } = parts;
  // Nothing to look up yet: the costly indexes are made when everything is in.
  if (mirror.lastNumber('track') === 0) dropDeferredIndexes(database);
  try {
    await readWholeSection(context, work, (rows) =>
      rows < fewRows || database.memory ? context.writer : startWriteThread(database),
    );
  } finally {
    keys.forget();
    tags.forget();
  }
};

const createContext = (
  parts: SyncParts,
  server: MusicServer,
  options: SyncOptions,
  signal: AbortSignal,
): SyncContext => {
  const syncNumber = Number(parts.settings.get(numberSetting) ?? 0) + 1;
  parts.settings.set(numberSetting, String(syncNumber));
  return {
    server,
    signal,
    syncNumber,
    mirror: parts.mirror,
    writer: createInlineWriter(parts.database, createPageWork(parts)),
    tags: parts.tags,
    aliases: parts.aliases,
    sections: parts.sections,
    logger: parts.logger,
    now: parts.now,
    progress: createProgressMeter(options.onProgress),
    allowMassDeletion: options.allowMassDeletion,
    counts: { added: 0, changed: 0, removed: 0, relinked: 0 },
    warnings: [],
  };
};

/** Ids mean nothing on another server: the same number is another song there. */
const checkMachine = async (parts: SyncParts, context: SyncContext): Promise<void> => {
  const { machineId, name } = await context.server.getIdentity(context.signal);
  const known = parts.settings.get(machineSetting);
  const states = parts.sections.list();
  if (known !== undefined && known !== machineId && states.length > 0) {
    if (!context.allowMassDeletion)
      throw new HarmoniqError(
        'conflict',
        `Another ${nameOf(context.server)} server ("${name}") answers than the one this database mirrors.`,
        {
          service: nameOf(context.server),
          hint: 'Correct the address or use another DATA_DIR; if the server was set up anew, run a sync that allows mass deletion: the mirror is then made from scratch.',
        },
      );
    for (const { id } of states) context.counts.removed += await forgetSection(context, id);
  }
  if (known !== undefined && known !== machineId) forgetListening(parts);
  parts.settings.set(machineSetting, machineId);
};

/** What was heard, listed and compared is remembered by ids, too. */
const forgetListening = ({ database, mirror }: SyncParts): void => {
  const tables = ['listens', 'flow_lists', 'flow_listed', 'flow_skips', 'flow_bans', 'sonic_neighbours'];
  mirror.transaction(() => {
    for (const table of tables) database.exec(`DELETE FROM ${table}`);
  });
};

const createWork = (context: SyncContext, section: MusicSection, asked: SyncOptions['kind']): SectionWork => {
  const state = context.sections.load(section.id, section.title);
  const kind = asked === 'full' || isFullDue(context, state) ? 'full' : 'incremental';
  return { section, state, kind, shelvesMoved: false, readWhole: new Set(), dirty: false };
};

const isFullDue = (context: SyncContext, state: SectionState): boolean => {
  if (state.pass !== undefined || state.fullAtMs === undefined || state.deltaSinceMs === undefined) return true;
  const days = state.filtersIgnored ? 1 : 7;
  return Math.abs(context.now() - state.fullAtMs) >= days * dayMs;
};

/** Libraries in the mirror that were not synced: no longer named, or no longer on the server under that id. */
const dropOthers = async (
  context: SyncContext,
  works: readonly SectionWork[],
  present: readonly MusicSection[],
  options: SyncOptions,
): Promise<readonly SectionWork[]> => {
  const lost: SectionWork[] = [];
  for (const state of context.sections.list()) {
    if (works.some((work) => work.state.id === state.id)) continue;
    const exists = present.some((section) => section.id === state.id);
    if (exists || !isNamed(state.title, options.libraryNames)) {
      context.counts.removed += await forgetSection(context, state.id);
      context.logger.info({ section: state.title }, 'Library is no longer configured and left the mirror');
      continue;
    }
    const section = { id: state.id, title: state.title, contentChangedAtMs: undefined, scanning: false };
    const work: SectionWork = {
      section,
      state,
      kind: 'incremental',
      shelvesMoved: false,
      readWhole: new Set(),
      dirty: false,
    };
    await removeLostSection(context, work);
    if (work.state.heldBack > 0) lost.push(work);
  }
  return lost;
};

const conclude = (
  parts: SyncParts,
  context: SyncContext,
  works: readonly SectionWork[],
  startedAtMs: number,
): SyncReport => {
  for (const work of works) {
    warnHeldBack(context, work);
    work.state.contentChangedAtMs = work.section.contentChangedAtMs;
    context.progress.step(work.section.title, 'indexing', 1, 1, 0);
  }
  const report: SyncReport = {
    kind: works.some((work) => work.kind === 'full') ? 'full' : 'incremental',
    startedAtMs,
    endedAtMs: parts.now(),
    ...context.counts,
    heldBack: works.reduce((sum, work) => sum + work.state.heldBack, 0),
    coverage: parts.sections.getCoverage(),
    warnings: context.warnings,
  };
  context.mirror.transaction(() => {
    for (const { state } of works) parts.sections.save(state);
    parts.settings.set(reportSetting, JSON.stringify(report));
  });
  return report;
};
