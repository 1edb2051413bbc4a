import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { connect, never, startBench, type Bench } from './bench.ts';
import { withOddServer, type OddAnswer, type OddRequest } from './odd-server.ts';

let bench: Bench;
/** Two tracks that the analysis knows. */
let id: string;
let otherId: string;
beforeAll(async () => {
  bench = await startBench({ tracks: 1_500 });
  const answers = await Promise.all(
    bench.trackIds.slice(0, 40).map(async (track) => [track, await nearest(track)] as const),
  );
  [id = '', otherId = ''] = answers.filter(([, near]) => near.length === 10).map(([track]) => track);
});
afterAll(() => bench.plex.close());
afterEach(() => {
  Object.assign(bench.plex.switches, { sonic: 'available', distances: 'number' });
  bench.plex.faults.clear();
});

const nearest = (id: string, limit = 10) => bench.server.listNearest(id, limit, never());
const path = (from: string, to: string) => bench.server.findSonicPath(bench.sectionId, from, to, 8, never());

describe('what sounds alike', () => {
  test('is of the same corner of music more often than not, and seldom the same artist alone', async () => {
    const artists = new Map<string, string | undefined>();
    for await (const page of bench.server.listItems(bench.sectionId, 'track', {}, never()))
      for (const track of page.items) artists.set(track.id, track.artistId);
    const asked = bench.trackIds.slice(0, 300).filter((_, at) => at % 10 === 0);
    let same = 0;
    let all = 0;
    for (const id of asked)
      for (const { trackId } of await nearest(id, 20)) {
        all += 1;
        if (artists.get(trackId) === artists.get(id)) same += 1;
      }
    expect(all).toBeGreaterThan(400);
    expect(same / all).toBeLessThan(0.8);
  });

  test('takes one request per question, and a small answer', async () => {
    bench.plex.requests.clear();
    await nearest(id, 50);
    await path(id, otherId);
    expect(bench.plex.requests.count).toBe(2);
    expect(bench.plex.requests.all().every((request) => request.path.includes('excludeElements=Media'))).toBe(true);
    expect(bench.plex.requests.all().every((request) => request.path.includes('includeFields=ratingKey'))).toBe(true);
  });

  test.each(['trimmed', 'absent'] as const)(
    'where a short answer has no distances, a long one is asked for once (%s)',
    async (distances) => {
      const server = connect(bench.plex.url, bench.plex.token);
      const expected = await nearest(id);
      bench.plex.switches.distances = distances;
      bench.plex.requests.clear();
      const near = await server.listNearest(id, 10, never());
      expect(near.map(({ trackId }) => trackId)).toEqual(expected.map(({ trackId }) => trackId));
      if (distances === 'trimmed') expect(near).toEqual(expected);
      expect(bench.plex.requests.count).toBe(2);
      await server.listNearest(otherId, 10, never());
      expect(bench.plex.requests.count).toBe(3);
    },
  );

  test.each(['text', 'absent'] as const)('is the same where the distance is %s', async (distances) => {
    const expected = (await nearest(id)).map(({ trackId }) => trackId);
    bench.plex.switches.distances = distances;
    const near = await nearest(id);
    expect(near.map(({ trackId }) => trackId)).toEqual(expected);
    expect(near).toHaveLength(10);
    expect(near.every(({ distance }, at) => distance > 0 && distance >= (near[at - 1]?.distance ?? 0))).toBe(true);
  });

  test('is refused to an account without Plex Pass', async () => {
    bench.plex.switches.sonic = 'unauthorized';
    await expect(nearest(bench.trackIds[0] ?? '')).rejects.toMatchObject({ code: 'unauthorized' });
    await expect(path(bench.trackIds[0] ?? '', bench.trackIds[1] ?? '')).rejects.toMatchObject({
      code: 'unauthorized',
    });
    expect(await bench.server.hasSonicAnalysis(bench.sectionId, never())).toBe(true);
  });

  test('is nothing without an analysis', async () => {
    bench.plex.switches.sonic = 'not-analysed';
    expect(await nearest(bench.trackIds[0] ?? '')).toEqual([]);
    expect(await path(bench.trackIds[0] ?? '', bench.trackIds[1] ?? '')).toEqual([]);
    expect(await bench.server.hasSonicAnalysis(bench.sectionId, never())).toBe(false);
  });

  test('is found for a part of the tracks while the analysis is under way', async () => {
    bench.plex.switches.sonic = 'partial';
    const answers = await Promise.all(bench.trackIds.slice(0, 40).map((id) => nearest(id, 5)));
    const known = answers.filter((near) => near.length > 0).length;
    expect(known).toBeGreaterThan(5);
    expect(known).toBeLessThan(35);
  });

  test('a failing server is asked once', async () => {
    bench.plex.faults.add({ path: /nearest/, kind: 'status', status: 500, times: 5 });
    bench.plex.requests.clear();
    await expect(nearest(bench.trackIds[0] ?? '')).rejects.toMatchObject({ code: 'bad-response' });
    expect(bench.plex.requests.count).toBe(1);
  });
});

