import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { silentLogger } from '../../../src/lib/logger.ts';
import { createPlexClient } from '../../../src/servers/plex/client.ts';
import { createKeyReader } from '../../../src/servers/plex/tags-by-key.ts';
import { readTagsByQuestion } from '../../../src/servers/plex/tags-by-question.ts';
import type { ItemTags } from '../../../src/servers/server.ts';
import { collect, connect, never, startBench, type Bench } from './bench.ts';
import { withOddServer, type OddAnswer, type OddRequest } from './odd-server.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ tracks: 2_000 });
});
afterAll(() => bench.plex.close());

const clientOf = (url: string, token: string) =>
  createPlexClient({
    url,
    token,
    clientId: 'c',
    version: '0',
    timeoutMs: 2_000,
    requestsPerSecond: 10_000,
    tlsInsecure: false,
    retries: 1,
    backoffMs: 1,
    patienceMs: 0,
    logger: silentLogger(),
  });
/** A clock by which a batch took a minute and a question no time at all: asking by tag pays. */
const slowBatches = () => {
  const readings = [0, 60_000, 60_000, 60_000];
  return (): number => readings.shift() ?? 60_000;
};
const comparable = (tags: readonly ItemTags[]) =>
  new Map(
    tags.map((item) => [
      item.id,
      `${[...item.moods].sort().join()} / ${[...item.genres].sort().join()} / ${[...(item.labels ?? [])].sort().join()}`,
    ]),
  );

describe('tags of the stand-in', () => {
  test('tracks in few requests, the same whether asked by item or by tag', async () => {
    const { plex, trackIds, sectionId } = bench;
    const client = clientOf(plex.url, plex.token);
    const byKey = createKeyReader(client);
    plex.requests.clear();
    const direct = await collect(byKey.read(trackIds, never()));
    expect(plex.requests.count).toBeLessThanOrEqual(trackIds.length / 400 + 3);
    expect(plex.requests.all().every((request) => request.path.length < 4_500)).toBe(true);

    const asked = await readTagsByQuestion(client, byKey, sectionId, trackIds, never(), slowBatches());
    expect(comparable([...(asked ?? [])].flat())).toEqual(comparable(direct));
    expect(direct.length).toBeGreaterThan(1_000);
    expect(direct.some((item) => item.labels?.includes('Dinner'))).toBe(true);
  });

  test('artists and albums have genres, styles and moods of their own', async () => {
    const { server, sectionId } = bench;
    const albums: string[] = [];
    for await (const page of server.listIds(sectionId, 'album', never())) albums.push(...page.items);
    const tags = await collect(server.listTags(sectionId, 'album', albums, never()));
    expect(tags.some((item) => item.genres.length > 2 || item.styles.length > 0)).toBe(true);
  });

  test.each(['artist', 'album', 'track'] as const)('labels of an %s come with its other tags', async (level) => {
    const { plex, server, sectionId } = bench;
    const ids: string[] = [];
    for await (const page of server.listIds(sectionId, level, never())) ids.push(...page.items);
    const [id = '', other = ''] = ids;
    plex.mutate.labelItem(id, ['Dinner', 'Road Trip']);
    plex.mutate.labelItem(other, []);
    plex.requests.clear();
    const tags = await collect(server.listTags(sectionId, level, [id, other], never()));
    expect(plex.requests.count).toBe(1);
    expect([...(tags.find((item) => item.id === id)?.labels ?? [])].sort()).toEqual(['Dinner', 'Road Trip']);
    expect(tags.find((item) => item.id === other)?.labels ?? []).toEqual([]);
  });

  test('a server that lists no labels tells nothing of them, which is not "none"', async () => {
    const { plex, trackIds, sectionId } = bench;
    const client = clientOf(plex.url, plex.token);
    plex.faults.add({ path: /\/label\?/, kind: 'status', status: 404 });
    const asked = await readTagsByQuestion(
      client,
      createKeyReader(client),
      sectionId,
      trackIds,
      never(),
      slowBatches(),
    );
    const tags = [...(asked ?? [])].flat();
    expect(tags.length).toBeGreaterThan(1_000);
    expect(tags.every((item) => item.labels === undefined)).toBe(true);
  });

  test('ids that are gone are left out', async () => {
    const { server, sectionId, trackIds } = bench;
    const some = trackIds.slice(0, 50);
    const expected = await collect(server.listTags(sectionId, 'track', some, never()));
    const withGhosts = await collect(server.listTags(sectionId, 'track', [...some, '9999991', '9999992'], never()));
    expect(comparable(withGhosts)).toEqual(comparable(expected));
    expect(await collect(server.listTags(sectionId, 'track', ['9999991', '9999992'], never()))).toEqual([]);
    expect(await collect(server.listTags(sectionId, 'track', [], never()))).toEqual([]);
  });
});

