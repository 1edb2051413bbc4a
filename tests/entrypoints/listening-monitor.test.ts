import { afterEach, describe, expect, test } from '@jest/globals';
import { createTrack } from '../../src/core/track.ts';
import { createListeningMonitor } from '../../src/entrypoints/listening-monitor.ts';
import { HarmoniqError } from '../../src/lib/errors.ts';
import type { Component } from '../../src/lib/lifecycle.ts';
import type { SyncReport } from '../../src/library/library.ts';
import type { House } from '../../src/operations/house.ts';
import { saveScheduleEnabled } from '../../src/operations/schedule-settings.ts';
import type { ListeningSession, ServerEvent } from '../../src/servers/server.ts';
import { createFakeDoorHouse, fakeNowMs } from '../fakes/fake-door-house.ts';
import { makeSection } from '../fakes/fake-music.ts';
import { createFakeMusicServer, type FakeMusicServer } from '../fakes/fake-music-server.ts';
import { createRecordingLogger } from '../fakes/recording-logger.ts';
import { createFakeTimetable } from './fake-timetable.ts';

const minuteMs = 60_000;
const started: Component[] = [];
afterEach(async () => {
  for (const monitor of started.splice(0)) await monitor.stop();
});

const tracks = ['a', 'b', 'c'].map((id) =>
  createTrack({ id, artist: 'Low', title: id, album: 'Album', durationMs: 3 * minuteMs }),
);
const session = (facts: Partial<ListeningSession> = {}): ListeningSession => ({
  sessionId: '1',
  trackId: 'a',
  state: 'playing',
  positionMs: 0,
  player: 'Kitchen',
  user: 'Ada',
  ...facts,
});
const playing = (facts: Partial<Omit<ListeningSession, 'player' | 'user'>> = {}): ServerEvent => {
  const { sessionId, trackId, state, positionMs } = session(facts);
  return { kind: 'playing', sessionId, trackId, state, positionMs };
};
const changed: ServerEvent = { kind: 'library-changed', sectionId: undefined };
const syncAt = (atMs: number): SyncReport => ({
  kind: 'incremental',
  startedAtMs: atMs,
  endedAtMs: atMs,
  added: 0,
  changed: 0,
  removed: 0,
  relinked: 0,
  heldBack: 0,
  coverage: [],
  warnings: [],
});

interface Bench {
  readonly house: House;
  readonly server: FakeMusicServer;
  readonly monitor: Component;
  readonly timetable: ReturnType<typeof createFakeTimetable>;
  readonly lines: Record<string, unknown>[];
  readonly skips: () => readonly string[];
  syncs: number;
  syncFailure: Error | undefined;
  nowMs: number;
  lastSync: SyncReport | undefined;
  /** Lets time pass, with the bells that ring in it. */
  readonly pass: (durationMs: number) => Promise<void>;
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));

const build = async (sessions: readonly ListeningSession[] = []): Promise<Bench> => {
  const server = createFakeMusicServer([makeSection(0)]);
  server.sessions = [...sessions];
  const { house: made } = createFakeDoorHouse({ server });
  const { logger, lines } = createRecordingLogger();
  const house: House = {
    ...made,
    logger,
    clock: { now: () => bench.nowMs },
    library: {
      ...made.library,
      getLastSync: () => bench.lastSync,
      getTrack: (id) => tracks.find((track) => track.id === id),
    },
  };
  const timetable = createFakeTimetable();
  const monitor = createListeningMonitor(house, {
    timetable,
    sync: async () => {
      bench.syncs += 1;
      if (bench.syncFailure !== undefined) throw bench.syncFailure;
      bench.lastSync = syncAt(bench.nowMs);
    },
  });
  started.push(monitor);
  const bench: Bench = {
    house,
    server,
    monitor,
    timetable,
    lines,
    skips: () => house.library.flow.listSkips(0).map(({ trackId }) => trackId),
    syncs: 0,
    syncFailure: undefined,
    nowMs: fakeNowMs,
    lastSync: syncAt(fakeNowMs - 60 * minuteMs),
    async pass(durationMs) {
      const endMs = bench.nowMs + durationMs;
      for (;;) {
        const next = timetable.moments().find((atMs) => atMs <= endMs);
        if (next === undefined) break;
        bench.nowMs = Math.max(bench.nowMs, next);
        timetable.ringUntil(bench.nowMs);
        await settle();
      }
      bench.nowMs = endMs;
    },
  };
  await monitor.start(new AbortController().signal);
  await settle();
  return bench;
};
const asked = ({ server }: Bench): number => server.calls.filter((call) => call === 'sessions').length;

