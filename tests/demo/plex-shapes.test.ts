import { describe, expect, test } from '@jest/globals';
import { page, usePlex, type Row } from './plex-kit.ts';

const kit = usePlex({ tracks: 3_000, seed: 5 });

interface Media {
  readonly id: unknown;
  readonly container: string;
  readonly optimizedForStreaming?: unknown;
  readonly Part: readonly { readonly [key: string]: unknown }[];
}
let rows: Promise<readonly Row[]> | undefined;
/** The whole section, read once. */
const all = (): Promise<readonly Row[]> => (rows ??= readAll());
async function readAll(): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (let start = 0; start < 3_000; start += 1_000)
    found.push(
      ...((await kit.get(`/library/sections/3/all?type=10&sort=id&includeGuids=1&${page(start, 1_000)}`)).Metadata ??
        []),
    );
  return found;
}
const mediaOf = (row: Row): Media => (row['Media'] as readonly Media[])[0] as Media;

describe('the types of a track row', () => {
  test('keys of items are texts', async () => {
    const types = (name: string, list: readonly Row[]): ReadonlySet<string> =>
      new Set(list.map((row) => typeof row[name]));
    const list = await all();
    expect(types('ratingKey', list)).toEqual(new Set(['string']));
    expect(types('grandparentRatingKey', list)).toEqual(new Set(['string']));
    expect(types('parentRatingKey', list)).toEqual(new Set(['string', 'undefined']));
  });

  test('counts, ratings and times are numbers; ratings now and then fractions', async () => {
    const rows = await all();
    for (const name of [
      'viewCount',
      'skipCount',
      'userRating',
      'lastViewedAt',
      'addedAt',
      'updatedAt',
      'duration',
      'parentYear',
    ])
      expect(new Set(rows.map((row) => typeof row[name])).has('string')).toBe(false);
    expect(rows.some((row) => row['userRating'] === 7.5)).toBe(true);
    expect(rows.every((row) => ((row['userRating'] as number | undefined) ?? 5) <= 10)).toBe(true);
  });

  test('durations are milliseconds, times seconds', async () => {
    const rows = await all();
    const [row] = rows;
    expect(row?.['addedAt']).toBeLessThan(5_000_000_000);
    expect(rows.map((each) => Number(each['duration'] ?? 200_000)).every((duration) => duration > 10_000)).toBe(true);
  });

  test('the analysis is the text "1", and missing where none was made', async () => {
    const values = new Set((await all()).map((row) => row['musicAnalysisVersion']));
    expect(values).toEqual(new Set(['1', undefined]));
  });

  test('optimizedForStreaming is 0 in Media and true in Part, on m4a alone; hasThumbnail is a text', async () => {
    const rows = await all();
    const m4a = rows.map(mediaOf).filter((media) => media.container === 'mp4');
    expect(m4a.length).toBeGreaterThan(100);
    expect(m4a[0]?.optimizedForStreaming).toBe(0);
    expect(m4a[0]?.Part[0]?.['optimizedForStreaming']).toBe(true);
    expect(mediaOf(rows[0] as Row).Part[0]?.['hasThumbnail']).toBe('1');
  });
});

describe('what is absent', () => {
  test('nothing is ever null', async () => {
    expect(JSON.stringify(await all())).not.toContain('null');
    expect(JSON.stringify(await kit.get('/playlists'))).not.toContain('null');
    expect(JSON.stringify(await kit.get(`/status/sessions/history/all?${page(0, 100)}`))).not.toContain('null');
  });

  test.each([
    'userRating',
    'viewCount',
    'skipCount',
    'lastViewedAt',
    'updatedAt',
    'duration',
    'index',
    'parentRatingKey',
    'originalTitle',
    'titleSort',
    'ratingCount',
    'parentStudio',
    'Genre',
    'Guid',
  ])('%s is missing on some rows and there on others', async (name) => {
    const rows = await all();
    const there = rows.filter((row) => name in row).length;
    expect(there).toBeGreaterThan(0);
    expect(there).toBeLessThan(rows.length);
  });

  test('originalTitle and titleSort stand only where they differ', async () => {
    const list = await all();
    expect(list.filter((row) => row['originalTitle'] === row['grandparentTitle'])).toEqual([]);
    expect(list.filter((row) => row['titleSort'] === row.title)).toEqual([]);
  });

  test('an empty list has no key for its rows', async () => {
    const empty = await kit.get(`/library/sections/3/all?type=10&title==no such title&${page(0, 10)}`);
    expect(empty).toMatchObject({ size: 0, totalSize: 0 });
    expect(empty).not.toHaveProperty('Metadata');
  });
});

