import { describe, expect, test } from '@jest/globals';
import { page, usePlex, type Row } from './plex-kit.ts';

const kit = usePlex({ tracks: 300, seed: 13 });
const row = async (id: string): Promise<Row> => (await kit.get(`/library/metadata/${id}`)).Metadata?.[0] as Row;
const mark = async (): Promise<unknown> =>
  (await kit.get('/library/sections')).Directory?.find((section) => section['key'] === '3')?.['contentChangedAt'];
const nth = (place: number): string => kit.plex.mutate.trackIds()[place] as string;
const identifier = 'identifier=com.plexapp.plugins.library';
const historyOf = async (id: string): Promise<number> =>
  (await kit.get(`/status/sessions/history/all?metadataItemID=${id}&${page(0, 50)}`)).size;
const listed = async (filter: string): Promise<readonly string[]> =>
  (await kit.tracks(`&${filter}`)).map((each) => each.ratingKey);
const now = (): number => Math.floor(Date.now() / 1_000);

describe('rating', () => {
  test('sets the rating and its time, and moves neither updatedAt nor the section', async () => {
    const before = [(await row(nth(4)))['updatedAt'], await mark()];
    const answer = await kit.send('PUT', `/:/rate?key=${nth(4)}&${identifier}&rating=9`);
    expect(answer.status).toBe(200);
    const after = await row(nth(4));
    expect(after['userRating']).toBe(9);
    expect(Number(after['lastRatedAt'])).toBeGreaterThanOrEqual(now() - 5);
    expect([after['updatedAt'], await mark()]).toEqual(before);
    expect(await listed(`track.lastRatedAt>>=${now() - 60}`)).toEqual([nth(4)]);
  });

  test('-1 takes the key away and leaves no date that a delta would find', async () => {
    await kit.send('PUT', `/:/rate?key=${nth(4)}&${identifier}&rating=-1`);
    expect(await row(nth(4))).not.toHaveProperty('userRating');
    expect(await listed(`track.lastRatedAt>>=${now() - 60}`)).toEqual([]);
  });

  test.each(['rating=11', 'rating=-2', '', `rating=5&ratedAt=9999999999`])('refuses "%s"', async (argument) => {
    expect((await kit.send('PUT', `/:/rate?key=${nth(4)}&${identifier}&${argument}`)).status).toBe(400);
  });

  test('an unknown track is a 404, a missing identifier a 400', async () => {
    expect((await kit.send('PUT', `/:/rate?key=99999999&${identifier}&rating=5`)).status).toBe(404);
    expect((await kit.send('PUT', `/:/rate?key=${nth(4)}&rating=5`)).status).toBe(400);
  });
});

describe('playing', () => {
  test('marking as played counts and dates it, without a line of history', async () => {
    const before = await row(nth(5));
    const lines = await historyOf(nth(5));
    await kit.send('PUT', `/:/scrobble?key=${nth(5)}&${identifier}`);
    const after = await row(nth(5));
    expect(after['viewCount']).toBe(Number(before['viewCount'] ?? 0) + 1);
    expect(Number(after['lastViewedAt'])).toBeGreaterThanOrEqual(now() - 5);
    expect(await historyOf(nth(5))).toBe(lines);
    await kit.send('GET', `/:/unscrobble?key=${nth(5)}&${identifier}`);
    expect(await row(nth(5))).not.toHaveProperty('viewCount');
  });

  test('a real play leaves a line for the account, and neither updatedAt nor the section moves', async () => {
    const before = [(await row(nth(6)))['updatedAt'], await mark()];
    const lines = await historyOf(nth(6));
    kit.plex.mutate.playTrack(nth(6));
    expect(await historyOf(nth(6))).toBe(lines + 1);
    const [play] = (await kit.get(`/status/sessions/history/all?sort=viewedAt:desc&${page(0, 1)}`)).Metadata ?? [];
    expect(play).toMatchObject({ ratingKey: nth(6), accountID: 1, type: 'track' });
    expect([(await row(nth(6)))['updatedAt'], await mark()]).toEqual(before);
    expect(await listed(`track.lastViewedAt>>=${now() - 60}`)).toContain(nth(6));
  });

  test('a skip counts and dates it, and nothing else', async () => {
    const before = await row(nth(7));
    kit.plex.mutate.skipTrack(nth(7));
    const after = await row(nth(7));
    expect(after['skipCount']).toBe(Number(before['skipCount'] ?? 0) + 1);
    expect(after['updatedAt']).toBe(before['updatedAt']);
    expect(await listed(`track.lastSkippedAt>>=${now() - 60}`)).toEqual([nth(7)]);
  });

  test('history knows its account, its time and its section', async () => {
    const all = await kit.get(`/status/sessions/history/all?${page(0, 1_000)}`);
    const rows = all.Metadata ?? [];
    const [middle] = [rows[Math.floor(rows.length / 2)]];
    const since = Number(middle?.['viewedAt']);
    const later = await kit.get(`/status/sessions/history/all?viewedAt>=${since}&${page(0, 0)}`);
    expect(later.totalSize).toBe(rows.filter((each) => Number(each['viewedAt']) >= since).length);
    expect((await kit.get(`/status/sessions/history/all?accountID=2&${page(0, 0)}`)).totalSize).toBe(0);
    const kids = await kit.get(`/status/sessions/history/all?librarySectionID=12&${page(0, 0)}`);
    expect(kids.totalSize).toBe(rows.filter((each) => each['librarySectionID'] === '12').length);
    const accounts = (await kit.get('/accounts'))['Account'] as readonly { readonly id: number }[];
    expect(accounts).toContainEqual({ id: 1, name: 'owner' });
    const known = new Set(accounts.map(({ id }) => id));
    expect(rows.every((each) => known.has(Number(each['accountID'])))).toBe(true);
  });

  test('a play of a track that is gone has lost its key', async () => {
    const id = kit.plex.mutate.addTrack({ artist: 'A', album: 'B', title: 'Gone' });
    kit.plex.mutate.playTrack(id);
    kit.plex.mutate.removeTrack(id);
    const rows = (await kit.get(`/status/sessions/history/all?${page(0, 1_000)}`)).Metadata ?? [];
    const play = rows.find((each) => each.title === 'Gone');
    expect(play).toBeDefined();
    expect(play).not.toHaveProperty('ratingKey');
  });
});

