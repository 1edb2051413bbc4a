import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Hono } from 'hono';
import { z } from 'zod';
import type { House } from '../../../src/operations/house.ts';
import { defineOperation, type Operation } from '../../../src/operations/operation.ts';
import { operations } from '../../../src/operations/table.ts';
import { createHttpApp } from '../../../src/entrypoints/http/http-app.ts';
import { HarmoniqError } from '../../../src/lib/errors.ts';
import { silentLogger } from '../../../src/lib/logger.ts';
import {
  createFakeDoorHouse,
  fakeConfig,
  fakeNowMs,
  fakeReport,
  fakeToken,
  type FakeMemory,
} from '../../fakes/fake-door-house.ts';

const asked: unknown[] = [];
let slow = Promise.withResolvers<unknown>();

/** Verbs whose only purpose is to answer in a certain way. */
const probes: readonly Operation[] = [
  defineOperation({
    name: 'probe-echo',
    summary: 'Answers what it was given',
    input: z.strictObject({ recipe: z.string({ error: 'must name a recipe' }).optional() }),
    mutates: true,
    run: async (_house, input) => {
      asked.push(input);
      return { input, startedAtMs: fakeNowMs };
    },
  }),
  defineOperation({
    name: 'probe-leak',
    summary: 'Fails with a secret in its words',
    input: z.strictObject({}),
    mutates: true,
    run: async () => {
      throw new HarmoniqError('unreachable', `Plex at ?X-Plex-Token=${fakeToken} is away.`, { hint: 'Start Plex.' });
    },
  }),
  defineOperation({
    name: 'probe-crash',
    summary: 'Fails by a slip of ours',
    input: z.strictObject({}),
    mutates: true,
    run: async () => {
      throw new TypeError(`secret ${fakeToken}`);
    },
  }),
  defineOperation({
    name: 'probe-slow',
    summary: 'Takes its time',
    input: z.strictObject({}),
    mutates: true,
    run: async () => slow.promise,
  }),
];

let app: Hono;
let house: House;
let memory: FakeMemory;

const build = (options: Record<string, unknown> = {}): void => {
  const config = fakeConfig(options);
  ({ house, memory } = createFakeDoorHouse({ config }));
  app = createHttpApp({
    house,
    operations: [...operations, ...probes],
    config,
    version: '1.2.3',
    logger: silentLogger(),
    getHealth: () => ({ parts: [{ name: 'Plex', state: 'degraded', message: 'Plex refused the connection.' }] }),
    signal: new AbortController().signal,
  });
};

const local = { host: '127.0.0.1:8099' };
/** A request as it looks when it came from that address. */
const from = (address: string) => ({ incoming: { socket: { remoteAddress: address } } });
const get = (path: string, headers: Record<string, string> = {}, env: object = from('127.0.0.1')) =>
  app.request(path, { headers: { ...local, ...headers } }, env);
const post = (
  name: string,
  body: unknown,
  headers: Record<string, string> = {},
  env: object = from('127.0.0.1'),
): Response | Promise<Response> =>
  app.request(
    `/api/operations/${name}`,
    {
      method: 'POST',
      headers: { ...local, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    },
    env,
  );

beforeEach(() => {
  asked.length = 0;
  slow = Promise.withResolvers();
  build();
});

describe('health', () => {
  test('is 200 while Plex is down, and says so', async () => {
    const answer = await get('/health');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      status: 'alive',
      version: '1.2.3',
      parts: [{ name: 'Plex', state: 'degraded' }],
    });
  });
});

