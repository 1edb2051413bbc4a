import type { Neighbour } from '../core/flow/distances.ts';
import type { Playlist, PlaylistItem } from '../core/playlist.ts';
import type { Tags, Track, TrackId } from '../core/track.ts';

export type { Neighbour };

/** Who answers behind the address. A changed `machineId` means another server: stop writing. */
export interface ServerIdentity {
  readonly machineId: string;
  readonly name: string;
  readonly version: string;
}

/** A music library of the server. */
export interface MusicSection {
  readonly id: string;
  readonly title: string;
  /** Cheap "something may have changed" hint; undefined when the server does not tell. */
  readonly contentChangedAtMs: number | undefined;
  readonly scanning: boolean;
}

export interface Artist {
  readonly id: string;
  readonly sectionId: string;
  readonly name: string;
  readonly guid: string | undefined;
  readonly updatedAtMs: number | undefined;
}

export interface Album {
  readonly id: string;
  readonly sectionId: string;
  readonly title: string;
  readonly artistId: string | undefined;
  readonly artistName: string;
  readonly year: number | undefined;
  readonly guid: string | undefined;
  readonly updatedAtMs: number | undefined;
}

export interface ItemsByLevel {
  readonly artist: Artist;
  readonly album: Album;
  readonly track: Track;
}
export type Level = keyof ItemsByLevel;

/** Which items changed since a moment. One kind of change per question, as servers answer them separately. */
export type Change = 'updated' | 'added' | 'played' | 'rated' | 'skipped';

export interface ListQuery {
  readonly changed?: { readonly what: Change; readonly sinceMs: number } | undefined;
  /** Continue a pass that was cut off; 0 = from the beginning. */
  readonly startAt?: number | undefined;
}

/** One page of a listing. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where this page begins in the whole listing. */
  readonly offset: number;
  /** Where the next page begins: `offset` plus the rows the server sent, unreadable ones included. */
  readonly nextOffset: number;
  /** Size of the whole listing as this page tells it; a change between pages makes the pass dirty. */
  readonly total: number;
  /** The server tells no total: `total` only says that more may follow, and the last page comes empty. */
  readonly openEnded?: boolean | undefined;
  /** Rows the server sent that could not be read (no id or no title). */
  readonly unreadable: number;
  /** The server's own clock, for the next delta. */
  readonly serverTimeMs: number;
}

/** The tags an item carries itself; inheritance is the mirror's business. */
export interface ItemTags extends Tags {
  readonly id: string;
}

/**
 * A media server that holds music. Every call may throw HarmoniqError `unreachable`, `timeout`, `unauthorized`, `rate-limited` or
 * `bad-response`; retries of reads have then been spent. Nothing here is cached.
 */
export interface MusicServer {
  readonly kind: string;
  /** Reachable and the token accepted. */
  getIdentity(signal: AbortSignal): Promise<ServerIdentity>;
  listMusicSections(signal: AbortSignal): Promise<readonly MusicSection[]>;
  /** How many items the section has at a level; one cheap request. */
  countItems(sectionId: string, level: Level, signal: AbortSignal): Promise<number>;
  /** Pages in a stable order. The next page is fetched while the caller works on this one. */
  listItems<L extends Level>(
    sectionId: string,
    level: L,
    query: ListQuery,
    signal: AbortSignal,
  ): AsyncIterable<Page<ItemsByLevel[L]>>;
  /** Ids alone, for finding deletions: as cheap as the server allows. */
  listIds(sectionId: string, level: Level, signal: AbortSignal): AsyncIterable<Page<string>>;
  /** Own tags of all items of a level, in batches, in any order; an item without tags may be left out. */
  listTags(
    sectionId: string,
    level: Level,
    ids: readonly string[],
    signal: AbortSignal,
  ): AsyncIterable<readonly ItemTags[]>;
  /** Does the section have sonic analysis (any analysed track)? */
  hasSonicAnalysis(sectionId: string, signal: AbortSignal): Promise<boolean>;
  /**
   * The play log, oldest first, from `sinceMs` on; plays of tracks that are no more and of other kinds than music are left out. A server or an account
   * that keeps none gives nothing.
   */
  listListens(sinceMs: number, signal: AbortSignal): AsyncIterable<readonly Listen[]>;
  /** What is being played now, music only. */
  listSessions(signal: AbortSignal): Promise<readonly ListeningSession[]>;
  /**
   * Tells what happens on the server until the signal aborts, which ends it without an error. Reconnects for ever by itself; events of a gap are lost, and
   * `reconnected` says so. A trigger only: nothing may rest on having seen every event. A listener that throws is logged and hears the next one all the same.
   */
  watch(listener: (event: ServerEvent) => void, signal: AbortSignal): Promise<void>;
  /** Tracks that sound like this one, nearest first, itself left out. Empty: not analysed, or not to be had. Throws `unauthorized` where the account lacks it. */
  listNearest(trackId: TrackId, limit: number, signal: AbortSignal): Promise<readonly Neighbour[]>;
  /** The server's own way from one track to another, both included, at most `count` tracks; empty when it knows none. */
  findSonicPath(
    sectionId: string,
    from: TrackId,
    to: TrackId,
    count: number,
    signal: AbortSignal,
  ): Promise<readonly TrackId[]>;
  readonly playlists: PlaylistWriter;
}