describe('the library', () => {
  test('a new track moves the section, is found by addedAt, and may lack updatedAt', async () => {
    const before = await mark();
    const ids = [1, 2].map((number) =>
      kit.plex.mutate.addTrack({ artist: 'The New', album: 'Fresh', title: `New ${number}`, moods: ['Happy'] }),
    );
    expect(await mark()).not.toBe(before);
    expect(await listed(`track.addedAt>>=${now() - 60}&track.addedAt<<=${now() + 60}`)).toEqual(
      expect.arrayContaining(ids),
    );
    const rows = await Promise.all(ids.map(row));
    expect(rows.map((each) => 'updatedAt' in each).sort()).toEqual([false, true]);
    expect(rows[0]?.['Mood']).toMatchObject([{ tag: 'Happy' }]);
    expect(rows[0]?.['parentRatingKey']).toBe(rows[1]?.['parentRatingKey']);
    expect(await row(String(rows[0]?.['grandparentRatingKey']))).toMatchObject({
      type: 'artist',
      title: 'The New',
      titleSort: 'New',
    });
  });

  test('a removed track is gone without a trace, with its album and artist when they are empty', async () => {
    const id = kit.plex.mutate.addTrack({ artist: 'Lone', album: 'Only', title: 'One' });
    const { parentRatingKey, grandparentRatingKey } = (await row(id)) as Row & Record<string, string>;
    kit.plex.mutate.removeTrack(id);
    for (const key of [id, parentRatingKey, grandparentRatingKey])
      expect((await kit.send('GET', `/library/metadata/${key}`)).status).toBe(404);
  });

  test('a scanned-again track has a new key, and the same guid, path, rating and plays', async () => {
    const id = nth(9);
    kit.plex.mutate.rateTrack(id, 8);
    kit.plex.mutate.playTrack(id);
    const before = await row(id);
    const mark1 = await mark();
    const fresh = kit.plex.mutate.rescanTrack(id);
    expect(fresh).not.toBe(id);
    expect((await kit.send('GET', `/library/metadata/${id}`)).status).toBe(404);
    const after = await row(fresh);
    const path = (each: Row): unknown =>
      (each['Media'] as readonly { Part: readonly { file: string }[] }[])[0]?.Part[0]?.file;
    expect(path(after)).toBe(path(before));
    for (const name of ['guid', 'title', 'userRating', 'viewCount', 'lastViewedAt', 'parentRatingKey', 'Mood'])
      expect(after[name]).toEqual(before[name]);
    expect(await mark()).not.toBe(mark1);
  });

  test('a track whose file vanished stays listed with deletedAt until the trash is emptied', async () => {
    const id = nth(10);
    kit.plex.mutate.trashTrack(id);
    const [found] = await kit.tracks('&track.trash=1');
    expect(found?.ratingKey).toBe(id);
    const media = (found?.['Media'] as readonly { deletedAt: number; Part: readonly { deletedAt: number }[] }[])[0];
    expect([typeof media?.deletedAt, typeof media?.Part[0]?.deletedAt]).toEqual(['number', 'number']);
    kit.plex.mutate.emptyTrash();
    expect((await kit.send('GET', `/library/metadata/${id}`)).status).toBe(404);
  });

  test('a new title or new moods move updatedAt and the section; a silent change moves nothing', async () => {
    const id = nth(11);
    const marks = [await mark()];
    kit.plex.mutate.renameTrack(id, 'Renamed');
    marks.push(await mark());
    kit.plex.mutate.tagTrack(id, ['Somber', 'no such mood']);
    marks.push(await mark());
    expect(new Set(marks).size).toBe(3);
    expect(await row(id)).toMatchObject({ title: 'Renamed', Mood: [{ tag: 'Somber' }] });
    expect(await listed(`track.updatedAt>>=${now() - 60}`)).toContain(id);
    const before = await row(nth(12));
    kit.plex.mutate.renameSilently(nth(12), 'Whispered');
    expect(await row(nth(12))).toEqual({ ...before, title: 'Whispered' });
    expect(await mark()).toBe(marks[2]);
  });

  test('a scan in progress shows on its section', async () => {
    kit.plex.mutate.setScanning(true, 'Music');
    const sections = (await kit.get('/library/sections')).Directory ?? [];
    kit.plex.mutate.setScanning(false, 'Music');
    expect(sections.map((section) => section['refreshing'])).toEqual([false, true, false]);
  });

  test('loses a part, or everything, at once', async () => {
    const count = kit.plex.mutate.trackIds().length;
    const gone = kit.plex.mutate.removeTracks(0.25);
    expect(gone).toHaveLength(Math.round(count * 0.25));
    expect((await kit.get(`/library/sections/3/all?type=10&${page(0, 0)}`)).totalSize).toBe(count - gone.length);
    kit.plex.mutate.emptySection();
    for (const type of [8, 9, 10])
      expect((await kit.get(`/library/sections/3/all?type=${type}&${page(0, 0)}`)).totalSize).toBe(0);
    expect((await kit.get(`/library/sections/12/all?type=10&${page(0, 0)}`)).totalSize).toBe(120);
  });
});
