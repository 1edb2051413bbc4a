import { describe, expect, test } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page, ListQuery } from '../../../src/servers/server.ts';
import type { Track } from '../../../src/core/track.ts';
import { connect, never } from './bench.ts';
import { withOddServer, type OddAnswer, type OddRequest, type OddServer } from './odd-server.ts';

const token = 'secret-token-4711';
const makeRows = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ ratingKey: String(index + 1), title: `Song ${index + 1}` }));

const readPaging = (request: OddRequest) => ({
  start: Number(request.query.get('X-Plex-Container-Start')),
  size: Number(request.query.get('X-Plex-Container-Size')),
});
/** A server as it should be. */
const honest =
  (rows: readonly object[]) =>
  (request: OddRequest): OddAnswer => {
    const { start, size } = readPaging(request);
    const page = rows.slice(start, start + size);
    const head = { size: page.length, totalSize: rows.length, offset: start };
    return { body: { MediaContainer: page.length === 0 ? head : { ...head, Metadata: page } } };
  };

const list = async (server: OddServer, query: ListQuery = {}, pageSize = 100): Promise<Page<Track>[]> => {
  const pages: Page<Track>[] = [];
  const plex = connect(server.url, token, { pageSize, timeoutMs: 400 });
  for await (const page of plex.listItems('3', 'track', query, never())) pages.push(page);
  return pages;
};
const ids = (pages: readonly Page<Track>[]): string[] => pages.flatMap((page) => page.items.map((item) => item.id));
const allIds = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index + 1));

describe('asking', () => {
  test('every request is paged and sorted, wants JSON, and keeps the token out of the URL', async () => {
    await withOddServer(honest(makeRows(250)), async (server) => {
      expect(ids(await list(server))).toEqual(allIds(250));
      expect(server.requests).toHaveLength(3);
      for (const { query, headers, url } of server.requests) {
        expect(Number(query.get('X-Plex-Container-Size'))).toBe(100);
        expect(query.get('sort')).toBe('id');
        expect(query.get('type')).toBe('10');
        expect(headers.accept).toBe('application/json');
        expect(headers['x-plex-token']).toBe(token);
        expect(headers['x-plex-client-identifier']).toBe('5f0c2b7e-test');
        expect(headers['x-plex-product']).toBe('Harmoniq');
        expect(url).not.toContain(token);
      }
    });
  });

  test('the next page is fetched while the caller works on this one', async () => {
    await withOddServer(honest(makeRows(300)), async (server) => {
      const plex = connect(server.url, token, { pageSize: 100 });
      for await (const page of plex.listItems('3', 'track', {}, never())) {
        if (page.offset > 0) break;
        await wait(100);
        expect(server.requests.length).toBe(2);
      }
    });
  });

  test('a change is asked for by the field of its own level, with the operator in the name', async () => {
    await withOddServer(honest([]), async (server) => {
      await list(server, { changed: { what: 'played', sinceMs: 1_700_000_000_000 } });
      expect(server.requests[0]?.url).toContain('track.lastViewedAt%3E%3E=1699999999');
    });
  });

  test('a pass is continued from where it was cut off', async () => {
    await withOddServer(honest(makeRows(250)), async (server) => {
      expect(ids(await list(server, { startAt: 180 }))).toEqual(allIds(250).slice(180));
    });
  });
});

