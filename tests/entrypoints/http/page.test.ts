import { describe, expect, test } from '@jest/globals';
import { createHttpApp } from '../../../src/entrypoints/http/http-app.ts';
import { silentLogger } from '../../../src/lib/logger.ts';
import { operations } from '../../../src/operations/table.ts';
import {
  createFakeDoorHouse,
  fakeConfig,
  fakeNowMs,
  fakeRecipe,
  fakeReport,
  fakeToken,
  type FakeMemory,
} from '../../fakes/fake-door-house.ts';

const nasty = `<script>alert("x")</script>' & "`;

const show = async (
  fill: (memory: FakeMemory) => void = () => undefined,
  headers: Record<string, string> = {},
  peer = '127.0.0.1',
  options: Record<string, unknown> = {},
): Promise<string> => {
  const config = fakeConfig(options);
  const recipes = [
    fakeRecipe(),
    fakeRecipe({ id: 'off', enabled: false, disabledReason: 'LASTFM_API_KEY is missing.' }),
  ];
  const { house, memory } = createFakeDoorHouse({ config, recipes });
  fill(memory);
  const app = createHttpApp({
    house,
    operations,
    config,
    version: '1.2.3',
    logger: silentLogger(),
    getHealth: () => ({ parts: [] }),
    signal: new AbortController().signal,
  });
  const env = { incoming: { socket: { remoteAddress: peer } } };
  const answer = await app.request('/', { headers: { host: '127.0.0.1:8099', ...headers } }, env);
  expect(answer.status).toBe(200);
  return answer.text();
};

const fillAll = (memory: FakeMemory, title: string): void => {
  memory.tracks = 50_312;
  memory.coverage = [{ section: title, mirrored: 50_312, onServer: 50_400 }];
  memory.runs.push(fakeReport({ message: title }));
  memory.published.push({
    recipeId: 'lastfm-charts',
    machineId: 'm',
    playlistId: '9',
    guid: undefined,
    title,
    publishedAtMs: fakeNowMs - 60_000,
    tracks: [{ trackId: '1', artist: title, title, album: title, why: title }],
  });
  memory.missing.push({
    artist: title,
    title,
    reason: 'no-such-title',
    recipes: ['lastfm-charts'],
    sources: ['lastfm-charts'],
    firstMissedAtMs: fakeNowMs,
    lastMissedAtMs: fakeNowMs,
    timesMissed: 7,
    nearest: { trackId: '2', artist: title, title },
  });
};

describe('the page', () => {
  test('shows playlists, counts, match rate, last run, missing tracks and coverage', async () => {
    const page = await show((memory) => fillAll(memory, 'Sigur Rós'));
    for (const words of [
      'Sigur Rós',
      '1 track',
      '90 %',
      'today 12:59',
      '50,312 of 50,400',
      '7×',
      'title not in the library',
    ])
      expect(page).toContain(words);
    expect(page).toContain('LASTFM_API_KEY is missing.');
  });

  test('an empty house gives a page too', async () => {
    const page = await show();
    expect(page).toContain('Not made yet');
    expect(page).toContain('Nothing is missing.');
    expect(page).toContain('The library has not been synced yet.');
  });

  test('escapes every title, name and reason', async () => {
    const page = await show((memory) => fillAll(memory, nasty));
    expect(page).not.toContain('<script>alert');
    expect(page.match(/&lt;script&gt;/g)?.length).toBeGreaterThanOrEqual(9);
  });

  test('has relative addresses only', async () => {
    const page = await show((memory) => fillAll(memory, 'Title'));
    const addresses = [...page.matchAll(/(?:href|src|action)="([^"]*)"/g)].map((found) => found[1] ?? '');
    expect(addresses.length).toBeGreaterThan(2);
    for (const address of addresses) expect(address).toMatch(/^(data:|[a-z]+\.(css|js)$)/);
  });

  test('nothing in it needs inline script or style', async () => {
    const page = await show((memory) => fillAll(memory, 'Title'));
    expect(page).not.toMatch(/\son[a-z]+=|\sstyle=|<style|<script(?! src)/);
  });

  test.each([
    ['/api/hassio_ingress/AbC-_9', '172.30.32.2', '<base href="/api/hassio_ingress/AbC-_9/"'],
    ['/api/hassio_ingress/AbC-_9/', '127.0.0.1', '<base href="/api/hassio_ingress/AbC-_9/"'],
    ['/api/hassio_ingress/AbC', '192.168.1.9', undefined],
    ['//evil.example', '172.30.32.2', undefined],
    ['https://evil.example', '172.30.32.2', undefined],
    ['/"><script>', '172.30.32.2', undefined],
  ])('ingress path %s from %s', async (path, peer, expected) => {
    const page = await show(undefined, { 'x-ingress-path': path }, peer, { httpHost: '0.0.0.0' });
    if (expected === undefined) expect(page).not.toContain('<base');
    else expect(page).toContain(expected);
  });

  test('holds no secret even when a title repeats one', async () => {
    expect(await show((memory) => fillAll(memory, `song ${fakeToken}`))).not.toContain(fakeToken);
  });
});
