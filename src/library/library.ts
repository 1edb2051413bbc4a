import type { Correction, Miss } from '../core/candidate.ts';
import type { LibraryIndex } from '../core/match/library-index.ts';
import type { RunDetail, RunReport, TrackLine } from '../core/run.ts';
import type { Tags, Track, TrackId } from '../core/track.ts';
import type { MusicServer, PlaylistRecord, PublishJournal } from '../servers/server.ts';
import type { SourceCache } from '../sources/source.ts';

export type SyncPhase = 'artists' | 'albums' | 'tracks' | 'tags' | 'deletions' | 'indexing';

export interface SyncProgress {
  readonly section: string;
  readonly phase: SyncPhase;
  readonly done: number;
  readonly total: number;
  /** Remaining time of the whole sync as far as it can be told. */
  readonly etaMs: number | undefined;
}

/** Proof of what the mirror holds: "50,312 of 50,312". */
export interface Coverage {
  readonly section: string;
  readonly mirrored: number;
  readonly onServer: number;
}

export interface SyncReport {
  readonly kind: 'full' | 'incremental';
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Tracks that came back under a new id and kept their history. */
  readonly relinked: number;
  /** Tracks whose removal was refused because too many would go at once. */
  readonly heldBack: number;
  readonly coverage: readonly Coverage[];
  /** What a person should know: a guard that fired, rows that could not be read. */
  readonly warnings: readonly string[];
}

export interface SyncOptions {
  readonly libraryNames: readonly string[];
  /** `auto`: full the first time and once a week, else incremental. */
  readonly kind: 'auto' | 'full';
  /** Confirms a mass deletion that the guard held back. */
  readonly allowMassDeletion: boolean;
  readonly onProgress?: ((progress: SyncProgress) => void) | undefined;
}

export interface MissingTrack {
  readonly artist: string;
  readonly title: string;
  readonly reason: Miss['reason'];
  /** Recipes that wanted it. */
  readonly recipes: readonly string[];
  readonly sources: readonly string[];
  readonly firstMissedAtMs: number;
  readonly lastMissedAtMs: number;
  readonly timesMissed: number;
  readonly nearest?: Miss['nearest'];
}

export interface LibraryCounts {
  readonly tracks: number;
  readonly artists: number;
  readonly albums: number;
}

/** A playlist's content as last published, for entities and pages. */
export interface PublishedPlaylist extends PlaylistRecord {
  readonly tracks: readonly TrackLine[];
  readonly publishedAtMs: number;
}

/**
 * The local mirror of the user's music and Harmoniq's own memory, in one SQLite file. Synchronous but for `sync`; throws `internal` when the disk
 * fails. Ids that do not exist give `undefined` or an empty list.
 */
export interface Library {
  /** Brings the mirror to what the server has. Only one sync at a time: a second call throws `conflict`. */
  sync(server: MusicServer, options: SyncOptions, signal: AbortSignal): Promise<SyncReport>;
  readonly index: LibraryIndex;
  readonly journal: PublishJournal;
  readonly sourceCache: SourceCache;
  count(): LibraryCounts;
  getCoverage(): readonly Coverage[];
  getLastSync(): SyncReport | undefined;
  getTrack(id: TrackId): Track | undefined;
  /** The track's own tags and what it inherits from album and artist. */
  getTags(id: TrackId): Tags;
  /** Key by which copies of one song are recognised. */
  getSongKey(id: TrackId): string | undefined;

  listCorrections(): readonly Correction[];
  saveCorrection(correction: Correction): void;
  /** false = there was none. */
  deleteCorrection(artist: string, title: string): boolean;
  /** The copy of a song chosen last time, so that the choice stays. */
  getStickyTrack(songKey: string): TrackId | undefined;
  saveStickyTracks(choices: ReadonlyMap<string, TrackId>): void;

  /** Gives the run its number. */
  startRun(recipeId: string, trigger: RunReport['trigger'], dryRun: boolean, startedAtMs: number): number;
  /** Stores the outcome and, unless it was a dry run, the playlist's lines. */
  finishRun(detail: RunDetail): void;
  listRuns(filter: { readonly recipeId?: string | undefined; readonly limit: number }): readonly RunReport[];
  /** undefined = no such run, or its details have been pruned. */
  getRunDetail(runId: number): RunDetail | undefined;
  listPublished(): readonly PublishedPlaylist[];
  /** The track ids the playlist held before the last change; undefined = nothing to undo. */
  takeVersion(recipeId: string): { readonly tracks: readonly TrackId[]; readonly savedAtMs: number } | undefined;

  /** Replaces what this recipe misses; a track nobody misses any more leaves the list. */
  saveMisses(recipeId: string, misses: readonly Miss[], atMs: number): void;
  listMissing(): readonly MissingTrack[];

  /** Small durable settings: the client id, the schedule switch. */
  getSetting(name: string): string | undefined;
  setSetting(name: string, value: string): void;
  /** A named lock across processes. false = somebody holds it. Leases of dead processes expire. */
  acquireLease(name: string, owner: string, lifetimeMs: number): boolean;
  releaseLease(name: string, owner: string): void;
  /** Writes a whole and consistent copy of the database to a new file beside the work that goes on; an existing file is replaced at the end. */
  copyTo(path: string): Promise<void>;
  close(): void;
}
