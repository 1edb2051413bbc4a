import { afterEach, describe, expect, test } from '@jest/globals';
import { page, usePlex, type Row } from './plex-kit.ts';

const kit = usePlex({ tracks: 900, seed: 7 });
const base = '/library/sections/3/all';
const ids = (rows: readonly Row[] | undefined): readonly string[] => (rows ?? []).map((row) => row.ratingKey);
/** How many tracks a filter leaves. */
const count = async (filter: string): Promise<number> =>
  (await kit.get(`${base}?type=10&${filter}&${page(0, 0)}`)).totalSize as number;
/** The tracks that fit, counted in the rows themselves. */
const counted = async (fits: (row: Row) => boolean): Promise<number> => (await kit.tracks()).filter(fits).length;
const number = (row: Row, name: string): number | undefined => row[name] as number | undefined;
const choices = async (kind: string, type: number): Promise<readonly { key: string; title: string }[]> =>
  ((await kit.get(`/library/sections/3/${kind}?type=${type}`)).Directory ?? []) as unknown as {
    key: string;
    title: string;
  }[];
const tagsOf = (row: Row, kind: string): readonly string[] =>
  ((row[kind] ?? []) as readonly { tag: string }[]).map((tag) => tag.tag);
async function details(): Promise<readonly Row[]> {
  const all = ids(await kit.tracks());
  const rows: Row[] = [];
  for (let start = 0; start < all.length; start += 300)
    rows.push(...((await kit.get(`/library/metadata/${all.slice(start, start + 300).join(',')}`)).Metadata ?? []));
  return rows;
}

afterEach(() => {
  Object.assign(kit.plex.switches, {
    unstableOrder: true,
    datesBeforeIncludeMissing: true,
    missingRatingIsMinusOne: true,
  });
});

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
    expect(ids(found.Metadata)).toEqual(ids(await kit.tracks()).slice(5, 7));
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
    kit.plex.mutate.removeTrack(first[0] as string);
    const second = await kit.get(`${base}?type=10&sort=id&${page(100, 100)}`);
    expect(second.totalSize).toBe(899);
    kit.plex.mutate.addTrack({ artist: 'Late', album: 'Late', title: 'Late' });
    const all = ids(await kit.tracks());
    expect(all).toHaveLength(900);
    expect([...first, ...ids(second.Metadata)]).not.toContain(all[99]);
  });
});

describe('filters by number', () => {
  test('> is strict, < too, and = takes several', async () => {
    expect(await count('track.userRating>>=6')).toBe(await counted((row) => (number(row, 'userRating') ?? 0) > 6));
    expect(await count('track.userRating<<=4&track.userRating>>=0')).toBe(
      await counted((row) => (number(row, 'userRating') ?? 99) < 4),
    );
    expect(await count('userRating=8,10')).toBe(
      await counted((row) => [8, 10].includes(number(row, 'userRating') ?? 0)),
    );
  });

  test('an encoded operator is the same', async () => {
    expect(await count('track.userRating%3E%3E=6')).toBe(await count('track.userRating>>=6'));
  });

  test('>= and <= are not known to numbers, so nothing is filtered', async () => {
    expect(await count('track.userRating>=6')).toBe(900);
  });

  test('a track without plays counts as played 0 times', async () => {
    expect(await count('track.viewCount=0')).toBe(await counted((row) => !('viewCount' in row)));
  });

  test('an unrated track is rated -1, or nothing at all, by switch', async () => {
    const unrated = await counted((row) => !('userRating' in row));
    expect(await count('userRating=-1')).toBe(unrated);
    kit.plex.switches.missingRatingIsMinusOne = false;
    kit.plex.mutate.rateTrack(ids(await kit.tracks())[3] as string, 6);
    expect(await count('userRating=-1')).toBe(0);
  });

  test('the hidden id is a field too', async () => {
    const all = ids(await kit.tracks());
    expect(await count(`track.id>>=${all[499]}`)).toBe(400);
  });
});

