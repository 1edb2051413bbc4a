import {
  emptyListeningBook,
  findNextSettling,
  noticePlayback,
  settleStops,
  type ListeningTurn,
  type Skip,
} from '../core/flow/skip-detector.ts';
import { describeError } from '../lib/errors.ts';
import { withTimeout, type Component } from '../lib/lifecycle.ts';
import type { House } from '../operations/house.ts';
import type { OperationContext } from '../operations/operation.ts';
import { syncLibrary } from '../operations/sync-library.ts';
import type { ListeningSession, ServerEvent } from '../servers/server.ts';
import { createChangeSync, type ChangeSync } from './change-sync.ts';
import { createPlayingTeller } from './playing-teller.ts';
import { createTimetable, type Timetable, type TimetableEntry } from './timetable.ts';

export interface ListeningMonitorOptions {
  readonly timetable?: Timetable | undefined;
  /** What a change of the library asks for. */
  readonly sync?: ((context: OperationContext) => Promise<unknown>) | undefined;
}

const stopTimeoutMs = 2_000;
const askTimeoutMs = 10_000;

/**
 * Hears what the media server says of itself: what is skipped (remembered for the flows), what is being played, and that the library has changed (synced
 * when it has come to rest). A server that is away, or tells nothing, is no failure of this service.
 */
export const createListeningMonitor = (house: House, options: ListeningMonitorOptions = {}): Component => {
  const { clock, library, logger, server } = house;
  const timetable = options.timetable ?? createTimetable();
  const sync =
    options.sync ?? ((context) => syncLibrary.run(house, { full: false, allowMassDeletion: false }, context));
  const durationOf = (trackId: string): number | undefined => library.getTrack(trackId)?.durationMs;
  const teller = createPlayingTeller(house, (trackId) => library.getTrack(trackId) !== undefined);
  let book = emptyListeningBook;
  let bell: TimetableEntry | undefined;
  let bellAtMs: number | undefined;
  let changes: ChangeSync | undefined;
  let stopping = new AbortController();
  let watching: Promise<void> = Promise.resolve();
  let asking: Promise<void> = Promise.resolve();

  const remember = (skip: Skip): void => {
    try {
      // Films make notices too, and what the mirror does not hold cannot be chosen anyway.
      if (library.getTrack(skip.trackId) === undefined) return;
      library.flow.saveSkip(skip);
      logger.debug({ track: skip.trackId }, 'A track was skipped');
    } catch (error) {
      logger.error({ reason: describeError(error) }, 'A skip could not be remembered');
    }
  };

  const turn = (next: ListeningTurn): void => {
    book = next.book;
    for (const skip of next.skips) remember(skip);
    teller.tell(book);
    const dueMs = findNextSettling(book);
    if (dueMs === bellAtMs) return;
    bell?.cancel();
    bellAtMs = dueMs;
    bell = dueMs === undefined ? undefined : timetable.at(dueMs, settle);
  };

  const settle = (): void => {
    bell = undefined;
    bellAtMs = undefined;
    // Nobody stands behind a bell to take an error.
    try {
      turn(settleStops(book, clock.now(), durationOf));
    } catch (error) {
      logger.error({ reason: describeError(error) }, 'A stop could not be judged');
    }
  };

  const ask = async (take: (listed: readonly ListeningSession[]) => void): Promise<void> => {
    const { signal } = stopping;
    try {
      const listed = await server.listSessions(AbortSignal.any([signal, AbortSignal.timeout(askTimeoutMs)]));
      if (signal.aborted) return;
      teller.rememberPlayers(listed);
      take(listed);
    } catch (error) {
      if (!signal.aborted) logger.debug({ reason: describeError(error) }, 'What is being played cannot be told now');
    }
  };
  /** What began before we listened: its place tells how much of it was heard. */
  const catchUp = (): Promise<void> =>
    ask((listed) => {
      for (const session of listed)
        if (!book.has(session.sessionId)) turn(noticePlayback(book, { ...session, atMs: clock.now() }, durationOf));
    });
  const askForPlayer = (): Promise<void> => ask(() => teller.tell(book));

  const hear = (event: ServerEvent): void => {
    if (stopping.signal.aborted) return;
    if (event.kind === 'playing') {
      turn(noticePlayback(book, { ...event, atMs: clock.now() }, durationOf));
      if (teller.meets(event)) asking = Promise.all([asking, askForPlayer()]).then(() => undefined);
    } else if (event.kind === 'library-changed') changes?.noteChange();
    else {
      // What happened meanwhile is not known, so nothing of it is judged.
      turn({ book: emptyListeningBook, skips: [] });
      asking = catchUp();
    }
  };

  return {
    name: 'listening monitor',
    async start() {
      stopping = new AbortController();
      const { signal } = stopping;
      changes = createChangeSync({ house, timetable, sync, signal });
      // A track that plays may have come into the library only now.
      const unsubscribe = house.events.on('sync-finished', () => teller.tell(book));
      signal.addEventListener('abort', unsubscribe, { once: true });
      watching = server.watch(hear, signal).catch((error: unknown) => {
        logger.error({ reason: describeError(error) }, 'The media server is no longer listened to');
      });
      asking = catchUp();
    },
    async stop() {
      stopping.abort();
      changes?.cancel();
      bell?.cancel();
      bell = undefined;
      bellAtMs = undefined;
      book = emptyListeningBook;
      await withTimeout(Promise.all([watching, asking]), stopTimeoutMs, 'Listening').catch((error: unknown) =>
        logger.warn({ reason: describeError(error) }, 'Listening to the media server did not end in time'),
      );
    },
  };
};
