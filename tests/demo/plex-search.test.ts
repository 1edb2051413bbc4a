import { afterEach, describe, expect, test } from '@jest/globals';
import { page, type Row } from './plex-kit.ts';
import { base, ids, useQueries } from './query-kit.ts';

const kit = useQueries();

describe('choices and kinds', () => {
  test('tag lists have ids as texts and a ready query', async () => {
    const [mood] = (await kit.get('/library/sections/3/mood?type=10')).Directory ?? [];
    expect(mood).toMatchObject({ key: expect.stringMatching(/^\d+$/), type: 'mood' });
    expect(mood?.['fastKey']).toBe(`/library/sections/3/all?mood=${String(mood?.['key'])}`);
    const global = (await kit.get('/library/tags?type=300')).Directory ?? [];
    expect(global.some((tag) => tag['tag'] === mood?.['title'])).toBe(true);
  });

  test('no track has a style', async () => {
    expect(await kit.choices('style', 10)).toEqual([]);
    expect((await kit.choices('style', 8)).length).toBeGreaterThan(5);
  });

  test('includeMeta tells filters and operators', async () => {
    const found = await kit.get(`${base}?type=10&includeMeta=1&${page(0, 0)}`);
    const meta = found['Meta'] as { FieldType: readonly { type: string; Operator: readonly { key: string }[] }[] };
    expect(
      meta.FieldType.find((field) => field.type === 'integer')?.Operator.map((operator) => operator.key),
    ).toContain('>>=');
    expect((await kit.get('/library/sections/3'))['Type']).toHaveLength(3);
  });

  test('a guid finds its copies across the library', async () => {
    const rows = await kit.rows();
    const guid = rows.map((row) => row['guid']).find((each, at, all) => all.indexOf(each) !== at) as string;
    const found = await kit.get(`/library/all?guid=${encodeURIComponent(guid)}&type=10`);
    expect(found.size).toBe(rows.filter((row) => row['guid'] === guid).length);
    expect(found.size).toBeGreaterThan(1);
  });
});

describe('search', () => {
  interface Hub {
    readonly type: string;
    readonly size: number;
    readonly Metadata?: readonly Row[];
  }
  const search = async (query: string, limit = ''): Promise<readonly Hub[]> =>
    (await kit.get(`/hubs/search?query=${encodeURIComponent(query)}${limit}`))['Hub'] as readonly Hub[];

  test('gives three per hub unless told otherwise, with a score', async () => {
    const hubs = await search('the');
    expect(hubs.map((hub) => hub.type)).toEqual(['artist', 'album', 'track']);
    expect(hubs[2]?.Metadata).toHaveLength(3);
    expect(hubs[2]?.Metadata?.[0]).toMatchObject({ score: '1', reason: 'title' });
    expect((await search('the', '&limit=7'))[2]?.Metadata).toHaveLength(7);
  });

  test('answers words nobody has with something alike', async () => {
    const title = (await kit.rows()).map((row) => row.title).find((text) => /^[A-Z][a-z]{3}/.test(text)) ?? '';
    const hubs = await search(`${title.slice(0, 4)}xyzzy`);
    expect(hubs.flatMap((hub) => hub.Metadata ?? []).every((row) => row['reason'] === 'spelling')).toBe(true);
    expect(hubs.some((hub) => hub.size > 0)).toBe(true);
  });

  test('misses a track now and then', async () => {
    const rows = await kit.rows();
    const hubs = await search('a', '&limit=2000');
    const found = hubs.find((hub) => hub.type === 'track')?.Metadata ?? [];
    const own = found.filter((row) => rows.some((each) => each.ratingKey === row.ratingKey));
    expect(own.length).toBeLessThan(rows.filter((row) => row.title.toLowerCase().includes('a')).length);
  });

  test.each(['...', '"', '🎈'])('fails at %s', async (query) => {
    expect((await kit.send('GET', `/hubs/search?query=${encodeURIComponent(query)}`)).status).toBe(500);
  });

  test('refuses nothing at all', async () => {
    expect((await kit.send('GET', '/hubs/search?query=')).status).toBe(400);
  });
});

describe('sonic likeness', () => {
  afterEach(() => {
    kit.plex.switches.sonic = 'available';
  });

  test('neighbours come nearest first, within the distance asked', async () => {
    const [track] = await kit.rows();
    const near = await kit.get(`/library/metadata/${track?.ratingKey}/nearest?limit=20&maxDistance=0.3`);
    const distances = (near.Metadata ?? []).map((row) => Number(row['distance']));
    expect(distances.length).toBeGreaterThan(3);
    expect(distances).toEqual([...distances].sort((left, right) => left - right));
    expect(Math.max(...distances)).toBeLessThanOrEqual(0.3);
  });

  test('a path leads from one track to the other', async () => {
    const all = ids(await kit.rows());
    const path = await kit.get(`/library/sections/3/computePath?startID=${all[5]}&endID=${all[700]}&count=10`);
    expect(ids(path.Metadata)[0]).toBe(all[5]);
    expect(ids(path.Metadata).at(-1)).toBe(all[700]);
  });

  test.each([
    ['unauthorized', 401],
    ['not-analysed', 404],
  ] as const)('%s is %i', async (sonic, status) => {
    kit.plex.switches.sonic = sonic;
    const [track] = await kit.rows();
    expect((await kit.send('GET', `/library/metadata/${track?.ratingKey}/nearest`)).status).toBe(status);
    expect((await kit.send('GET', '/library/sections/3/computePath?startID=1&endID=2')).status).toBe(status);
  });
});