describe('what is being played', () => {
  test('is asked for at the start and after a gap, and otherwise heard', async () => {
    const bench = await build([session()]);
    bench.server.emit(playing({ positionMs: 10_000 }));
    bench.server.emit(playing({ trackId: 'b' }));
    await settle();
    expect(asked(bench)).toBe(1);
    bench.server.emit({ kind: 'reconnected' });
    await settle();
    expect(asked(bench)).toBe(2);
  });

  test('is asked for once when a player begins, whether or not the server names it', async () => {
    const bench = await build();
    for (const trackId of ['a', 'a', 'b', 'c']) {
      bench.server.emit(playing({ trackId }));
      await settle();
    }
    bench.server.emit(playing({ sessionId: '7', state: 'stopped' }));
    bench.server.emit(playing({ sessionId: '8', trackId: 'film' }));
    await settle();
    expect(asked(bench)).toBe(2);
  });

  test('is no film, however often that is told of', async () => {
    const bench = await build();
    for (let count = 0; count < 5; count += 1) {
      bench.server.emit(playing({ trackId: 'film', positionMs: count * 10_000 }));
      bench.nowMs += 10_000;
    }
    bench.server.emit(playing({ trackId: 'film', state: 'stopped' }));
    await bench.pass(minuteMs);
    expect(bench.skips()).toEqual([]);
  });

  test('that a player reports while the server answers is younger than the answer', async () => {
    const bench = await build();
    const gate = Promise.withResolvers<void>();
    bench.server.sessions = [session({ positionMs: 150_000 })];
    bench.server.before = (call) => (call === 'sessions' ? gate.promise : undefined);
    bench.server.emit({ kind: 'reconnected' });
    bench.server.emit(playing({ trackId: 'b' }));
    gate.resolve();
    await settle();
    bench.nowMs += 12_000;
    bench.server.emit(playing({ trackId: 'c' }));
    expect(bench.skips()).toEqual(['b']);
  });

  test('is not known while the server is away, which is no trouble', async () => {
    const bench = await build();
    bench.server.before = (call) => {
      if (call === 'sessions') throw new HarmoniqError('unreachable', 'Plex is away.');
    };
    bench.server.emit({ kind: 'reconnected' });
    await settle();
    expect(bench.lines.filter(({ level }) => level !== 'debug')).toEqual([]);
  });
});

describe('a skip', () => {
  test('is remembered at once, with its moment, and told only in the debug log', async () => {
    const bench = await build();
    bench.server.emit(playing());
    bench.nowMs += 12_000;
    bench.server.emit(playing({ trackId: 'b' }));
    expect(bench.house.library.flow.listSkips(0)).toEqual([{ trackId: 'a', skippedAtMs: fakeNowMs + 12_000 }]);
    expect(bench.lines.filter(({ msg }) => msg === 'A track was skipped')).toEqual([
      expect.objectContaining({ level: 'debug', track: 'a' }),
    ]);
  });

  test('by a stop is remembered after its grace', async () => {
    const bench = await build();
    bench.server.emit(playing());
    bench.nowMs += 12_000;
    bench.server.emit(playing({ state: 'stopped' }));
    await bench.pass(15_000);
    expect(bench.skips()).toEqual([]);
    await bench.pass(10_000);
    expect(bench.skips()).toEqual(['a']);
    expect(bench.timetable.size()).toBe(0);
  });

  test('of what played before we listened is judged by its place', async () => {
    const bench = await build([
      session({ positionMs: 150_000 }),
      session({ sessionId: '2', trackId: 'b', positionMs: 20_000 }),
    ]);
    bench.nowMs += 5_000;
    bench.server.emit(playing({ trackId: 'c' }));
    bench.server.emit(playing({ sessionId: '2', trackId: 'c' }));
    expect(bench.skips()).toEqual(['b']);
  });

  test('is none across a gap, as nobody knows what was heard in it', async () => {
    const bench = await build();
    bench.server.emit(playing());
    bench.nowMs += 12_000;
    bench.server.emit({ kind: 'reconnected' });
    bench.server.emit(playing({ trackId: 'b' }));
    await settle();
    await bench.pass(minuteMs);
    expect(bench.skips()).toEqual([]);
  });

  test('that cannot be remembered does not end the watch', async () => {
    const bench = await build();
    Object.assign(bench.house.library.flow, {
      saveSkip: () => {
        throw new HarmoniqError('internal', 'The disk is full.');
      },
    });
    bench.server.emit(playing());
    bench.nowMs += 12_000;
    bench.server.emit(playing({ trackId: 'b' }));
    expect(bench.lines.filter(({ level }) => level === 'error')).toEqual([
      expect.objectContaining({ reason: 'The disk is full.' }),
    ]);
  });

  test('that cannot be judged for a database that fails is an error in the log, and no more', async () => {
    const bench = await build();
    const getTrack = bench.house.library.getTrack.bind(bench.house.library);
    bench.server.emit(playing());
    bench.nowMs += 12_000;
    bench.server.emit(playing({ state: 'stopped' }));
    Object.assign(bench.house.library, {
      getTrack: () => {
        throw new HarmoniqError('internal', 'The disk is broken.');
      },
    });
    await bench.pass(minuteMs);
    expect(bench.lines.filter(({ level }) => level === 'error')).toEqual([
      expect.objectContaining({ reason: 'The disk is broken.' }),
    ]);
    Object.assign(bench.house.library, { getTrack });
    bench.server.emit(playing({ sessionId: '2', trackId: 'b' }));
    await bench.pass(minuteMs);
    expect(bench.skips()).toEqual(['a']);
  });
});

