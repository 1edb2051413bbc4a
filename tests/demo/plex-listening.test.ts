import { afterEach, describe, expect, test } from '@jest/globals';
import { scenes } from '../../src/demo/music/scenes.ts';
import { inventHabits } from '../../src/demo/plex/habits.ts';
import { createRegistry } from '../../src/demo/plex/registry.ts';
import { createShelf } from '../../src/demo/plex/shelf.ts';
import { createMusic } from '../../src/demo/music/music.ts';
import { defaultSwitches } from '../../src/demo/plex/switches.ts';
import { page, usePlex, type Row } from './plex-kit.ts';

const epoch = Date.UTC(2026, 10, 20) / 1_000;
const habits = (utcOffsetMinutes: number, weeks = 6) => {
  const music = createMusic(5, 4_000);
  const shelf = createShelf({
    position: 1,
    key: '3',
    title: 'Music',
    music,
    registry: createRegistry(1, 9_000),
    epoch,
  });
  return {
    music,
    plays: inventHabits(shelf, { seed: 5, epoch, weeks, utcOffsetMinutes, movieKeys: [1, 2] }),
  };
};
const hourOf = (viewedAt: number, utcOffsetMinutes: number): number =>
  new Date((viewedAt + utcOffsetMinutes * 60) * 1_000).getUTCHours();

describe('a household’s habits', () => {
  test.each([0, 120, -480])('follow the hour at home (%i minutes from UTC)', (offset) => {
    const { music, plays } = habits(offset);
    const known = plays.filter((play) => play.slot >= 0 && play.accountID === 1);
    const fitting = known.filter((play) => {
      const { name } = music.sceneOf(music.track(play.slot).songArtist);
      return scenes.find((scene) => scene.name === name)?.hours.includes(hourOf(play.viewedAt, offset)) === true;
    });
    expect(known.length).toBeGreaterThan(1_000);
    expect(fitting.length / known.length).toBeGreaterThan(0.7);
    expect(known.every((play) => ![3, 4].includes(hourOf(play.viewedAt, offset)))).toBe(true);
  });

  test('have favourites, several listeners, films and deleted tracks, all of the past', () => {
    const { plays } = habits(0);
    const counts = new Map<number, number>();
    for (const { slot } of plays.filter((play) => play.slot >= 0)) counts.set(slot, (counts.get(slot) ?? 0) + 1);
    expect(Math.max(...counts.values())).toBeGreaterThan(5);
    expect(new Set(plays.map((play) => play.accountID)).size).toBe(3);
    expect(plays.some((play) => play.section === 0)).toBe(true);
    expect(plays.some((play) => play.section === 1 && play.slot < 0)).toBe(true);
    expect(plays.every((play) => play.viewedAt < epoch)).toBe(true);
    expect(habits(0, 0).plays).toEqual([]);
  });
});

