import { beforeAll, describe, expect, test } from '@jest/globals';
import { makeTemporaryFolder } from '../fakes/temporary-folder.ts';
import { drawDay, quietDay, writtenDays, type Day } from './day/days.ts';
import { playDay, type PlayedDay } from './day/play-day.ts';
import { expectAt } from './day/story.ts';

/** Far more than it takes: the machine may be busy. */
const limitMs = 180_000;

const play = ({ outages, env }: Day): Promise<PlayedDay> =>
  playDay(makeTemporaryFolder('day'), outages, {
    TIME_PLAYLIST_SOUND: 'off',
    TIME_PLAYLIST_COVERS: 'false',
    ...env,
  });

/** What may be said while something is away; nothing of it asks for a person. */
const complaints = new Set([
  'Home Assistant is not heard, trying again',
  'MQTT is not available, trying again',
  'The media server cannot be used',
  'The library could not be synced',
  'Half-done playlist writes could not be completed yet',
  'An unfinished playlist could not be completed',
  'The server did not tell what sounds alike; went on without',
  'The picture of a flow could not be set',
  'Run failed',
  // Hours are seconds here.
  'The MQTT broker keeps ending the connection. If another Harmoniq uses this broker, give each its own INSTANCE_ID',
]);

const saidAt = (day: PlayedDay, ...levels: readonly string[]): readonly string[] =>
  day.lines.filter(({ level }) => levels.includes(String(level))).map(({ msg }) => String(msg));

const countCuts = ({ outages }: Day): number => outages.filter(({ beforeWrite }) => beforeWrite !== undefined).length;

/** What no day may do to the playlist, however it goes. */
const expectPlaylistKept = (day: PlayedDay): void => {
  expect(day.listCount).toBe(1);
  expect(new Set(day.lists.map(({ id }) => id)).size).toBe(1);
  expect(day.lists.filter(({ trackIds }) => trackIds.length === 0)).toEqual([]);
  expect(day.lists.filter(({ trackIds }) => new Set(trackIds).size < trackIds.length)).toEqual([]);
  expect(day.wrongLists).toEqual([]);
  expect(day.needlessWrites).toEqual([]);
};

describe('a whole day of the service, its clock turned by hand', () => {
  let quiet: PlayedDay;

  beforeAll(async () => {
    quiet = await play(quietDay);
  }, limitMs);

  test('without any outage goes as the documentation says, and says nothing that would worry anybody', () => {
    expect(new Set(quiet.moments.map(({ by }) => by))).toEqual(new Set(['schedule', 'home', 'manual', 'paused']));
    expect(quiet.moments.length).toBeGreaterThan(144);
    expectPlaylistKept(quiet);
    expect(saidAt(quiet, 'warn', 'error', 'fatal')).toEqual([]);
  });

  test.each([...writtenDays, drawDay(1)])(
    '$name goes like one without wherever all are there',
    async (plan) => {
      const day = await play(plan);
      expectPlaylistKept(day);
      if (writtenDays.includes(plan)) expect(day.cuts).toBe(countCuts(plan));
      expect(saidAt(day, 'error', 'fatal')).toEqual([]);
      expect(saidAt(day, 'warn').filter((line) => !complaints.has(line))).toEqual([]);
      expect(day.picture !== undefined).toBe(plan.env?.['TIME_PLAYLIST_COVERS'] === 'true');
      // Where Home Assistant came back late, what must have lasted a while begins anew.
      const same = quiet.moments.filter(({ minute }) => expectAt(minute, plan.outages).by === expectAt(minute, []).by);
      const minutes = new Set(day.moments.map(({ minute }) => minute));
      const wanted = same.filter(({ minute }) => minutes.has(minute));
      const compared = new Set(wanted.map(({ minute }) => minute));
      expect(day.moments.filter(({ minute }) => compared.has(minute))).toEqual(wanted);
      expect(wanted.length).toBeGreaterThan(day.moments.length * 0.8);
    },
    limitMs,
  );
});