describe('a change of the library', () => {
  test('is synced once it has been quiet for a minute, however many changes there were', async () => {
    const bench = await build();
    for (let count = 0; count < 10; count += 1) {
      bench.server.emit(changed);
      await bench.pass(20_000);
    }
    expect(bench.syncs).toBe(0);
    await bench.pass(39_000);
    expect(bench.syncs).toBe(0);
    await bench.pass(1_000);
    expect(bench.syncs).toBe(1);
    await bench.pass(60 * minuteMs);
    expect(bench.syncs).toBe(1);
  });

  test('waits while the server scans, but not for ever', async () => {
    const bench = await build();
    const [section] = bench.server.sections;
    if (section === undefined) throw new Error('No section.');
    section.scanning = true;
    bench.server.emit(changed);
    await bench.pass(10 * minuteMs);
    expect(bench.syncs).toBe(0);
    section.scanning = false;
    await bench.pass(minuteMs);
    expect(bench.syncs).toBe(1);
    section.scanning = true;
    await bench.pass(10 * minuteMs);
    bench.server.emit(changed);
    await bench.pass(29 * minuteMs);
    expect(bench.syncs).toBe(1);
    await bench.pass(3 * minuteMs);
    expect(bench.syncs).toBe(2);
  });

  test('waits while a sync is under way, and is content with one that began after it', async () => {
    const bench = await build();
    bench.server.emit(changed);
    bench.house.events.emit('sync-started', {});
    await bench.pass(3 * minuteMs);
    expect(bench.syncs).toBe(0);
    bench.lastSync = syncAt(bench.nowMs);
    bench.house.events.emit('sync-finished', { report: bench.lastSync });
    await bench.pass(30 * minuteMs);
    expect(bench.syncs).toBe(0);
  });

  test('every minute makes a sync every ten', async () => {
    const bench = await build();
    for (let minute = 0; minute < 60; minute += 1) {
      bench.server.emit(changed);
      await bench.pass(minuteMs);
    }
    expect(bench.syncs).toBeGreaterThanOrEqual(5);
    expect(bench.syncs).toBeLessThanOrEqual(6);
  });

  test.each<[string, (bench: Bench) => void]>([
    ['the schedule is off', (bench) => saveScheduleEnabled(bench.house.library, false)],
    ['the library was never read', (bench) => void (bench.lastSync = undefined)],
  ])('is left alone while %s', async (_title, prepare) => {
    const bench = await build();
    prepare(bench);
    bench.server.emit(changed);
    await bench.pass(30 * minuteMs);
    expect(bench.syncs).toBe(0);
    expect(bench.timetable.size()).toBe(0);
  });

  test.each<[string, Error, string]>([
    ['an outage', new HarmoniqError('unreachable', 'Plex is away.'), 'debug'],
    ['another sync', new HarmoniqError('conflict', 'A sync is already under way.'), 'debug'],
    ['a full disk', new HarmoniqError('internal', 'The disk is full.'), 'warn'],
  ])('whose sync fails for %s waits for the next one', async (_title, failure, level) => {
    const bench = await build();
    bench.syncFailure = failure;
    bench.server.emit(changed);
    await bench.pass(5 * minuteMs);
    expect(bench.syncs).toBe(1);
    expect(bench.lines.at(-1)).toMatchObject({ level, reason: failure.message });
    bench.syncFailure = undefined;
    bench.server.emit(changed);
    await bench.pass(2 * minuteMs);
    expect(bench.syncs).toBe(2);
  });
});

