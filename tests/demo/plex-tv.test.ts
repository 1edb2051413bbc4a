import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startPlexTv, type PlexTvStandIn } from '../../src/demo/plex/plex-tv.ts';

let tv: PlexTvStandIn;
beforeAll(async () => {
  tv = await startPlexTv({
    servers: [
      { name: 'Attic', machineIdentifier: 'abc', url: 'http://127.0.0.1:32400', accessToken: 'server-token-1' },
    ],
    home: [{ uuid: 'kim', title: 'Kim', token: 'token-of-kim', pin: '1234' }],
  });
});
afterAll(() => tv.close());

interface Pin {
  readonly id: number;
  readonly code: string;
  readonly authToken: string | null;
}
const client = { 'x-plex-client-identifier': 'me', 'x-plex-product': 'Harmoniq', accept: 'application/json' };
const call = (method: string, path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(tv.url + path, { method, headers: { ...client, ...headers } });
const json = async <T>(answer: Promise<Response>): Promise<T> => (await (await answer).json()) as T;
const owner = (): Record<string, string> => ({ 'x-plex-token': tv.accountToken });

describe('linking by pin', () => {
  test('gives no token until a person said yes, then the account token', async () => {
    const answer = await call('POST', '/api/v2/pins?strong=true');
    expect(answer.status).toBe(201);
    const pin = (await answer.json()) as Pin;
    expect(pin.authToken).toBeNull();
    expect(tv.waiting).toContain(pin.code);
    expect((await json<Pin>(call('GET', `/api/v2/pins/${pin.id}`))).authToken).toBeNull();
    tv.approve(pin.code);
    expect((await json<Pin>(call('GET', `/api/v2/pins/${pin.id}`))).authToken).toBe(tv.accountToken);
  });

  test('never completes for another client', async () => {
    const pin = await json<Pin>(call('POST', '/api/v2/pins'));
    expect(pin.code).toHaveLength(4);
    tv.approve(pin.code);
    const other = call('GET', `/api/v2/pins/${pin.id}`, { 'x-plex-client-identifier': 'someone else' });
    expect((await json<Pin>(other)).authToken).toBeNull();
  });

  test('a pin that ran out is a 404, or a 410', async () => {
    const pin = await json<Pin>(call('POST', '/api/v2/pins?strong=true'));
    tv.expire(pin.code);
    expect((await call('GET', `/api/v2/pins/${pin.id}`)).status).toBe(404);
    const other = await startPlexTv({ expiredStatus: 410 });
    const answer = await fetch(`${other.url}/api/v2/pins`, { method: 'POST', headers: client });
    const old = (await answer.json()) as Pin;
    other.expire(old.code);
    expect((await fetch(`${other.url}/api/v2/pins/${old.id}`, { headers: client })).status).toBe(410);
    await other.close();
  });

  test('is refused to a client without a name, and nobody can approve a code nobody asked for', async () => {
    expect((await fetch(`${tv.url}/api/v2/pins`, { method: 'POST' })).status).toBe(400);
    expect(() => tv.approve('none')).toThrow('none');
  });

  test('speaks XML unless JSON is accepted', async () => {
    const answer = await call('POST', '/api/v2/pins', { accept: '*/*' });
    expect(await answer.text()).toContain('<response id=');
  });

  test('can be slowed down', async () => {
    tv.faults.add({ kind: 'status', status: 429, path: /pins/ });
    const answer = await call('POST', '/api/v2/pins');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
  });
});

describe('the account', () => {
  test.each([
    ['the right one', 'demo-account-token-1', 200],
    ['a wrong one', 'demo-account-token-2', 401],
    ['a broken one', 'abc', 422],
  ])('token: %s is answered', async (_name, token, status) => {
    expect((await call('GET', '/api/v2/user', { 'x-plex-token': token })).status).toBe(status);
  });

  interface Resource {
    readonly name: string;
    readonly provides: string;
    readonly accessToken: string | null;
    readonly connections: readonly { readonly uri: string; readonly local: boolean; readonly relay: boolean }[];
  }
  test('lists servers with dead and living connections beside things that are no servers; relays when asked', async () => {
    const plain = await json<readonly Resource[]>(call('GET', '/api/v2/resources?includeHttps=1', owner()));
    expect(plain.map((resource) => [resource.name, resource.provides])).toEqual([
      ['Kitchen', 'client,player'],
      ['Attic', 'server'],
      ['Cabin', 'server'],
    ]);
    const attic = plain[1] as Resource;
    expect(attic.accessToken).toBe('server-token-1');
    expect(attic.connections.map((connection) => [connection.local, connection.relay])).toEqual([
      [true, false],
      [true, false],
      [false, false],
    ]);
    await expect(fetch(attic.connections[0]?.uri ?? '')).rejects.toThrow();
    const relayed = await json<readonly Resource[]>(call('GET', '/api/v2/resources?includeRelay=1', owner()));
    expect(relayed[1]?.connections.at(-1)?.relay).toBe(true);
  });

  test('has a home whose people are protected by a pin', async () => {
    const { users } = await json<{ users: readonly object[] }>(call('GET', '/api/v2/home/users', owner()));
    expect(users).toMatchObject([{ uuid: 'kim', username: '', protected: true }]);
    expect((await call('POST', '/api/v2/home/users/kim/switch?pin=0000', owner())).status).toBe(401);
    const answer = await call('POST', '/api/v2/home/users/kim/switch?pin=1234', owner());
    expect([answer.status, await answer.json()]).toMatchObject([201, { authToken: 'token-of-kim' }]);
  });

  test('tells shared servers in XML, whatever is accepted', async () => {
    const text = await (await call('GET', '/api/servers/abc/shared_servers', owner())).text();
    expect(text).toContain('accessToken="token-of-kim"');
  });
});