describe('filters by date', () => {
  const now = Math.floor(Date.now() / 1_000);

  test('after and before, in seconds or relative', async () => {
    const since = now - 400 * 86_400;
    const later = await counted((row) => (number(row, 'lastViewedAt') ?? 0) > since);
    expect(await count(`track.lastViewedAt>>=${since}`)).toBe(later);
    expect(await count('track.lastViewedAt>>=-400d')).toBe(later);
    expect(later).toBeGreaterThan(50);
  });

  test('before includes what has no date, by switch', async () => {
    const since = now - 400 * 86_400;
    const before = await counted((row) => (number(row, 'lastViewedAt') ?? Infinity) < since);
    const never = await counted((row) => !('lastViewedAt' in row));
    expect(await count('track.lastViewedAt<<=-400d')).toBe(before + never);
    kit.plex.switches.datesBeforeIncludeMissing = false;
    kit.plex.mutate.skipTrack(ids(await kit.tracks())[0] as string);
    expect(await count('track.lastViewedAt<<=-400d')).toBe(before);
  });
});

describe('filters by text', () => {
  const operators: readonly (readonly [string, string, (title: string) => boolean])[] = [
    ['contains', 'title=the', (title) => title.includes('the')],
    ['does not contain', 'title!=the', (title) => !title.includes('the')],
    ['begins with', 'title<=my', (title) => title.startsWith('my')],
    ['ends with', 'title>=s', (title) => title.endsWith('s')],
  ];
  test.each(operators)('%s', async (_name, filter, fits) => {
    const expected = await counted((row) => fits(row.title.toLowerCase()));
    expect(expected).toBeGreaterThan(0);
    expect(await count(filter)).toBe(expected);
  });

  test('equals and differs, encoded or not', async () => {
    const title = (await kit.tracks()).map((row) => row.title).find((text) => /^[\w ]+$/.test(text)) as string;
    const expected = await counted((row) => row.title === title);
    expect(await count(`title==${encodeURIComponent(title)}`)).toBe(expected);
    expect(await count(`title%3D=${encodeURIComponent(title)}`)).toBe(expected);
    expect(await count(`title!==${encodeURIComponent(title)}`)).toBe(900 - expected);
  });
});

describe('filters by tag', () => {
  test('by id on its own level; the name of a tag finds nothing', async () => {
    const moods = await choices('mood', 10);
    const rows = await details();
    for (const mood of moods.slice(0, 5))
      expect(await count(`track.mood=${mood.key}`)).toBe(
        rows.filter((row) => tagsOf(row, 'Mood').includes(mood.title)).length,
      );
    expect(await count(`track.mood=${encodeURIComponent(moods[0]?.title ?? '')}`)).toBe(0);
  });

  test('a comma is "or", a repeated name is "and"', async () => {
    const [one, two] = await choices('mood', 10);
    const rows = await details();
    const has = (row: Row, mood: typeof one): boolean => tagsOf(row, 'Mood').includes(mood?.title ?? '');
    expect(await count(`track.mood=${one?.key},${two?.key}`)).toBe(
      rows.filter((row) => has(row, one) || has(row, two)).length,
    );
    expect(await count(`track.mood=${one?.key}&track.mood=${two?.key}`)).toBe(
      rows.filter((row) => has(row, one) && has(row, two)).length,
    );
    expect(await count(`track.mood!=${one?.key}`)).toBe(rows.filter((row) => !has(row, one)).length);
  });

  test('names with a level reach up: tracks of albums of a genre', async () => {
    const [genre] = await choices('genre', 9);
    const albums = (await kit.get(`${base}?type=9&sort=id&genre=${genre?.key}&${page(0, 500)}`)).Metadata ?? [];
    const leaves = albums.reduce((sum, album) => sum + Number(album['leafCount']), 0);
    expect(leaves).toBeGreaterThan(0);
    expect(await count(`album.genre=${genre?.key}`)).toBe(leaves);
  });

  test('a name without a level means the listed one', async () => {
    const [mood] = await choices('mood', 10);
    expect(await count(`mood=${mood?.key}`)).toBe(await count(`track.mood=${mood?.key}`));
  });

  test('there is no style of a track, so nothing is filtered', async () => {
    const [style] = await choices('style', 9);
    expect(await count(`track.style=${style?.key}`)).toBe(900);
    expect(await count(`album.style=${style?.key}`)).toBeLessThan(900);
  });
});

