import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { page, usePlex } from './plex-kit.ts';

const kit = usePlex({ guests: [{ title: 'Kim', token: 'guest-token-1' }] });
const listing = `/library/sections/3/all?type=10&sort=id&${page(0, 50)}`;

afterEach(() => {
  kit.plex.faults.clear();
  Object.assign(kit.plex.switches, {
    maxUrlBytes: 8_192,
    refuseLargePages: true,
    refuseMissingSize: true,
    latencyMs: 0,
  });
});

function raw(
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const call = httpRequest(kit.plex.url + path, { headers, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }),
      );
      answer.on('error', reject);
    });
    call.on('error', reject).end();
  });
}

test('goes away and comes back on the same port as it was', async () => {
  const { plex } = kit;
  const id = plex.playlists.find(({ title }) => title === 'Sunday Drive')?.id ?? '';
  await plex.stop();
  await expect(kit.send('GET', listing)).rejects.toThrow();
  await plex.start();
  expect((await kit.send('GET', `/playlists/${id}`, { accept: 'application/json' })).status).toBe(200);
});

describe('what it speaks', () => {
  test('is XML unless the caller accepts JSON', async () => {
    const answer = await kit.send('GET', listing, { accept: '*/*' });
    expect(answer.headers.get('content-type')).toContain('text/xml');
    const text = await answer.text();
    expect(text).toContain('<MediaContainer size="50" totalSize="400"');
    expect(text.match(/<Track /g)).toHaveLength(50);
  });

  test('is JSON when JSON is among what is accepted', async () => {
    const answer = await kit.send('GET', listing, { accept: 'application/json, text/plain, */*' });
    expect(answer.headers.get('content-type')).toBe('application/json');
  });

  test('is HTML for errors, whatever is accepted', async () => {
    const answer = await kit.send('GET', '/library/metadata/99999999');
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('text/html');
    expect(await answer.text()).toContain('<h1>404 Not Found</h1>');
  });

  test('is XML while the server migrates, with 503', async () => {
    kit.plex.faults.add({ kind: 'maintenance' });
    const answer = await kit.send('GET', listing);
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('<Response code="503" title="Maintenance"');
  });

  test('is compressed when gzip is accepted, and plain when not', async () => {
    const token = { 'x-plex-token': kit.plex.token, accept: 'application/json' };
    const small = await raw(listing, { ...token, 'accept-encoding': 'gzip' });
    const plain = await raw(listing, token);
    expect(small.headers['content-encoding']).toBe('gzip');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(gunzipSync(small.body).equals(plain.body)).toBe(true);
  });

  test('keeps idle connections for twenty seconds', async () => {
    const answer = await kit.send('GET', '/identity');
    expect(answer.headers.get('keep-alive')).toBe('timeout=20');
    expect(answer.headers.get('x-plex-protocol')).toBe('1.0');
  });
});

describe('who may ask', () => {
  test('/identity answers anybody', async () => {
    const answer = await raw('/identity', { accept: 'application/json' });
    expect(answer.status).toBe(200);
    const { MediaContainer } = JSON.parse(answer.body.toString()) as { MediaContainer: Record<string, unknown> };
    expect(MediaContainer).toMatchObject({ machineIdentifier: kit.plex.machineIdentifier, claimed: true });
  });

  test.each(['/', '/library/sections', '/playlists', listing, '/no/such/address'])(
    '%s is refused without a token',
    async (path) => {
      expect((await raw(path, {})).status).toBe(401);
      expect((await raw(path, { 'x-plex-token': 'wrong' })).status).toBe(401);
    },
  );

  test('the token counts as header and as query argument', async () => {
    expect((await raw('/', { 'x-plex-token': kit.plex.token })).status).toBe(200);
    expect((await raw(`/?X-Plex-Token=${kit.plex.token}`, {})).status).toBe(200);
  });

  test('each user has playlists, ratings and counts of their own', async () => {
    const guest = { 'x-plex-token': 'guest-token-1' };
    const [track] = await kit.tracks('&track.userRating>>=0');
    const id = track?.ratingKey ?? '';
    await kit.send('PUT', `/:/rate?key=${id}&identifier=com.plexapp.plugins.library&rating=3`, guest);
    const [theirs] = (await kit.get(`/library/metadata/${id}`, guest)).Metadata ?? [];
    const [mine] = (await kit.get(`/library/metadata/${id}`)).Metadata ?? [];
    expect(theirs).toMatchObject({ userRating: 3 });
    expect(theirs).not.toHaveProperty('viewCount');
    expect(mine?.['userRating']).toBe(track?.['userRating']);
    expect((await kit.get('/playlists', guest)).size).toBe(0);
    expect((await kit.get('/playlists')).size).toBe(2);
  });
});

describe('what it refuses', () => {
  test('an address that is too long', async () => {
    kit.plex.switches.maxUrlBytes = 300;
    expect((await kit.send('GET', `/library/metadata/${'1234,'.repeat(100)}`)).status).toBe(414);
  });

  test('more than a thousand rows at once, by switch', async () => {
    const path = `/library/sections/3/all?type=10&sort=id&${page(0, 1_001)}`;
    expect((await kit.send('GET', path)).status).toBe(400);
    kit.plex.switches.refuseLargePages = false;
    expect((await kit.send('GET', path)).status).toBe(200);
  });

  test('a listing without a size, by switch', async () => {
    expect((await kit.send('GET', '/library/sections/3/all?type=10')).status).toBe(400);
    kit.plex.switches.refuseMissingSize = false;
    expect((await kit.get('/library/sections/3/all?type=10')).Metadata).toHaveLength(400);
  });
});

