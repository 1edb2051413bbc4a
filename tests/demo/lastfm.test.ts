import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startLastfm, type LastfmStandIn } from '../../src/demo/lastfm.ts';
import { createMusic, type Music } from '../../src/demo/music/music.ts';

let music: Music;
let lastfm: LastfmStandIn;
beforeAll(async () => {
  music = createMusic(1, 3_200);
  lastfm = await startLastfm({ music, users: ['demo', 'kim'], privateUsers: ['shy'] });
});
afterAll(() => lastfm.close());
afterEach(() => lastfm.faults.clear());

type Body = Record<string, unknown> & { error?: number };
interface Song {
  readonly name: string;
  readonly artist: { readonly name: string };
}
async function ask(query: string): Promise<{ status: number; body: Body }> {
  const answer = await fetch(`${lastfm.url}/2.0/?format=json&api_key=${lastfm.key}&${query}`);
  return { status: answer.status, body: (await answer.json()) as Body };
}
const listIn = (body: Body, root: string, name: string): unknown => (body[root] as Record<string, unknown>)[name];
const attributes = (body: Body, root: string): Record<string, string> =>
  listIn(body, root, '@attr') as Record<string, string>;
const nameOf = (song: Song): string => `${song.artist.name} - ${song.name}`;

describe('lists', () => {
  test('write numbers as texts and facts as attributes', async () => {
    const { body } = await ask('method=chart.gettoptracks&limit=5');
    const [song] = listIn(body, 'tracks', 'track') as readonly Record<string, unknown>[];
    expect(
      [song?.['playcount'], song?.['listeners'], song?.['duration']].every((value) => typeof value === 'string'),
    ).toBe(true);
    expect(attributes(body, 'tracks')).toMatchObject({ page: '1', perPage: '5' });
    expect(Number(attributes(body, 'tracks')['totalPages'])).toBeGreaterThan(100);
  });

  test('of one item are that item, not a list', async () => {
    const { body } = await ask('method=user.gettopartists&user=demo&limit=1');
    expect(listIn(body, 'topartists', 'artist')).toMatchObject({ name: expect.any(String), '@attr': { rank: '1' } });
  });

  test('of nothing are missing, an empty text or an empty list', async () => {
    const ways = new Set<string>();
    for (const tag of 'abcdefghijkl') {
      const { body } = await ask(`method=tag.gettoptracks&tag=no-${tag}`);
      ways.add(JSON.stringify(listIn(body, 'tracks', 'track')));
    }
    expect(ways).toEqual(new Set(['[]', '""', undefined]));
  });

  test('repeat a row between pages, and hold fewer rows than asked when 100 are', async () => {
    const pages = await Promise.all([1, 2].map((page) => ask(`method=chart.gettoptracks&limit=50&page=${page}`)));
    const [one, two] = pages.map(({ body }) => (listIn(body, 'tracks', 'track') as readonly Song[]).map(nameOf));
    expect(two?.[0]).toBe(one?.at(-1));
    const { body } = await ask('method=chart.gettoptracks&limit=100');
    expect((listIn(body, 'tracks', 'track') as readonly Song[]).length).toBeLessThan(100);
  });

  test('end with an empty page', async () => {
    const { status, body } = await ask('method=chart.gettoptracks&limit=50&page=500');
    expect(status).toBe(200);
    expect(listIn(body, 'tracks', 'track') ?? []).toHaveLength(0);
  });

  test('leave out or empty the mbid now and then', async () => {
    const { body } = await ask('method=chart.gettoptracks&limit=300');
    const ids = (listIn(body, 'tracks', 'track') as readonly { mbid?: string }[]).map((song) => song.mbid);
    expect(ids).toContain('');
    expect(ids).toContain(undefined);
    expect(ids.some((id) => id !== undefined && id.length === 36)).toBe(true);
  });
});

