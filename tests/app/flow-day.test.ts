import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { playDay, type DayList } from '../../bench/flow-day.ts';
import { connect, open, syncMusic } from '../../bench/plex.ts';
import { compareWithRandomOrder, createSoundMap } from '../../bench/sound-map.ts';
import { primaryArtistKeyOf } from '../../src/core/match/keys.ts';
import type { Tags, Track } from '../../src/core/track.ts';
import { startPlexServer, type PlexStandIn } from '../../src/demo/plex/server.ts';

const size = 8_000;
const seed = 11;

interface Judged extends DayList {
  readonly facts: readonly { readonly track: Track; readonly tags: Tags }[];
  readonly ratio: number;
}

describe('a day of the built-in flow, hour by hour', () => {
  const folder = mkdtempSync(join(tmpdir(), 'harmoniq-day-'));
  let plex: PlexStandIn;
  let lists: readonly Judged[];
  const writesAtHour: number[] = [];

  beforeAll(async () => {
    plex = await startPlexServer({ tracks: size, seed });
    const address = { plexUrl: plex.url, plexToken: plex.token };
    const databasePath = join(folder, 'harmoniq.db');
    const library = open(databasePath);
    await syncMusic(library, connect(address));
    library.close();
    plex.requests.clear();
    lists = await playDay(
      {
        ...address,
        databasePath,
        dataDir: folder,
        env: { TIME_PLAYLIST_MIN_RATING: '3', TIME_PLAYLIST_MAX_SKIP_COUNT: '2' },
        async onHour() {
          writesAtHour.push(plex.requests.all().filter(({ method }) => method !== 'GET').length);
          plex.requests.clear();
        },
      },
      (made, mirror) => {
        const distance = createSoundMap(mirror, seed, size);
        return made.map((list) => ({
          ...list,
          facts: mirror.getTracks(list.tracks).map((track) => ({ track, tags: mirror.getTags(track.id) })),
          ratio: compareWithRandomOrder(list.tracks, distance),
        }));
      },
    );
  }, 180_000);
  afterAll(async () => {
    await plex.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('makes a list at every boundary and writes nothing in between', () => {
    expect(lists.map(({ hour }) => hour)).toEqual([0, 6, 11, 17]);
    expect(lists.map(({ tracks }) => tracks.length)).toEqual([50, 50, 50, 50]);
    const busy = writesAtHour.flatMap((writes, hour) => (writes > 0 ? [hour] : []));
    expect(busy).toEqual([0, 6, 11, 17]);
  });

  test.each([
    [0, /^(ambient|sleep)$/i],
    [6, /^(chillout|acoustic|folk)$/i],
    [17, /^(jazz|classical)$/i],
  ])('from %i:00 on every track carries the genre asked for', (hour, wanted) => {
    const list = lists.find((made) => made.hour === hour);
    const strangers = list?.facts.filter(({ tags }) => !tags.genres.some((genre) => wanted.test(genre)));
    expect(strangers?.map(({ track, tags }) => `${track.artist}: ${tags.genres.join()}`)).toEqual([]);
  });

  test('takes tags from whatever words the library has when Last.fm is not there', () => {
    const list = lists.find(({ hour }) => hour === 11);
    const upbeat = /rock|energetic|cheerful|bouncy|lively|upbeat/i;
    const strangers = list?.facts.filter(
      ({ tags }) => ![...tags.genres, ...tags.styles, ...tags.moods].some((tag) => upbeat.test(tag)),
    );
    expect(strangers?.map(({ track }) => track.title)).toEqual([]);
  });

  test('obeys the filters', () => {
    for (const { facts } of lists) {
      expect(facts.filter(({ track }) => track.rating !== undefined && track.rating < 6)).toEqual([]);
      expect(facts.filter(({ track }) => track.skipCount > 2)).toEqual([]);
      expect(facts.filter(({ track }) => (track.durationMs ?? 0) > 15 * 60_000)).toEqual([]);
    }
  });

  test('gives no artist more than two and no track twice in the day', () => {
    for (const { facts } of lists) {
      const counts = [...Map.groupBy(facts, ({ track }) => primaryArtistKeyOf(track)).values()].map(
        ({ length }) => length,
      );
      expect(Math.max(...counts)).toBeLessThanOrEqual(2);
    }
    const all = lists.flatMap(({ tracks }) => tracks);
    expect(new Set(all).size).toBe(all.length);
  });

  test('lets neighbours sound alike', () => {
    for (const { ratio } of lists) expect(ratio).toBeLessThanOrEqual(0.6);
  });
});
