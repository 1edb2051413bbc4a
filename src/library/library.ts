import type { Correction, Miss } from '../core/candidate.ts';
import type { TagKind } from '../core/flow/resolve-criteria.ts';
import type { Skip } from '../core/flow/skip-detector.ts';
import type { TagCount } from '../core/flow/tag-names.ts';
import type { TrackFacts } from '../core/flow/track-facts.ts';
import type { LibraryIndex } from '../core/match/library-index.ts';
import type { RunDetail, RunReport, TrackLine } from '../core/run.ts';
import type { Tags, Track, TrackId } from '../core/track.ts';
import type { Listen, MusicServer, Neighbour, PlaylistRecord, PublishJournal } from '../servers/server.ts';
import type { SourceCache } from '../sources/source.ts';

/** Types of the core, under the names by which the library's rooms know them. */
export type { Skip as FlowSkip, TagCount, TagKind, TrackFacts as PoolTrack };

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

/** A track meets the clause with any of these: tags as the server spells them (any case), or being one of the tracks. */
export interface PoolClause {
  readonly tags: readonly { readonly kind: TagKind; readonly names: readonly string[] }[];
  readonly trackIds: readonly TrackId[];
}

export interface PoolQuery {
  /** All clauses must be met; none = every track. */
  readonly all: readonly PoolClause[];
  /** One that is met keeps the track out. */
  readonly none: readonly PoolClause[];
  /** Track or album artist, any case; empty = any. */
  readonly artists: readonly string[];
  readonly notArtists: readonly string[];
  /** Any of these ranges; empty = any year. A track without a year meets none. */
  readonly years: readonly { readonly from: number; readonly to: number }[];
  readonly notYears: readonly { readonly from: number; readonly to: number }[];
  /** undefined = all libraries. */
  readonly sectionIds: readonly string[] | undefined;
  /** Most tracks to hand out; when more meet the query, a sample that the seed decides, in no telling order. */
  readonly most: number;
  readonly seed: string;
}

export interface Pool {
  readonly tracks: readonly TrackFacts[];
  /** How many tracks meet the query. */
  readonly total: number;
}

/** The server's play log, kept for as long as it is of use. Ids of tracks that came back under another id are followed. */
export interface ListenStore {
  /** Known plays are passed over. Returns how many were new. */
  save(listens: readonly Listen[]): number;
  /** undefined = none yet. */
  getNewestAtMs(): number | undefined;
  /** Plays per track within any of the stretches (start inclusive, end exclusive), most first. Stretches do not overlap. */
  countPlays(stretches: readonly { readonly fromMs: number; readonly toMs: number }[]): readonly {
    readonly trackId: TrackId;
    readonly plays: number;
  }[];
  /** Plays of each of these tracks since a moment. */
  countSince(ids: readonly TrackId[], sinceMs: number): ReadonlyMap<TrackId, number>;
}

/** A list that a flow published. */
export interface FlowList {
  readonly recipeId: string;
  /** Which turn of which window, as `FlowDecision.occurrence`. */
  readonly occurrence: string;
  readonly windowId: string;
  readonly tracks: readonly TrackId[];
  readonly publishedAtMs: number;
  /** `Chosen.madeFor` of the run that made it; tells whether the same was asked for again. */
  readonly madeFor: string;
}

/** What flows remember: their lists, skips that were seen live, and tracks nobody wants to hear for a while. Old entries go by themselves. */
export interface FlowStore {
  /** A list of the same recipe and occurrence is replaced; what it held before still counts as listed. */
  saveList(list: FlowList): void;
  getLastList(recipeId: string): FlowList | undefined;
  /** Tracks that stood in any flow's list since the moment, when last; those of this recipe's occurrence left out. */
  listRecent(
    sinceMs: number,
    except: { readonly recipeId: string; readonly occurrence: string },
  ): ReadonlyMap<TrackId, number>;
  saveSkip(skip: Skip): void;
  /** Live skips since a moment, per track, newest first. */
  listSkips(sinceMs: number): readonly Skip[];
  saveBan(trackId: TrackId, untilMs: number): void;
  /** Bans that still hold. */
  listBans(nowMs: number): ReadonlyMap<TrackId, number>;
}

/** Remembered answers of the server's sonic analysis. */
export interface SonicStore {
  /** Missing: never asked, or too long ago. An empty list: asked, and there are none. */
  getNearest(ids: readonly TrackId[], sinceMs: number): ReadonlyMap<TrackId, readonly Neighbour[]>;
  saveNearest(trackId: TrackId, neighbours: readonly Neighbour[], atMs: number): void;
}

/** A playlist's content as last published, for entities and pages. */
export interface PublishedPlaylist extends PlaylistRecord {
  readonly tracks: readonly TrackLine[];
  readonly publishedAtMs: number;
}

/** What a playlist held before one of our changes. */
export interface KeptVersion {
  readonly tracks: readonly TrackId[];
  readonly savedAtMs: number;
  /** Why each of them was in it; missing where nobody told. */
  readonly reasons: ReadonlyMap<TrackId, string>;
  /** Id of the window that the flow had made it for; undefined = no flow's list, or changed by others since. */
  readonly windowId: string | undefined;
}

/**
 * The local mirror of the user's music and Harmoniq's own memory, in one SQLite file. Synchronous but for `sync`; throws `internal` when the disk
 * fails. Ids that do not exist give `undefined` or an empty list.
 */
export interface Library {
  /** Brings the mirror to what the server has. Only one sync at a time: a second call throws `conflict`. */
  sync(server: MusicServer, options: SyncOptions, signal: AbortSignal): Promise<SyncReport>;
  readonly index: LibraryIndex;
  /** Title keys spelt nearly like this one, nearest first, at most `limit`. Looks through all of them: for a person's slip, not for matching. */
  findTitlesNear(titleKey: string, limit: number): readonly string[];
  readonly journal: PublishJournal;
  readonly sourceCache: SourceCache;
  count(): LibraryCounts;
  getCoverage(): readonly Coverage[];
  getLastSync(): SyncReport | undefined;
  getTrack(id: TrackId): Track | undefined;
  /** Those of the ids that exist, in the order asked for. */
  getTracks(ids: readonly TrackId[]): readonly Track[];
  /** The track's own tags and what it inherits from album and artist. */
  getTags(id: TrackId): Tags;
  /** Without what it inherits. */
  getOwnTags(id: TrackId): Tags;
  /** Key by which copies of one song are recognised. */
  getSongKey(id: TrackId): string | undefined;

  /** Every tag of a kind that some track carries or inherits, with its number of tracks, most first. */
  listTags(kind: TagKind): readonly TagCount[];
  /** Tracks that meet the query, by tags of their own and inherited ones. */
  findPool(query: PoolQuery): Pool;
  /** The same tracks without their facts, in no order to rely on. */
  findPoolIds(query: PoolQuery): readonly TrackId[];
  readonly listens: ListenStore;
  readonly flow: FlowStore;
  readonly sonic: SonicStore;

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
  /** What the playlist held before the last change, which is then forgotten; undefined = nothing to undo. */
  takeVersion(recipeId: string): KeptVersion | undefined;
  /** A version that was taken in vain is the newest again. */
  putVersionBack(recipeId: string, version: KeptVersion): void;

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
