import { afterEach, expect, test } from '@jest/globals';
import { createListeningMonitor } from '../../src/entrypoints/listening-monitor.ts';
import type { Component } from '../../src/lib/lifecycle.ts';
import type { House, HouseEvents } from '../../src/operations/house.ts';
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

test('on the wire of a Plex server: who plays, what is skipped, what is not, and a gap', async () => {
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
  const before = plex.mutate.startSession(first, { player: 'Study' });
  const heard: HouseEvents['listening-changed'][] = [];
  house.events.on('listening-changed', (event) => heard.push(event));
  monitor = createListeningMonitor(house, { timetable: createFakeTimetable(), burstMs: 5 });
  await monitor.start(context().signal);
  const playing = (player: string, trackId: string) =>
    until(`${player} plays ${trackId}`, () =>
      (heard.at(-1)?.sessions ?? []).some((session) => session.player === player && session.trackId === trackId),
    );
  const skips = () => house.library.flow.listSkips(0).map(({ trackId }) => trackId);
  await playing('Study', first);
  await until('the watch', () => plex.events.listeners === 1);

  const kitchen = plex.mutate.startSession(second);
  await playing('Kitchen', second);
  clock.nowMs += 12_000;
  plex.mutate.advanceSession(kitchen, 12_000);
  plex.mutate.nextTrack(kitchen, third);
  await playing('Kitchen', third);
  expect(skips()).toEqual([second]);

  const durationMs = house.library.getTrack(third)?.durationMs ?? 0;
  for (let positionMs = 0; positionMs < durationMs; positionMs += 10_000) {
    clock.nowMs += 10_000;
    plex.mutate.advanceSession(kitchen, 10_000);
  }
  plex.mutate.nextTrack(kitchen, first);
  await playing('Kitchen', first);
  expect(skips()).toEqual([second]);

  plex.mutate.startVideo();
  plex.events.drop();
  plex.mutate.stopSession(before);
  await until('the session that ended in the gap is gone', () => heard.at(-1)?.sessions.length === 1);
  expect(heard.at(-1)?.sessions).toMatchObject([{ player: 'Kitchen', trackId: first }]);
  expect(skips()).toEqual([second]);
});
