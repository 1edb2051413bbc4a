import PQueue from 'p-queue';
import type { Neighbour } from '../../core/flow/distances.ts';
import type { TrackId } from '../../core/track.ts';
import { describeError, HarmoniqError, isAbort } from '../../lib/errors.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Library } from '../../library/library.ts';
import type { MusicServer } from '../../servers/server.ts';
import { sonicLifetimeMs } from './sonic-lifetimes.ts';
import { isUnreachable, probeSonic } from './sonic-probe.ts';

/** Lines of an answer: enough that some are of the window even where it has few tracks of a large library, small enough for a slow server. */
const linesPerAnswer = 400;
/** Tracks asked about in one refresh; with the question whether there is any analysis at all, a cold start stays below 50 requests. */
const defaultBudget = 48;
const parallelRequests = 4;
/** So many failures one after another, and the rest is not asked. */
const patience = 3;

export interface SonicReaderOptions {
  readonly server: MusicServer;
  readonly library: Pick<Library, 'sonic'>;
  readonly nowMs: number;
  readonly logger: Logger;
  /** Most tracks to read in this refresh; tracks found in the cache count too, so that a warm cache gives the same list as a cold one. */
  readonly budget?: number | undefined;
}

/** What sounds like what, for one refresh. */
export interface SonicReader {
  /**
   * Does any of the libraries have sonic analysis that this account may use? undefined = all libraries. Asked once per process and server; "no" and what
   * libraries there are is asked again after a day. Never throws but for an abort.
   */
  isAvailable(sectionIds: readonly string[] | undefined, signal: AbortSignal): Promise<boolean>;
  /**
   * What is nearest to each track, from the cache or from the server, one request a track. A track is missing when nothing could be had: the budget is spent, the
   * server failed. An empty list: the server knows nothing near. Throws for an abort and when the cache's disk fails, nothing else.
   */
  readNearest(ids: readonly TrackId[], signal: AbortSignal): Promise<ReadonlyMap<TrackId, readonly Neighbour[]>>;
  /** Everything this reader has read so far. */
  listKnown(): ReadonlyMap<TrackId, readonly Neighbour[]>;
  /** How many more tracks may be read. */
  countLeft(): number;
  /** The server was away when it was asked: what it would have said is missing for no fault of the music. undefined = it was there. */
  cutOff(): HarmoniqError | undefined;
}

export const createSonicReader = (options: SonicReaderOptions): SonicReader => {
  const { server, library, nowMs, logger, budget = defaultBudget } = options;
  const known = new Map<TrackId, readonly Neighbour[]>();
  const asked = new Set<TrackId>();
  let failuresInARow = 0;
  let cutOff: HarmoniqError | undefined;

  const readCache = (ids: readonly TrackId[]): void => {
    const cached = library.sonic.getNearest(ids, nowMs - sonicLifetimeMs.found);
    const empty = [...cached].filter(([, neighbours]) => neighbours.length === 0).map(([id]) => id);
    const stillEmpty = empty.length === 0 ? cached : library.sonic.getNearest(empty, nowMs - sonicLifetimeMs.nothing);
    for (const [id, neighbours] of cached) if (neighbours.length > 0 || stillEmpty.has(id)) known.set(id, neighbours);
  };

  const request = async (id: TrackId, signal: AbortSignal): Promise<void> => {
    if (failuresInARow >= patience) return;
    const neighbours = await server.listNearest(id, linesPerAnswer, signal).catch((error: unknown) => {
      if (isAbort(error) || signal.aborted) throw error;
      note(error);
    });
    if (neighbours === undefined) return;
    failuresInARow = 0;
    library.sonic.saveNearest(id, neighbours, nowMs);
  };

  /** Nothing is left running behind the caller's back, however it ends. */
  const requestAll = async (ids: readonly TrackId[], signal: AbortSignal): Promise<void> => {
    const queue = new PQueue({ concurrency: parallelRequests });
    try {
      await queue.addAll(ids.map((id) => () => request(id, signal)));
    } finally {
      queue.clear();
      await queue.onIdle();
    }
  };

  const note = (error: unknown): void => {
    if (error instanceof HarmoniqError && error.code === 'unauthorized') {
      failuresInARow = patience;
      probeSonic.refuse(server, nowMs, logger);
      return;
    }
    failuresInARow += 1;
    if (failuresInARow !== patience) return;
    // Whoever makes the list decides whether it is made without, and says so.
    if (isUnreachable(error)) cutOff = error;
    else logger.warn({ reason: describeError(error) }, 'The server did not tell what sounds alike; went on without');
  };

  return {
    async isAvailable(sectionIds, signal) {
      try {
        return await probeSonic.ask(server, sectionIds, nowMs, logger, signal);
      } catch (error) {
        if (!isUnreachable(error) || signal.aborted) throw error;
        cutOff = error;
        return false;
      }
    },
    async readNearest(ids, signal) {
      const wanted = [...new Set(ids)];
      const fresh = wanted.filter((id) => !asked.has(id)).slice(0, Math.max(0, budget - asked.size));
      for (const id of fresh) asked.add(id);
      readCache(fresh);
      const missing = fresh.filter((id) => !known.has(id));
      if (missing.length > 0) {
        await requestAll(missing, signal);
        // Read back, so that a warm cache cannot give another list than this run by what storing did to the answers.
        readCache(missing);
      }
      return new Map(wanted.flatMap((id) => (known.has(id) ? [[id, known.get(id) ?? []] as const] : [])));
    },
    listKnown: () => known,
    cutOff: () => cutOff,
    countLeft: () => Math.max(0, budget - asked.size),
  };
};