describe('the chart', () => {
  test('holds songs of the library and songs it lacks, three to one or so, over many pages', () => {
    const chart = lastfm.chart(900);
    const missing = chart.filter((song) => song.track === undefined).length / chart.length;
    expect(chart.length).toBeGreaterThan(800);
    expect(missing).toBeGreaterThan(0.2);
    expect(missing).toBeLessThan(0.33);
    expect(new Set(chart.map((song) => `${song.artist}\n${song.title}`.toLowerCase())).size).toBe(chart.length);
  });

  test('is what the method gives', async () => {
    const { body } = await ask('method=chart.gettoptracks&limit=50');
    const songs = (listIn(body, 'tracks', 'track') as readonly Song[]).map(nameOf);
    expect(songs).toEqual(lastfm.chart(50).map((song) => `${song.artist} - ${song.title}`));
  });

  test.each([
    ['a note of remaster', / - \d{4} Remaster$|\(Remastered \d{4}\)$/],
    ['a guest', /feat\. |ft\. /],
    ['a straight apostrophe', /'/],
    ['an edition', / - Album Version$/],
  ])('spells with %s what the library spells otherwise', (_name, pattern) => {
    const owned = lastfm.chart(900).filter((song) => song.track !== undefined);
    const spelled = owned.filter((song) => pattern.test(song.title) || pattern.test(song.artist));
    expect(spelled.some((song) => music.track(song.track as number).title !== song.title)).toBe(true);
  });

  test('never lists as missing what the library has under the very name', () => {
    const own = new Set<string>();
    for (let track = 0; track < music.trackCount; track++) {
      const file = music.track(track);
      own.add(`${music.artist(file.songArtist).name}\n${file.plainTitle}`.toLowerCase());
    }
    const missing = lastfm.chart(900).filter((song) => song.track === undefined);
    expect(missing.filter((song) => own.has(`${song.artist}\n${song.title}`.toLowerCase()))).toEqual([]);
  });
});

describe('taste', () => {
  test('top artists are those of the library for the most part, with falling counts', async () => {
    const { body } = await ask('method=user.gettopartists&user=Demo&period=3month&limit=50');
    const rows = listIn(body, 'topartists', 'artist') as readonly { name: string; playcount: string }[];
    const counts = rows.map((row) => Number(row.playcount));
    expect(counts).toEqual([...counts].sort((left, right) => right - left));
    expect(attributes(body, 'topartists')['user']).toBe('Demo');
    const other = await ask('method=user.gettopartists&user=kim&period=3month&limit=50');
    expect(other.body).not.toEqual(body);
  });

  test('similar artists fall in likeness, and their top tracks are partly owned', async () => {
    const artist = music.artist(5).name;
    const { body } = await ask(`method=artist.getsimilar&limit=20&artist=${encodeURIComponent(artist.toUpperCase())}`);
    const rows = listIn(body, 'similarartists', 'artist') as readonly { name: string; match: string }[];
    const matches = rows.map((row) => Number(row.match));
    expect(attributes(body, 'similarartists')['artist']).toBe(artist);
    expect(matches).toEqual([...matches].sort((left, right) => right - left));
    const songs = lastfm.world.songsOf(artist);
    expect(songs.some((song) => song.track !== undefined)).toBe(true);
    expect(songs.some((song) => song.track === undefined)).toBe(true);
    const top = await ask(`method=artist.gettoptracks&limit=4&artist=${encodeURIComponent(artist)}`);
    expect((listIn(top.body, 'toptracks', 'track') as readonly Song[]).map((song) => song.name)).toEqual(
      songs.slice(0, 4).map((song) => song.title),
    );
  });

  test.each([
    ['user.gettoptracks&user=demo', 'toptracks', 'track'],
    ['user.getlovedtracks&user=demo', 'lovedtracks', 'track'],
    ['geo.gettoptracks&country=Germany', 'tracks', 'track'],
    ['tag.gettoptracks&tag=rock', 'tracks', 'track'],
  ])('%s gives songs', async (query, root, name) => {
    const { status, body } = await ask(`method=${query}&limit=10`);
    expect(status).toBe(200);
    expect(listIn(body, root, name)).toHaveLength(10);
  });

  test("a tag's songs have a rank and tell nothing of plays", async () => {
    const { body } = await ask('method=tag.gettoptracks&tag=ROCK&limit=3&page=2');
    const songs = listIn(body, 'tracks', 'track') as readonly Record<string, unknown>[];
    expect(songs.map((song) => song['@attr'])).toEqual([{ rank: '3' }, { rank: '4' }, { rank: '5' }]);
    expect(songs.every((song) => !('playcount' in song) && !('listeners' in song) && 'duration' in song)).toBe(true);
    expect(attributes(body, 'tracks')).toMatchObject({ tag: 'rock', page: '2' });
  });

  test('similar tracks have real numbers, and deep cuts have none', async () => {
    const sizes = new Set<boolean>();
    for (const song of lastfm.chart(12)) {
      const { body } = await ask(
        `method=track.getsimilar&artist=${encodeURIComponent(song.artist)}&track=${encodeURIComponent(song.title)}`,
      );
      const rows = (body['similartracks'] as { track?: unknown } | undefined)?.track;
      const some = Array.isArray(rows) && rows.length > 0;
      sizes.add(some);
      if (some) expect(typeof (rows[0] as { match: unknown }).match).toBe('number');
    }
    expect(sizes).toEqual(new Set([true, false]));
  });

  test('tags have counts as numbers, and things nobody wants to see', async () => {
    const { body } = await ask(`method=artist.gettoptags&artist=${encodeURIComponent(music.artist(3).name)}`);
    const tags = [listIn(body, 'toptags', 'tag')].flat() as readonly { name: string; count: number }[];
    expect(tags[0]).toMatchObject({ name: 'seen live', count: 100 });
    expect(await ask('method=user.getinfo&user=demo')).toMatchObject({ body: { user: { name: 'demo' } } });
  });
});

describe('refusals', () => {
  test.each([
    ['an unknown user', 'method=user.gettopartists&user=nobody', 404, 6],
    ['a user who hides', 'method=user.gettoptracks&user=shy', 403, 17],
    ['no such method', 'method=user.getrecommendedtracks&user=demo', 400, 3],
    ['a withdrawn method', 'method=user.getartisttracks&user=demo', 400, 27],
    ['an unknown artist, inside a 200', 'method=artist.gettoptracks&artist=zzzz', 200, 6],
    ['an unknown country, inside a 200', 'method=geo.gettoptracks&country=DE', 200, 6],
    ['a limit out of bounds', 'method=chart.gettoptracks&limit=1001', 200, 6],
  ])('%s', async (_name, query, status, error) => {
    expect(await ask(query)).toMatchObject({ status, body: { error, message: expect.any(String), links: [] } });
  });

  test('a wrong key', async () => {
    const answer = await fetch(`${lastfm.url}/2.0/?format=json&api_key=wrong&method=chart.gettoptracks`);
    expect([answer.status, await answer.json()]).toMatchObject([403, { error: 10 }]);
  });

  test.each([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 16, 17, 26, 27, 29])(
    'code %i can be asked for, by method',
    async (code) => {
      lastfm.faults.add({ kind: 'error', code, method: 'user.gettopartists' });
      expect((await ask('method=chart.gettoptracks&limit=2')).body).not.toHaveProperty('error');
      const refused = await ask('method=user.gettopartists&user=demo');
      expect(refused.body.error).toBe(code);
      expect(refused.status).toBeGreaterThanOrEqual(400);
      expect((await ask('method=user.gettopartists&user=demo')).body).not.toHaveProperty('error');
    },
  );

  test('the same codes come inside a 200 from a chart, unless a status is asked for', async () => {
    lastfm.faults.add({ kind: 'error', code: 16, method: 'chart.gettoptracks' });
    lastfm.faults.add({ kind: 'error', code: 16, status: 500, method: 'chart.gettoptracks' });
    expect(await ask('method=chart.gettoptracks')).toMatchObject({ status: 200, body: { error: 16 } });
    expect(await ask('method=chart.gettoptracks')).toMatchObject({ status: 500, body: { error: 16 } });
  });

  test('too many calls are a 429 with code 29', async () => {
    const strict = await startLastfm({ music, callsPerSecond: 3 });
    const url = `${strict.url}/2.0/?format=json&api_key=${strict.key}&method=chart.gettoptracks&limit=1`;
    const statuses = await Promise.all(Array.from({ length: 8 }, async () => (await fetch(url)).status));
    await strict.close();
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
  });

  test('another user’s list', async () => {
    lastfm.faults.add({ kind: 'wrong-user' });
    const { body } = await ask('method=user.gettopartists&user=demo&limit=3');
    expect(attributes(body, 'topartists')['user']).toBe('somebody-else');
  });

  test('a page, half a body, a cut line', async () => {
    const url = `${lastfm.url}/2.0/?format=json&api_key=${lastfm.key}&method=chart.gettoptracks`;
    lastfm.faults.add({ kind: 'html' });
    expect(await (await fetch(url)).text()).toContain('<!doctype html>');
    lastfm.faults.add({ kind: 'truncate' });
    await expect((await fetch(url)).text()).rejects.toThrow();
    lastfm.faults.add({ kind: 'reset' });
    await expect(fetch(url)).rejects.toThrow();
  });

  test('XML for who does not ask for JSON', async () => {
    const answer = await fetch(`${lastfm.url}/2.0/?api_key=wrong&method=chart.gettoptracks`);
    expect(await answer.text()).toContain('<lfm status="failed"><error code="10">');
  });
});

describe('the station', () => {
  const browser = { 'user-agent': 'Mozilla/5.0', accept: 'application/json' };
  const station = (user = 'demo', headers = browser): Promise<Response> =>
    fetch(`${lastfm.stationUrl}/player/station/user/${user}/recommended?page=1&ajax=1`, { headers });

  test('gives another handful each time, fails now and then, and comes to an end', async () => {
    const seen = new Set<string>();
    const statuses = new Set<number>();
    const sizes: number[] = [];
    for (let turn = 0; turn < 60; turn++) {
      const answer = await station();
      statuses.add(answer.status);
      if (answer.status !== 200) continue;
      const { playlist } = (await answer.json()) as {
        playlist: readonly { name: string; artists: readonly { name: string }[] }[];
      };
      for (const song of playlist) seen.add(`${song.artists[0]?.name} - ${song.name}`);
      sizes.push(seen.size);
    }
    expect(statuses).toEqual(new Set([200, 500]));
    expect(sizes[1]).toBeGreaterThan(sizes[0] as number);
    expect(seen.size).toBeLessThanOrEqual(240);
    expect(seen.size).toBeGreaterThan(150);
  });

  test('shows strangers, odd clients and bad days a page', async () => {
    expect((await station('nobody')).status).toBe(404);
    expect((await station('shy')).status).toBe(403);
    expect((await station('demo', { ...browser, 'user-agent': 'curl' })).status).toBe(403);
    lastfm.faults.add({ kind: 'station-html' });
    const answer = await station();
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('<!doctype html>')]);
  });
});