describe('servers that answer in another way', () => {
  test('an empty listing has no Metadata at all', async () => {
    await withOddServer(honest([]), async (server) => {
      const pages = await list(server);
      expect(pages).toMatchObject([{ items: [], total: 0, nextOffset: 0, unreadable: 0 }]);
    });
  });

  test('a single row may come without its list, numbers as texts', async () => {
    const body = { MediaContainer: { size: '1', totalSize: '1', Metadata: { ratingKey: 1, title: 'Song 1' } } };
    await withOddServer(
      () => ({ body }),
      async (server) => {
        expect(ids(await list(server))).toEqual(['1']);
      },
    );
  });

  test('one that ignores paging and sends everything is cut into pages', async () => {
    await withOddServer(
      () => ({ body: { MediaContainer: { size: 250, Metadata: makeRows(250) } } }),
      async (server) => {
        const pages = await list(server);
        expect(ids(pages)).toEqual(allIds(250));
        expect(pages.map((page) => page.offset)).toEqual([0, 100, 200]);
        expect(pages.map((page) => page.total)).toEqual([250, 250, 250]);
        expect(server.requests).toHaveLength(1);
        expect(ids(await list(server, { startAt: 120 }))).toEqual(allIds(250).slice(120));
      },
    );
  });

  test('one that does not tell the total is read to its end', async () => {
    const answer = (request: OddRequest): OddAnswer => {
      const { start, size } = readPaging(request);
      return { body: { MediaContainer: { Metadata: makeRows(200).slice(start, start + size) } } };
    };
    await withOddServer(answer, async (server) => {
      expect(ids(await list(server))).toEqual(allIds(200));
      expect(await connect(server.url, token).countItems('3', 'track', never())).toBe(200);
    });
  });

  test('one that caps its pages and does not tell the total is read to its end', async () => {
    const answer = (request: OddRequest): OddAnswer => {
      const { start, size } = readPaging(request);
      return { body: { MediaContainer: { Metadata: makeRows(130).slice(start, start + Math.min(size, 40)) } } };
    };
    await withOddServer(answer, async (server) => {
      const pages = await list(server);
      expect(ids(pages)).toEqual(allIds(130));
      expect(pages.every((page) => page.openEnded === true)).toBe(true);
      expect(pages.at(-1)).toMatchObject({ items: [], total: 130 });
      expect(await connect(server.url, token).countItems('3', 'track', never())).toBe(130);
    });
  });

  test('one that tells the total to the bare question only is asked it once', async () => {
    const answer = (request: OddRequest): OddAnswer => {
      const { start, size } = readPaging(request);
      const rows = makeRows(130).slice(start, start + Math.min(size, 40));
      return { body: { MediaContainer: size === 0 ? { size: 0, totalSize: 130 } : { Metadata: rows } } };
    };
    await withOddServer(answer, async (server) => {
      const pages = await list(server);
      expect(ids(pages)).toEqual(allIds(130));
      expect(pages.map((page) => page.total)).toEqual([130, 130, 130, 130]);
      expect(pages.every((page) => page.openEnded === false)).toBe(true);
      expect(server.requests.filter((request) => readPaging(request).size === 0)).toHaveLength(1);
      expect(server.requests).toHaveLength(5);
    });
  });

  test('one that sends its few rows whatever page is asked for, and no total, gives them once', async () => {
    const body = { MediaContainer: { Metadata: makeRows(30) } };
    const answer = (request: OddRequest): OddAnswer =>
      readPaging(request).size === 0 ? { status: 400, body: '<html></html>' } : { body };
    await withOddServer(answer, async (server) => {
      expect(ids(await list(server))).toEqual(allIds(30));
    });
  });

  test('the total may stand in a header', async () => {
    const answer = (request: OddRequest): OddAnswer => {
      const { start, size } = readPaging(request);
      return {
        headers: { 'X-Plex-Container-Total-Size': '200' },
        body: { MediaContainer: { Metadata: makeRows(200).slice(start, start + size) } },
      };
    };
    await withOddServer(answer, async (server) => {
      expect((await list(server)).map((page) => page.total)).toEqual([200, 200]);
      expect(await connect(server.url, token).countItems('3', 'track', never())).toBe(200);
      expect(server.requests).toHaveLength(3);
    });
  });

  test('pages that overlap give each row once, and a changed total shows', async () => {
    const answer = (request: OddRequest): OddAnswer => {
      const { start, size } = readPaging(request);
      const from = start === 0 ? 0 : start - 10;
      const total = start === 0 ? 150 : 151;
      return { body: { MediaContainer: { totalSize: total, Metadata: makeRows(150).slice(from, from + size) } } };
    };
    await withOddServer(answer, async (server) => {
      const pages = await list(server);
      expect(ids(pages)).toEqual(allIds(150));
      expect(pages.map((page) => page.total)).toContain(151);
    });
  });

  test('one that sends the first page over and over is found out', async () => {
    const body = { MediaContainer: { totalSize: 1_000, Metadata: makeRows(100) } };
    await withOddServer(
      () => ({ body }),
      async (server) => {
        await expect(list(server)).rejects.toMatchObject({ code: 'bad-response' });
        expect(server.requests.length).toBeLessThan(6);
      },
    );
  });

  test('rows that cannot be read are counted, the others are kept', async () => {
    const rows = [{ ratingKey: '1', title: 'Song 1' }, { title: 'no id' }, { ratingKey: '3' }, ...makeRows(5).slice(3)];
    await withOddServer(honest(rows), async (server) => {
      const [page] = await list(server);
      expect(page).toMatchObject({ unreadable: 2, nextOffset: 5, total: 5 });
      expect(page?.items.map((item) => item.id)).toEqual(['1', '4', '5']);
    });
  });

  test("the server's own clock is told", async () => {
    const date = 'Wed, 01 Jan 2025 10:00:00 GMT';
    const answer = (request: OddRequest): OddAnswer => ({ ...honest(makeRows(1))(request), headers: { Date: date } });
    await withOddServer(answer, async (server) => {
      expect((await list(server))[0]?.serverTimeMs).toBe(Date.parse(date));
    });
  });

  test.each([
    ['HTML', '<html><body>Sign in</body></html>', 'bad-response'],
    ['JSON of something else', { hello: 'world' }, 'bad-response'],
  ])('%s instead of a listing is a bad response', async (_name, body, code) => {
    await withOddServer(
      () => ({ body }),
      async (server) => {
        await expect(list(server)).rejects.toMatchObject({ code });
      },
    );
  });
});

