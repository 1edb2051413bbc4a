import { randomUUID } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { songKeyOf, trackKeys } from '../core/match/keys.ts';
import { toTrackLine, type RunDetail, type TrackLine } from '../core/run.ts';
import type { Track, TrackId } from '../core/track.ts';
import type { Logger } from '../lib/logger.ts';
import { checkpoint, closeDatabase, openDatabase } from './database.ts';
import { createFindPool } from './find-pool.ts';
import type { Library } from './library.ts';
import { createMirror } from './mirror.ts';
import { createPoolReader } from './pool-reader.ts';
import { createTagReader } from './read-tags.ts';
import { createShape } from './shape.ts';
import { createSqliteIndex } from './sqlite-index.ts';
import { createAliasStore } from './store-aliases.ts';
import { createCacheStore } from './store-cache.ts';
import { createCorrectionStore } from './store-corrections.ts';
import { createFlowStore } from './store-flow.ts';
import { createJournalStore } from './store-journal.ts';
import { createKeyStore, type TrackKeying } from './store-keys.ts';
import { createLeaseStore } from './store-leases.ts';
import { createListenStore } from './store-listens.ts';
import { createMissingStore } from './store-missing.ts';
import { createPublishedStore, type PublishedStore } from './store-published.ts';
import { createRunStore, type RunStore } from './store-runs.ts';
import { createSectionStore } from './store-sections.ts';
import { createSettingStore } from './store-settings.ts';
import { createSonicStore } from './store-sonic.ts';
import { createTagStore } from './store-tags.ts';
import { createTrackStore, type TrackStore } from './store-tracks.ts';
import { createKeyUpkeep } from './sync-keys.ts';
import { createSync, readLastSync } from './sync.ts';
import { createTagCounts } from './tag-counts.ts';
import { createTitlesNear } from './titles-near.ts';

export interface LibraryOptions {
  /** File of the database; `:memory:` for a throw-away one. */
  readonly path: string;
  readonly logger: Logger;
  readonly clock: { now(): number };
}

export interface SqliteLibrary extends Library {
  /** Folds the write-ahead log into the file, so that a copy of the file alone is whole (backup hooks). */
  checkpoint(): void;
  /** Grows whenever tracks or tags changed, here or in another process; plays and ratings leave it alone. For caches. */
  generation(): number;
}

const keying: TrackKeying = { keysOf: trackKeys, songKeyOf };

/**
 * Opens the mirror and memory at `path`, making the file when there is none. Throws `internal` with what to do when the file is damaged, of a newer
 * version or cannot be opened.
 */
export const createLibrary = ({ path, logger, clock }: LibraryOptions): SqliteLibrary => {
  const database = openDatabase({ path, logger });
  const now = (): number => clock.now();
  const settings = createSettingStore(database);
  const tracks = createTrackStore(database);
  const shape = createShape(database);
  const tags = createTagStore(database, shape);
  const aliases = createAliasStore(database);
  const keys = createKeyStore(database, keying);
  const sections = createSectionStore(database);
  const leases = createLeaseStore(database, now);
  const corrections = createCorrectionStore(database);
  const missing = createMissingStore(database, aliases.resolve);
  const runs = createRunStore(database, aliases.resolve);
  const published = createPublishedStore(database);
  const journal = createJournalStore(database, now, aliases.resolve);
  const mirror = createMirror({ database, keys, tags, aliases, keying, shape });
  const reader = createPoolReader(database);
  const numberOf = (id: TrackId): number | undefined =>
    mirror.numberOf('track', id) ?? mirror.numberOf('track', aliases.resolve(id));
  const listens = createListenStore(database, aliases.resolve);
  const sonic = createSonicStore(database, aliases);
  const keyUpkeep = createKeyUpkeep({ database, mirror, keys, keying, sections, settings });

  const syncParts = {
    database,
    mirror,
    tags,
    keys,
    aliases,
    sections,
    settings,
    leases,
    keyUpkeep,
    listens,
    sonic,
    logger,
    now,
  };

  const saveRun = database.transaction((detail: RunDetail) => finishRun(runs, published, tracks, detail));

  return {
    // A name of its own for each sync, so that two in one process exclude each other as well.
    sync: (server, options, signal) => createSync({ ...syncParts, owner: randomUUID() })(server, options, signal),
    index: createSqliteIndex(database, tracks, keys.generation),
    findTitlesNear: createTitlesNear(database),
    journal,
    sourceCache: createCacheStore(database, { now }),
    count: tracks.count,
    getCoverage: sections.getCoverage,
    getLastSync: () => readLastSync(settings),
    getTrack: tracks.get,
    getTracks: tracks.getMany,
    ...createTagReader(database),
    getSongKey: tracks.getSongKey,
    listTags: createTagCounts(database, shape),
    ...createFindPool({ database, shape, reader, numberOf }),
    listens,
    flow: createFlowStore(database, aliases.resolve, now),
    sonic,
    listCorrections: corrections.list,
    saveCorrection: corrections.save,
    deleteCorrection: corrections.remove,
    getStickyTrack: corrections.getSticky,
    saveStickyTracks: corrections.saveSticky,
    startRun: runs.start,
    finishRun: (detail) => void saveRun.immediate(detail),
    listRuns: runs.list,
    getRunDetail: runs.getDetail,
    listPublished: published.list,
    takeVersion: journal.takeVersion,
    putVersionBack: journal.putVersionBack,
    saveMisses: missing.save,
    listMissing: missing.list,
    getSetting: settings.get,
    setSetting: settings.set,
    acquireLease: leases.acquire,
    releaseLease: leases.release,
    copyTo: (target) => copyTo(database, target),
    checkpoint: () => checkpoint(database),
    generation: shape.read,
    close: () => closeDatabase(database),
  };
};

/** A track that stood in the playlist before Harmoniq knew of it. */
const describeKept = (track: Track | undefined): readonly TrackLine[] =>
  track === undefined
    ? []
    : [{ trackId: track.id, artist: track.artist, title: track.title, album: track.album, why: 'was in the playlist' }];

/** A failed, skipped or cancelled run leaves the playlist as it was, so its lines stay too. */
const finishRun = (runs: RunStore, published: PublishedStore, tracks: TrackStore, detail: RunDetail): void => {
  runs.finish(detail);
  const { report, picks, holds } = detail;
  if (report.dryRun || report.playlist === undefined) return;
  if (report.result !== 'succeeded' && report.result !== 'partial') return;
  const lines = picks.map((pick) => toTrackLine(pick.match, pick.reason));
  const before = published.list().find(({ recipeId }) => recipeId === report.recipeId)?.tracks ?? [];
  const known = new Map([...before, ...lines].map((line) => [line.trackId, line]));
  const held = holds?.flatMap((id) => known.get(id) ?? describeKept(tracks.get(id)));
  published.save(report.recipeId, held ?? lines, report.endedAtMs);
};

const copyTo = async (database: Database, target: string): Promise<void> => {
  const partial = `${target}.partial`;
  try {
    await database.backup(partial);
    renameSync(partial, target);
  } finally {
    rmSync(partial, { force: true });
  }
};