describe('what is more than expected', () => {
  test('unknown keys on every level', async () => {
    const list = await kit.get(`/library/sections/3/all?type=10&sort=id&${page(0, 1)}`);
    expect(list).toHaveProperty('experimental');
    expect(list.Metadata?.[0]).toHaveProperty('futureHint');
  });

  test('other scripts, four-byte letters, and the same guid twice', async () => {
    const rows = await all();
    expect(rows.some((row) => /\p{Script=Cyrillic}/u.test(row.title))).toBe(true);
    expect(rows.some((row) => /[\u{10000}-\u{10FFFF}]/u.test(row.title))).toBe(true);
    const guids = rows.map((row) => row['guid']);
    expect(new Set(guids).size).toBeLessThan(guids.length);
    expect(guids.some((guid) => String(guid).startsWith('local://'))).toBe(true);
  });
});

describe('sections', () => {
  test('have text keys, a number for hidden, real booleans and two music sections beside a film section', async () => {
    const sections = (await kit.get('/library/sections')).Directory ?? [];
    expect(sections.map((section) => [section['title'], section['type']])).toEqual([
      ['Movies', 'movie'],
      ['Music', 'artist'],
      ['Audiobooks & Kids', 'artist'],
    ]);
    expect(sections[1]).toMatchObject({ key: '3', hidden: 0, refreshing: false, allowSync: true });
    expect((await kit.get('/library/sections/all')).Directory).toEqual(sections);
  });

  test('keep their items apart', async () => {
    const kids = await kit.get(`/library/sections/12/all?type=10&sort=id&${page(0, 1_000)}`);
    expect(kids.totalSize).toBe(120);
    const music = new Set((await all()).map((row) => row.ratingKey));
    expect(kids.Metadata?.some((row) => music.has(row.ratingKey))).toBe(false);
    expect((await kit.get(`/library/sections/1/all?type=1&${page(0, 10)}`)).Metadata?.[0]).toMatchObject({
      type: 'movie',
    });
  });
});

describe('listing against details', () => {
  test('a listing has no mood and no style, and genres without ids, two at most', async () => {
    for (const type of [8, 9, 10]) {
      const rows = (await kit.get(`/library/sections/3/all?type=${type}&sort=id&${page(0, 500)}`)).Metadata ?? [];
      expect(rows.some((row) => 'Mood' in row || 'Style' in row)).toBe(false);
      for (const row of rows)
        for (const genre of (row['Genre'] ?? []) as readonly object[]) expect(Object.keys(genre)).toEqual(['tag']);
      expect(Math.max(...rows.map((row) => ((row['Genre'] ?? []) as readonly unknown[]).length))).toBeLessThanOrEqual(
        2,
      );
    }
  });

  test('guids only when asked for', async () => {
    const [row] = (await kit.get(`/library/sections/3/all?type=9&sort=id&${page(0, 1)}`)).Metadata ?? [];
    const [asked] =
      (await kit.get(`/library/sections/3/all?type=9&sort=id&includeGuids=1&${page(0, 1)}`)).Metadata ?? [];
    expect(row).not.toHaveProperty('Guid');
    expect(asked?.['Guid']).toEqual([{ id: expect.stringMatching(/^mbid:\/\/[0-9a-f-]{36}$/) }]);
  });

  test('details have all tags with ids, streams with texts for loudness, and the section', async () => {
    const listed = (await all()).slice(0, 60);
    const rows = (await kit.get(`/library/metadata/${listed.map((row) => row.ratingKey).join(',')}`)).Metadata ?? [];
    const tagged = rows.find((row) => 'Mood' in row);
    expect(tagged?.['Mood']).toContainEqual({
      id: expect.any(Number),
      filter: expect.stringMatching(/^mood=\d+$/),
      tag: expect.any(String),
    });
    expect(rows[0]).toMatchObject({ librarySectionTitle: 'Music', librarySectionID: 3 });
    const stream = (mediaOf(rows[0] as Row).Part[0]?.['Stream'] as readonly Record<string, unknown>[])[0];
    expect(typeof stream?.['loudness']).toBe('string');
    expect(mediaOf(listed[0] as Row).Part[0]).not.toHaveProperty('Stream');
  });

  test('several at once come back in another order and without the unknown; one unknown alone is a 404', async () => {
    const ids = (await all()).slice(0, 5).map((row) => row.ratingKey);
    const found = (await kit.get(`/library/metadata/${[...ids, '99999999'].join(',')}`)).Metadata ?? [];
    expect(new Set(found.map((row) => row.ratingKey))).toEqual(new Set(ids));
    expect(found.map((row) => row.ratingKey)).not.toEqual(ids);
    expect((await kit.send('GET', '/library/metadata/99999999')).status).toBe(404);
  });

  test('albums of an artist and tracks of an album are its children', async () => {
    const [artist] = (await kit.get(`/library/sections/3/all?type=8&sort=id&${page(0, 1)}`)).Metadata ?? [];
    const albums = (await kit.get(String(artist?.['key']))).Metadata ?? [];
    expect(albums.every((album) => album['parentRatingKey'] === artist?.ratingKey)).toBe(true);
    const tracks = (await kit.get(String(albums[0]?.['key']))).Metadata ?? [];
    expect(tracks).toHaveLength(Number(albums[0]?.['leafCount']));
    const leaves = await kit.get(`/library/metadata/${artist?.ratingKey}/allLeaves`);
    expect(leaves.size).toBeGreaterThanOrEqual(tracks.length);
  });
});