/** One play in the server's log. */
export interface Listen {
  readonly trackId: TrackId;
  readonly playedAtMs: number;
  /** Whose play it was (Plex: 1 = the owner). */
  readonly accountId: string;
}

export interface ListeningSession {
  readonly sessionId: string;
  readonly trackId: TrackId;
  readonly state: 'playing' | 'paused' | 'buffering' | 'stopped';
  readonly positionMs: number;
  /** "Kitchen"; undefined = not told. */
  readonly player: string | undefined;
  readonly user: string | undefined;
}

export type ServerEvent =
  | {
      readonly kind: 'playing';
      readonly sessionId: string;
      readonly trackId: TrackId;
      readonly state: ListeningSession['state'];
      readonly positionMs: number;
    }
  /** Something in the library changed; `sectionId` undefined = not told where. */
  | { readonly kind: 'library-changed'; readonly sectionId: string | undefined }
  | { readonly kind: 'reconnected' };

/** What we remember of a playlist that is ours. */
export interface PlaylistRecord {
  readonly recipeId: string;
  readonly machineId: string;
  readonly playlistId: string;
  readonly guid: string | undefined;
  readonly title: string;
}

/** A write that has begun and not yet been confirmed whole. */
export interface PublishIntent {
  readonly recipeId: string;
  /** undefined = the playlist is being created. */
  readonly playlistId: string | undefined;
  readonly title: string;
  readonly summary: string;
  readonly wanted: readonly TrackId[];
  readonly startedAtMs: number;
}

/** Where the writer keeps what must survive a crash. Each call is durable when it returns. */
export interface PublishJournal {
  getRecord(recipeId: string): PlaylistRecord | undefined;
  saveRecord(record: PlaylistRecord): void;
  /** Forgets the playlist (it was deleted on the server, or belongs to another server). */
  deleteRecord(recipeId: string): void;
  begin(intent: PublishIntent): void;
  getOpenIntents(): readonly PublishIntent[];
  finish(recipeId: string): void;
  /** Keeps what the playlist held before, for undo. */
  saveVersion(recipeId: string, tracks: readonly TrackId[], savedAtMs: number): void;
}

export interface PublishRequest {
  readonly recipeId: string;
  readonly title: string;
  /** Our line of the description; text the user wrote beside it is kept. */
  readonly summaryLine: string;
  /** The whole playlist as it shall be, in order, without repeats. Never empty: the caller skips an empty result. */
  readonly tracks: readonly TrackId[];
  readonly mode: 'replace' | 'append';
  /** Take over an existing editable playlist of this title if we have none. */
  readonly adopt: boolean;
  /** Write our line even if the tracks stay; else it changes only together with them. */
  readonly keepSummaryCurrent?: boolean | undefined;
  readonly dryRun: boolean;
}

export interface PublishResult {
  readonly playlist: { readonly id: string; readonly title: string };
  readonly created: boolean;
  /** What it holds now, in order; with `append` that is more than was asked for. */
  readonly tracks: readonly TrackId[];
  /** false = the tracks are as they were; at most the description was written (`keepSummaryCurrent`). */
  readonly changed: boolean;
  readonly added: readonly TrackId[];
  readonly removed: readonly TrackId[];
  readonly moved: number;
  /** Tracks the server silently refused (vanished meanwhile). */
  readonly refused: readonly TrackId[];
}

export interface PlaylistWriter {
  list(signal: AbortSignal): Promise<readonly Playlist[]>;
  /** undefined when the playlist does not exist (any more). */
  get(playlistId: string, signal: AbortSignal): Promise<Playlist | undefined>;
  readItems(playlistId: string, signal: AbortSignal): Promise<readonly PlaylistItem[]>;
  /**
   * Brings the playlist to the wanted order with the smallest safe set of writes; at no moment is it empty or shorter than both its old and its new
   * state, nor does it keep a duplicate at the end. Throws `invalid-input` on an empty list, `conflict` when the playlist is not editable.
   */
  publish(request: PublishRequest, journal: PublishJournal, signal: AbortSignal): Promise<PublishResult>;
  /**
   * Gives the playlist this picture, unless it has one that is neither the server's own nor the one we gave it last (`lastPosterId`): then somebody chose it,
   * and it stays. `posterId` names the picture we gave it, now or before; keep it for the next time. Throws like every write; `kept-theirs` is no error.
   */
  setPoster(
    playlistId: string,
    png: Uint8Array,
    lastPosterId: string | undefined,
    signal: AbortSignal,
  ): Promise<{ readonly outcome: 'set' | 'kept-theirs'; readonly posterId: string | undefined }>;
  /** Completes every write that a former process left open; returns the recipes concerned. */
  recover(journal: PublishJournal, signal: AbortSignal): Promise<readonly string[]>;
}