describe('groups', () => {
  test('push, or, and, pop are read in the order they stand', async () => {
    const rows = await kit.tracks();
    const high = (row: Row): boolean => (number(row, 'userRating') ?? -1) > 7;
    const played = (row: Row): boolean => (number(row, 'viewCount') ?? 0) > 10;
    const skipped = (row: Row): boolean => (number(row, 'skipCount') ?? 0) > 1;
    const either = rows.filter((row) => (high(row) || played(row)) && skipped(row)).length;
    const other = rows.filter((row) => high(row) || (played(row) && skipped(row))).length;
    expect(either).not.toBe(other);
    const [a, b, c] = ['userRating>>=7', 'viewCount>>=10', 'skipCount>>=1'];
    expect(await count(`push=1&${a}&or=1&${b}&pop=1&${c}`)).toBe(either);
    expect(await count(`${a}&or=1&push=1&${b}&and=1&${c}&pop=1`)).toBe(other);
  });
});

describe('what is not understood', () => {
  test.each(['filter=mood', 'unheard=1', 'track.unheard>>=5', 'mood>>=3'])(
    '%s is ignored: the whole list comes back',
    async (filter) => {
      expect(await count(filter)).toBe(900);
    },
  );

  test('filters without a type are ignored too, and artists come back', async () => {
    const found = await kit.get(`${base}?userRating=10&${page(0, 5)}`);
    expect(found.Metadata?.[0]?.['type']).toBe('artist');
    expect(found.totalSize).toBe((await kit.get(`${base}?type=8&${page(0, 0)}`)).totalSize);
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

describe('choices and kinds', () => {
  test('tag lists have ids as texts and a ready query', async () => {
    const [mood] = (await kit.get('/library/sections/3/mood?type=10')).Directory ?? [];
    expect(mood).toMatchObject({ key: expect.stringMatching(/^\d+$/), type: 'mood' });
    expect(mood?.['fastKey']).toBe(`/library/sections/3/all?mood=${String(mood?.['key'])}`);
    const global = (await kit.get('/library/tags?type=300')).Directory ?? [];
    expect(global.some((tag) => tag['tag'] === mood?.['title'])).toBe(true);
  });

  test('no track has a style', async () => {
    expect(await choices('style', 10)).toEqual([]);
    expect((await choices('style', 8)).length).toBeGreaterThan(5);
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
    const rows = await kit.tracks();
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
    const title = (await kit.tracks()).map((row) => row.title).find((text) => /^[A-Z][a-z]{3}/.test(text)) ?? '';
    const hubs = await search(`${title.slice(0, 4)}xyzzy`);
    expect(hubs.flatMap((hub) => hub.Metadata ?? []).every((row) => row['reason'] === 'spelling')).toBe(true);
    expect(hubs.some((hub) => hub.size > 0)).toBe(true);
  });

  test('misses a track now and then', async () => {
    const rows = await kit.tracks();
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
    const [track] = await kit.tracks();
    const near = await kit.get(`/library/metadata/${track?.ratingKey}/nearest?limit=20&maxDistance=0.3`);
    const distances = (near.Metadata ?? []).map((row) => Number(row['distance']));
    expect(distances.length).toBeGreaterThan(3);
    expect(distances).toEqual([...distances].sort((left, right) => left - right));
    expect(Math.max(...distances)).toBeLessThanOrEqual(0.3);
  });

  test('a path leads from one track to the other', async () => {
    const all = ids(await kit.tracks());
    const path = await kit.get(`/library/sections/3/computePath?startID=${all[5]}&endID=${all[700]}&count=10`);
    expect(ids(path.Metadata)[0]).toBe(all[5]);
    expect(ids(path.Metadata).at(-1)).toBe(all[700]);
  });

  test.each([
    ['unauthorized', 401],
    ['not-analysed', 404],
  ] as const)('%s is %i', async (sonic, status) => {
    kit.plex.switches.sonic = sonic;
    const [track] = await kit.tracks();
    expect((await kit.send('GET', `/library/metadata/${track?.ratingKey}/nearest`)).status).toBe(status);
    expect((await kit.send('GET', '/library/sections/3/computePath?startID=1&endID=2')).status).toBe(status);
  });
});