describe('faults on demand', () => {
  test('a status happens as often as asked, after as many as asked, for the address asked', async () => {
    kit.plex.faults.add({ kind: 'status', status: 500, path: /\/playlists/, method: 'GET', after: 1, times: 2 });
    const seen: number[] = [];
    for (let call = 0; call < 4; call++) seen.push((await kit.send('GET', '/playlists')).status);
    expect((await kit.send('GET', '/')).status).toBe(200);
    expect(seen).toEqual([200, 500, 500, 200]);
  });

  test('a connection that is cut before anything was done', async () => {
    kit.plex.faults.add({ kind: 'reset' });
    await expect(kit.send('POST', `/playlists?type=audio&title=A&smart=0&uri=${kit.uri('1')}`)).rejects.toThrow();
    expect(kit.plex.playlists.map((playlist) => playlist.title)).not.toContain('A');
  });

  test('a connection that is cut after the change was applied', async () => {
    kit.plex.faults.add({ kind: 'reset-after-apply' });
    await expect(kit.send('POST', `/playlists?type=audio&title=B&smart=0&uri=${kit.uri('1')}`)).rejects.toThrow();
    expect(kit.plex.playlists.map((playlist) => playlist.title)).toContain('B');
  });

  test('a body that ends in the middle', async () => {
    kit.plex.faults.add({ kind: 'truncate' });
    const answer = await kit.send('GET', listing);
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
  });

  test('a page of a proxy in place of the answer', async () => {
    kit.plex.faults.add({ kind: 'html' });
    const answer = await kit.send('GET', listing);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html']);
  });

  test('a delay holds the answer back', async () => {
    kit.plex.faults.add({ kind: 'delay', delayMs: 5_000 });
    await expect(fetch(`${kit.plex.url}/identity`, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
    kit.plex.faults.clear();
    expect((await kit.send('GET', '/identity')).status).toBe(200);
  });

  test('a watcher may cut a request before and after it was done', async () => {
    const create = (title: string): Promise<Response> =>
      kit.send('POST', `/playlists?type=audio&title=${title}&smart=0&uri=${kit.uri('1')}`);
    for (const phase of ['before', 'answer'] as const) {
      const stop = kit.plex.onRequest((moment) =>
        moment.phase === phase && moment.method === 'POST' ? 'abort' : undefined,
      );
      await expect(create(`cut-${phase}`)).rejects.toThrow();
      stop();
    }
    const titles = kit.plex.playlists.map((playlist) => playlist.title);
    expect(titles).not.toContain('cut-before');
    expect(titles).toContain('cut-answer');
  });
});

describe('what it remembers of requests', () => {
  test('method, path with query, and status', async () => {
    kit.plex.requests.clear();
    await kit.send('GET', '/playlists?smart=0');
    await kit.send('GET', '/nowhere');
    expect(kit.plex.requests.all()).toMatchObject([
      { method: 'GET', path: '/playlists?smart=0', status: 200 },
      { method: 'GET', path: '/nowhere', status: 404 },
    ]);
    expect(kit.plex.requests.count).toBe(2);
  });

  test('a clock that differs from ours shows in the date', async () => {
    kit.plex.switches.clockOffsetMs = 3_600_000;
    const date = Date.parse((await kit.send('GET', '/identity')).headers.get('date') ?? '');
    kit.plex.switches.clockOffsetMs = 0;
    expect(date - Date.now()).toBeGreaterThan(3_000_000);
  });
});

describe('remote control', () => {
  const control = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${kit.plex.url}/__stand-in${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  test('adds and clears faults', async () => {
    await control('POST', '/faults', { kind: 'status', status: 502, path: '^/identity', times: null });
    expect((await kit.send('GET', '/identity')).status).toBe(502);
    expect((await kit.send('GET', '/identity')).status).toBe(502);
    await control('DELETE', '/faults');
    expect((await kit.send('GET', '/identity')).status).toBe(200);
  });

  test('changes the library and tells what happened', async () => {
    const answer = await control('POST', '/mutate', {
      name: 'addTrack',
      arguments: [{ artist: 'X', album: 'Y', title: 'Far' }],
    });
    const { result } = (await answer.json()) as { result: string };
    expect((await kit.get(`/library/metadata/${result}`)).Metadata).toMatchObject([{ title: 'Far' }]);
    await control('DELETE', '/requests');
    await kit.send('GET', '/identity');
    expect(await (await control('GET', '/requests')).json()).toMatchObject([{ path: '/identity' }]);
    expect(await (await control('GET', '/stats')).json()).toMatchObject({ requests: 1 });
    expect(await (await control('GET', '/playlists')).json()).toEqual(kit.plex.playlists);
    expect(await (await control('GET', '/playlist-log')).json()).toEqual(kit.plex.playlistLog);
  });

  test('refuses what it does not know', async () => {
    expect((await control('POST', '/faults', { kind: 'flood' })).status).toBe(400);
    expect((await control('POST', '/mutate', { name: 'constructor' })).status).toBe(400);
    expect((await control('GET', '/secrets')).status).toBe(404);
  });
});