describe('trimming', () => {
  const [media, title] = ['Media', 'title'];
  const ask = async (query: string, headers = {}): Promise<Row> =>
    ((await kit.get(`/library/sections/3/all?type=10&sort=id&${page(0, 1)}&${query}`, headers)).Metadata ??
      [])[0] as Row;

  test('excluded elements and fields are left out', async () => {
    const row = await ask('excludeElements=Media,Genre&excludeFields=summary,title');
    expect([media, 'Genre', 'summary', title].filter((name) => name in row)).toEqual([]);
    expect(row).toHaveProperty('guid');
  });

  test('included fields mean "only these" since version 1.0 of the API, and "also these" before', async () => {
    const modern = await ask('includeFields=ratingKey&excludeElements=Media,Genre', {
      'X-Plex-Pms-Api-Version': '1.0.0',
    });
    expect(Object.keys(modern)).toEqual(['ratingKey']);
    expect(await ask('includeFields=ratingKey')).toHaveProperty(title);
  });

  test('a server may not care', async () => {
    kit.plex.switches.trimming = 'ignore';
    const row = await ask('excludeElements=Media&excludeFields=title');
    kit.plex.switches.trimming = 'obey';
    expect([media, title].filter((name) => name in row)).toEqual([media, title]);
  });
});

describe('numbers where texts were, and the other way round', () => {
  test('a list of playlist items has its own key as a number and its duration in seconds', async () => {
    const list = kit.plex.playlists.find((playlist) => playlist.title === 'Sunday Drive');
    const items = await kit.get(`/playlists/${list?.id}/items`);
    expect(items['ratingKey']).toBe(Number(list?.id));
    const [row] = (await kit.get(`/playlists/${list?.id}`)).Metadata ?? [];
    expect(row?.ratingKey).toBe(list?.id);
    expect(items['duration']).toBe(Math.floor(Number(row?.['duration']) / 1_000));
  });

  test('history and sessions name their section by a text', async () => {
    const [track] = await all();
    const session = kit.plex.mutate.startSession(track?.ratingKey ?? '');
    const [playing] = (await kit.get('/status/sessions')).Metadata ?? [];
    kit.plex.mutate.stopSession(session);
    expect(playing).toMatchObject({ sessionKey: '1', librarySectionID: '3', User: { id: '1' }, Session: { id: 's1' } });
    const [play] = (await kit.get(`/status/sessions/history/all?${page(0, 1)}`)).Metadata ?? [];
    expect(play?.['librarySectionID']).toMatch(/^(3|12)$/);
  });
});