describe('the watch', () => {
  test('that breaks, which no server should, is an error in the log', async () => {
    const bench = await build();
    await bench.monitor.stop();
    bench.server.watch = () => Promise.reject(new HarmoniqError('internal', 'The watch is broken.'));
    await bench.monitor.start(new AbortController().signal);
    await settle();
    expect(bench.lines.filter(({ level }) => level === 'error')).toEqual([
      expect.objectContaining({ reason: 'The watch is broken.' }),
    ]);
  });

  test('ends with the service and leaves nothing behind', async () => {
    const bench = await build();
    expect(bench.server.watchers).toBe(1);
    bench.server.emit(playing());
    bench.server.emit(playing({ state: 'stopped' }));
    bench.server.emit(changed);
    expect(bench.timetable.size()).toBe(2);
    await bench.monitor.stop();
    expect(bench.server.watchers).toBe(0);
    expect(bench.timetable.size()).toBe(0);
    expect(bench.lines.filter(({ level }) => level !== 'debug')).toEqual([]);
  });
});

describe('what plays now', () => {
  const heardBy = ({ house }: Bench) => house.activity.snapshot().playing;

  test('is known from the start, with its player, and follows what the server tells without asking again', async () => {
    const bench = await build([session()]);
    expect(heardBy(bench)).toEqual([{ sessionId: '1', trackId: 'a', state: 'playing', player: 'Kitchen' }]);
    bench.server.emit(playing({ trackId: 'b', state: 'paused' }));
    expect(heardBy(bench)).toEqual([{ sessionId: '1', trackId: 'b', state: 'paused', player: 'Kitchen' }]);
    bench.server.emit(playing({ trackId: 'b', state: 'stopped' }));
    expect(heardBy(bench)).toEqual([]);
    expect(asked(bench)).toBe(1);
  });

  test('has its player as well when it began later', async () => {
    const bench = await build();
    bench.server.sessions = [session({ sessionId: '5', player: 'Bath' })];
    bench.server.emit(playing({ sessionId: '5' }));
    expect(heardBy(bench)).toEqual([{ sessionId: '5', trackId: 'a', state: 'playing', player: undefined }]);
    await settle();
    expect(heardBy(bench)).toEqual([{ sessionId: '5', trackId: 'a', state: 'playing', player: 'Bath' }]);
    expect(bench.skips()).toEqual([]);
  });

  test('is known as soon as its track is in the library', async () => {
    const bench = await build([session({ trackId: 'new' })]);
    expect(heardBy(bench)).toEqual([]);
    tracks.push(createTrack({ id: 'new', artist: 'Low', title: 'New', album: 'Album' }));
    bench.house.events.emit('sync-finished', { report: syncAt(bench.nowMs) });
    tracks.pop();
    expect(heardBy(bench)).toMatchObject([{ trackId: 'new', player: 'Kitchen' }]);
  });

  test('is told once for each change, not with each report of a player', async () => {
    const bench = await build();
    const told: unknown[] = [];
    bench.house.events.on('playing-changed', ({ sessions }) => told.push(sessions.map(({ trackId }) => trackId)));
    bench.server.emit(playing({ positionMs: 0, state: 'buffering' }));
    for (const positionMs of [0, 10_000, 20_000]) bench.server.emit(playing({ positionMs }));
    bench.server.emit(playing({ trackId: 'c' }));
    bench.server.emit(playing({ sessionId: '9', trackId: 'film' }));
    expect(told).toEqual([['a'], ['c']]);
  });
});
