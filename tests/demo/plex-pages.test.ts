import { describe, expect, test } from '@jest/globals';
import { page } from './plex-kit.ts';
import { base, ids, number, useQueries } from './query-kit.ts';

const kit = useQueries();

describe('pages', () => {
  test('tell their size, their place and the whole, in the body and the headers', async () => {
    const answer = await kit.send('GET', `${base}?type=10&sort=id&${page(890, 50)}`);
    expect(answer.headers.get('x-plex-container-start')).toBe('890');
    expect(answer.headers.get('x-plex-container-total-size')).toBe('900');
    const body = (await answer.json()) as { MediaContainer: object };
    expect(body.MediaContainer).toMatchObject({ size: 10, totalSize: 900, offset: 890 });
  });

  test('are asked for by headers as well', async () => {
    const headers = { 'X-Plex-Container-Start': '5', 'X-Plex-Container-Size': '2' };
    const found = await kit.get(`${base}?type=10&sort=id`, headers);
    expect(ids(found.Metadata)).toEqual(ids(await kit.rows()).slice(5, 7));
  });

  test('of size 0 tell only the whole, and beyond the end are empty', async () => {
    expect(await kit.get(`${base}?type=10&${page(0, 0)}`)).toMatchObject({ size: 0, totalSize: 900 });
    expect(await kit.get(`${base}?type=10&sort=id&${page(5_000, 50)}`)).toMatchObject({ size: 0, totalSize: 900 });
  });

  test('limit caps the whole', async () => {
    expect(await kit.get(`${base}?type=10&sort=id&limit=30&${page(20, 50)}`)).toMatchObject({
      size: 10,
      totalSize: 30,
    });
  });

  test('without an order overlap and leave gaps; with one they do not', async () => {
    const pass = async (sort: string): Promise<number> => {
      const seen = new Set<string>();
      for (let start = 0; start < 900; start += 100)
        for (const id of ids((await kit.get(`${base}?type=10${sort}&${page(start, 100)}`)).Metadata)) seen.add(id);
      return seen.size;
    };
    expect(await pass('')).toBeLessThan(900);
    expect(await pass('&sort=id')).toBe(900);
    kit.plex.switches.unstableOrder = false;
    expect(await pass('')).toBe(900);
  });

  test('shift when the library changes in between', async () => {
    const first = ids((await kit.get(`${base}?type=10&sort=id&${page(0, 100)}`)).Metadata);
    kit.mutate().removeTrack(first[0] as string);
    const second = await kit.get(`${base}?type=10&sort=id&${page(100, 100)}`);
    expect(second.totalSize).toBe(899);
    kit.mutate().addTrack({ artist: 'Late', album: 'Late', title: 'Late' });
    const all = ids(await kit.rows());
    expect(all).toHaveLength(900);
    expect([...first, ...ids(second.Metadata)]).not.toContain(all[99]);
  });
});

describe('orders', () => {
  test.each([
    ['duration', 'duration', 1],
    ['addedAt:desc', 'addedAt', -1],
    ['track.viewCount:desc', 'viewCount', -1],
  ])('%s', async (sort, name, direction) => {
    const rows = (await kit.get(`${base}?type=10&sort=${sort}&${page(0, 900)}`)).Metadata ?? [];
    const values = rows.map((row) => number(row, name)).filter((value) => value !== undefined);
    expect(values).toEqual([...values].sort((left, right) => direction * (left - right)));
    expect(new Set(ids(rows)).size).toBe(900);
  });

  test('several, by artist and album', async () => {
    const rows =
      (await kit.get(`${base}?type=10&sort=artist.titleSort,album.titleSort,track.id&${page(0, 900)}`)).Metadata ?? [];
    const names = rows.map((row) => String(row['grandparentTitle']).replace(/^(the|a|an) (?=\S)/i, ''));
    expect(names).toEqual([...names].sort((left, right) => (left < right ? -1 : left > right ? 1 : 0)));
  });

  test('missing values first, or last when asked', async () => {
    const first = await kit.get(`${base}?type=10&sort=userRating&${page(0, 1)}`);
    const last = await kit.get(`${base}?type=10&sort=userRating:nullsLast&${page(0, 1)}`);
    expect(first.Metadata?.[0]).not.toHaveProperty('userRating');
    expect(last.Metadata?.[0]).toHaveProperty('userRating');
  });

  test('random is another order each time, with every track once', async () => {
    const roll = async (): Promise<readonly string[]> =>
      ids((await kit.get(`${base}?type=10&sort=random&${page(0, 900)}`)).Metadata);
    const [one, two] = [await roll(), await roll()];
    expect(one).not.toEqual(two);
    expect(new Set(one).size).toBe(900);
  });

  test('group=title leaves one of each title', async () => {
    const rows = (await kit.get(`${base}?type=10&sort=id&group=title&${page(0, 900)}`)).Metadata ?? [];
    const titles = rows.map((row) => row.title.toLowerCase());
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles.length).toBeLessThan(900);
  });
});