describe('a server that ignores the filter', () => {
  const sinceMs = 1_700_000_000_000;
  const rows = makeRows(300).map((row, index) => ({
    ...row,
    ...(index % 3 === 0 ? { lastViewedAt: index % 100 === 0 ? 1_700_000_500 : 1_600_000_000 } : {}),
  }));

  test('is noticed by rows that are too old, and what changed is picked from the whole list', async () => {
    await withOddServer(honest(rows), async (server) => {
      expect(ids(await list(server, { changed: { what: 'played', sinceMs } }))).toEqual(
        ['1', '101', '201'].filter((id) => rows[Number(id) - 1]?.lastViewedAt === 1_700_000_500),
      );
    });
  });

  test('a row without update time is taken from a server that filters and left by one that does not', async () => {
    await withOddServer(honest(makeRows(2)), async (server) => {
      expect(ids(await list(server, { changed: { what: 'updated', sinceMs } }))).toEqual(['1', '2']);
    });
    const mixed = [{ ratingKey: '9', title: 'old', updatedAt: 5 }, ...makeRows(2)];
    await withOddServer(honest(mixed), async (server) => {
      expect(ids(await list(server, { changed: { what: 'updated', sinceMs } }))).toEqual([]);
    });
  });
});

describe('a server in trouble', () => {
  test.each([
    ['a 500', { status: 500, body: '<html>busy</html>' }],
    ['a timeout', { delayMs: 700 }],
    ['a cut-off body', { body: '{"MediaContainer":{"Metadata":[{"rat' }],
  ] as const)('%s on large pages: it is asked for smaller ones', async (_name, trouble: OddAnswer) => {
    const answer = (request: OddRequest): OddAnswer =>
      readPaging(request).size > 100 ? trouble : honest(makeRows(260))(request);
    await withOddServer(answer, async (server) => {
      expect(ids(await list(server, {}, 400))).toEqual(allIds(260));
      expect(server.requests.slice(0, 3).map((request) => readPaging(request).size)).toEqual([400, 200, 100]);
    });
  });

  test('the size recovers after a while', async () => {
    const answer = (request: OddRequest): OddAnswer =>
      request.number === 1 ? { status: 500 } : honest(makeRows(1_500))(request);
    await withOddServer(answer, async (server) => {
      expect(ids(await list(server, {}, 200))).toEqual(allIds(1_500));
      const sizes = server.requests.map((request) => readPaging(request).size);
      expect(sizes[1]).toBe(100);
      expect(sizes.at(-1)).toBe(200);
    });
  });

  test('a lasting failure ends the pass', async () => {
    await withOddServer(
      () => ({ status: 500 }),
      async (server) => {
        await expect(list(server)).rejects.toMatchObject({ code: 'bad-response' });
        expect(server.requests.length).toBeLessThanOrEqual(7);
      },
    );
  });

  test('an unknown section is an error at once', async () => {
    await withOddServer(
      () => ({ status: 404, body: '<html>404</html>' }),
      async (server) => {
        await expect(list(server)).rejects.toMatchObject({ code: 'not-found' });
        expect(server.requests).toHaveLength(1);
      },
    );
  });

  test('leaving the loop cancels the page that is under way', async () => {
    const answer = (request: OddRequest): OddAnswer => ({
      ...honest(makeRows(300))(request),
      delayMs: request.number === 1 ? 0 : 300,
    });
    await withOddServer(answer, async (server) => {
      const plex = connect(server.url, token, { pageSize: 100 });
      for await (const page of plex.listItems('3', 'track', {}, never())) {
        expect(page.items).toHaveLength(100);
        break;
      }
      await wait(350);
      expect(server.requests.length).toBeLessThanOrEqual(2);
    });
  });
});

describe('the list of libraries', () => {
  test('is found under its other address where the usual one is unknown', async () => {
    const Directory = { key: '7', type: 'artist', title: 'Musik' };
    const answer = (request: OddRequest): OddAnswer =>
      request.path === '/library/sections/all'
        ? { body: { MediaContainer: { size: 1, Directory } } }
        : { status: 404, body: '<html></html>' };
    await withOddServer(answer, async (server) => {
      expect(await connect(server.url, token).listMusicSections(never())).toMatchObject([{ id: '7', title: 'Musik' }]);
    });
  });
});
