import {
  emptyListeningBook,
  findNextSettling,
  noticePlayback,
  settleStops,
  type ListeningTurn,
  type Skip,
} from '../core/flow/skip-detector.ts';
import { describeError } from '../lib/errors.ts';
import { sleep, withTimeout, type Component } from '../lib/lifecycle.ts';
import type { House } from '../operations/house.ts';
import type { OperationContext } from '../operations/operation.ts';
import { syncLibrary } from '../operations/sync-library.ts';
import type { ServerEvent } from '../servers/server.ts';
import { createChangeSync, type ChangeSync } from './change-sync.ts';
import { createGatherer } from './gather.ts';
import { createListeningSessions, type PlayingEvent } from './listening-sessions.ts';
import { createTimetable, type Timetable, type TimetableEntry } from './timetable.ts';

export interface ListeningMonitorOptions {
  readonly timetable?: Timetable | undefined;
  /** What a change of the library asks for. */
  readonly sync?: ((context: OperationContext) => Promise<unknown>) | undefined;
  /** New sessions within this time make one question to the server. */
  readonly burstMs?: number | undefined;
  /** Before a watch that broke is begun anew. */
  readonly watchPauseMs?: number | undefined;
}

const defaultBurstMs = 1_000;
const defaultWatchPauseMs = 60_000;
const stopTimeoutMs = 2_000;
const askTimeoutMs = 10_000;

/**
 * Hears what the media server says of itself: who plays what ('listening-changed'), what is skipped (remembered for the flows), and that the library
 * has changed (synced when it has come to rest). A server that is away, or tells nothing, is no failure of this service.
 */
export const createListeningMonitor = (house: House, options: ListeningMonitorOptions = {}): Component => {
  const { clock, events, library, logger, server } = house;
  const timetable = options.timetable ?? createTimetable();
  const sync =
    options.sync ?? ((context) => syncLibrary.run(house, { full: false, allowMassDeletion: false }, context));
  const sessions = createListeningSessions((trackId) => library.getTrack(trackId) !== undefined);
  const durationOf = (trackId: string): number | undefined => library.getTrack(trackId)?.durationMs;
  const endings: (() => void)[] = [];
  let book = emptyListeningBook;
  let bell: TimetableEntry | undefined;
  let bellAtMs: number | undefined;
  let changes: ChangeSync | undefined;
  let stopping = new AbortController();
  let watching: Promise<void> = Promise.resolve();

  const tell = (): void => {
    if (sessions.takeChange()) events.emit('listening-changed', { sessions: sessions.list() });
  };

  const remember = (skip: Skip): void => {
    // Films make notices too, and what the mirror does not hold cannot be chosen anyway.
    if (library.getTrack(skip.trackId) === undefined) return;
    try {
      library.flow.saveSkip(skip);
      logger.debug({ track: skip.trackId }, 'A track was skipped');
    } catch (error) {
      logger.error({ reason: describeError(error) }, 'A skip could not be remembered');
    }
  };

  const turn = (next: ListeningTurn): void => {
    book = next.book;
    for (const skip of next.skips) remember(skip);
    const dueMs = findNextSettling(book);
    if (dueMs === bellAtMs) return;
    bell?.cancel();
    bellAtMs = dueMs;
    bell = dueMs === undefined ? undefined : timetable.at(dueMs, settle);
  };

  const settle = (): void => {
    bell = undefined;
    bellAtMs = undefined;
    turn(settleStops(book, clock.now(), durationOf));
  };

  const ask = async (): Promise<void> => {
    const { signal } = stopping;
    try {
      sessions.beginListing();
      const listed = await server.listSessions(AbortSignal.any([signal, AbortSignal.timeout(askTimeoutMs)]));
      if (signal.aborted) return;
      sessions.takeListing(listed);
      // What began before we listened: its place tells how much of it was heard.
      for (const session of listed)
        if (!book.has(session.sessionId)) turn(noticePlayback(book, { ...session, atMs: clock.now() }, durationOf));
      tell();
    } catch (error) {
      if (!signal.aborted) logger.debug({ reason: describeError(error) }, 'What is being played cannot be told now');
    }
  };
  const asking = createGatherer(ask, options.burstMs ?? defaultBurstMs);

  const hearPlaying = (event: PlayingEvent): void => {
    turn(noticePlayback(book, { ...event, atMs: clock.now() }, durationOf));
    if (!sessions.notice(event)) asking.poke();
    tell();
  };

  const hear = (event: ServerEvent): void => {
    if (stopping.signal.aborted) return;
    if (event.kind === 'playing') hearPlaying(event);
    else if (event.kind === 'library-changed') changes?.noteChange();
    else {
      // What happened meanwhile is not known, so nothing of it is judged.
      turn({ book: emptyListeningBook, skips: [] });
      void asking.flush();
    }
  };

  /** A listener that throws must not end the watch. */
  const hearSafely = (event: ServerEvent): void => {
    try {
      hear(event);
    } catch (error) {
      logger.error(
        { event: event.kind, reason: describeError(error) },
        'A notice of the media server could not be taken',
      );
    }
  };

  const watch = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      try {
        await server.watch(hearSafely, signal);
      } catch (error) {
        if (!signal.aborted) logger.warn({ reason: describeError(error) }, 'The media server cannot be listened to');
      }
      // An aborted wait is the normal end of the watch.
      await sleep(options.watchPauseMs ?? defaultWatchPauseMs, signal).catch(() => undefined);
    }
  };

  return {
    name: 'listening monitor',
    async start() {
      stopping = new AbortController();
      const { signal } = stopping;
      changes = createChangeSync({ house, timetable, sync, signal });
      endings.push(events.on('server-state', ({ connected }) => void (connected && asking.poke())));
      watching = watch(signal);
      void asking.flush();
    },
    async stop() {
      for (const end of endings.splice(0)) end();
      stopping.abort();
      changes?.cancel();
      bell?.cancel();
      bell = undefined;
      bellAtMs = undefined;
      book = emptyListeningBook;
      await withTimeout(Promise.all([watching, asking.stop()]), stopTimeoutMs, 'Listening').catch((error: unknown) =>
        logger.warn({ reason: describeError(error) }, 'Listening to the media server did not end in time'),
      );
    },
  };
};