describe('players', () => {
  const kit = usePlex({ tracks: 300, nowMs: Date.UTC(2026, 10, 20, 12) });
  afterEach(() => void Object.assign(kit.plex.switches, defaultSwitches));
  const row = async (id: string): Promise<Row> => {
    const [found] = (await kit.get(`/library/metadata/${id}`)).Metadata ?? [];
    if (found === undefined) throw new Error('the track is not there');
    return found;
  };
  const lines = async (id: string): Promise<number> =>
    (await kit.get(`/status/sessions/history/all?metadataItemID=${id}&${page(0, 50)}`)).size;
  const counts = async (id: string) => {
    const { viewCount = 0, skipCount = 0 } = (await row(id)) as { viewCount?: number; skipCount?: number };
    return { plays: viewCount, skips: skipCount, lines: await lines(id) };
  };

  test('the past ends before the day it was told to, and the owner’s counts know of it', async () => {
    const plays =
      (await kit.get(`/status/sessions/history/all?sort=viewedAt:desc&accountID=1&${page(0, 200)}`)).Metadata ?? [];
    expect(Number(plays[0]?.['viewedAt'])).toBeLessThan(Date.UTC(2026, 10, 20) / 1_000);
    const latest = plays.find((play) => play['type'] === 'track' && play.ratingKey !== undefined);
    expect((await row(latest?.ratingKey ?? ''))['lastViewedAt']).toBe(latest?.['viewedAt']);
  });

  test('what is heard to its end counts as played, what is left before as skipped, once each', async () => {
    const [one = '', two = '', three = ''] = kit.plex.mutate.trackIds();
    const before = [await counts(one), await counts(two)] as const;
    const session = kit.plex.mutate.startSession(one);
    kit.plex.mutate.advanceSession(session, 9_000_000);
    kit.plex.mutate.advanceSession(session, 1_000);
    kit.plex.mutate.nextTrack(session, two);
    kit.plex.mutate.advanceSession(session, 5_000);
    kit.plex.mutate.nextTrack(session, three);
    kit.plex.mutate.stopSession(session);
    expect(await counts(one)).toEqual({
      plays: before[0].plays + 1,
      skips: before[0].skips,
      lines: before[0].lines + 1,
    });
    expect(await counts(two)).toEqual({ ...before[1], skips: before[1].skips + 1 });
  });

  test('sessions show their place, player and state to the owner, films among them', async () => {
    const [one = ''] = kit.plex.mutate.trackIds();
    const session = kit.plex.mutate.startSession(one, { player: 'Bath' });
    const film = kit.plex.mutate.startVideo();
    kit.plex.mutate.advanceSession(session, 30_000);
    kit.plex.mutate.pauseSession(session);
    const shown = (await kit.get('/status/sessions')).Metadata ?? [];
    expect(shown.map((each) => each['type'])).toEqual(['track', 'movie']);
    expect(shown[0]).toMatchObject({ viewOffset: 30_000, Player: { title: 'Bath', state: 'paused' } });
    kit.plex.mutate.stopSession(session);
    kit.plex.mutate.stopSession(film);
    expect((await kit.get('/status/sessions')).size).toBe(0);
  });

  test.each(['artist', 'album', 'track'] as const)('labels of an %s are found by their id', async (level) => {
    const type = { artist: 8, album: 9, track: 10 }[level];
    const [item] = (await kit.get(`/library/sections/3/all?type=${type}&sort=id&${page(4, 1)}`)).Metadata ?? [];
    kit.plex.mutate.labelItem(item?.ratingKey ?? '', ['Dinner']);
    expect((await row(item?.ratingKey ?? ''))['Label']).toMatchObject([{ tag: 'Dinner' }]);
    const choices = (await kit.get(`/library/sections/3/label?type=${type}`)).Directory ?? [];
    const dinner = choices.find((choice) => choice['title'] === 'Dinner')?.['key'];
    const found = (
      await kit.get(`/library/sections/3/all?type=${type}&${level}.label=${String(dinner)}&sort=id&${page(0, 100)}`)
    ).Metadata;
    expect(found?.map((each) => each.ratingKey)).toContain(item?.ratingKey);
    kit.plex.mutate.labelItem(item?.ratingKey ?? '', []);
    expect(await row(item?.ratingKey ?? '')).not.toHaveProperty('Label');
  });
});

describe('pictures', () => {
  const kit = usePlex({ tracks: 40 });
  const list = async (id: string) => (await kit.get(`/library/metadata/${id}/posters`)).Metadata ?? [];

  test('the server shows its own until one is chosen, and again when that is taken back', async () => {
    const id = kit.plex.playlists.find((playlist) => playlist.title === 'Sunday Drive')?.id ?? '';
    expect((await list(id)).map((row) => row['selected'])).toEqual([true]);
    const own = kit.plex.mutate.chooseOwnPoster(id);
    expect((await list(id)).find((row) => row['selected'] === true)?.ratingKey).toBe(own);
    expect((await kit.get(`/playlists/${id}`)).Metadata?.[0]).toHaveProperty('thumb');
    kit.plex.mutate.forgetPoster(id);
    expect((await list(id)).map((row) => row['selected'])).toEqual([true, false]);
    expect((await kit.get(`/playlists/${id}`)).Metadata?.[0]).not.toHaveProperty('thumb');
  });
});