describe('servers that answer in another way', () => {
  const ids = Array.from({ length: 450 }, (_, index) => String(index + 1));
  const keysOf = (request: OddRequest): readonly string[] =>
    decodeURIComponent(request.path.replace('/library/metadata/', '')).split(',');
  const rowOf = (id: string) => ({ ratingKey: Number(id), Mood: [{ tag: `Mood ${Number(id) % 7}` }] });
  const metadata = (request: OddRequest): OddAnswer => ({
    body: { MediaContainer: { Metadata: keysOf(request).map(rowOf) } },
  });
  const moodsOf = async (answer: (request: OddRequest) => OddAnswer) => {
    let found: readonly ItemTags[] = [];
    let requests = 0;
    await withOddServer(answer, async (server) => {
      found = await collect(connect(server.url, 't').listTags('3', 'track', ids, never()));
      requests = server.requests.length;
    });
    return { found, requests };
  };

  test.each([
    ['takes large batches badly', (request: OddRequest) => keysOf(request).length > 60, { status: 500 }],
    ['finds long addresses too long', (request: OddRequest) => request.url.length > 600, { status: 414 }],
    [
      'refuses a batch with one unknown id',
      (request: OddRequest) => keysOf(request).length > 1 && keysOf(request).includes('77'),
      { status: 404 },
    ],
  ] as const)('one that %s still gives all tags', async (_name, isTrouble, trouble: OddAnswer) => {
    const { found } = await moodsOf((request) => (isTrouble(request) ? trouble : metadata(request)));
    expect(found).toHaveLength(ids.length);
    expect(found.find((item) => item.id === '8')?.moods).toEqual(['Mood 1']);
  });

  test('one that drops the tags from trimmed answers is asked for whole items', async () => {
    const { found } = await moodsOf((request) =>
      request.query.has('includeFields')
        ? { body: { MediaContainer: { Metadata: keysOf(request).map((id) => ({ ratingKey: id })) } } }
        : metadata(request),
    );
    expect(found).toHaveLength(ids.length);
  });

  test('one that does not know the filter and sends everything is not believed', async () => {
    const rows = ids.map((id) => ({ ratingKey: id }));
    const answer = (request: OddRequest): OddAnswer => {
      if (request.path.endsWith('/mood'))
        return {
          body: {
            MediaContainer: {
              Directory: [
                { key: '1', title: 'Mood 1' },
                { key: '2', title: 'Mood 2' },
              ],
            },
          },
        };
      if (request.path.endsWith('/all'))
        return { body: { MediaContainer: { totalSize: rows.length, Metadata: rows } } };
      return request.path.endsWith('/genre') ? { status: 404 } : metadata(request);
    };
    await withOddServer(answer, async (server) => {
      const client = clientOf(server.url, 't');
      expect(
        await readTagsByQuestion(client, createKeyReader(client), '3', ids, never(), slowBatches()),
      ).toBeUndefined();
    });
  });
});