describe('readings', () => {
  test.each(['status', 'playlists', 'missing', 'runs', 'recipes'])('api/%s answers with JSON', async (path) => {
    const answer = await get(`/api/${path}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await answer.json()).toBeDefined();
  });

  test('moments are ISO 8601 with the offset of the configured zone', async () => {
    memory.runs.push(fakeReport({ startedAtMs: Date.UTC(2026, 6, 1, 5) }));
    const runs = (await (await get('/api/runs')).json()) as Record<string, unknown>[];
    expect(runs[0]).toMatchObject({ startedAt: '2026-07-01T07:00:00+02:00', recipeId: 'lastfm-charts' });
    expect(runs[0]).not.toHaveProperty('startedAtMs');
  });

  test('the query is the input of the operation', async () => {
    memory.runs.push(fakeReport({ id: 2 }), fakeReport({ id: 1 }));
    expect(await (await get('/api/runs?limit=1')).json()).toHaveLength(1);
    const wrong = await get('/api/runs?limit=lots');
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ error: { code: 'invalid-input', hint: 'It takes: recipe, limit.' } });
  });

  test('an unknown address is 404 in the common form', async () => {
    const answer = await get('/api/nothing');
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { code: 'not-found' } });
  });
});

describe('operations', () => {
  test('take a JSON body and answer with the result', async () => {
    const answer = await post('probe-echo', { recipe: 'x' });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ input: { recipe: 'x' }, startedAt: '2026-11-21T13:00:00+01:00' });
  });

  test('an empty body is an empty input', async () => {
    expect((await post('probe-echo', '')).status).toBe(200);
    expect(asked).toEqual([{}]);
  });

  test.each([
    ['a body that is not JSON', '{', 400, 'not valid JSON'],
    ['a wrong field', { recpie: 'x' }, 400, 'recpie: not known here'],
    ['a wrong type', { recipe: 5 }, 400, 'recipe: must name a recipe'],
    ['a list', [], 400, 'not valid'],
  ])('%s is refused with one sentence', async (_title, body, status, words) => {
    const answer = await post('probe-echo', body);
    expect(answer.status).toBe(status);
    const { error } = (await answer.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe('invalid-input');
    expect(error.message).toContain(words);
    expect(asked).toEqual([]);
  });

  test('an unknown operation is 404', async () => {
    expect((await post('drop-everything', {})).status).toBe(404);
  });

  test('an error carries the status of the table and no secret', async () => {
    const answer = await post('probe-leak', {});
    expect(answer.status).toBe(502);
    const text = await answer.text();
    expect(text).not.toContain(fakeToken);
    expect(JSON.parse(text)).toEqual({
      error: { code: 'unreachable', message: 'Plex at ?X-Plex-Token=[redacted] is away.', hint: 'Start Plex.' },
    });
  });

  test('a slip of ours is told without its inner words', async () => {
    const answer = await post('probe-crash', {});
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret');
  });

  test('are changed by POST only', async () => {
    const answer = await get('/api/operations/probe-echo');
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
    expect(asked).toEqual([]);
  });

  test('a body over 64 KiB is refused', async () => {
    const answer = await post('probe-echo', { recipe: 'x'.repeat(70_000) });
    expect(answer.status).toBe(413);
    expect(asked).toEqual([]);
  });

  test('who asks for it gets 202 while the work goes on, and the result when it comes in time', async () => {
    const prefer = { prefer: 'respond-async, wait=0' };
    const answer = await post('probe-slow', {}, prefer);
    expect(answer.status).toBe(202);
    slow.resolve({ done: true });
    const quick = await post('probe-slow', {}, { prefer: 'respond-async, wait=30' });
    expect(quick.status).toBe(200);
    expect(await quick.json()).toEqual({ done: true });
  });

  test('a failure after the 202 disturbs nobody', async () => {
    expect((await post('probe-slow', {}, { prefer: 'respond-async, wait=0' })).status).toBe(202);
    slow.reject(new HarmoniqError('unreachable', 'Plex went away.'));
    await new Promise(setImmediate);
    expect((await get('/health')).status).toBe(200);
  });
});

describe('who may ask', () => {
  test.each([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data', 415],
    ['application/json; charset=utf-8', 200],
  ])('a change sent as %s is answered with %i', async (type, status) => {
    const answer = await post('probe-echo', '{}', { 'content-type': type });
    expect(answer.status).toBe(status);
    expect(asked).toHaveLength(status === 200 ? 1 : 0);
  });

  test.each([
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a page of a sister site', { 'sec-fetch-site': 'same-site' }, 403],
    ['our own page', { 'sec-fetch-site': 'same-origin', origin: 'https://home.example' }, 200],
    ['an old browser on a foreign page', { origin: 'https://evil.example' }, 403],
    ['an old browser on our page', { origin: 'http://127.0.0.1:8099' }, 200],
    ['a sandboxed frame', { origin: 'null' }, 403],
    ['a script', {}, 200],
  ])('a change by %s is answered with %i', async (_who, headers, status) => {
    expect((await post('probe-echo', {}, headers)).status).toBe(status);
  });

  test('bound to this machine, a request for another host name is refused (DNS rebinding)', async () => {
    expect((await get('/api/status', { host: 'rebound.example' })).status).toBe(403);
    expect((await get('/', { host: 'rebound.example:8099' })).status).toBe(403);
    expect((await get('/', { host: '[::1]:8099' })).status).toBe(200);
  });

  test('in the add-on only ingress and the machine itself may call', async () => {
    build({ supervisorToken: 'supervisor-token-xyz', httpHost: '0.0.0.0' });
    const home = { host: 'abc-harmoniq:8099' };
    expect((await get('/', home, from('172.30.32.2'))).status).toBe(200);
    expect((await get('/', home, from('::ffff:172.30.32.2'))).status).toBe(200);
    expect((await get('/', home, from('127.0.0.1'))).status).toBe(200);
    expect((await get('/', home, from('172.30.33.7'))).status).toBe(403);
    expect((await get('/api/status', home, from('192.168.1.5'))).status).toBe(403);
    expect((await get('/', home, {})).status).toBe(403);
  });

  test('through ingress the forwarded host counts for old browsers', async () => {
    build({ supervisorToken: 'supervisor-token-xyz', httpHost: '0.0.0.0' });
    const headers = { origin: 'http://homeassistant.local:8123', 'x-forwarded-host': 'homeassistant.local:8123' };
    expect((await post('probe-echo', {}, headers, from('172.30.32.2'))).status).toBe(200);
    expect(
      (await post('probe-echo', {}, { ...headers, origin: 'http://evil.example' }, from('172.30.32.2'))).status,
    ).toBe(403);
  });
});

describe('headers', () => {
  test.each(['/', '/health', '/api/status', '/page.css', '/page.js', '/nothing'])('%s is well fenced', async (path) => {
    const { headers } = await get(path);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});