describe('odd answers', () => {
  const rows = (...metadata: readonly unknown[]): OddAnswer => ({ body: { MediaContainer: { Metadata: metadata } } });
  const withServer = async <T>(
    answer: (request: OddRequest) => OddAnswer,
    use: (server: ReturnType<typeof connect>) => Promise<T>,
  ): Promise<T> => {
    let result: T | undefined;
    await withOddServer(answer, async (server) => {
      result = await use(connect(server.url, 't'));
    });
    return result as T;
  };

  test('neighbours: itself, albums, doubles and rows without an id are left out; the nearest first', async () => {
    const answer = rows(
      { type: 'track', ratingKey: '1', distance: 0 },
      { type: 'track', ratingKey: 3, distance: '0.3' },
      { type: 'track', ratingKey: '2', distance: 0.1 },
      { type: 'track', ratingKey: '2', distance: 0.2 },
      { type: 'album', ratingKey: '9', distance: 0.1 },
      { type: 'track', key: '/library/metadata/4', distance: -1 },
      { type: 'track', distance: 0.1 },
    );
    expect(
      await withServer(
        () => answer,
        (server) => server.listNearest('1', 10, never()),
      ),
    ).toEqual([
      { trackId: '4', distance: 0 },
      { trackId: '2', distance: 0.1 },
      { trackId: '3', distance: 0.3 },
    ]);
    expect(
      await withServer(
        () => answer,
        (server) => server.listNearest('1', 2, never()),
      ),
    ).toHaveLength(2);
  });

  test.each([
    ['ends that are missing are put there', ['5', '6'], ['1', '5', '6', '2']],
    ['ends in the middle are moved', ['5', '2', '1', '6'], ['1', '5', '6', '2']],
    ['doubles go', ['1', '5', '5', '2'], ['1', '5', '2']],
    ['what is too long is cut, the end stays', ['1', '5', '6', '7', '8', '2'], ['1', '5', '6', '2']],
    ['nothing is no way', [], []],
  ])('a path: %s', async (_name, ids, expected) => {
    const answer = rows(...ids.map((ratingKey) => ({ type: 'track', ratingKey })));
    expect(
      await withServer(
        () => answer,
        (server) => server.findSonicPath('3', '1', '2', 4, never()),
      ),
    ).toEqual(expected);
  });

  test.each([400, 404])('status %i is nothing known', async (status) => {
    expect(
      await withServer(
        () => ({ status }),
        (server) => server.listNearest('1', 10, never()),
      ),
    ).toEqual([]);
    expect(
      await withServer(
        () => ({ status }),
        (server) => server.findSonicPath('3', '1', '2', 4, never()),
      ),
    ).toEqual([]);
  });

  test('a path to itself, or of less than two, is not asked for', async () => {
    const asked = await withServer(
      () => ({ status: 500 }),
      async (server) => [
        await server.findSonicPath('3', '1', '1', 4, never()),
        await server.findSonicPath('3', '1', '2', 1, never()),
        await server.listNearest('1', 0, never()),
        await server.listNearest('1', Number.NaN, never()),
      ],
    );
    expect(asked).toEqual([[], [], [], []]);
  });
});
