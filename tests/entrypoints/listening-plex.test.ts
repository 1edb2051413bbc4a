import { afterEach, expect, test } from '@jest/globals';
import { createListeningMonitor } from '../../src/entrypoints/listening-monitor.ts';
import type { Component } from '../../src/lib/lifecycle.ts';
import type { House } from '../../src/operations/house.ts';
import type { MusicServer } from '../../src/servers/server.ts';
import { context, closeHouses, createTestHouse } from '../operations/test-house.ts';
import { startBench, type Bench } from '../servers/plex/bench.ts';
import { createFakeTimetable } from './fake-timetable.ts';

let bench: Bench | undefined;
let monitor: Component | undefined;
afterEach(async () => {
  await monitor?.stop();
  await bench?.plex.close();
  closeHouses();
});

const until = async (what: string, holds: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 1_000 && !holds(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  if (!holds()) throw new Error(`Did not happen: ${what}`);
};

test('on the wire of a Plex server: what is skipped, what is not, and a gap', async () => {
  bench = await startBench({ tracks: 60 });
  const { plex } = bench;
  const server: MusicServer = bench.server;
  const real = await createTestHouse({ synced: false });
  const clock = { nowMs: Date.parse('2026-11-21T12:00:00Z'), now: () => clock.nowMs };
  const house: House = { ...real, server, clock };
  await house.library.sync(
    server,
    { libraryNames: ['Music'], kind: 'full', allowMassDeletion: false },
    context().signal,
  );
  const [first = '', second = '', third = ''] = house.library
    .getTracks(bench.trackIds)
    .filter(({ durationMs }) => (durationMs ?? 0) > 60_000)
    .map(({ id }) => id);
  plex.mutate.startSession(first, { player: 'Study' });
  const notices: string[] = [];
  const told: MusicServer = {
    ...server,
    watch: (listener, signal) =>
      server.watch((event) => {
        listener(event);
        notices.push(event.kind === 'playing' ? event.trackId : event.kind);
      }, signal),
  };
  monitor = createListeningMonitor({ ...house, server: told }, { timetable: createFakeTimetable() });
  await monitor.start(context().signal);
  const playing = (trackId: string) => until(`the notice of ${trackId}`, () => notices.at(-1) === trackId);
  const skips = () => house.library.flow.listSkips(0).map(({ trackId }) => trackId);
  await until('the watch', () => plex.events.listeners === 1);

  const kitchen = plex.mutate.startSession(second);
  await playing(second);
  clock.nowMs += 12_000;
  plex.mutate.advanceSession(kitchen, 12_000);
  plex.mutate.nextTrack(kitchen, third);
  await playing(third);
  expect(skips()).toEqual([second]);

  const durationMs = house.library.getTrack(third)?.durationMs ?? 0;
  for (let positionMs = 0; positionMs < durationMs; positionMs += 10_000) {
    clock.nowMs += 10_000;
    plex.mutate.advanceSession(kitchen, 10_000);
  }
  plex.mutate.nextTrack(kitchen, first);
  await playing(first);
  expect(skips()).toEqual([second]);

  plex.mutate.startVideo();
  const before = notices.length;
  clock.nowMs += 12_000;
  plex.mutate.advanceSession(kitchen, 12_000);
  await until('a notice that is not the film', () => notices.length > before);
  plex.events.drop();
  plex.mutate.nextTrack(kitchen, second);
  await until('the end of the gap', () => notices.at(-1) === 'reconnected');
  plex.mutate.nextTrack(kitchen, third);
  await playing(third);
  expect(skips()).toEqual([second]);
});
